"""Connections that rest in the pool: found dead without asking the server, and what a request leaves on them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, create_engine, event, text

from paktum.core import connections
from paktum.core.connections import watch_connections
from tests.support.pacts import Pact

if TYPE_CHECKING:
    from paktum.local.provision import DatabaseUrls


@pytest.fixture
def engine(database: "DatabaseUrls") -> Iterator[Engine]:
    """An engine with one watched connection."""
    made = create_engine(database.app, pool_size=1, max_overflow=0)
    watch_connections(made)
    yield made
    made.dispose()


def _backend(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("select pg_backend_pid()")).scalar_one())


def _pings(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    sent: list[Any] = []
    ask = engine.dialect.do_ping

    def note(connection: Any) -> bool:
        sent.append(connection)
        return ask(connection)

    monkeypatch.setattr(engine.dialect, "do_ping", note)
    return sent


def test_a_connection_that_the_server_ended_is_replaced_before_it_is_used(
    engine: Engine, database: "DatabaseUrls"
) -> None:
    first = _backend(engine)
    admin = create_engine(database.admin)
    with admin.connect() as connection:
        connection.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": first})
    admin.dispose()
    assert _backend(engine) != first


def test_a_connection_that_rested_a_moment_is_used_without_asking(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, pings = _backend(engine), _pings(engine, monkeypatch)
    assert _backend(engine) == first
    assert pings == []


def test_a_connection_that_rested_long_is_asked_first(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    first, pings = _backend(engine), _pings(engine, monkeypatch)
    monkeypatch.setattr(connections, "_TRUST", -1.0)
    assert _backend(engine) == first
    assert len(pings) == 1


def test_reading_pages_keeps_what_the_database_has_prepared(pact: Pact) -> None:
    from paktum.core.database import db

    ended: list[str] = []
    with pact.app.app_context():
        engine = db.engine
    visitor = pact.signed_in("head")

    def note(_connection: Any) -> None:
        ended.append("rollback")

    event.listen(engine, "rollback", note)
    try:
        assert visitor.get("/programme").status_code == 200
        assert visitor.get("/there-is-no-such-page").status_code == 404
    finally:
        event.remove(engine, "rollback", note)
    assert ended == []


def test_what_a_reading_request_changed_in_memory_is_never_written(pact: Pact) -> None:
    from sqlalchemy import select

    from paktum.core.database import current_session
    from paktum.domains.bodies.tables import Body

    with pact.app.app_context():
        session = current_session()
        session.bind_scope(pact.id)
        body = session.scalars(select(Body)).first()
        assert body is not None
        body.purpose = "changed by nobody"
        with session.no_autoflush:
            session.end_reading()
    with pact.work() as session:
        assert "changed by nobody" not in session.scalars(select(Body.purpose)).all()


def test_all_that_a_page_reads_is_of_one_moment(pact: Pact) -> None:
    from sqlalchemy import func, select, update

    from paktum.core.database import current_session, unit_of_work
    from paktum.domains.bodies.tables import Body

    named = select(func.count()).select_from(Body).where(Body.purpose == "written meanwhile")
    with pact.app.app_context():
        session = current_session()
        session.forbid_writing()
        session.bind_scope(pact.id)
        assert session.scalar(named) == 0
        with unit_of_work(pact.app, pact.id) as beside:
            beside.execute(update(Body).values(purpose="written meanwhile"))
        assert session.scalar(named) == 0
        session.end_reading()
        assert (session.scalar(named) or 0) > 0
