"""Ids sort in the order in which they were made, however fast, and are UUIDs of version 7."""

import threading
import uuid

import pytest

from paktum.core import ids
from paktum.core.ids import new_id


def test_ten_thousand_ids_made_at_once_sort_in_the_order_in_which_they_were_made() -> None:
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_a_clock_that_stands_or_goes_back_leaves_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    before = new_id()
    for instant in (1, 0):
        monkeypatch.setattr(ids.time, "time_ns", lambda instant=instant: instant)
        after = new_id()
        assert after > before
        before = after


def test_threads_never_make_the_same_id() -> None:
    made: list[uuid.UUID] = []
    threads = [threading.Thread(target=lambda: made.extend(new_id() for _ in range(2_000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8_000


def test_an_id_is_a_uuid_of_version_7_and_of_the_usual_variant() -> None:
    made = new_id()
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
