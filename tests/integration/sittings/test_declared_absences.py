"""Whoever declined beforehand shows as such on the seat, and the office excuses all of them with one tap."""

from typing import Any

from sqlalchemy import func, select

from paktum.core.ids import new_id
from paktum.core.messages import msg, say
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.meetings.tables import Invitee, Meeting
from paktum.domains.sittings.service import presence
from paktum.domains.sittings.tables import Absence
from tests.support.pacts import Pact
from tests.support.sittings import Sitting
from tests.support.statements import counted_statements

CANNOT = "A private matter of the family."


def answer(led: Sitting, code: str, given: str | None, **values: Any) -> None:
    usual = {"kind": "seat", "name": f"Holder of {code}", "language": "hu", "answered_sequence": 0}
    with led.pact.work() as session:
        session.add(Invitee(meeting_id=led.id, seat_id=led.seats[code], answer=given, **{**usual, **values}))


def absences(pact: Pact) -> list[Any]:
    with pact.work() as session:
        return [tuple(row) for row in session.execute(select(Absence.seat_id, Absence.reason))]


def test_a_declined_invitation_shows_on_the_seat_before_the_opening(pact: Pact) -> None:
    led = Sitting(pact, opened=False)
    answer(led, "sg_county", "declined", remark=CANNOT)
    answer(led, "sg_chamber", "accepted")
    answer(led, "sg_municipality", None, remark="I shall be late.")
    assert led.seat("sg_county").declined and not led.seat("sg_chamber").declined
    page = pact.signed_in("officer").get(f"/meetings/{led.id}/sitting").text
    assert say(msg("declined"), "hu") in page and say(msg("sent word"), "hu") in page
    assert 'id="excuse-declined"' in page
    assert CANNOT in pact.signed_in("officer").get(f"/meetings/{led.id}/sitting/presence").text


def test_what_was_answered_costs_no_further_statement(pact: Pact) -> None:
    led = Sitting(pact, opened=False)
    office, here = pact.signed_in("officer"), f"/meetings/{led.id}/sitting"
    office.get(here)
    with counted_statements(pact.app) as before:
        office.get(here)
    for code in led.seats:
        answer(led, code, "declined")
    with counted_statements(pact.app) as after:
        office.get(here)
    assert len(after) == len(before)


def test_all_who_declined_are_excused_with_one_tap_and_once(pact: Pact) -> None:
    led = Sitting(pact, opened=False)
    answer(led, "sg_county", "declined", remark=CANNOT)
    answer(led, "sg_chamber", "declined")
    answer(led, "sg_municipality", "tentative")
    office = pact.signed_in("officer")
    for _ in range(2):
        assert office.post(f"/meetings/{led.id}/sitting/excuses", {"from": "screen"}).status_code == 303
    assert sorted(absences(pact)) == sorted((led.seats[code], "") for code in ("sg_county", "sg_chamber"))
    assert 'id="excuse-declined"' not in office.get(f"/meetings/{led.id}/sitting").text
    with pact.work() as session:
        acts = session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "absence.noted"))
    assert acts == 1


def test_whoever_sends_somebody_else_is_not_excused(pact: Pact) -> None:
    led = Sitting(pact)
    answer(led, "sg_county", "declined", stand_in="A deputy")
    answer(led, "sg_chamber", "declined")
    answer(led, "sg_chamber", "accepted", kind="substitute", name="A substitute")
    assert led.do(presence.excuse_declined) == 0
    page = pact.signed_in("officer").get(f"/meetings/{led.id}/sitting/presence").text
    assert 'value="A deputy"' in page


def test_an_answer_to_an_earlier_time_is_no_declared_absence(pact: Pact) -> None:
    led = Sitting(pact, opened=False)
    answer(led, "sg_county", "declined")
    with pact.work() as session:
        session.scalars(select(Meeting).where(Meeting.id == led.id)).one().calendar_sequence += 1
    assert led.seat("sg_county").declared is None


def test_whoever_declined_is_not_noted_as_present_with_all_others_and_comes_all_the_same(pact: Pact) -> None:
    led = Sitting(pact)
    answer(led, "sg_county", "declined")
    assert led.do(presence.arrive_all) == len(led.seats) - 1
    assert led.seat("sg_county").stay is None
    led.do(presence.excuse_declined)
    led.do(presence.arrive, led.seats["sg_county"], presence.Arrival(new_id()))
    assert led.seat("sg_county").present and not led.seat("sg_county").declined
    assert absences(pact) == []
