"""The workshop of the job tests: one relay, one worker and a queue of their own for the whole module."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from paktum.local.provision import DatabaseUrls
    from tests.support.workshop import Workshop


@pytest.fixture(scope="module")
def closed_workshop(
    app: object, database: "DatabaseUrls", tmp_path_factory: pytest.TempPathFactory
) -> "Iterator[Workshop]":
    """A queue server, and nobody at work yet."""
    from tests.support.outboxes import leave_nothing_waiting
    from tests.support.workshop import Workshop

    leave_nothing_waiting(database.owner)
    workshop = Workshop(database, tmp_path_factory.mktemp("workshop"))
    workshop.queue.start()
    yield workshop
    workshop.close()
    workshop.queue.stop()


@pytest.fixture(scope="module")
def workshop(closed_workshop: "Workshop") -> "Workshop":
    """A relay and a worker at work."""
    closed_workshop.start_relay()
    closed_workshop.start_worker()
    return closed_workshop
