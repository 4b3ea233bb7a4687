"""A session without a quorum and the one convened in its place: what goes along, what is said of it, and what counts."""

import uuid
from datetime import date, timedelta

from sqlalchemy import select

from paktum.core.messages import msg, say
from paktum.core.outbox import OutboxMessage
from paktum.domains.meetings.listing_queries import all_meetings
from paktum.domains.meetings.queries import agenda_rows
from paktum.domains.meetings.service.agenda import ItemDraft, add_item
from paktum.domains.meetings.service.planning import convene_again
from paktum.domains.sittings.handlers import bring_motions
from paktum.domains.sittings.service import agenda_progress, sitting
from paktum.domains.sittings.tables import Motion
from tests.support.meetings import USUAL_START
from tests.support.pacts import Pact
from tests.support.sittings import MOTION, Sitting

LATER = USUAL_START + timedelta(days=14)
AMENDED = MOTION + " It is printed."


class Repeated:
    """A session of two out of five, and what was convened in its place."""

    def __init__(self, pact: Pact) -> None:
        self.pact = pact
        self.first = Sitting(pact, opened=False, items=("Report",))
        opening = ItemDraft("Opening", kind="opening", minutes=10)
        with pact.work() as session:
            self.opening = add_item(session, self.first.clock, self.first.actor, self.first.id, opening)
        self.first.do(sitting.open_sitting)
        self.first.arrive("sg_municipality", "sg_county")

    def end(self) -> None:
        self.first.do(sitting.end_sitting, reason="No quorum.")

    def again(self) -> uuid.UUID:
        found: uuid.UUID = self.first.do(convene_again, LATER, LATER + timedelta(hours=1))
        return found

    def hear(self) -> None:
        """What the worker does with the message that a meeting was convened again."""
        with self.pact.work() as session:
            topic = OutboxMessage.topic == "meeting.convened_again"
            payloads = session.scalars(select(OutboxMessage.payload).where(topic)).all()
        for payload in payloads:
            bring_motions(self.pact.app, self.pact.id, payload, lambda _session: True)

    def agenda(self, meeting: uuid.UUID) -> list[tuple[str, str]]:
        with self.pact.work() as session:
            return [(row.title, row.state) for row in agenda_rows(session, meeting)]

    def motions(self, meeting: uuid.UUID) -> list[tuple[str, str, bool]]:
        with self.pact.work() as session:
            rows = session.scalars(select(Motion).where(Motion.meeting_id == meeting).order_by(Motion.text))
            return [(row.text, row.state, row.amends_id is not None) for row in rows]


def test_an_item_whose_motion_nobody_could_decide_is_not_dealt_with(pact: Pact) -> None:
    repeated = Repeated(pact)
    repeated.first.close(repeated.first.open_vote(repeated.first.table()))
    repeated.end()
    assert repeated.agenda(repeated.first.id) == [("Report", "open"), ("Opening", "open")]


def test_an_item_with_a_decided_or_withdrawn_motion_is_dealt_with(pact: Pact) -> None:
    from paktum.domains.sittings.service.motions import withdraw_motion

    led = Sitting(pact, items=("Report",))
    led.do(withdraw_motion, led.table())
    led.do(sitting.end_sitting)
    with pact.work() as session:
        assert [row.state for row in agenda_rows(session, led.id)] == ["done"]


def test_the_second_convening_is_opened_like_any_other_though_the_first_was_opened_too(pact: Pact) -> None:
    repeated = Repeated(pact)
    repeated.first.do(agenda_progress.take_up, repeated.opening)
    repeated.end()
    assert repeated.agenda(repeated.first.id)[1] == ("Opening", "done")
    again = repeated.again()
    assert ("Opening", "open") in repeated.agenda(again)
    assert repeated.agenda(repeated.first.id)[1] == ("Opening", "done")


