"""A worker and a relay as processes, for reports that are made as they are in a running installation."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.pacts import Visitor
from tests.support.waiting import wait_for

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture(scope="session")
def background(app: "Flask", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[None]":
    """The worker and the relay on the test's database; both are gone afterwards."""
    from tests.support.live import start_process

    settings, folder = app.extensions["paktum"].settings, tmp_path_factory.mktemp("background")
    processes = [start_process(settings, folder / f"{name}.log", "paktum.cli", name) for name in ("worker", "relay")]
    yield
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(timeout=20)


@pytest.fixture
def made(background: None) -> "Callable[..., str]":
    """Asks for a report by the form and waits until its file is there; gives the address of its page."""

    def ask(visitor: Visitor, **fields: Any) -> str:
        order = {"kind": "work-plan", "format": "pdf", "language": "hu"} | fields
        answer = visitor.post("/reports", order)
        assert answer.status_code == 303, answer.text
        address = str(answer.headers["Location"])
        wait_for("the file of the report", lambda: f'href="{address}/file"' in visitor.get(address).text)
        return address

    return ask
