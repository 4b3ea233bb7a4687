"""Who is there: one tap on the strip, and the page with substitutes, excuses, proxies, guests and times."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid, PaktumError
from paktum.core.messages import msg
from paktum.domains.meetings.queries import MeetingHead, agenda_rows, meeting_head
from paktum.domains.sittings.queries import guests_of
from paktum.domains.sittings.roster import Roster, SittingSeat, roster_of
from paktum.domains.sittings.screen import MANY_SEATS, strips_of
from paktum.domains.sittings.service import check_in, presence, proxies
from paktum.domains.sittings.service.presence import Arrival, Way
from paktum.domains.sittings.views.blueprint import acted, blueprint, partly, sent_id, sent_id_or_none
from paktum.domains.sittings.views.values import refusals
from paktum.domains.sittings.wording import quorum_words
from paktum.web.access import requires
from paktum.web.context import current_actor, house
from paktum.web.fields import id_given

MOST_GUESTS: Final = 60
"""So many of the guests who have not come are offered at once; the others are found by name."""


def _page(meeting_id: uuid.UUID, failure: PaktumError | None = None, status: int = 200) -> ResponseReturnValue:
    session = current_session()
    head = meeting_head(session, meeting_id)
    current = next((item for item in agenda_rows(session, meeting_id) if item.state == "current"), None)
    roster = roster_of(session, head, current.id if current else None)
    wanted = " ".join(request.args.get("guest", "").split())
    guests = guests_of(session, meeting_id, wanted)
    page = render_template(
        "sittings/presence_inner.html" if partly() else "sittings/presence.html",
        head=head,
        base=f"/meetings/{meeting_id}",
        current=current,
        roster=roster,
        strips=strips_of(head, roster),
        guests=guests[:MOST_GUESTS],
        more_guests=len(guests) - MOST_GUESTS,
        wanted=wanted,
        unfolded=request.values.get("seat", ""),
        folded=len(roster.seats) > MANY_SEATS,
        holders={seat.id: proxies.possible_holders(head, roster, seat) for seat in _givers(head, roster)},
        quorum_words=quorum_words,
        failure=failure.message if failure else None,
        problems=refusals(failure),
        typed=request.form if failure else {},
    )
    return page, status


def _givers(head: MeetingHead, roster: Roster) -> list[SittingSeat]:
    """The seats that could give their vote away now."""
    allowed = {body.body_id for body in head.bodies if body.charter.proxies.allowed}
    return [
        seat
        for seat in roster.seats
        if seat.voting and seat.stay is None and seat.body_id in allowed and not seat.everywhere
    ]


def _noted(meeting_id: uuid.UUID, work: Callable[[], object]) -> ResponseReturnValue:
    """Answer with the page the form stands on: the screen, or the presence page."""
    if request.form.get("from") == "screen":
        return acted(meeting_id, work)
    return acted(meeting_id, work, show=_page, endpoint="presence_page")


@blueprint.get("/meetings/<uuid:meeting_id>/sitting/presence")
@requires("sittings.run")
def presence_page(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Who is there, with everything that can be noted of it."""
    return _page(meeting_id)


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/seats")
@requires("sittings.run")
def note_seat(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """One tap on the strip: the seat's holder came, or whoever sat there left."""
    verb, _, seat = request.form.get("note", "").partition(".")
    seat_id = id_given(seat)
    # All bars of a strip share its form: two of them tapped one after the other are two arrivals.
    arrival_id = uuid.uuid5(sent_id("id"), str(seat_id))

    def work() -> None:
        session, clock, actor = current_session(), house().clock, current_actor()
        if verb == "leave":
            presence.leave(session, clock, actor, meeting_id, seat_id)
        else:
            presence.arrive(session, clock, actor, meeting_id, seat_id, Arrival(arrival_id))

    return _noted(meeting_id, work)


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/everyone")
@requires("sittings.run")
def everyone(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Note all holders of seats as present."""
    return _noted(
        meeting_id, lambda: presence.arrive_all(current_session(), house().clock, current_actor(), meeting_id)
    )


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/excuses")
@requires("sittings.run")
def excuse_declined(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Excuse all who declined the invitation."""
    return _noted(
        meeting_id, lambda: presence.excuse_declined(current_session(), house().clock, current_actor(), meeting_id)
    )


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/arrivals")
@requires("sittings.run")
def arrive(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody came for a seat: a substitute, somebody by name, or the holder from afar."""
    seat_id = sent_id("seat")
    way: Way = "remote" if request.form.get("way") == "remote" else "present"
    person = request.form.get("other", "").strip() or request.form.get("person", "")
    arrival = Arrival(sent_id("id"), person=person, way=way)
    return _noted(
        meeting_id,
        lambda: presence.arrive(current_session(), house().clock, current_actor(), meeting_id, seat_id, arrival),
    )


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/absences")
@requires("sittings.run")
def note_absence(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Excuse a seat from the meeting or from one item, or take that back."""
    seat_id, item_id, reason = sent_id("seat"), sent_id_or_none("item"), request.form.get("reason", "")[:400]

    def work() -> None:
        session, clock, actor = current_session(), house().clock, current_actor()
        if request.form.get("back"):
            presence.withdraw_absence(session, clock, actor, meeting_id, seat_id, item_id)
        else:
            presence.note_absence(session, clock, actor, meeting_id, seat_id, reason, item_id)

    return _noted(meeting_id, work)


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/proxies")
@requires("sittings.run")
def give_proxy(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Give a seat's vote to another, or take it back."""
    seat_id, holder = sent_id("seat"), sent_id_or_none("holder")
    proxy_id = sent_id("id")

    def work() -> None:
        session, clock, actor = current_session(), house().clock, current_actor()
        if holder is None:
            proxies.end_proxy(session, clock, actor, meeting_id, seat_id)
        else:
            proxies.give_proxy(session, clock, actor, meeting_id, proxy_id, seat_id, holder)

    return _noted(meeting_id, work)


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/guests")
@requires("sittings.run")
def guest_arrives(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """A guest came: one of those invited, or somebody by name."""
    arrival = Arrival(sent_id("id"), person=request.form.get("person", ""))
    invitee = sent_id_or_none("invitee")
    return _noted(
        meeting_id,
        lambda: presence.guest_arrives(current_session(), house().clock, current_actor(), meeting_id, arrival, invitee),
    )


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/stays")
@requires("sittings.run")
def change_stay(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """A stay ends, was noted by mistake, or has its times put right."""
    stay_id, verb = sent_id("stay"), request.form.get("do", "")

    def work() -> None:
        session, clock, actor = current_session(), house().clock, current_actor()
        if verb == "leave":
            presence.end_stay(session, clock, actor, meeting_id, stay_id)
        elif verb == "confirm":
            check_in.confirm_check_ins(session, clock, actor, meeting_id, [stay_id])
        elif verb == "strike":
            presence.strike_stay(session, clock, actor, meeting_id, stay_id)
        else:
            head = meeting_head(session, meeting_id)
            zone = ZoneInfo(head.zone)
            day = presence.day_of_stay(session, meeting_id, stay_id, zone)
            arrived, left = _time_sent(day, zone, "arrived"), _time_sent(day, zone, "left")
            past_midnight = (head.ended_at or clock.now()).astimezone(zone).date() > day
            if past_midnight and arrived is not None and left is not None and left < arrived:
                left += timedelta(days=1)
            if arrived is None:
                raise Invalid({"arrived": msg("Write the time as hours and minutes.")})
            presence.correct_stay(session, clock, actor, meeting_id, stay_id, arrived, left)

    return _noted(meeting_id, work)


def _time_sent(day: date, zone: ZoneInfo, name: str) -> datetime | None:
    """A time of the day somebody was there, by the clocks of the pact. Raises Invalid for what is none."""
    given = request.form.get(name, "").strip()
    if not given:
        return None
    try:
        return datetime.combine(day, time.fromisoformat(given), zone).astimezone(UTC)
    except ValueError:
        raise Invalid({name: msg("Write the time as hours and minutes.")}) from None
