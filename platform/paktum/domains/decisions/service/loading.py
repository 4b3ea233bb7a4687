"""Loading what the verbs of decisions and referrals work on."""

import uuid

from sqlalchemy import select

from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, NotFound
from paktum.core.messages import msg
from paktum.domains.decisions.rules import ANNULLED
from paktum.domains.decisions.tables import Decision, Referral


def find_decision(session: TenantSession, decision_id: uuid.UUID) -> Decision:
    """The decision, held back from others who change it. Raises NotFound."""
    found = session.scalar(select(Decision).where(Decision.id == decision_id).with_for_update())
    if found is None:
        raise NotFound
    return found


def require_standing(decision: Decision) -> None:
    """Raise Conflict for a decision that was annulled with its vote."""
    if decision.annulled_because is not None:
        raise Conflict(ANNULLED)


def find_referral(session: TenantSession, referral_id: uuid.UUID) -> Referral:
    """The referral, held back from others who change it. Raises NotFound."""
    found = session.scalar(select(Referral).where(Referral.id == referral_id).with_for_update())
    if found is None:
        raise NotFound
    return found


def require_version(row: Decision | Referral, version: int) -> None:
    """Raise Conflict when somebody else saved the row after the person had opened it."""
    if row.version != version:
        raise Conflict(msg("Somebody else saved this meanwhile. Look at both versions and choose."))
