"""Connections that the isolation tests look and break things with."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from paktum.local.provision import DatabaseUrls


@pytest.fixture
def as_admin(database: "DatabaseUrls") -> Iterator[Connection]:
    """The superuser, in a transaction that is rolled back."""
    yield from _rolled_back(database.admin)


@pytest.fixture
def as_app(database: "DatabaseUrls") -> Iterator[Connection]:
    """The application's login, in a transaction that is rolled back."""
    yield from _rolled_back(database.app)


@pytest.fixture
def as_worker(database: "DatabaseUrls") -> Iterator[Connection]:
    """The worker's login, in a transaction that is rolled back."""
    yield from _rolled_back(database.worker)


def _rolled_back(url: str) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()
