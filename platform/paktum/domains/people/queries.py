"""Reads of people, shaped for the members' page and for one's own account."""

import uuid
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.domains.people.passwords import hash_of_secret
from paktum.domains.people.tables import Account, AccountSession, Invitation, Membership
from paktum.domains.tenancy.tables import Tenant

_MEMBER: Final = (
    Membership.id,
    Membership.role,
    Membership.post,
    Membership.since,
    Membership.ended_at,
    Membership.version,
    Account.email,
)


def members(session: TenantSession, actor: Actor) -> Sequence[Row[*tuple[Any, ...]]]:
    """All members, those who left among them."""
    authorise(actor, "people.see")
    return session.execute(select(*_MEMBER).join(Account, Account.id == Membership.account_id)).all()


def member(session: TenantSession, actor: Actor, membership_id: uuid.UUID) -> Row[*tuple[Any, ...]]:
    """One present member; raises NotFound."""
    authorise(actor, "people.manage")
    found = session.execute(
        select(*_MEMBER)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.id == membership_id, Membership.ended_at.is_(None))
    ).first()
    if found is None:
        raise NotFound
    return found


def unanswered_invitations(session: TenantSession, actor: Actor) -> Sequence[Row[*tuple[Any, ...]]]:
    """The invitations that are neither accepted nor withdrawn, the newest first; some may be too old to open anything."""
    authorise(actor, "people.see")
    return session.execute(
        select(
            Invitation.id,
            Invitation.email,
            Invitation.role,
            Invitation.post,
            Invitation.created_at,
            Invitation.expires_at,
        )
        .where(Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
        .order_by(Invitation.created_at.desc())
    ).all()


def own_sessions(
    session: TenantSession, clock: Clock, actor: Actor, kept_secret: str
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The actor's open sessions at all pacts, the present one (`here`) first, then the newest."""
    authorise(actor, "people.own_account")
    here = AccountSession.secret_hash == hash_of_secret(kept_secret)
    return session.execute(
        select(
            AccountSession.browser,
            AccountSession.created_at,
            Tenant.name.label("pact"),
            Tenant.language.label("pact_language"),
            here.label("here"),
        )
        .join(Tenant, Tenant.id == AccountSession.tenant_id)
        .where(
            AccountSession.account_id == actor.account_id,
            AccountSession.revoked_at.is_(None),
            AccountSession.expires_at > clock.now(),
        )
        .order_by(here.desc(), AccountSession.created_at.desc())
        .limit(50)
    ).all()
