"""The database session: bound once to a tenant, telling row-level security in every transaction, and counting revisions.

How a tenant is kept apart: every tenant table has the key `(tenant_id, id)` and a policy that compares `tenant_id` with
`app.tenant_id`; this session sets that value at the start of each transaction and refuses to work without a scope.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Final

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from psycopg import IsolationLevel
from sqlalchemy import (
    Connection,
    Executable,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    PrimaryKeyConstraint,
    TextClause,
    Uuid,
    event,
    func,
    select,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, SessionTransaction, declared_attr, mapped_column
from sqlalchemy.orm import Session as OrmSession

from paktum.core.ids import TenantId, new_id

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The one collection of tables."""

    metadata = MetaData(naming_convention=NAMING)


class TenantTable:
    """A table whose rows belong to a tenant: key `(tenant_id, id)`, watched by row-level security."""

    tenant_keys: ClassVar[tuple[str, ...]] = ("tenant_id", "id")

    tenant_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("tenant.id"), sort_order=-2)
    id: Mapped[uuid.UUID] = mapped_column(Uuid, default=new_id, sort_order=-1)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        return (PrimaryKeyConstraint("tenant_id", "id"), *cls.constraints())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """Further constraints and indexes of the table; each is led by `tenant_id`."""
        return ()


