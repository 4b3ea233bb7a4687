"""Carrying tasks out: starting, finishing, dropping, opening again, and what is said about them."""

import uuid
from datetime import date
from typing import cast

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Forbidden, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.notices.service import notify
from paktum.domains.tasks.rules import TaskState, move_problem
from paktum.domains.tasks.service.giving import find_task
from paktum.domains.tasks.service.reminding import keep_reminding
from paktum.domains.tasks.tables import Task, TaskRemark


def move_task(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    task_id: uuid.UUID,
    wanted: TaskState,
    *,
    today: date,
    note: str = "",
) -> None:
    """Pass a task into another state; `note` says what came of it, or why it is dropped.

    Whoever has the task may start it, finish it and open it again; the office may all that, and drop it. `today` is the
    tenant's day. Asked for the state that it has, nothing happens.
    Raises Forbidden, NotFound, Conflict where the task's state does not allow it, and Invalid for `note`.
    """
    authorise(actor, "tasks.do")
    task = find_task(session, task_id)
    _require_own(actor, task, wanted)
    if task.state == wanted:
        return
    problem = move_problem(cast(TaskState, task.state), wanted)
    if problem is not None:
        raise Conflict(problem)
    if wanted == "dropped" and not note.strip():
        raise Invalid({"note": msg("Say why the task is dropped.")})
    task.state = wanted
    task.finished_on = today if wanted in ("done", "dropped") else None
    task.closing_note = note.strip() if wanted in ("done", "dropped") else ""
    record(
        session,
        clock,
        actor,
        {"open": "task.reopened", "in_progress": "task.started", "done": "task.done", "dropped": "task.dropped"}[
            wanted
        ],
        "task",
        task_id,
    )
    if wanted == "open" and task.due_on is not None:
        keep_reminding(session, clock)
    if wanted in ("done", "dropped"):
        _tell_giver(session, actor, task, wanted)


def remark_on_task(session: TenantSession, clock: Clock, actor: Actor, task_id: uuid.UUID, text: str) -> uuid.UUID:
    """Say something about a task; whoever gave it and whoever has it hear of it. Gives the remark's id.

    Raises Forbidden, NotFound, and Invalid for `text`.
    """
    authorise(actor, "tasks.do")
    task = find_task(session, task_id)
    if not actor.may("tasks.see_all") and task.membership_id != actor.membership_id:
        raise NotFound
    if not text.strip():
        raise Invalid({"text": msg("Write what you want to say.")})
    remark = TaskRemark(
        id=new_id(),
        task_id=task_id,
        membership_id=actor.membership_id,
        author=actor.post,
        text=text.strip(),
        made_at=clock.now(),
    )
    session.add(remark)
    record(session, clock, actor, "task.remarked", "task", task_id)
    for reader in {task.membership_id, task.created_by} - {actor.membership_id, None}:
        if reader is not None:
            notify(session, reader, msg("A remark on the task: %(title)s", title=task.title), f"/tasks/{task_id}")
    return remark.id


def _require_own(actor: Actor, task: Task, wanted: TaskState) -> None:
    own = task.membership_id is not None and task.membership_id == actor.membership_id
    if not own and not actor.may("tasks.see_all"):
        raise NotFound
    if not actor.may("tasks.keep") and (wanted == "dropped" or not own):
        raise Forbidden


def _tell_giver(session: TenantSession, actor: Actor, task: Task, state: TaskState) -> None:
    if task.created_by is None or task.created_by == actor.membership_id:
        return
    said = msg("A task is done: %(title)s", title=task.title)
    if state == "dropped":
        said = msg("A task was dropped: %(title)s", title=task.title)
    notify(session, task.created_by, said, f"/tasks/{task.id}")
