"""Noting presence and giving votes away through the services, on the real database."""

import uuid
from collections.abc import Callable
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select

from paktum.core.errors import Conflict, Forbidden, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.bodies.tables import Mandate
from paktum.domains.meetings.service import life
from paktum.domains.sittings.service import presence, proxies
from paktum.domains.sittings.service.presence import Arrival
from tests.support.meetings import clock_of
from tests.support.pacts import Pact
from tests.support.sittings import Sitting


def test_an_arrival_sent_twice_is_noted_once(pact: Pact) -> None:
    sitting = Sitting(pact)
    arrival = Arrival(new_id(), person="Delegate")
    for _ in range(2):
        sitting.do(presence.arrive, sitting.seats["sg_county"], arrival)
    assert len(sitting.seat("sg_county").stays) == 1
    with pact.work() as session:
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.action == "presence.arrived")).all()
    assert len(acts) == 1


def test_an_arrival_repeated_after_the_person_left_does_not_bring_them_back(pact: Pact) -> None:
    sitting = Sitting(pact)
    arrival = Arrival(new_id(), person="Delegate")
    sitting.do(presence.arrive, sitting.seats["sg_county"], arrival)
    sitting.leave("sg_county")
    sitting.do(presence.arrive, sitting.seats["sg_county"], arrival)
    assert sitting.seat("sg_county").stay is None


