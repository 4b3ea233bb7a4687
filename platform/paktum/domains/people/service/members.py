"""Changing what members of the pact are, and ending memberships."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select, update

from paktum.core.actors import Actor, Role, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.people import rules
from paktum.domains.people.tables import AccountSession, Membership


@dataclass(frozen=True)
class MemberFacts:
    """What may be changed of a member, and the version it is at."""

    role: Role
    post: str
    version: int


class MemberChanged(Conflict):
    """Somebody else changed the member meanwhile; `present` is what stands there now."""

    def __init__(self, present: MemberFacts) -> None:
        super().__init__(msg("Somebody else changed this member while you were at it."))
        self.present = present


def change_member(
    session: TenantSession, clock: Clock, actor: Actor, membership_id: uuid.UUID, wanted: MemberFacts
) -> None:
    """Give a member another role or post; `wanted.version` is the one the actor saw.

    Raises NotFound, MemberChanged, or Invalid where the pact would be left without a head.
    """
    member = _held(session, actor, membership_id, wanted.version)
    if member.role != wanted.role:
        _refuse_unless_possible(session, actor, member, wanted.role)
        record(
            session, clock, actor, "membership.role_changed", "membership", member.id, old=member.role, new=wanted.role
        )
    if member.post != wanted.post:
        record(session, clock, actor, "membership.post_changed", "membership", member.id)
    member.role, member.post = wanted.role, wanted.post
    member.version += 1


def end_membership(session: TenantSession, clock: Clock, actor: Actor, membership_id: uuid.UUID, version: int) -> None:
    """End a membership; the person's sessions here end with it, what they did stays. Raises as `change_member` does."""
    member = _held(session, actor, membership_id, version)
    _refuse_unless_possible(session, actor, member, None)
    member.ended_at = clock.now()
    member.version += 1
    session.execute(
        update(AccountSession)
        .where(
            AccountSession.account_id == member.account_id,
            AccountSession.tenant_id == session.tenant_id,
            AccountSession.revoked_at.is_(None),
        )
        .values(revoked_at=clock.now())
    )
    record(session, clock, actor, "membership.ended", "membership", member.id, role=member.role)


def _held(session: TenantSession, actor: Actor, membership_id: uuid.UUID, version: int) -> Membership:
    authorise(actor, "people.manage")
    # The heads first and in one order: two heads who demote each other must not both succeed.
    session.execute(select(Membership.id).where(*_HEADS).order_by(Membership.id).with_for_update())
    member = session.scalar(
        select(Membership).where(Membership.id == membership_id, Membership.ended_at.is_(None)).with_for_update()
    )
    if member is None:
        raise NotFound
    if member.version != version:
        raise MemberChanged(MemberFacts(rules.as_role(member.role), member.post, member.version))
    return member


_HEADS = (Membership.role == "head", Membership.ended_at.is_(None))


def _refuse_unless_possible(session: TenantSession, actor: Actor, member: Membership, new: Role | None) -> None:
    heads = session.execute(select(func.count()).select_from(Membership).where(*_HEADS)).scalar_one()
    problem = rules.may_change_role(member.id == actor.membership_id, rules.as_role(member.role), new, heads)
    if problem:
        raise Invalid({"role": problem}, problem)