def test_the_motions_that_the_first_could_not_decide_are_tabled_at_the_second(pact: Pact) -> None:
    repeated = Repeated(pact)
    motion = repeated.first.table()
    repeated.first.table(AMENDED, amends=motion)
    repeated.end()
    again = repeated.again()
    repeated.hear()
    assert repeated.motions(again) == [(MOTION, "tabled", False), (AMENDED, "tabled", True)]
    assert repeated.motions(repeated.first.id) == repeated.motions(again), "those of the first stay where they were put"


def test_a_motion_that_was_withdrawn_does_not_come_back(pact: Pact) -> None:
    from paktum.domains.sittings.service.motions import withdraw_motion

    repeated = Repeated(pact)
    repeated.first.do(withdraw_motion, repeated.first.table())
    repeated.first.table("Another.")
    repeated.end()
    again = repeated.again()
    repeated.hear()
    assert repeated.motions(again) == [("Another.", "tabled", False)]


def test_the_page_of_a_session_without_a_quorum_leads_to_the_second_convening(pact: Pact) -> None:
    repeated = Repeated(pact)
    repeated.end()
    office, here = pact.signed_in("officer"), f"/meetings/{repeated.first.id}"
    assert office.get(here).text.count(f"{here}/again") == 1
    form = office.get(f"{here}/again").text
    rule = "When a session had no quorum, the one convened in its place can decide with those who are there."
    assert say(msg(rule), "hu") in form
    answer = office.post(f"{here}/again", {"day": "2027-02-11", "starts": "10:00", "ends": "11:00"})
    second = answer.headers["Location"]
    assert answer.status_code == 303
    page = office.get(here).text
    assert f"{here}/again" not in page
    assert page.count(f'href="{second}"') == 2, "in the notice and among what is before and after, once each"
    assert say(msg("second convening"), "hu") in office.get("/meetings?view=all").text
    asked = office.get(f"{here}/again")
    assert (asked.status_code, asked.headers["Location"]) == (303, second)


def test_a_day_is_proposed_that_keeps_the_notice(pact: Pact) -> None:
    repeated = Repeated(pact)
    repeated.end()
    page = pact.signed_in("officer").get(f"/meetings/{repeated.first.id}/again").text
    proposed = date.fromisoformat(page.split('name="day"')[1].split('value="')[1][:10])
    assert proposed > USUAL_START.date()
    assert proposed.weekday() < 5


def test_before_a_session_without_a_quorum_is_ended_the_reason_is_filled_in(pact: Pact) -> None:
    repeated = Repeated(pact)
    office, here = pact.signed_in("officer"), f"/meetings/{repeated.first.id}/sitting/end"
    because = f'value="{say(msg("There was no quorum."), "hu")}"'
    assert because in office.get(here).text
    repeated.first.arrive("sg_chamber")
    assert because not in office.get(here).text


def test_a_vote_without_a_quorum_promises_no_decision(pact: Pact) -> None:
    repeated = Repeated(pact)
    repeated.first.open_vote(repeated.first.table())
    promise = say(msg("Close the vote and record the decision"), "hu")
    here = f"/meetings/{repeated.first.id}/sitting"
    assert promise not in pact.signed_in("officer").get(here).text


def test_minutes_of_a_second_convening_say_so(pact: Pact) -> None:
    repeated = Repeated(pact)
    repeated.end()
    second, office = f"/meetings/{repeated.again()}", pact.signed_in("officer")
    for step in ("sitting/open", "sitting/end", "minutes"):
        assert office.post(f"{second}/{step}").status_code == 303
    sentence = say(msg("This is a second convening: the first had no quorum."), "hu")
    assert sentence in office.get(f"{second}/minutes").text


def test_a_session_without_a_quorum_and_its_repetition_are_one_for_the_cadence(pact: Pact) -> None:
    from paktum.domains.meetings.due import meetings_that_count

    repeated = Repeated(pact)
    repeated.end()
    again = repeated.again()
    with pact.work() as session:
        assert [row.id for row in meetings_that_count(all_meetings(session))] == [again]