def test_who_leaves_and_comes_back_has_two_stays(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_county")
    sitting.leave("sg_county")
    sitting.leave("sg_county")
    sitting.arrive("sg_county")
    seat = sitting.seat("sg_county")
    assert [stay.left_at is None for stay in seat.stays] == [False, True]
    assert seat.present


def test_a_name_that_is_not_the_holders_is_noted_as_a_substitute(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_county")
    assert sitting.seat("sg_county").stay.capacity == "substitute"


def test_a_vacant_seat_needs_a_name(pact: Pact) -> None:
    sitting = Sitting(pact)
    with pact.work() as session:
        session.execute(delete(Mandate).where(Mandate.seat_id == sitting.seats["sg_county"]))
    with pytest.raises(Invalid) as refused:
        sitting.do(presence.arrive, sitting.seats["sg_county"], Arrival(new_id()))
    assert "person" in refused.value.fields


def test_arriving_ends_an_excuse(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.do(presence.note_absence, sitting.seats["sg_county"], "ill")
    assert sitting.seat("sg_county").excused == "ill"
    sitting.arrive("sg_county")
    assert sitting.seat("sg_county").excused is None


def test_out_for_one_item_is_absent_in_that_item_alone(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_county")
    for _ in range(2):
        sitting.do(presence.note_absence, sitting.seats["sg_county"], "concerned", sitting.items[0])
    seat, county = sitting.seats["sg_county"], sitting.roster(sitting.items[0])
    assert county.seat(seat) is not None and not county.seat(seat).present  # type: ignore[union-attr]
    assert sitting.roster(sitting.items[1]).seat(seat).present  # type: ignore[union-attr]
    sitting.do(presence.withdraw_absence, seat, sitting.items[0])
    assert sitting.roster(sitting.items[0]).seat(seat).present  # type: ignore[union-attr]


def test_times_are_put_right_but_nobody_leaves_before_arriving(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_county")
    stay = sitting.seat("sg_county").stay
    later = stay.arrived_at + timedelta(minutes=20)
    sitting.do(presence.correct_stay, stay.id, stay.arrived_at, later)
    assert sitting.seat("sg_county").stays[0].left_at == later
    with pytest.raises(Invalid):
        sitting.do(presence.correct_stay, stay.id, later, stay.arrived_at)


def test_a_stay_noted_by_mistake_is_struck(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_county")
    stay = sitting.seat("sg_county").stay.id
    for _ in range(2):
        sitting.do(presence.strike_stay, stay)
    assert sitting.seat("sg_county").stays == ()


def test_all_who_hold_a_seat_are_noted_at_once_except_those_excused(make_pact: Callable[[str], Pact]) -> None:
    sitting = Sitting(make_pact("liberec"), ("education_group",))
    held = [code for code in sitting.seats if sitting.seat(code).holder]
    sitting.do(presence.note_absence, sitting.seats[held[0]], "")
    assert sitting.do(presence.arrive_all) == len(held) - 1
    assert sitting.do(presence.arrive_all) == 0


def test_a_guest_is_noted_by_name_and_belongs_to_no_seat(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.do(presence.guest_arrives, Arrival(new_id(), person="Press officer"))
    (guest,) = sitting.roster().guests
    assert (guest.person, guest.capacity) == ("Press officer", "guest")
    sitting.do(presence.end_stay, guest.id)
    assert sitting.roster().guests[0].left_at is not None


def test_a_seat_of_another_body_or_pact_is_not_found(pact: Pact, make_pact: Callable[[str], Pact]) -> None:
    sitting, other = Sitting(pact), Sitting(make_pact("liberec"), ("executive_council",))
    for seat in (other.seats["ec_region"], uuid.uuid4()):
        with pytest.raises(NotFound):
            sitting.do(presence.arrive, seat, Arrival(new_id(), person="Delegate"))


def test_members_may_not_note_presence(pact: Pact) -> None:
    sitting = Sitting(pact)
    with pytest.raises(Forbidden):
        sitting.do(presence.leave, sitting.seats["sg_county"], actor=pact.actor("member"))


def test_the_list_of_those_present_is_closed_with_the_minutes_approved(pact: Pact) -> None:
    sitting = Sitting(pact)
    for verb in (life.end_sitting, life.note_minutes_drafted):
        sitting.do(verb)
    sitting.arrive("sg_county")
    sitting.do(life.note_minutes_approved)
    with pytest.raises(Conflict):
        sitting.leave("sg_county")


def test_a_vote_is_given_away_where_the_charter_lets_it(make_pact: Callable[[str], Pact]) -> None:
    sitting = Sitting(make_pact("liberec"), ("executive_council",))
    sitting.arrive("ec_region", "ec_chamber")
    sitting.give("ec_university", "ec_region")
    sitting.give("ec_university", "ec_region")
    assert sitting.seat("ec_university").proxy_holder == sitting.seats["ec_region"]
    with pytest.raises(Invalid):
        sitting.give("ec_bearer", "ec_region")
    sitting.give("ec_university", "ec_chamber")
    assert sitting.seat("ec_university").proxy_holder == sitting.seats["ec_chamber"]


def test_a_vote_cannot_be_given_where_the_charter_is_against_it(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_county")
    with pytest.raises(Invalid) as refused:
        sitting.give("sg_chamber", "sg_county")
    assert refused.value.fields["holder"].key == "By the charter of the body nobody votes for another."


def test_who_arrives_votes_in_person_and_the_proxy_ends(make_pact: Callable[[str], Pact]) -> None:
    sitting = Sitting(make_pact("liberec"), ("executive_council",))
    sitting.arrive("ec_region")
    sitting.give("ec_university", "ec_region")
    sitting.arrive("ec_university")
    assert sitting.seat("ec_university").proxy_holder is None


def test_a_proxy_taken_back_stays_so_when_its_giving_is_sent_again(make_pact: Callable[[str], Pact]) -> None:
    sitting = Sitting(make_pact("liberec"), ("executive_council",))
    sitting.arrive("ec_region")
    first, giver, holder = new_id(), sitting.seats["ec_university"], sitting.seats["ec_region"]
    sitting.do(proxies.give_proxy, first, giver, holder)
    sitting.do(proxies.end_proxy, giver)
    sitting.do(proxies.give_proxy, first, giver, holder)
    assert sitting.seat("ec_university").proxy_holder is None


def test_times_are_put_right_on_the_day_somebody_came_though_the_meeting_was_to_be_on_another(pact: Pact) -> None:
    sitting = Sitting(pact, starts_at=clock_of(pact).now() + timedelta(days=9))
    sitting.arrive("sg_county")
    stay, zone = sitting.seat("sg_county").stay, ZoneInfo("Europe/Budapest")
    came = stay.arrived_at.astimezone(zone)
    times = {"stay": stay.id, "do": "times", "arrived": f"{came:%H:%M}", "left": "23:59"}
    answer = pact.signed_in("officer").post(f"/meetings/{sitting.id}/sitting/stays", times)
    assert answer.status_code == 303
    put = sitting.seat("sg_county").stays[0]
    assert put.arrived_at.astimezone(zone).date() == came.date() == put.left_at.astimezone(zone).date()


def test_a_sitting_past_midnight_has_people_who_leave_on_the_next_day(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_county")
    stay, zone = sitting.seat("sg_county").stay, ZoneInfo("Europe/Budapest")
    evening = stay.arrived_at.astimezone(zone).replace(hour=20, minute=0) - timedelta(days=1)
    sitting.do(presence.correct_stay, stay.id, evening.astimezone(UTC), None)
    times = {"stay": stay.id, "do": "times", "arrived": "20:00", "left": "00:30"}
    assert pact.signed_in("officer").post(f"/meetings/{sitting.id}/sitting/stays", times).status_code == 303
    assert sitting.seat("sg_county").stays[0].left_at - evening == timedelta(hours=4, minutes=30)
