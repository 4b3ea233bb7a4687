"""Giving, ending, replacing and correcting mandates, and tying them to those who sign in."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.domains.audit.service import record
from paktum.domains.bodies import rules
from paktum.domains.bodies.rules import Office, Tenure
from paktum.domains.bodies.service.loading import (
    charter_of,
    facts_of_mandate,
    facts_of_seat,
    find_body,
    find_mandate,
    find_seat,
    mandates_of_body,
    tenure_of,
)
from paktum.domains.bodies.tables import Body, Mandate, Seat
from paktum.domains.partners.service import kind_of_organisation
from paktum.domains.people.tables import Membership
from paktum.plugin import MANDATE_GIVEN, MandateFacts
from paktum.plugin.vocabulary import Vocabulary


@dataclass(frozen=True)
class MandateDraft:
    """What people enter of a mandate: the post that holds it, its office, its seat if it has one, its first day, and the
    address that invitations go to."""

    holder: str
    office: Office
    seat_id: uuid.UUID | None
    since: date
    email: str = ""


def give_mandate(
    session: TenantSession, clock: Clock, actor: Actor, words: Vocabulary, body_id: uuid.UUID, draft: MandateDraft
) -> uuid.UUID:
    """Give a mandate and its id. Raises Forbidden, NotFound, and Invalid by the field (`office`, `seat`, `since`)."""
    authorise(actor, "bodies.keep")
    body = find_body(session, body_id, lock=True)
    seat = find_seat(session, body_id, draft.seat_id) if draft.seat_id else None
    mandate = _given(session, words, body, seat, draft, without=None)
    record(
        session,
        clock,
        actor,
        "mandate.given",
        "mandate",
        mandate.id,
        body_id=str(body_id),
        office=draft.office,
        since=draft.since.isoformat(),
    )
    return mandate.id


def end_mandate(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    body_id: uuid.UUID,
    mandate_id: uuid.UUID,
    last_day: date,
    reason: str,
) -> None:
    """End a mandate after a last day, for a reason. Raises Forbidden, NotFound, and Invalid for `ended_on`."""
    authorise(actor, "bodies.keep")
    find_body(session, body_id, lock=True)
    mandate = find_mandate(session, body_id, mandate_id)
    problem = rules.ending_problem(tenure_of(mandate), last_day)
    if problem:
        raise Invalid({"ended_on": problem})
    mandate.ended_on, mandate.end_reason = last_day, reason
    record(session, clock, actor, "mandate.ended", "mandate", mandate_id, last_day=last_day.isoformat())


def replace_mandate(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    words: Vocabulary,
    body_id: uuid.UUID,
    mandate_id: uuid.UUID,
    holder: str,
    first_day: date,
    reason: str,
    email: str = "",
) -> uuid.UUID:
    """End a mandate the day before and give the same office and seat to another post, in one step; gives the new id.

    Raises Forbidden, NotFound, and Invalid for `since`.
    """
    authorise(actor, "bodies.keep")
    body = find_body(session, body_id, lock=True)
    mandate = find_mandate(session, body_id, mandate_id)
    problem = rules.replacing_problem(tenure_of(mandate), first_day)
    if problem:
        raise Invalid({"since": problem})
    seat = find_seat(session, body_id, mandate.seat_id) if mandate.seat_id else None
    office = facts_of_mandate(mandate).office
    draft = MandateDraft(holder, office, mandate.seat_id, first_day, email)
    successor = _given(session, words, body, seat, draft, without=mandate.id)
    mandate.ended_on, mandate.end_reason = rules.day_before(first_day), reason
    record(
        session,
        clock,
        actor,
        "mandate.replaced",
        "mandate",
        mandate_id,
        by=str(successor.id),
        first_day=first_day.isoformat(),
    )
    return successor.id


def correct_mandate(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    body_id: uuid.UUID,
    mandate_id: uuid.UUID,
    holder: str,
    since: date | None,
    email: str | None = None,
) -> None:
    """Correct a slip in who holds a mandate, since when, or in its address (None leaves it); the audit keeps the day that
    stood there.

    Raises Forbidden, NotFound, and Invalid for `since`.
    """
    authorise(actor, "bodies.keep")
    body = find_body(session, body_id, lock=True)
    mandate = find_mandate(session, body_id, mandate_id)
    seat = find_seat(session, body_id, mandate.seat_id) if mandate.seat_id else None
    corrected = rules.MandateFacts(
        mandate.id, mandate.seat_id, facts_of_mandate(mandate).office, Tenure(since, mandate.ended_on)
    )
    problems = _problems(session, body, seat, corrected, without=None)
    if problems:
        raise Invalid({"since": next(iter(problems.values()))})
    before = mandate.since.isoformat() if mandate.since else ""
    mandate.holder, mandate.since = holder, since
    if email is not None:
        mandate.email = email
    record(session, clock, actor, "mandate.corrected", "mandate", mandate_id, since_before=before)


def tie_mandate(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    body_id: uuid.UUID,
    mandate_id: uuid.UUID,
    membership_id: uuid.UUID | None,
) -> None:
    """Say as whom the holder of a mandate signs in, or (None) that they do not; tied so already, nothing happens.

    Whoever signs in so answers invitations and votes for the mandate at once. Raises Forbidden, NotFound, and Invalid for
    `membership` where that is no present member.
    """
    authorise(actor, "bodies.keep")
    find_body(session, body_id, lock=True)
    mandate = find_mandate(session, body_id, mandate_id)
    if mandate.membership_id == membership_id:
        return
    present = select(Membership.id).where(Membership.id == membership_id, Membership.ended_at.is_(None))
    if membership_id is not None and session.scalar(present) is None:
        raise Invalid({"membership": msg("This person can no longer sign in here. Choose another.")})
    mandate.membership_id = membership_id
    session.flush()
    if membership_id is None:
        record(session, clock, actor, "mandate.untied", "mandate", mandate_id)
    else:
        record(session, clock, actor, "mandate.tied", "mandate", mandate_id, membership=str(membership_id))


def _given(
    session: TenantSession,
    words: Vocabulary,
    body: Body,
    seat: Seat | None,
    draft: MandateDraft,
    without: uuid.UUID | None,
) -> Mandate:
    """Write a mandate when neither the rules nor a plugin forbid it; `without` leaves one out that is being replaced."""
    given = rules.MandateFacts(new_id(), draft.seat_id, draft.office, Tenure(draft.since))
    problems = _problems(session, body, seat, given, without)
    facts = MandateFacts(
        body_type=body.body_type,
        role=draft.office,
        organisation_kind=kind_of_organisation(session, seat.organisation_id) if seat else None,
        seat_votes=seat.voting if seat else False,
        since=draft.since,
    )
    for remark in words.hooks.ask(MANDATE_GIVEN, facts):
        if remark.forbids:
            problems.setdefault(remark.field or "holder", remark.message)
    if problems:
        raise Invalid(problems)
    mandate = Mandate(
        id=given.id,
        body_id=body.id,
        seat_id=draft.seat_id,
        holder=draft.holder,
        email=draft.email,
        role=draft.office,
        since=draft.since,
        # In a seat or body whose end is already known, a mandate ends with it.
        ended_on=min((row.ended_on for row in (body, seat) if row is not None and row.ended_on), default=None),
    )
    session.add(mandate)
    return mandate


def _problems(
    session: TenantSession, body: Body, seat: Seat | None, given: rules.MandateFacts, without: uuid.UUID | None
) -> dict[str, Message]:
    others = [facts_of_mandate(one) for one in mandates_of_body(session, body.id) if one.id != without]
    charter = charter_of(session, body.id, given.tenure.since) if given.tenure.since else None
    return rules.mandate_problems(
        given,
        facts_of_seat(seat) if seat else None,
        tenure_of(body),
        others,
        charter.substitutes_per_seat if charter else None,
    )