def tenant_reference(column: str, table: str, *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """A reference to a row of the same tenant; one across tenants cannot be expressed."""
    return ForeignKeyConstraint(["tenant_id", column], [f"{table}.tenant_id", f"{table}.id"], ondelete=ondelete)


class ScopeError(RuntimeError):
    """Code asked the database for something without saying for which tenant, or tried to change the answer."""


PLATFORM: Final = "platform"
_SCOPE: Final = "scope"
_WROTE: Final = "wrote"
_AT_COMMIT: Final = "at_commit"
_READ_ONLY: Final = "read_only"
_OPENING: Final = text("select set_config('app.tenant_id', :tenant, true)")


def bind_tenant(connection: Connection, tenant_id: TenantId) -> None:
    """Say for which tenant the present transaction of a bare connection works: for processes without an application."""
    connection.execute(_OPENING, {"tenant": str(tenant_id)})


class TenantSession(FlaskSession):
    """A session that works for one tenant, or for the platform's own tables, and says so to the database."""

    def bind_scope(self, scope: TenantId | str) -> None:
        """Say once whose rows this session sees: a tenant's id, or PLATFORM for the tables that belong to no tenant.

        Raises ScopeError when the session already has another scope: its identity map would hand out foreign rows.
        """
        bound = self.info.setdefault(_SCOPE, scope)
        if bound != scope:
            raise ScopeError("a session's scope cannot change")

    def forbid_writing(self) -> None:
        """Make the transactions of this session READ ONLY, as requests with a safe method must be (RFC 9110, 9.2.1).

        All that such a transaction reads is of one moment (REPEATABLE READ): a page never says that a work is done beside
        what was there before it was.
        """
        self.info[_READ_ONLY] = True

    def one_at_a_time(self, what: str) -> None:
        """Let writers of one kind of thing of a tenant wait for each other until they commit.

        What is then looked up, such as a name that may exist once, still holds when it is written: a form sent twice by a
        double click is refused the second time.
        """
        lock = func.hashtextextended(f"{what}:{self.tenant_id}", 0)
        self.execute(select(func.pg_advisory_xact_lock(lock)))

    def end_reading(self) -> None:
        """End a transaction that only read, by COMMIT; whatever was changed in memory is dropped, never written.

        A ROLLBACK would do as well, but it makes psycopg forget its prepared statements, and PostgreSQL plan them anew.
        """
        self.expunge_all()
        self.commit()

    @property
    def tenant_id(self) -> TenantId:
        """The tenant this session works for; raises ScopeError when it works for none."""
        scope = self.info.get(_SCOPE)
        if not isinstance(scope, uuid.UUID):
            raise ScopeError("this session is not bound to a tenant")
        return TenantId(scope)

    def at_commit(self, step: Callable[[], None]) -> None:
        """Do something in the same transaction, but last: for rows that all writers of a tenant queue for.

        Locks on such rows are then taken after all others, so two writers cannot wait for each other.
        """
        self.info.setdefault(_AT_COMMIT, []).append(step)


db: Final = SQLAlchemy(metadata=Base.metadata, session_options={"class_": TenantSession}, disable_autonaming=True)


@event.listens_for(OrmSession, "after_begin")
def _tell_database_the_tenant(session: OrmSession, transaction: SessionTransaction, connection: Connection) -> None:
    if not isinstance(session, TenantSession) or transaction.nested:
        return
    scope = session.info.get(_SCOPE)
    if scope is None:
        raise ScopeError("no tenant is bound to this session")
    _choose_isolation(connection, only_reads=_READ_ONLY in session.info)
    if scope != PLATFORM:
        connection.execute(_OPENING, {"tenant": str(scope)})


def _choose_isolation(connection: Connection, *, only_reads: bool) -> None:
    """Say how the transaction begins; psycopg sends that along with its first statement."""
    driver: Any = connection.connection.driver_connection
    wanted = (True, IsolationLevel.REPEATABLE_READ) if only_reads else (None, None)
    if (driver.read_only, driver.isolation_level) != wanted:
        driver.read_only, driver.isolation_level = wanted


@event.listens_for(OrmSession, "before_flush")
def _give_new_rows_their_tenant(session: OrmSession, _context: object, _instances: object) -> None:
    if not isinstance(session, TenantSession):
        return
    for row in session.new:
        if isinstance(row, TenantTable) and getattr(row, "tenant_id", None) is None:
            row.tenant_id = session.tenant_id
    if session.new or session.dirty or session.deleted:
        session.info[_WROTE] = True


@event.listens_for(OrmSession, "do_orm_execute")
def _note_statements_that_write(state: ORMExecuteState) -> None:
    if isinstance(state.session, TenantSession) and not state.is_select and not _is_written_select(state.statement):
        state.session.info[_WROTE] = True


def _is_written_select(statement: Executable) -> bool:
    return isinstance(statement, TextClause) and statement.text.lstrip()[:6].lower() == "select"


@event.listens_for(OrmSession, "before_commit")
def _raise_the_revision(session: OrmSession) -> None:
    """Do what waits for the commit; then raise the tenant's revision, so that whatever was kept of its pages is stale."""
    if not isinstance(session, TenantSession) or not isinstance(session.info.get(_SCOPE), uuid.UUID):
        return
    session.flush()
    for step in session.info.pop(_AT_COMMIT, ()):
        step()
    session.flush()
    if session.info.pop(_WROTE, False):
        session.connection().execute(
            text(
                "insert into tenant_revision (tenant_id, revision) values (:tenant, 1)"
                " on conflict (tenant_id) do update set revision = tenant_revision.revision + 1"
            ),
            {"tenant": session.tenant_id},
        )


@event.listens_for(OrmSession, "after_rollback")
def _forget_what_was_rolled_back(session: OrmSession) -> None:
    session.info.pop(_WROTE, None)
    session.info.pop(_AT_COMMIT, None)


@contextmanager
def session_apart(scope: TenantId | str) -> Iterator[TenantSession]:
    """A session beside the present one, for a look that must not touch its scope or its transaction; it is READ ONLY."""
    with db.session.session_factory() as session:
        if not isinstance(session, TenantSession):
            raise ScopeError("the session is not one that knows tenants")
        session.bind_scope(scope)
        session.forbid_writing()
        yield session
        session.end_reading()


@contextmanager
def unit_of_work(app: Flask, scope: TenantId | str) -> Iterator[TenantSession]:
    """Work outside a request: a session for one tenant (or PLATFORM) that commits once at the end, or rolls back.

    Opens an application context of its own, so that jobs and commands do not share a session by accident.
    """
    with app.app_context():
        session = current_session()
        session.bind_scope(scope)
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


def current_session() -> TenantSession:
    """The session of the present request, command or job."""
    session = db.session()
    if not isinstance(session, TenantSession):
        raise ScopeError("the session is not one that knows tenants")
    return session
