"""Migrations: bringing a database to the present tables, and asking whether it is there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine, text
from sqlalchemy.pool import NullPool

_FOLDER: Final = Path(os.environ.get("PAKTUM_MIGRATIONS", Path(__file__).parents[3] / "migrations"))
# One migration at a time, whoever starts it: an arbitrary number that all of this software's migrations lock.
_LOCK: Final = 7_061_994


def compare_settings() -> dict[str, Any]:
    """What counts as a difference between tables and models."""
    return {"compare_type": True, "compare_server_default": False, "version_table": "alembic_version"}


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration without a file; the connection is handed in, never an address."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _as_owner(owner_url: str) -> Iterator[Connection]:
    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def upgrade(owner_url: str, target: str = "head") -> None:
    """Bring the database to `target`, logged in as the owner of the tables; waits while another does the same.

    Row security is off for the owner, so that a statement that would silently touch no rows is an error instead.
    """
    with _as_owner(owner_url) as connection:
        connection.execute(text("select pg_advisory_lock(:lock)"), {"lock": _LOCK})
        connection.execute(text("set row_security = off"))
        connection.commit()
        command.upgrade(configuration(connection), target)
        connection.commit()


def downgrade(owner_url: str, target: str) -> None:
    """Take the database back to `target` ("base" for none)."""
    with _as_owner(owner_url) as connection:
        connection.execute(text("set row_security = off"))
        connection.commit()
        command.downgrade(configuration(connection), target)
        connection.commit()


def head() -> str | None:
    """The newest revision of the history."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def present(connection: Connection) -> str | None:
    """The revision a database is at; None for one that was never migrated."""
    return MigrationContext.configure(connection).get_current_revision()


def differences(owner_url: str, models: MetaData) -> list[Any]:
    """What the models say and the migrated tables do not; empty when they are equal."""
    with _as_owner(owner_url) as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=compare_settings()), models))
