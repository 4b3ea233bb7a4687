"""Revisions of the work programme as subjects: a body adopts one by its decision."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, select

from paktum.core.actors import Actor
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.ids import SubjectRef
from paktum.core.languages import Language
from paktum.core.messages import msg
from paktum.core.periods import SpokenDay
from paktum.core.subjects import DecisionTold, Subject, SubjectKind
from paktum.domains.audit.service import record
from paktum.domains.decisions.service import standing_decision
from paktum.domains.meetings.queries import local_day
from paktum.domains.programme.tables import PlanRevision
from paktum.domains.tenancy.tables import Tenant

KIND: Final = "work_programme"
_ROWS: Final = (
    select(PlanRevision.id, PlanRevision.number, local_day(PlanRevision.made_at).label("made_on"))
    .select_from(PlanRevision)
    .join(Tenant, Tenant.id == PlanRevision.tenant_id)
)


def _describe(session: TenantSession, ids: Collection[uuid.UUID], language: Language) -> Mapping[uuid.UUID, Subject]:
    return {row.id: _subject(row) for row in session.execute(_ROWS.where(PlanRevision.id.in_(ids)))}


def _offered(session: TenantSession, language: Language) -> Sequence[Subject]:
    """The latest revision, as long as no body has decided on it."""
    latest = session.execute(_ROWS.add_columns(PlanRevision.outcome).order_by(PlanRevision.number.desc()).limit(1))
    return [_subject(row) for row in latest if row.outcome is None]


def _decided(session: TenantSession, clock: Clock, actor: Actor, subject_id: uuid.UUID, told: DecisionTold) -> None:
    """The revision is adopted or rejected; a later decision on it counts."""
    revision = session.scalar(select(PlanRevision).where(PlanRevision.id == subject_id).with_for_update())
    if revision is None:
        return
    revision.outcome, revision.decided_on, revision.decision_id = told.outcome, told.decided_on, told.decision_id
    facts = {"outcome": told.outcome, "decision": told.number}
    record(session, clock, actor, "programme.revision_decided", "plan_revision", subject_id, **facts)


def _annulled(session: TenantSession, clock: Clock, actor: Actor, subject_id: uuid.UUID, told: DecisionTold) -> None:
    """The decision before the annulled one counts again; where there is none, it is undecided."""
    revision = session.scalar(select(PlanRevision).where(PlanRevision.id == subject_id).with_for_update())
    heard = (told.outcome, told.decided_on, told.decision_id)
    if revision is None or (revision.outcome, revision.decided_on, revision.decision_id) != heard:
        return
    now = standing_decision(session, SubjectRef(KIND, subject_id))
    revision.outcome, revision.decided_on = (now.outcome, now.decided_on) if now else (None, None)
    revision.decision_id = now.decision_id if now else None
    record(session, clock, actor, "programme.revision_undecided", "plan_revision", subject_id, decision=told.number)


def _subject(row: Row[*tuple[Any, ...]]) -> Subject:
    day = SpokenDay(row.made_on)
    title = msg("Work programme, revision %(number)d of %(day)s", number=row.number, day=day)
    return Subject(SubjectRef(KIND, row.id), title, f"/programme/revisions/{row.id}")


WORK_PROGRAMME: Final = SubjectKind(KIND, msg("Work programme"), _describe, _offered, _decided, _annulled)
