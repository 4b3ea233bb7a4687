"""Probes for the routes of decisions, referrals, tasks and revisions: how to get the ids that another pact has."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.support.pacts import Pact


def _bodies(there: Pact) -> tuple[Any, Any]:
    from sqlalchemy import select

    from paktum.domains.bodies.tables import Body

    with there.work() as session:
        first, second = session.scalars(select(Body.id).order_by(Body.sequence, Body.id).limit(2)).all()
    return first, second


def a_decision(there: Pact) -> Mapping[str, Any]:
    from paktum.core.clock import SystemClock
    from paktum.domains.decisions.service import TakenDecision, take_decision

    body_id, _ = _bodies(there)
    taken = TakenDecision(body_id=body_id, text="Elfogadja.", decided_on=date(2026, 11, 2), due_on=date(2026, 11, 20))
    with there.work() as session:
        return {"decision_id": take_decision(session, SystemClock(), there.actor(), taken)}


def a_referral(there: Pact) -> Mapping[str, Any]:
    from paktum.core.clock import SystemClock
    from paktum.domains.decisions.service import ReferralDraft, forward

    first, second = _bodies(there)
    draft = ReferralDraft(kind="matter", from_body_id=first, to_body_id=second, title="Javaslat")
    with there.work() as session:
        return {"referral_id": forward(session, SystemClock(), there.actor(), draft)}


def a_task(there: Pact) -> Mapping[str, Any]:
    from paktum.core.clock import SystemClock
    from paktum.domains.tasks.service import TaskDraft, add_task

    draft = TaskDraft(title="Küldje el", due_on=date(2026, 11, 20))
    with there.work() as session:
        return {"task_id": add_task(session, SystemClock(), there.actor(), draft)}


def a_revision(there: Pact) -> Mapping[str, Any]:
    from paktum.core.clock import SystemClock
    from paktum.domains.programme.service.revisions import lock_revision
    from tests.support.plans import enter, planned

    enter(there, planned("session", 1))
    with there.work() as session:
        return {"revision_id": lock_revision(session, SystemClock(), there.actor())}


DECISION_PROBES: Mapping[str, Any] = {
    **dict.fromkeys(
        (
            "decisions.decision",
            "decisions.execution",
            "decisions.extract",
            "decisions.follow_execution",
            "decisions.give_task",
            "decisions.new_task",
            "decisions.publish",
            "decisions.publishing",
            "decisions.repeal",
            "decisions.repealing",
            "decisions.withdraw",
        ),
        a_decision,
    ),
    **dict.fromkeys(
        (
            "referrals.answer",
            "referrals.answering",
            "referrals.referral",
            "referrals.take_up",
            "referrals.withdraw",
            "referrals.withdrawing",
        ),
        a_referral,
    ),
    **dict.fromkeys(
        (
            "tasks.drop_task",
            "tasks.edit_task",
            "tasks.finish_task",
            "tasks.remark",
            "tasks.reopen_task",
            "tasks.save_task",
            "tasks.start_task",
            "tasks.task",
        ),
        a_task,
    ),
    "programme.revision": a_revision,
}
