"""Adding, editing, handing over and ending seats."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.domains.audit.service import record
from paktum.domains.bodies.rules import Tenure, day_before, ending_problem, replacing_problem
from paktum.domains.bodies.service.loading import (
    find_body,
    find_seat,
    mandates_of_seat,
    require_version,
    tenure_of,
)
from paktum.domains.bodies.tables import Body, Seat
from paktum.domains.partners.service import organisation_is_active
from paktum.plugin.vocabulary import Vocabulary

MOST_VOTES: Final = 1000
"""How many votes one seat may have at most."""


@dataclass(frozen=True)
class SeatDraft:
    """What people enter of a seat; `label` is in the tenant's language."""

    label: str
    organisation_id: uuid.UUID | None = None
    voting: bool = True
    since: date | None = None
    weight: int = 1
    """How many votes it has where it has a vote."""


def add_seat(
    session: TenantSession, clock: Clock, actor: Actor, words: Vocabulary, body_id: uuid.UUID, draft: SeatDraft
) -> uuid.UUID:
    """Add a seat to a body and give its id. Raises Forbidden, NotFound, and Invalid by the fields of the draft."""
    authorise(actor, "bodies.keep")
    body = find_body(session, body_id, lock=True)
    problems = _problems(session, words, body, draft, None)
    if problems:
        raise Invalid(problems)
    last = session.scalar(select(func.max(Seat.sequence)).where(Seat.body_id == body_id)) or 0
    seat = Seat(
        id=new_id(),
        body_id=body_id,
        organisation_id=draft.organisation_id,
        label=draft.label,
        voting=draft.voting,
        weight=draft.weight,
        sequence=last + 1,
        since=draft.since,
    )
    session.add(seat)
    record(
        session,
        clock,
        actor,
        "seat.added",
        "seat",
        seat.id,
        body_id=str(body_id),
        voting=draft.voting,
        weight=draft.weight,
    )
    return seat.id


def edit_seat(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    words: Vocabulary,
    body_id: uuid.UUID,
    seat_id: uuid.UUID,
    version: int,
    draft: SeatDraft,
) -> None:
    """Correct a seat, or set the organisation of one that had none; `hand_over_seat` gives it to another organisation.

    Raises Forbidden, NotFound, Conflict, and Invalid by the fields of the draft.
    """
    authorise(actor, "bodies.keep")
    body = find_body(session, body_id, lock=True)
    seat = find_seat(session, body_id, seat_id)
    require_version(seat, version)
    problems = _problems(session, words, body, draft, seat)
    if problems:
        raise Invalid(problems)
    before = {"organisation_id": str(seat.organisation_id or ""), "voting": seat.voting, "weight": seat.weight}
    seat.label, seat.organisation_id, seat.voting = draft.label, draft.organisation_id, draft.voting
    seat.weight, seat.since = draft.weight, draft.since
    record(
        session, clock, actor, "seat.edited", "seat", seat_id, before=before, voting=draft.voting, weight=draft.weight
    )


def hand_over_seat(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    body_id: uuid.UUID,
    seat_id: uuid.UUID,
    organisation_id: uuid.UUID,
    label: str,
    first_day: date,
) -> uuid.UUID:
    """Give a seat to another organisation from a day on: the old seat ends the day before, a new one takes its place.

    Mandates in the old seat end with it. Gives the id of the new seat. Raises Forbidden, NotFound, and Invalid for
    `organisation_id` or `since`.
    """
    authorise(actor, "bodies.keep")
    find_body(session, body_id, lock=True)
    seat = find_seat(session, body_id, seat_id)
    problems: dict[str, Message] = {}
    if organisation_id == seat.organisation_id:
        problems["organisation_id"] = msg("This organisation holds the seat already.")
    elif not organisation_is_active(session, organisation_id):
        problems["organisation_id"] = msg("Choose an organisation that works with us.")
    problem = replacing_problem(tenure_of(seat), first_day)
    if problem:
        problems["since"] = problem
    if problems:
        raise Invalid(problems)
    _close(session, seat, day_before(first_day), "")
    successor = Seat(
        id=new_id(),
        body_id=body_id,
        organisation_id=organisation_id,
        label=label,
        voting=seat.voting,
        weight=seat.weight,
        sequence=seat.sequence,
        since=first_day,
    )
    session.add(successor)
    record(session, clock, actor, "seat.handed_over", "seat", seat_id, to=str(successor.id), day=first_day.isoformat())
    return successor.id


def end_seat(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    body_id: uuid.UUID,
    seat_id: uuid.UUID,
    last_day: date,
    reason: str,
) -> None:
    """End a seat and its mandates after a last day. Raises Forbidden, NotFound, and Invalid for `ended_on`."""
    authorise(actor, "bodies.keep")
    find_body(session, body_id, lock=True)
    seat = find_seat(session, body_id, seat_id)
    problem = ending_problem(tenure_of(seat), last_day)
    if problem:
        raise Invalid({"ended_on": problem})
    _close(session, seat, last_day, reason)
    record(session, clock, actor, "seat.ended", "seat", seat_id, last_day=last_day.isoformat())


def _close(session: TenantSession, seat: Seat, last_day: date, reason: str) -> None:
    seat.ended_on = last_day
    for mandate in mandates_of_seat(session, seat.id):
        if mandate.ended_on is None or mandate.ended_on > last_day:
            mandate.ended_on = max(last_day, mandate.since) if mandate.since else last_day
            mandate.end_reason = mandate.end_reason or reason


def _problems(
    session: TenantSession, words: Vocabulary, body: Body, draft: SeatDraft, seat: Seat | None
) -> dict[str, Message]:
    problems: dict[str, Message] = {}
    if not 1 <= draft.weight <= MOST_VOTES:
        problems["weight"] = msg("Enter a number of votes between 1 and %(most)d.", most=MOST_VOTES)
    if draft.voting and not words.body_type(body.body_type).votes:
        problems["voting"] = msg("This kind of body takes no votes, so its seats have none.")
    known = seat is not None and draft.organisation_id == seat.organisation_id
    if draft.organisation_id and not known and not organisation_is_active(session, draft.organisation_id):
        problems["organisation_id"] = msg("Choose an organisation that works with us.")
    tenure = Tenure(draft.since, seat.ended_on if seat else None)
    if not tenure.in_order:
        problems["since"] = msg("The last day is before the first one.")
    elif not tenure.within(tenure_of(body)):
        problems["since"] = msg("The body does not exist on this day.")
    elif seat is not None and any(
        mandate.since is not None and draft.since is not None and mandate.since < draft.since
        for mandate in mandates_of_seat(session, seat.id)
    ):
        problems["since"] = msg("A mandate in this seat began before this day.")
    return problems
