"""Reports that are asked for by the form and made by a real worker."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.background import background
from tests.support.pacts import Visitor
from tests.support.waiting import wait_for

__all__ = ["background"]


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
