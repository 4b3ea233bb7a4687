"""The life of a meeting through its services, on the real database."""

import uuid
from datetime import UTC, datetime

import pytest

from paktum.core.errors import Conflict, Forbidden, Invalid, NotFound
from paktum.domains.meetings.queries import MeetingHead, agenda_rows, meeting_head
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.meetings.service import life
from paktum.domains.meetings.service.agenda import ItemDraft, add_item
from tests.support.meetings import body_id, clock_of, planned_meeting
from tests.support.pacts import Pact


def head_of(pact: Pact, meeting: uuid.UUID) -> MeetingHead:
    with pact.work() as session:
        return meeting_head(session, meeting)


def test_a_planned_meeting_knows_its_body_its_number_and_the_charter_of_its_day(pact: Pact) -> None:
    head = head_of(pact, planned_meeting(pact))
    assert head.state is MeetingState.PLANNED
    assert [body.body_id for body in head.bodies] == [body_id(pact, "steering_group")]
    assert (head.bodies[0].number, head.bodies[0].year) == (1, 2027)
    assert head.bodies[0].charter_id is not None
    assert head.zone == "Europe/Budapest" and head.local_start.hour == 10


def test_each_meeting_of_a_year_gets_the_next_number_and_a_new_year_begins_at_one(pact: Pact) -> None:
    first, second = planned_meeting(pact), planned_meeting(pact)
    in_december = planned_meeting(pact, starts_at=datetime(2026, 12, 31, 22, 30, tzinfo=UTC))
    after_midnight = planned_meeting(pact, starts_at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    numbers = [
        (b.number, b.year) for m in (first, second, in_december, after_midnight) for b in head_of(pact, m).bodies
    ]
    assert numbers == [(1, 2027), (2, 2027), (1, 2026), (3, 2027)]


def test_a_meeting_goes_from_planning_to_closing_and_notes_the_instants(pact: Pact) -> None:
    meeting, clock, actor = planned_meeting(pact), clock_of(pact), pact.actor("officer")
    with pact.work() as session:
        for act in (
            life.mark_convened,
            life.open_sitting,
            life.end_sitting,
            life.note_minutes_drafted,
            life.note_minutes_approved,
            life.close_meeting,
        ):
            act(session, clock, actor, meeting)
    head = head_of(pact, meeting)
    assert head.state is MeetingState.CLOSED
    assert None not in (head.convened_at, head.opened_at, head.ended_at, head.closed_at)


def test_an_act_asked_for_twice_is_done_once(pact: Pact) -> None:
    meeting, clock, actor = planned_meeting(pact), clock_of(pact), pact.actor("officer")
    for _ in range(2):
        with pact.work() as session:
            life.open_sitting(session, clock, actor, meeting)
    assert head_of(pact, meeting).state is MeetingState.IN_SESSION


def test_what_does_not_follow_is_refused_and_changes_nothing(pact: Pact) -> None:
    meeting, clock, actor = planned_meeting(pact), clock_of(pact), pact.actor("officer")
    with pytest.raises(Conflict), pact.work() as session:
        life.close_meeting(session, clock, actor, meeting)
    with pytest.raises(Invalid), pact.work() as session:
        life.cancel(session, clock, actor, meeting, "  ")
    with pytest.raises(Forbidden), pact.work() as session:
        life.open_sitting(session, clock, pact.actor("partner"), meeting)
    with pytest.raises(NotFound), pact.work() as session:
        life.open_sitting(session, clock, actor, uuid.uuid4())
    assert head_of(pact, meeting).state is MeetingState.PLANNED


def test_a_cancelled_meeting_keeps_its_reason_and_takes_no_item(pact: Pact) -> None:
    meeting, clock, actor = planned_meeting(pact, items=["Opening"]), clock_of(pact), pact.actor("officer")
    with pact.work() as session:
        life.cancel(session, clock, actor, meeting, "The hall is closed.")
    head = head_of(pact, meeting)
    assert (head.state_reason, head.calendar_sequence) == ("The hall is closed.", 1)
    with pytest.raises(Conflict), pact.work() as session:
        add_item(session, clock, actor, meeting, ItemDraft("One more"))
    with pact.work() as session:
        assert [row.title for row in agenda_rows(session, meeting)] == ["Opening"]
