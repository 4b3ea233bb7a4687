"""Taking a document's entries over, once and again."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from paktum.core.clock import FixedClock
from paktum.core.errors import Forbidden, Invalid
from paktum.core.periods import Period
from paktum.domains.programme.queries import entry_details
from paktum.domains.programme.rules import EntryReference
from paktum.domains.programme.service import import_entries
from paktum.domains.programme.tables import PlanEntry, PlanEntryLink, PlanEntryResult
from tests.support.pacts import Pact
from tests.support.plans import address_of, enter, many, planned

LATER = FixedClock(datetime(2026, 12, 1, tzinfo=UTC))


def everything(pact: Pact) -> list[Any]:
    with pact.work() as session:
        return [
            tuple(row)
            for table in (PlanEntry, PlanEntryResult, PlanEntryLink)
            for row in session.execute(select(*table.__table__.columns).order_by(table.__table__.c.id))
        ]


def test_importing_twice_changes_nothing_at_all(pact: Pact) -> None:
    rows = many(12)
    rows[0] = planned("session", 1, prepares=(EntryReference("event", 2), EntryReference("session", 3)))
    first = enter(pact, *rows)
    assert len(first.added) == 12 and not first.changed
    before = everything(pact)
    again = enter(pact, *rows, clock=LATER)
    assert len(again.unchanged) == 12 and not again.wrote
    assert everything(pact) == before


def test_an_entry_begins_at_version_one_with_calendar_sequence_nought(pact: Pact) -> None:
    enter(pact, planned("session", 1, prepares=(EntryReference("event", 2),)), planned("event", 2))
    with pact.work() as session:
        versions = session.execute(select(PlanEntry.version, PlanEntry.calendar_sequence)).all()
    assert {tuple(row) for row in versions} == {(1, 0)}


def test_only_the_rows_that_changed_are_written(pact: Pact) -> None:
    rows = many(4)
    enter(pact, *rows)
    rows[2] = planned("session", 3, period=Period.month(2030, 1))
    outcome = enter(pact, *rows, clock=LATER)
    assert outcome.changed == (EntryReference("session", 3),) and len(outcome.unchanged) == 3
    with pact.work() as session:
        touched = session.scalars(select(PlanEntry).where(PlanEntry.version > 1)).all()
        assert [(entry.sequence, entry.calendar_sequence) for entry in touched] == [(3, 1)]


def test_a_change_that_calendars_do_not_show_leaves_their_sequence(pact: Pact) -> None:
    enter(pact, planned("session", 1))
    enter(pact, planned("session", 1, results=(("participants", 50),), purpose="Más cél"))
    with pact.work() as session:
        assert session.scalars(select(PlanEntry.calendar_sequence)).one() == 0
        assert session.scalars(select(PlanEntryResult.at_least)).one() == 50


def test_what_a_person_changed_stays_and_is_named_unless_told_otherwise(pact: Pact) -> None:
    enter(pact, planned("session", 1))
    with pact.work() as session:
        session.scalars(select(PlanEntry)).one().place = "Kecskemét"
    kept = enter(pact, planned("session", 1, place="Szolnok", purpose="Új cél"))
    assert kept.kept == ((EntryReference("session", 1), "place"),)
    with pact.work() as session:
        entry = session.scalars(select(PlanEntry)).one()
        assert (entry.place, entry.purpose) == ("Kecskemét", "Új cél")
    enter(pact, planned("session", 1, place="Szolnok", purpose="Új cél"), overwrite=True)
    with pact.work() as session:
        assert session.scalars(select(PlanEntry.place)).one() == "Szolnok"


def test_a_fixed_day_and_what_was_achieved_outlive_an_import(pact: Pact) -> None:
    enter(pact, planned("event", 1))
    head, address = pact.signed_in("head"), address_of(pact, "event", 1)
    head.post(f"{address}/day", {"version": 1, "day": "2027-03-12"})
    head.post(f"{address}/results", {"version": 2, "at_least-participants": "30", "achieved-participants": "31"})
    enter(pact, planned("event", 1, title="Új cím", results=()))
    with pact.work() as session:
        entry = session.scalars(select(PlanEntry)).one()
        assert entry.title == "Új cím" and entry.day is not None
        assert session.scalars(select(PlanEntryResult.achieved)).one() == 31


def test_the_documents_own_text_is_kept_and_shown(pact: Pact) -> None:
    enter(pact, planned("session", 1))
    page = pact.signed_in("viewer").get(address_of(pact, "session", 1)).text
    assert "Az eredeti szöveg" in page
    with pact.work() as session:
        found = entry_details(session, session.scalars(select(PlanEntry.id)).one())
        assert found.source["cells"][0]["text"] == "Az eredeti szöveg"


@pytest.mark.parametrize(
    "row",
    [
        planned("session", 1, body="nowhere"),
        planned("session", 1, title=" "),
        planned("session", 1, prepares=(EntryReference("event", 99),)),
        planned("session", 0),
    ],
)
def test_a_row_that_cannot_be_kept_stops_the_whole_import(pact: Pact, row: Any) -> None:
    with pytest.raises(Invalid) as refused:
        enter(pact, planned("event", 5), row)
    assert list(refused.value.fields) == ["2"]
    assert everything(pact) == []


def test_who_may_not_write_may_not_import(pact: Pact) -> None:
    with pytest.raises(Forbidden), pact.work() as session:
        import_entries(session, LATER, pact.actor("viewer"), [planned("session", 1)])
