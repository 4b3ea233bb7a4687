"""Fixtures for all layers; a test that asks for none of them starts no server and imports no application."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask import Flask

    from paktum.local.provision import DatabaseUrls
    from tests.support.pacts import Pact
    from tests.support.servers import Servers


def pytest_configure() -> None:
    """Commands speak the language of the terminal; what tests read of them is English."""
    os.environ.update(LC_ALL="C.UTF-8", LANGUAGE="")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let go of Hypothesis' plugin when no test used Hypothesis: it would load all of it to say that it has no news."""
    plugins = session.config.pluginmanager
    if "hypothesis" not in sys.modules and not session.config.getoption("numprocesses", None):
        plugins.unregister(name="_hypothesis_pytestplugin")


@pytest.fixture(scope="session")
def servers() -> "Iterator[Servers]":
    """The real PostgreSQL and Valkey."""
    from tests.support.servers import running_servers

    with running_servers() as found:
        yield found


@pytest.fixture(scope="session")
def database(servers: "Servers") -> "Iterator[DatabaseUrls]":
    """A migrated database of this process."""
    from tests.support.servers import own_database

    with own_database(servers, f"test_{os.getpid()}") as urls:
        yield urls


@pytest.fixture(scope="session")
def app(servers: "Servers", database: "DatabaseUrls", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Flask]":
    """The application on the real servers; its clock stands at noon of 21 November 2026."""
    from tests.support.apps import application

    with application(servers, database, tmp_path_factory.mktemp("files")) as built:
        yield built


@pytest.fixture
def make_pact(app: "Flask") -> "Callable[[str], Pact]":
    """Makes tenants of the test's own, each like a real one: `make_pact("liberec")`."""
    from tests.support.pacts import new_pact

    return lambda like: new_pact(app, like)


@pytest.fixture
def pact(make_pact: "Callable[[str], Pact]") -> "Pact":
    """A tenant of the test's own, like Tiszakécske."""
    return make_pact("tiszakecske")


@pytest.fixture(scope="session")
def sources() -> Path:
    """The original documents of the five partnerships; tests that need them skip where they are absent."""
    given = os.environ.get("PAKTUM_SHARED")
    places = [Path(given)] if given else [parent / "shared" for parent in Path(__file__).resolve().parents]
    for place in places:
        if (place / "domain" / "sources").is_dir():
            return place / "domain" / "sources"
    pytest.skip("the original documents (shared/domain/sources) are not here")
