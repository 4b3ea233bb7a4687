"""New versions of charters."""

import uuid
from datetime import date

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid
from paktum.core.ids import new_id
from paktum.domains.audit.service import record
from paktum.domains.bodies.rules import day_before, new_charter_problem
from paktum.domains.bodies.service.loading import find_body
from paktum.domains.bodies.tables import Charter
from paktum.plugin.specs import CharterRules


def change_charter(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    body_id: uuid.UUID,
    rules: CharterRules,
    valid_from: date,
    source: str,
) -> uuid.UUID:
    """Let a body follow new rules from a day on; the rules before end the day before and stay readable.

    `source` says where the rules come from, such as the number of the decision. Gives the id of the new version.
    Raises Forbidden, NotFound, and Invalid for `valid_from`.
    """
    authorise(actor, "bodies.found")
    find_body(session, body_id, lock=True)
    versions = session.scalars(select(Charter).where(Charter.body_id == body_id).order_by(Charter.valid_from)).all()
    problem = new_charter_problem((version.valid_from for version in versions), valid_from)
    if problem:
        raise Invalid({"valid_from": problem})
    if versions:
        versions[-1].valid_until = day_before(valid_from)
    charter = Charter(
        id=new_id(),
        body_id=body_id,
        valid_from=valid_from,
        rules=rules.model_dump(mode="json", exclude_defaults=True),
        source=source,
    )
    session.add(charter)
    record(session, clock, actor, "charter.changed", "body", body_id, valid_from=valid_from.isoformat())
    return charter.id
