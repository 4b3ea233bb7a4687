"""Locking the programme as it stands, so that a body can adopt it."""

import uuid

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict
from paktum.core.ids import new_id
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.programme.queries import PlanRow, plan_rows
from paktum.domains.programme.revision_rules import LockedEntry, content_of, digest_of
from paktum.domains.programme.tables import PlanRevision


def lock_revision(session: TenantSession, clock: Clock, actor: Actor) -> uuid.UUID:
    """Lock the programme as it stands under the next number and give the revision's id.

    Where nothing was changed since the latest one and no body has decided on it yet, that one is given: a review that
    finds nothing to change is a revision too. Raises Forbidden, and Conflict for an empty plan.
    """
    authorise(actor, "programme.write")
    # Two who lock at once wait for each other here, so that no number is given twice.
    session.one_at_a_time("plan_revision")
    content = content_of(locked_entry(row) for row in plan_rows(session))
    if not content["entries"]:
        raise Conflict(msg("The programme is empty: there is nothing to bring before a body."))
    digest = digest_of(content)
    latest = session.scalars(select(PlanRevision).order_by(PlanRevision.number.desc()).limit(1)).first()
    if latest is not None and latest.outcome is None and latest.sha256 == digest:
        return latest.id
    revision = PlanRevision(
        id=new_id(),
        number=latest.number + 1 if latest else 1,
        content=content,
        sha256=digest,
        made_at=clock.now(),
        made_by=actor.membership_id,
    )
    session.add(revision)
    session.flush()
    record(session, clock, actor, "programme.revision_locked", "plan_revision", revision.id, sha256=digest)
    return revision.id


def locked_entry(row: PlanRow) -> LockedEntry:
    """An entry of the plan in the values that a revision holds."""
    return LockedEntry(
        id=str(row.id),
        kind=row.kind,
        sequence=row.sequence,
        title=row.title,
        body=row.body,
        period=(row.planned.start.isoformat(), row.planned.end.isoformat(), row.planned.precision.value),
        place=row.place,
        purpose=row.purpose,
        results_text=row.results_text,
        counted=tuple((measure, least) for measure, least, _ in row.results),
        audiences=tuple(str(one["text"]) for one in row.audiences),
        cancelled=row.cancelled,
    )
