"""Carrying tasks from one agenda to the next until they are done: what is open for a body, and what was said about it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from sqlalchemy import ColumnElement, Uuid, and_, func, literal, select
from sqlalchemy.dialects.postgresql import insert

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid
from paktum.core.ids import new_id
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.partners.tables import Organisation
from paktum.domains.tasks.rules import UNFINISHED, TaskState
from paktum.domains.tasks.service.giving import find_task
from paktum.domains.tasks.tables import Task, TaskOnAgenda

LONGEST_NOTE: Final = 2000


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task as an agenda shows it: whose it is (a post, a name, an organisation), until when, and on how many agendas it
    was before. `note` is what was said of it on the agenda at hand; empty where there is none."""

    id: uuid.UUID
    title: str
    assignee: str
    organisation: str
    due_on: date | None
    state: TaskState
    body_id: uuid.UUID | None
    origin: str
    agendas: int
    closing_note: str = ""
    note: str = ""


def open_tasks_of(session: TenantSession, body_ids: Collection[uuid.UUID]) -> list[OpenTask]:
    """The unfinished tasks of bodies, those due first at the top, in one statement."""
    return _tasks(session, Task.body_id.in_(body_ids), Task.state.in_(UNFINISHED))


def tasks_on_agenda(session: TenantSession, agenda_item_id: uuid.UUID) -> list[OpenTask]:
    """The tasks that are looked at under an agenda item, finished ones too, with what was said of each; one statement."""
    return _tasks(session, item_id=agenda_item_id)


def carry_tasks(
    session: TenantSession, clock: Clock, actor: Actor, agenda_item_id: uuid.UUID, body_ids: Collection[uuid.UUID]
) -> int:
    """Put every unfinished task of bodies under an agenda item (the standing one, `task_review`); those there stay.

    Gives how many were added; done again, it adds only what came since. Raises Forbidden.
    """
    authorise(actor, "tasks.keep")
    due = select(Task.tenant_id, func.gen_random_uuid(), Task.id, literal(agenda_item_id, Uuid)).where(
        Task.body_id.in_(body_ids), Task.state.in_(UNFINISHED)
    )
    added = session.scalars(
        insert(TaskOnAgenda)
        .from_select(["tenant_id", "id", "task_id", "agenda_item_id"], due)
        .on_conflict_do_nothing(index_elements=["tenant_id", "task_id", "agenda_item_id"])
        .returning(TaskOnAgenda.id)
    ).all()
    if added:
        record(session, clock, actor, "task.carried", "agenda_item", agenda_item_id, tasks=len(added))
    return len(added)


def note_on_agenda(
    session: TenantSession, clock: Clock, actor: Actor, agenda_item_id: uuid.UUID, task_id: uuid.UUID, note: str
) -> None:
    """Keep what was said of a task under an agenda item; the task comes under it if it was not there. Raises Forbidden,
    NotFound, and Invalid for `note`."""
    authorise(actor, "tasks.keep")
    find_task(session, task_id)
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": msg("This text is longer than %(most)d characters.", most=LONGEST_NOTE)})
    session.execute(
        insert(TaskOnAgenda)
        .values(
            tenant_id=session.tenant_id,
            id=new_id(),
            task_id=task_id,
            agenda_item_id=agenda_item_id,
            note=note.strip(),
        )
        .on_conflict_do_update(index_elements=["tenant_id", "task_id", "agenda_item_id"], set_={"note": note.strip()})
    )
    record(session, clock, actor, "task.noted_on_agenda", "task", task_id)


def _tasks(session: TenantSession, *where: ColumnElement[bool], item_id: uuid.UUID | None = None) -> list[OpenTask]:
    on_agendas = select(func.count()).where(TaskOnAgenda.task_id == Task.id).correlate(Task)
    statement = select(
        Task.id,
        Task.title,
        Task.assignee,
        func.coalesce(Organisation.name, "").label("organisation"),
        Task.due_on,
        Task.state,
        Task.body_id,
        Task.origin,
        Task.closing_note,
    ).outerjoin(Organisation, Organisation.id == Task.organisation_id)
    if item_id is None:
        statement = statement.add_columns(literal("").label("note"))
    else:
        here = TaskOnAgenda.__table__.alias("here")
        statement = statement.add_columns(here.c.note).join(
            here, and_(here.c.task_id == Task.id, here.c.agenda_item_id == item_id)
        )
        on_agendas = on_agendas.where(TaskOnAgenda.agenda_item_id != item_id)
    rows = session.execute(
        statement.add_columns(on_agendas.scalar_subquery().label("agendas"))
        .where(*where)
        .order_by(Task.due_on.nulls_last(), Task.created_at, Task.id)
    )
    return [
        OpenTask(
            id=row.id,
            title=row.title,
            assignee=row.assignee,
            organisation=row.organisation,
            due_on=row.due_on,
            state=cast(TaskState, row.state),
            body_id=row.body_id,
            origin=row.origin,
            agendas=row.agendas,
            closing_note=row.closing_note,
            note=row.note,
        )
        for row in rows
    ]
