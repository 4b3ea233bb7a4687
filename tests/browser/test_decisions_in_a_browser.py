"""Decisions, tasks and forwarded matters as people see them: no finding of axe, nothing that scrolls sideways."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from tests.browser.findings import findings_in_every_look
from tests.support.pacts import Pact
from tests.support.plans import enter, planned

if TYPE_CHECKING:
    from playwright.sync_api import Page


def addresses_of(pact: Pact) -> list[str]:
    """A pact's life in small: decisions in several states, tasks, a referral, two revisions; and the pages that show it."""
    from paktum.core.clock import SystemClock
    from paktum.core.subjects import DecisionTold
    from paktum.domains.bodies.tables import Body
    from paktum.domains.decisions.service import (
        ReferralDraft,
        TakenDecision,
        VoteCounts,
        forward,
        repeal_decision,
        take_decision,
    )
    from paktum.domains.programme.service.revisions import lock_revision
    from paktum.domains.programme.subjects import WORK_PROGRAMME
    from paktum.domains.programme.tables import PlanEntry
    from paktum.domains.tasks.service import TaskDraft, TaskOrigin, add_task, move_task, remark_on_task

    clock, head, officer, member = SystemClock(), pact.actor("head"), pact.actor("officer"), pact.actor("member")
    enter(pact, planned("session", 1), planned("session", 2))
    with pact.work() as session:
        bodies = session.scalars(select(Body.id).order_by(Body.sequence, Body.id).limit(2)).all()

        def take(title: str, day: date, **more: Any) -> Any:
            text = f"{title}.\nThe office carries it out and reports at the next meeting."
            taken = TakenDecision(body_id=bodies[0], title=title, text=text, decided_on=day, **more)
            return take_decision(session, clock, officer, taken)

        first = take("Founding of the body", date(2018, 10, 29), counts=VoteCounts(5, 0, 0), execution="none")
        second = take("Programme of the first year", date(2018, 10, 29), counts=VoteCounts(4, 0, 1))
        late = take("Call for employers", date(2026, 9, 14), counts=VoteCounts(3, 1, 1), due_on=date(2026, 11, 2))
        third = take("Programme of the second year", date(2019, 10, 7), counts=VoteCounts(5, 0, 0))
        repeal_decision(session, clock, head, second, third)
        origin = TaskOrigin(said="3/2026", decision_id=late)
        task = add_task(
            session,
            clock,
            officer,
            TaskDraft(
                title="Send the call to the employers of the district",
                text="By post and by mail.\nThe chamber helps with addresses.",
                membership_id=member.membership_id,
                body_id=bodies[0],
                due_on=date(2026, 11, 16),
            ),
            origin,
        )
        remark_on_task(session, clock, member, task, "The chamber has sent its list.")
        done = add_task(session, clock, officer, TaskDraft(title="Publish it", assignee="Press officer"), origin)
        move_task(session, clock, officer, done, "done", today=date(2026, 11, 9), note="It stands on the town's page.")
        draft = ReferralDraft(
            kind="recommendation",
            from_body_id=bodies[1],
            to_body_id=bodies[0],
            title="More courses for welders",
            text="Employers ask for welders more than anything else.",
        )
        referral = forward(session, clock, officer, draft)
        adopted = lock_revision(session, clock, officer)
        told = DecisionTold("carried", bodies[0], date(2018, 10, 29), first, "1/2018")
        WORK_PROGRAMME.decided(session, clock, officer, adopted, told)
        session.scalars(select(PlanEntry).limit(1)).one().place = "Kecskemét, Town Hall"
        session.flush()
        revision = lock_revision(session, clock, officer)
    return [
        "/",
        "/decisions",
        f"/decisions/{late}",
        f"/decisions/{second}",
        f"/decisions/{late}/execution",
        f"/decisions/{late}/publish",
        f"/decisions/{late}/repeal",
        f"/decisions/{second}/repeal",
        "/decisions/new",
        "/tasks",
        f"/tasks/{task}",
        f"/tasks/{done}",
        f"/tasks/{task}/edit",
        "/referrals",
        f"/referrals/{referral}",
        f"/referrals/{referral}/answer",
        f"/referrals/{referral}/withdraw",
        f"/referrals/new?decision={late}",
        "/programme/revisions",
        f"/programme/revisions/{revision}",
    ]


def test_axe_finds_nothing_on_pages_with_something_on_them(pact: Pact, open_page: "Callable[..., Page]") -> None:
    addresses = addresses_of(pact)
    page = open_page(pact, "/account", role="head")
    assert findings_in_every_look(page, addresses) == []
