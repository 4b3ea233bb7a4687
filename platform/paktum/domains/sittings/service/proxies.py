"""Votes given to other members for the time of a meeting, as far as each body's charter lets them."""

import uuid

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid
from paktum.domains.audit.service import record
from paktum.domains.meetings.queries import MeetingHead
from paktum.domains.sittings.roster import Roster, SittingSeat
from paktum.domains.sittings.rules.proxies import proxy_problem
from paktum.domains.sittings.service.loading import seat_of, seat_with_roster, sitting_with_presence
from paktum.domains.sittings.tables import Proxy
from paktum.plugin.specs import Proxies


def proxy_rule(head: MeetingHead, body_id: uuid.UUID) -> Proxies:
    """What the charter of a meeting's body says of proxies."""
    return next((body.charter.proxies for body in head.bodies if body.body_id == body_id), Proxies())


def possible_holders(head: MeetingHead, roster: Roster, giver: SittingSeat) -> list[SittingSeat]:
    """The seats that may take a seat's vote as things stand."""
    rule, given = proxy_rule(head, giver.body_id), roster.proxies
    return [
        seat for seat in roster.of_body(giver.body_id) if proxy_problem(giver.state, seat.state, given, rule) is None
    ]


def give_proxy(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    proxy_id: uuid.UUID,
    seat_id: uuid.UUID,
    holder_seat_id: uuid.UUID,
) -> None:
    """Give a seat's vote to another seat; one given before ends. Asked again for the same two, nothing changes.

    `proxy_id` is made by whoever asks. Raises Forbidden, NotFound, Conflict, and Invalid for `holder`.
    """
    authorise(actor, "sittings.run")
    head = sitting_with_presence(session, meeting_id)
    roster, giver = seat_with_roster(session, head, seat_id)
    holder = seat_of(roster, holder_seat_id)
    asked_before = session.scalar(select(Proxy.id).where(Proxy.id == proxy_id)) is not None
    if asked_before or giver.proxy_holder == holder.id:
        return
    problem = proxy_problem(giver.state, holder.state, roster.proxies, proxy_rule(head, giver.body_id))
    if problem is not None:
        raise Invalid({"holder": problem}, problem)
    _end(session, clock, meeting_id, seat_id)
    session.execute(
        insert(Proxy)
        .values(
            tenant_id=session.tenant_id,
            id=proxy_id,
            meeting_id=meeting_id,
            seat_id=seat_id,
            holder_seat_id=holder_seat_id,
            given_at=clock.now(),
        )
        .on_conflict_do_nothing()
    )
    record(session, clock, actor, "proxy.given", "meeting", meeting_id, seat=str(seat_id), to=str(holder_seat_id))


def end_proxy(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, seat_id: uuid.UUID) -> None:
    """Take a vote back that was given away. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "sittings.run")
    head = sitting_with_presence(session, meeting_id)
    seat_with_roster(session, head, seat_id)
    if _end(session, clock, meeting_id, seat_id):
        record(session, clock, actor, "proxy.ended", "meeting", meeting_id, seat=str(seat_id))


def _end(session: TenantSession, clock: Clock, meeting_id: uuid.UUID, seat_id: uuid.UUID) -> bool:
    ended = session.execute(
        update(Proxy)
        .where(Proxy.meeting_id == meeting_id, Proxy.seat_id == seat_id, Proxy.ended_at.is_(None))
        .values(ended_at=clock.now())
        .returning(Proxy.id)
    ).first()
    return ended is not None
