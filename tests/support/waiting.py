"""Waiting for what other processes do: asked again and again until it is so, and an error when it never is."""

import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

T = TypeVar("T")


def wait_for(what: str | Callable[[], str], look: Callable[[], T | None], seconds: float = 60.0) -> T:
    """What `look` gives as soon as it is neither None nor False; raises AssertionError saying `what` after the time."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found is not None and found is not False:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:.0f} s for {what if isinstance(what, str) else what()}")
        Event().wait(0.02)
