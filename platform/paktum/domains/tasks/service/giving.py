"""Giving tasks to a person or an organisation, and changing what was asked."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.core.periods import FIRST_YEAR, LAST_YEAR
from paktum.domains.audit.service import record
from paktum.domains.bodies.tables import Body
from paktum.domains.notices.service import notify
from paktum.domains.partners.service import organisation_is_active
from paktum.domains.people.tables import Membership
from paktum.domains.tasks.service.reminding import keep_reminding
from paktum.domains.tasks.tables import Task

_LINE = 400


@dataclass(frozen=True, kw_only=True)
class TaskDraft:
    """What people enter of a task. Whose it is: a member of the tenant, an organisation, or a post or name as it was said."""

    title: str
    text: str = ""
    body_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    membership_id: uuid.UUID | None = None
    assignee: str = ""
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class TaskOrigin:
    """Where a task came from: `said` in the pact's words, such as the number of the decision that set it."""

    said: str = ""
    meeting_id: uuid.UUID | None = None
    agenda_item_id: uuid.UUID | None = None
    decision_id: uuid.UUID | None = None


_FROM_NOWHERE = TaskOrigin()


def add_task(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    draft: TaskDraft,
    origin: TaskOrigin = _FROM_NOWHERE,
    task_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Give a task and return its id; a member hears of it by a notice.

    A `task_id` made by the sender makes it safe to send twice: the second time changes nothing.
    Raises Forbidden, and Invalid by the fields of the draft.
    """
    authorise(actor, "tasks.keep")
    _check(session, draft, None)
    task_id = task_id or new_id()
    added = session.execute(
        insert(Task)
        .values(
            tenant_id=session.tenant_id,
            id=task_id,
            title=draft.title.strip(),
            text=draft.text.strip(),
            body_id=draft.body_id,
            meeting_id=origin.meeting_id,
            agenda_item_id=origin.agenda_item_id,
            decision_id=origin.decision_id,
            organisation_id=draft.organisation_id,
            membership_id=draft.membership_id,
            origin=origin.said.strip()[:_LINE],
            assignee=draft.assignee.strip(),
            due_on=draft.due_on,
            created_by=actor.membership_id,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "id"])
        .returning(Task.id)
    ).first()
    if added is not None:
        record(session, clock, actor, "task.given", "task", task_id)
        _tell(session, actor, draft, task_id)
        if draft.due_on is not None:
            keep_reminding(session, clock)
    return task_id


def edit_task(
    session: TenantSession, clock: Clock, actor: Actor, task_id: uuid.UUID, version: int, draft: TaskDraft
) -> None:
    """Change what is asked, of whom and until when. Raises Forbidden, NotFound, Conflict, and Invalid by the draft's
    fields."""
    authorise(actor, "tasks.keep")
    task = find_task(session, task_id)
    if task.version != version:
        raise Conflict(msg("Somebody else saved this meanwhile. Look at both versions and choose."))
    _check(session, draft, task)
    new_holder = draft.membership_id is not None and draft.membership_id != task.membership_id
    before = {"due_on": task.due_on.isoformat() if task.due_on else None}
    task.title, task.text, task.body_id = draft.title.strip(), draft.text.strip(), draft.body_id
    task.organisation_id, task.membership_id = draft.organisation_id, draft.membership_id
    task.assignee, task.due_on = draft.assignee.strip(), draft.due_on
    due = draft.due_on.isoformat() if draft.due_on else None
    record(session, clock, actor, "task.edited", "task", task_id, before=before, due_on=due)
    if new_holder:
        _tell(session, actor, draft, task_id)
    if draft.due_on is not None:
        keep_reminding(session, clock)


def find_task(session: TenantSession, task_id: uuid.UUID) -> Task:
    """The task, held back from others who change it. Raises NotFound."""
    found = session.scalar(select(Task).where(Task.id == task_id).with_for_update())
    if found is None:
        raise NotFound
    return found


def _tell(session: TenantSession, actor: Actor, draft: TaskDraft, task_id: uuid.UUID) -> None:
    if draft.membership_id is not None and draft.membership_id != actor.membership_id:
        notify(session, draft.membership_id, msg("You have a task: %(title)s", title=draft.title), f"/tasks/{task_id}")


def _check(session: TenantSession, draft: TaskDraft, present: Task | None) -> None:
    problems: dict[str, Message] = {}
    if not draft.title.strip():
        problems["title"] = msg("Say what is to be done.")
    elif len(draft.title.strip()) > _LINE:
        problems["title"] = msg("Use at most %(number)d characters.", number=_LINE)
    if draft.due_on is not None and not FIRST_YEAR <= draft.due_on.year <= LAST_YEAR:
        problems["due_on"] = msg("The time is between %(first)d and %(last)d.", first=FIRST_YEAR, last=LAST_YEAR)
    if len(draft.assignee.strip()) > _LINE:
        problems["assignee"] = msg("Use at most %(number)d characters.", number=_LINE)
    if draft.body_id is not None and session.scalar(select(Body.id).where(Body.id == draft.body_id)) is None:
        problems["body_id"] = msg("Choose one of the list.")
    kept_organisation = present is not None and present.organisation_id == draft.organisation_id
    if draft.organisation_id and not kept_organisation and not organisation_is_active(session, draft.organisation_id):
        problems["organisation_id"] = msg("Choose an organisation that works with us.")
    kept_member = present is not None and present.membership_id == draft.membership_id
    if draft.membership_id and not kept_member and not _is_member(session, draft.membership_id):
        problems["membership_id"] = msg("Choose one of the list.")
    if problems:
        raise Invalid(problems)


def _is_member(session: TenantSession, membership_id: uuid.UUID) -> bool:
    present = select(Membership.id).where(Membership.id == membership_id, Membership.ended_at.is_(None))
    return session.scalar(present) is not None
