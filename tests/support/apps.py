"""The application as tests use it: on a database of a test process, with a clock that stands still."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from paktum.app import create_app
from paktum.core.clock import FixedClock
from paktum.core.database import db
from paktum.core.settings import Settings
from paktum.local.provision import DatabaseUrls
from tests.support.servers import Servers

NOON = FixedClock(datetime(2026, 11, 21, 12, tzinfo=UTC))


@contextmanager
def application(servers: Servers, database: DatabaseUrls, files: Path) -> Iterator[Flask]:
    """The application of a demo on a migrated database; its connections are closed afterwards."""
    settings = Settings(
        database_url=database.app,
        worker_database_url=database.worker,
        owner_database_url=database.owner,
        redis_url=servers.redis_url,
        secret_key="a key that only the tests of this checkout use",
        apex="localhost",
        port=None,
        secure=False,
        files=files,
        mail="catch",
        smtp_url="smtp://localhost:25",
        mail_from="paktum@localhost",
        demo=True,
    )
    built = create_app(settings, clock=NOON)
    built.testing = True
    yield built
    with built.app_context():
        db.engine.dispose()
