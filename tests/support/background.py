"""A worker and a relay beside the tests of one module, with a queue of their own; import `background` in a conftest."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture(scope="module")
def background(app: "Flask", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[None]":
    """What is asked for in this module is carried out as in a running installation, in the application's own folders."""
    from paktum.local.server import Durability
    from paktum.local.valkey import ValkeyServer
    from tests.support.live import start_process
    from tests.support.outboxes import leave_nothing_waiting

    house = app.extensions["paktum"]
    leave_nothing_waiting(house.settings.owner_database_url)
    folder = tmp_path_factory.mktemp("background")
    with ExitStack() as stack:
        # A queue of its own: the tests of another process must not take what these ask for.
        queue = stack.enter_context(ValkeyServer(folder / "queue", durability=Durability.FAST))
        settings = replace(house.settings, redis_url=queue.url())
        for name in ("relay", "worker"):
            process = start_process(settings, folder / f"{name}.log", "paktum.cli", name)
            stack.callback(process.wait, timeout=20)
            stack.callback(process.terminate)
        yield
