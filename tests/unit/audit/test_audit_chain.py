"""Where a chain of acts does not hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from paktum.domains.audit.service import FIRST, Break, Link, breaks_in
from tests.support.properties import given


def chain(length: int) -> list[tuple[Link, str]]:
    made: list[tuple[Link, str]] = []
    previous = FIRST
    for sequence in range(1, length + 1):
        at = datetime(2026, 11, 21, 12, sequence % 60, tzinfo=UTC)
        link = Link(sequence, at, None, "head", "body.renamed", "body", None, {"n": sequence}, previous)
        previous = link.digest()
        made.append((link, previous))
    return made


def end(entries: list[tuple[Link, str]]) -> str:
    return entries[-1][1] if entries else FIRST


@given(st.integers(0, 30))
def test_an_untouched_chain_has_no_breaks(length: int) -> None:
    entries = chain(length)
    assert breaks_in(entries, length, end(entries)) == []


@given(st.integers(1, 30), st.data())
def test_whichever_entry_is_removed_is_named(length: int, data: st.DataObject) -> None:
    entries, gone = chain(length), data.draw(st.integers(1, length))
    kept = [pair for pair in entries if pair[0].sequence != gone]
    assert Break(gone, missing=True) in breaks_in(kept, length, end(entries))


@given(st.integers(1, 30), st.data(), st.booleans())
def test_whichever_entry_is_altered_is_named_even_with_a_new_hash_of_its_own(
    length: int, data: st.DataObject, rehashed: bool
) -> None:
    entries, which = chain(length), data.draw(st.integers(1, length))
    link, stored = entries[which - 1]
    altered = replace(link, post="somebody else")
    changed = [*entries]
    changed[which - 1] = (altered, altered.digest() if rehashed else stored)
    assert Break(which, missing=False) in breaks_in(changed, length, end(entries))


def test_the_hash_does_not_depend_on_the_zone_an_instant_is_given_in() -> None:
    link, stored = chain(1)[0]
    elsewhere = replace(link, at=link.at.astimezone(timezone(timedelta(hours=2))))
    assert elsewhere.digest() == stored
