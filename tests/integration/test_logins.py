"""The application refuses to work with a database login that row-level security does not hold."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from paktum.core.logins import refuse_powerful_login, watch_logins
from paktum.core.settings import SettingsError

if TYPE_CHECKING:
    from flask import Flask

    from paktum.local.provision import DatabaseUrls

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def engine_of(database: "DatabaseUrls") -> Iterator[object]:
    made: list[Engine] = []

    def make(login: str) -> Engine:
        made.append(create_engine(getattr(database, login), poolclass=NullPool))
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()


@pytest.mark.parametrize(("login", "reason"), [("admin", "superuser"), ("owner", "BYPASSRLS")])
def test_a_login_with_power_is_refused_with_its_reason(engine_of: object, login: str, reason: str) -> None:
    with pytest.raises(SettingsError, match=reason):
        refuse_powerful_login(engine_of(login))  # type: ignore[operator]


@pytest.mark.parametrize("login", ["app", "worker", "coordinator"])
def test_the_logins_made_for_the_application_pass(engine_of: object, login: str) -> None:
    engine = engine_of(login)  # type: ignore[operator]
    refuse_powerful_login(engine)
    assert engine.url.username == f"paktum_{login}"


def test_a_login_that_may_become_the_owner_is_refused(database: "DatabaseUrls", engine_of: object) -> None:
    admin = create_engine(database.admin, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("grant paktum_owner to paktum_coordinator"))
        try:
            with pytest.raises(SettingsError, match="owns tables"):
                refuse_powerful_login(engine_of("coordinator"))  # type: ignore[operator]
        finally:
            connection.execute(text("revoke paktum_owner from paktum_coordinator"))
    admin.dispose()


def test_no_statement_runs_on_a_refused_login(engine_of: object) -> None:
    engine = engine_of("owner")  # type: ignore[operator]
    watch_logins(engine)
    for _ in range(2):
        with pytest.raises(SettingsError), engine.connect() as connection:
            connection.execute(text("select 1"))


def test_the_application_answers_nothing_on_a_refused_login(app: "Flask", database: "DatabaseUrls") -> None:
    from paktum.app import create_app
    from paktum.core.database import db

    wrong = create_app(replace(app.extensions["paktum"].settings, database_url=database.owner))
    answer = wrong.test_client().get("/sign-in", base_url="http://somewhere.localhost")
    assert answer.status_code == 500
    with wrong.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("command", ["worker", "relay"])
def test_worker_and_relay_refuse_to_start(app: "Flask", database: "DatabaseUrls", command: str) -> None:
    settings = app.extensions["paktum"].settings
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(CHECKOUT / part) for part in ("platform", "plugins")),
        "DATABASE_URL": database.app,
        "DATABASE_WORKER_URL": database.owner,
        "REDIS_URL": settings.redis_url,
        "PAKTUM_SECRET_KEY": settings.secret_key,
        "PAKTUM_FILES": str(settings.files),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "paktum.cli", command], env=environment, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert "BYPASSRLS" in ended.stderr and "Traceback" not in ended.stderr


def test_migrate_checks_and_says_so(database: "DatabaseUrls") -> None:
    environment = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(str(CHECKOUT / part) for part in ("platform", "plugins")),
        "DATABASE_OWNER_URL": database.owner,
    }
    ended = subprocess.run(
        [sys.executable, "-m", "paktum.cli", "migrate", "--check"], env=environment, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "up to date" in ended.stdout
