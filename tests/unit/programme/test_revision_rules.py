"""Revisions of the programme: what is locked can be read again, and how two of them differ."""

import json
from dataclasses import replace

from paktum.domains.programme.revision_rules import LockedEntry, content_of, differences, digest_of, entries_of

FIRST = LockedEntry(
    id="a",
    kind="session",
    sequence=1,
    title="Alakuló ülés",
    body="Irányító Csoport",
    period=("2018-10-01", "2018-11-01", "month"),
    place="Kecskemét",
    purpose="",
    results_text="",
    counted=(("participants", 5),),
    audiences=("tagok",),
    cancelled=False,
)
SECOND = replace(FIRST, id="b", sequence=2, title="Éves ülés")


def test_what_is_locked_comes_back_from_json_as_it_was() -> None:
    content = json.loads(json.dumps(content_of([SECOND, FIRST])))
    assert entries_of(content) == [FIRST, SECOND]


def test_the_digest_tells_of_every_change_and_of_nothing_else() -> None:
    assert digest_of(content_of([FIRST, SECOND])) == digest_of(content_of([SECOND, FIRST]))
    assert digest_of(content_of([FIRST])) != digest_of(content_of([replace(FIRST, place="Tiszakécske")]))


def test_two_revisions_differ_by_what_came_what_went_and_what_changed() -> None:
    moved = replace(FIRST, period=("2018-11-01", "2018-12-01", "month"), place="Tiszakécske")
    new = replace(FIRST, id="c", title="Új ülés")
    found = differences([FIRST, SECOND], [moved, new])
    assert [(one.change, one.entry.id, one.fields) for one in found] == [
        ("changed", "a", ("period", "place")),
        ("added", "c", ()),
        ("removed", "b", ()),
    ]


def test_another_number_alone_is_no_difference() -> None:
    assert differences([FIRST], [replace(FIRST, sequence=7)]) == []
