"""Keeping decisions: following their execution, publishing and withdrawing them, repealing them by a later one."""

import uuid
from datetime import date
from typing import cast

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.decisions.rules import Execution, execution_problems, is_unfinished, repeal_problem
from paktum.domains.decisions.service.loading import find_decision, require_standing, require_version


def follow_execution(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    decision_id: uuid.UUID,
    version: int,
    execution: Execution,
    note: str,
    due_on: date | None,
) -> None:
    """Say how far a decision is executed, what came of it, and until when it is to be done.

    Raises Forbidden, NotFound, Conflict, and Invalid by `execution`, `execution_note`, `due_on`.
    """
    authorise(actor, "decisions.keep")
    decision = find_decision(session, decision_id)
    require_version(decision, version)
    require_standing(decision)
    repealed = decision.repealed_by_id is not None
    problems = execution_problems(execution, note, due_on, decision.decided_on, repealed=repealed)
    if problems:
        raise Invalid(problems)
    before = decision.execution
    decision.execution, decision.execution_note, decision.due_on = execution, note, due_on
    record(session, clock, actor, "decision.followed", "decision", decision_id, before=before, execution=execution)


def publish_decision(
    session: TenantSession, clock: Clock, actor: Actor, decision_id: uuid.UUID, version: int, public_text: str
) -> None:
    """Publish a decision in the words given, from which what is personal was left out; again, to change those words.

    Raises Forbidden, NotFound, Conflict, and Invalid for `public_text`.
    """
    authorise(actor, "decisions.publish")
    decision = find_decision(session, decision_id)
    require_version(decision, version)
    require_standing(decision)
    if not public_text:
        raise Invalid({"public_text": msg("A published decision needs a text.")})
    decision.published_at = decision.published_at or clock.now()
    decision.public_text = public_text
    record(session, clock, actor, "decision.published", "decision", decision_id, shortened=public_text != decision.text)


def withdraw_decision(session: TenantSession, clock: Clock, actor: Actor, decision_id: uuid.UUID) -> None:
    """Take a decision out of the public again; the words it was published in are kept. Raises Forbidden, NotFound."""
    authorise(actor, "decisions.publish")
    decision = find_decision(session, decision_id)
    if decision.published_at is not None:
        decision.published_at = None
        record(session, clock, actor, "decision.withdrawn", "decision", decision_id)


def repeal_decision(
    session: TenantSession, clock: Clock, actor: Actor, decision_id: uuid.UUID, by_id: uuid.UUID
) -> None:
    """Note that a later decision of the same body repeals this one; what of it was not executed yet lapses.

    Raises Forbidden, NotFound, Conflict where it was repealed already, and Invalid for `by_id`.
    """
    authorise(actor, "decisions.publish")
    decision = find_decision(session, decision_id)
    require_standing(decision)
    if decision.repealed_by_id is not None:
        raise Conflict(msg("This decision was repealed already."))
    if by_id == decision_id:
        raise Invalid({"by_id": msg("A decision cannot repeal itself.")})
    later = find_decision(session, by_id)
    if later.annulled_because is not None:
        raise Invalid({"by_id": msg("That decision was annulled: it repeals nothing.")})
    problem = repeal_problem(decision.body_id, decision.decided_on, later.body_id, later.decided_on)
    if problem is not None:
        raise Invalid({"by_id": problem})
    decision.repealed_by_id = later.id
    if is_unfinished(cast(Execution, decision.execution)):
        decision.execution = "lapsed"
    record(session, clock, actor, "decision.repealed", "decision", decision_id, by=later.number)
