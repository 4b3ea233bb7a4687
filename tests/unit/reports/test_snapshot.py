"""The locked data of a report: it comes back from JSON as it was, cannot change, and refuses what makes no sense."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from paktum.core.periods import Period
from paktum.domains.documents.frozen import Names
from paktum.domains.documents.letterhead import Letterhead
from paktum.domains.reports.snapshot import EntrySnapshot, MeasuredResult, SnapshotPeriod, WorkPlanSnapshot
from paktum.plugin.vocabulary import Said

Plan = Callable[..., WorkPlanSnapshot]
Entry = Callable[..., EntrySnapshot]


def test_a_snapshot_comes_back_from_json_as_it_was(plan: Plan) -> None:
    snapshot = plan()
    back = WorkPlanSnapshot.model_validate_json(snapshot.to_json())
    assert back == snapshot
    assert back.to_json() == snapshot.to_json()


def test_the_checksum_is_of_the_data_and_of_nothing_else(plan: Plan) -> None:
    assert plan().checksum == plan().checksum
    assert plan(made_by="Munkatárs").checksum != plan().checksum
    assert len(plan().checksum) == 64


def test_a_period_keeps_its_precision(plan: Plan) -> None:
    back = WorkPlanSnapshot.model_validate_json(plan().to_json())
    assert [entry.period.period for entry in back.entries][1:] == [
        Period.month(2019, 3),
        Period.on(date(2019, 4, 16)),
        Period.half_year(2021, 1),
    ]


def test_sessions_and_events_are_told_apart_in_the_order_of_the_plan(plan: Plan) -> None:
    assert [entry.label for entry in plan().sessions] == ["1", "2"]
    assert [entry.title for entry in plan().events] == ["Munkavállalói tájékoztató", "Zárórendezvény"]


def test_a_snapshot_cannot_be_changed(plan: Plan) -> None:
    snapshot: Any = plan()
    with pytest.raises(ValidationError):
        snapshot.made_by = "x"
    with pytest.raises(ValidationError):
        snapshot.entries[0].title = "x"


@pytest.mark.parametrize(
    "changes",
    [
        {"surprise": 1},
        {"schema_version": 2},
        {"taken_at": datetime(2018, 10, 24)},
        {"timezone": "Europe/Atlantis"},
        {"timezone": "../../etc/passwd"},
        {"document_language": "de"},
    ],
)
def test_a_snapshot_that_makes_no_sense_is_refused(plan: Plan, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        plan(**changes)


@pytest.mark.parametrize("title", ["", "   "])
def test_an_entry_needs_a_title(entry: Entry, title: str) -> None:
    with pytest.raises(ValidationError):
        entry(title=title)


def test_a_period_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="whole month"):
        SnapshotPeriod.model_validate({"start": "2019-03-02", "end": "2019-04-01", "precision": "month"})


@pytest.mark.parametrize("accent", ["red", "#fff", '#0c5746"); #read("x")', "#0c5746\n"])
def test_the_accent_is_a_colour_and_nothing_else(accent: str) -> None:
    with pytest.raises(ValidationError):
        Letterhead(pact_name="x", accent=accent)


def test_the_same_data_in_another_language_has_the_same_checksum(plan: Plan) -> None:
    hungarian, polish = plan(), plan().in_language("pl")
    assert polish.document_language == "pl"
    assert polish.checksum == hungarian.checksum
    assert polish.to_json() != hungarian.to_json()


def test_a_name_is_said_in_the_documents_language_else_in_the_pacts_else_in_any(plan: Plan) -> None:
    english, slovak = plan().in_language("en"), plan().in_language("sk")
    assert english.said(Names(hu="tájékoztató", en="informing")) == Said("informing", "en")
    assert slovak.said(Names(hu="tájékoztató", en="informing")) == Said("tájékoztató", "hu")
    assert slovak.said(Names(pl="informacyjne")) == Said("informacyjne", "pl")
    assert slovak.said(Names()) == Said("", "sk")


def test_what_is_counted_has_a_name() -> None:
    with pytest.raises(ValidationError):
        MeasuredResult(measure=Names(), at_least=1)
