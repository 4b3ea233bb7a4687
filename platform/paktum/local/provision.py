"""Logins and databases: who may do what in PostgreSQL, made so again and again with the same result."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

ADMIN: Final = "paktum_admin"
OWNER: Final = "paktum_owner"
APP: Final = "paktum_app"
WORKER: Final = "paktum_worker"
COORDINATOR: Final = "paktum_coordinator"
PASSWORD_NAMES: Final = (ADMIN, OWNER, APP, WORKER, COORDINATOR)
DATABASE: Final = "paktum"

_GUESTS: Final = (APP, WORKER, COORDINATOR)
_HARMLESS: Final = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
# One number for all who set this server up at the same time: changing one role twice at once is an error.
_SET_UP_LOCK: Final = 0x70616B74


@dataclass(frozen=True)
class DatabaseUrls:
    """SQLAlchemy addresses (`postgresql+psycopg://…`) of one database, one for each login.

    `owner` is for migrations only; `admin` is the server's superuser, for setting up and for tests.
    """

    owner: str = field(repr=False)
    app: str = field(repr=False)
    worker: str = field(repr=False)
    coordinator: str = field(repr=False)
    admin: str = field(repr=False)

    @classmethod
    def on_socket(cls, sockets: Path, passwords: Mapping[str, str], database: str = DATABASE) -> Self:
        """The addresses on the server that listens in the socket folder."""

        def url(role: str) -> str:
            place = quote(str(sockets), safe="/")
            return f"postgresql+psycopg://{role}:{quote(passwords[role], safe='')}@/{quote(database)}?host={place}"

        return cls(owner=url(OWNER), app=url(APP), worker=url(WORKER), coordinator=url(COORDINATOR), admin=url(ADMIN))

    def of(self, database: str) -> "DatabaseUrls":
        """The same logins on another database of the server."""
        return DatabaseUrls(**{part.name: _at_database(getattr(self, part.name), database) for part in fields(self)})


def plain_url(url: str) -> str:
    """An address as psycopg itself takes it, without SQLAlchemy's driver name."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def provision(urls: DatabaseUrls) -> None:
    """Make the platform's logins and database, and narrow their rights; running it again changes nothing.

    The owner owns what migrations make and passes row-level security; the others own nothing and do not pass it.
    """
    with _administration(urls) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_SET_UP_LOCK,))
        known = {str(name) for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role, url in ((OWNER, urls.owner), (APP, urls.app), (WORKER, urls.worker), (COORDINATOR, urls.coordinator)):
            _set_up_role(connection, role, _password_of(url), is_new=role not in known)
        database = _database_of(urls.app)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(OWNER))
            )
        _narrow_database(connection, database)
    with psycopg.connect(plain_url(urls.admin), autocommit=True) as connection:
        guests = sql.SQL(", ").join(map(sql.Identifier, _GUESTS))
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(guests))
        connection.execute(sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(sql.Identifier(OWNER)))


def create_database(urls: DatabaseUrls, name: str, *, template: str | None = None) -> DatabaseUrls:
    """Make a database owned by the owner, empty or as a copy of `template`; returns its addresses.

    Nobody may be connected to the template meanwhile. The rights of schemas and tables come with the copy; the right to
    connect does not and is given again here.
    """
    with _administration(urls) as connection:
        command = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
        if template is not None:
            # Copying a small database's files takes half the time of writing each page to the log.
            command += sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(template))
        connection.execute(command)
        _narrow_database(connection, name)
    return urls.of(name)


def drop_database(urls: DatabaseUrls, name: str) -> None:
    """Remove a database and end the connections to it; nothing happens when it is not there."""
    with _administration(urls) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _administration(urls: DatabaseUrls) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection as superuser to the server's own database, so that every other one can be copied or dropped."""
    return psycopg.connect(plain_url(urls.of("postgres").admin), autocommit=True)


def _set_up_role(connection: "psycopg.Connection[tuple[object, ...]]", role: str, password: str, is_new: bool) -> None:
    if is_new:
        connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
    # Hashed here, so that the password is in no statement that the server could log.
    hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    rights = f"{_HARMLESS} {'BYPASSRLS' if role == OWNER else 'NOBYPASSRLS'}"
    connection.execute(
        sql.SQL("ALTER ROLE {} WITH {} PASSWORD {}").format(sql.Identifier(role), sql.SQL(rights), sql.Literal(hashed))
    )


def _narrow_database(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    database, guests = sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, _GUESTS))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, guests))


def _at_database(url: str, database: str) -> str:
    address, _, query = url.partition("?")
    return f"{address.rpartition('/')[0]}/{quote(database)}?{query}"


def _database_of(url: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(plain_url(url))["dbname"])


def _password_of(url: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(plain_url(url))["password"])
