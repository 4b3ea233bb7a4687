"""The application as tests use it: on a database of a test process, with a clock that stands still."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask

from paktum.app import create_app
from paktum.core.clock import FixedClock
from paktum.core.database import db
from paktum.core.settings import Settings
from paktum.domains.people import passwords
from paktum.local.provision import DatabaseUrls
from tests.support.servers import Servers

# Nearly every test signs somebody in; what work the platform's own hashes are is tested with the passwords.
_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
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
    # What is loaded by now stays until the end: looking through it at every sweep takes a tenth of the time of a test.
    gc.freeze()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: _QUICK)
        yield built
    with built.app_context():
        db.engine.dispose()
