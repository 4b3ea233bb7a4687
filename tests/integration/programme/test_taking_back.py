"""Undoing an import: the programme says again what it said before, or it is said why that is not possible any more."""

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse

from paktum.core.ids import new_id
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.programme.tables import PlanEntry, PlanEntryLink, PlanEntryResult, PlanImport
from tests.support.imports import SMALL, bring, take
from tests.support.pacts import Pact, Visitor
from tests.support.plan_documents import SmallPlan
from tests.support.plans import address_of, enter, planned

_BOOKKEEPING = {"version", "calendar_sequence", "changed_at"}


def changed_plan() -> SmallPlan:
    """The small plan with a session at another time, an event at another place and measure, and a new event."""
    first, *others = SMALL.sessions.rows
    fair, *events = SMALL.events.rows
    moved = (*first[:2], "2027. június, Szolnok", *first[3:])
    smaller = (*fair[:4], "Kecskemét", "min. 15 vállalkozás", *fair[6:])
    added = ("4", "Új rendezvény", *fair[2:])
    return replace(
        SMALL,
        sessions=replace(SMALL.sessions, rows=(moved, *others)),
        events=replace(SMALL.events, rows=(smaller, *events, added)),
    )


def imported(visitor: Visitor, plan: SmallPlan = SMALL) -> str:
    """Take a plan over, and give the address that takes it back."""
    address = bring(visitor, plan.docx())
    assert take(visitor, address).status_code == 303
    return f"{address}/take-back"


def what_it_says(pact: Pact) -> list[str]:
    """Everything of the programme but its bookkeeping."""
    with pact.work() as session:
        return [
            row
            for table, left_out in ((PlanEntry, _BOOKKEEPING), (PlanEntryResult, {"id"}), (PlanEntryLink, {"id"}))
            for row in sorted(
                repr(tuple(row))
                for row in session.execute(
                    select(*(column for column in table.__table__.columns if column.name not in left_out))
                )
            )
        ]


def notice_of(answer: TestResponse) -> str:
    found = re.search(r'<div class="notice.*?</div>', answer.text, re.DOTALL)
    assert found, answer.text
    return unescape(found[0])


def test_the_notice_after_an_import_offers_to_undo_it(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    back = imported(officer)
    assert f'action="{back}"' in notice_of(officer.get("/programme"))


def test_an_import_that_changed_nothing_offers_no_undoing(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    imported(officer)
    officer.get("/programme")
    back = imported(officer)
    assert "<form" not in notice_of(officer.get("/programme"))
    assert officer.post(back).status_code == 303
    assert len(what_it_says(pact)) > 5


def test_what_an_import_added_goes_and_the_import_is_open_again_with_its_answers(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    enter(pact, planned("event", 9))
    before = what_it_says(pact)
    back = imported(officer)
    assert len(what_it_says(pact)) > len(before)
    answer = officer.post(back)
    assert (answer.status_code, answer.headers["Location"]) == (303, back.removesuffix("/take-back"))
    assert what_it_says(pact) == before
    with pact.work() as session:
        acts = session.scalars(select(AuditEntry).where(AuditEntry.action == "plan_import.taken_back")).all()
        assert [(act.facts["removed"], act.facts["restored"]) for act in acts] == [(5, 0)]
        assert session.scalars(select(PlanImport.state)).all() == ["read"]
    assert take(officer, answer.headers["Location"]).status_code == 303
    assert len(what_it_says(pact)) > len(before)


def test_what_an_import_changed_says_again_what_it_said_and_calendars_learn_of_it(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    imported(officer)
    before = what_it_says(pact)
    back = imported(officer, changed_plan())
    assert what_it_says(pact) != before
    officer.post(back)
    assert what_it_says(pact) == before
    with pact.work() as session:
        moved = session.scalars(select(PlanEntry).where(PlanEntry.kind == "session", PlanEntry.sequence == 1)).one()
        assert moved.calendar_sequence == 2


def test_a_second_click_does_nothing_more(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    back = imported(officer)
    officer.post(back)
    assert officer.post(back).headers["Location"] == back.removesuffix("/take-back")
    assert what_it_says(pact) == []


def _first(pact: Pact) -> uuid.UUID:
    return uuid.UUID(address_of(pact, "event", 1).rsplit("/", 1)[1])


def _place(pact: Pact) -> None:
    with pact.work() as session:
        session.get_one(PlanEntry, (pact.id, _first(pact))).place = "Szeged"


def _result(pact: Pact) -> None:
    with pact.work() as session:
        session.execute(update(PlanEntryResult).where(PlanEntryResult.entry_id == _first(pact)).values(achieved=44))


def _removal(pact: Pact) -> None:
    with pact.work() as session:
        session.execute(delete(PlanEntry).where(PlanEntry.id == _first(pact)))


def _reference(pact: Pact) -> None:
    enter(pact, planned("session", 99))
    other = uuid.UUID(address_of(pact, "session", 99).rsplit("/", 1)[1])
    with pact.work() as session:
        session.add(PlanEntryLink(id=new_id(), entry_id=other, prepares_id=_first(pact)))


def _later_import(pact: Pact) -> None:
    imported(pact.signed_in("head"), changed_plan())


@pytest.mark.parametrize("change", [_place, _result, _removal, _reference, _later_import])
def test_an_import_is_not_taken_back_when_what_it_wrote_was_changed_since(
    pact: Pact, change: Callable[[Pact], None]
) -> None:
    officer = pact.signed_in("officer")
    officer.post("/language", {"language": "en"})
    back = imported(officer)
    officer.get("/programme")
    change(pact)
    before = what_it_says(pact)
    answer = officer.post(back)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/programme")
    assert "cannot be taken back as a whole" in notice_of(officer.get("/programme"))
    assert what_it_says(pact) == before


def test_a_change_elsewhere_in_the_programme_does_not_hinder(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    back = imported(officer)
    enter(pact, planned("session", 99))
    officer.post(back)
    with pact.work() as session:
        left = session.execute(select(PlanEntry.kind, PlanEntry.sequence)).all()
    assert [tuple(row) for row in left] == [("session", 99)]
