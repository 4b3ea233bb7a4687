"""Reads of tasks: the list with its filters, one task with what was said of it, and the tasks of a decision or a meeting."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Row, Select, func, literal, select, union_all
from sqlalchemy.orm import aliased

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.ids import MembershipId, as_id
from paktum.core.languages import Language, sort_key
from paktum.core.messages import Message
from paktum.core.search import has_words
from paktum.domains.bodies.tables import Body
from paktum.domains.partners.tables import Organisation
from paktum.domains.people.tables import Membership
from paktum.domains.tasks.rules import STATE_LABELS, STATE_LOOKS, STATES, UNFINISHED, TaskState, is_late
from paktum.domains.tasks.tables import Task, TaskOnAgenda, TaskRemark

PAGE: Final = 50


@dataclass(frozen=True)
class TaskFilter:
    """What the list shows: one's own or all tasks, a state (or `late`; empty: the unfinished), a body, words in them."""

    mine: bool = False
    state: str = ""
    body: uuid.UUID | None = None
    text: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "TaskFilter":
        """The filter that an address carries; what it does not understand is left out."""
        state = arguments.get("state", "")
        return cls(
            mine=arguments.get("whose", "") == "mine",
            state=state if state in (*STATES, "late", "all") else "",
            body=as_id(arguments.get("body")),
            text=" ".join(arguments.get("text", "").split())[:100],
        )

    def arguments(self, **changed: str) -> dict[str, str]:
        """The filter as an address carries it, with some of it changed; empty parts are left out."""
        present = {
            "whose": "mine" if self.mine else "",
            "state": self.state,
            "body": str(self.body or ""),
            "text": self.text,
            **changed,
        }
        return {name: value for name, value in present.items() if value}

    @property
    def narrows(self) -> bool:
        return bool(self.arguments())


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as lists show it: whose it is in words, its state with the look of it, on how many agendas it was."""

    id: uuid.UUID
    title: str
    holder: str
    body: str
    origin: str
    due_on: date | None
    state: TaskState
    late: bool
    finished_on: date | None
    agendas: int = 0

    @property
    def look(self) -> str:
        return "late" if self.late else STATE_LOOKS[self.state]

    @property
    def state_words(self) -> Message:
        return STATE_LABELS[self.state]


_HOLDER: Final = func.concat_ws(
    ", ",
    func.nullif(func.coalesce(Membership.post, ""), ""),
    func.nullif(Task.assignee, ""),
    func.nullif(func.coalesce(Organisation.name, ""), ""),
)


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Task.id,
            Task.title,
            _HOLDER.label("holder"),
            func.coalesce(Body.name, "").label("body"),
            Task.origin,
            Task.due_on,
            Task.state,
            Task.finished_on,
            select(func.count())
            .where(TaskOnAgenda.task_id == Task.id)
            .correlate(Task)
            .scalar_subquery()
            .label("agendas"),
            func.count().over().label("total"),
        )
        .select_from(Task)
        .outerjoin(Membership, Membership.id == Task.membership_id)
        .outerjoin(Organisation, Organisation.id == Task.organisation_id)
        .outerjoin(Body, Body.id == Task.body_id)
    )


def _line(row: Row[*tuple[Any, ...]], today: date) -> TaskLine:
    state = cast(TaskState, row.state)
    late = is_late(state, row.due_on, today)
    return TaskLine(
        row.id,
        row.title,
        row.holder,
        row.body,
        row.origin,
        row.due_on,
        state,
        late,
        row.finished_on,
        row.agendas,
    )


def task_list(
    session: TenantSession,
    wanted: TaskFilter,
    membership_id: MembershipId | None,
    today: date,
    page: int | None = 1,
) -> tuple[list[TaskLine], int]:
    """A page (from 1; None: all) of the tasks of a filter, those due first at the top, and their number; one statement."""
    statement = _lines().where(*_conditions(wanted, membership_id, today))
    unfinished = Task.state.in_(UNFINISHED)
    statement = statement.order_by(unfinished.desc(), Task.due_on.nulls_last(), Task.created_at, Task.id)
    if page is not None:
        statement = statement.limit(PAGE).offset((page - 1) * PAGE)
    rows = session.execute(statement).all()
    return [_line(row, today) for row in rows], rows[0].total if rows else 0


def _conditions(wanted: TaskFilter, membership_id: MembershipId | None, today: date) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if wanted.mine:
        where.append(Task.membership_id == membership_id)
    if wanted.state in ("", "late"):
        where.append(Task.state.in_(UNFINISHED))
    elif wanted.state != "all":
        where.append(Task.state == wanted.state)
    if wanted.state == "late":
        where.append(Task.due_on < today)
    if wanted.body is not None:
        where.append(Task.body_id == wanted.body)
    if wanted.text:
        columns = (Task.title, Task.text, Task.origin, Task.assignee, Organisation.name)
        where.append(has_words(wanted.text, *columns))
    return where


def tasks_of_decision(session: TenantSession, decision_id: uuid.UUID, today: date) -> list[TaskLine]:
    """The tasks that a decision set, in the order in which they were given; one statement."""
    rows = session.execute(_lines().where(Task.decision_id == decision_id).order_by(Task.created_at, Task.id))
    return [_line(row, today) for row in rows]


def bodies_with_tasks(session: TenantSession, language: Language) -> list[tuple[str, str]]:
    """Bodies that have tasks, as (id, name), in the order of the reader's alphabet; one statement."""
    having = select(Task.body_id).where(Task.body_id.is_not(None))
    return _sorted(session.execute(select(Body.id, Body.name).where(Body.id.in_(having))), language)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said about a task."""

    author: str
    text: str
    made_at: datetime


@dataclass(frozen=True)
class TaskPage:
    """A task with everything that its page and its forms show."""

    id: uuid.UUID
    title: str
    text: str
    body: tuple[uuid.UUID, str] | None
    organisation: tuple[uuid.UUID, str] | None
    membership_id: uuid.UUID | None
    post: str
    assignee: str
    given_by: str
    meeting_id: uuid.UUID | None
    decision_id: uuid.UUID | None
    origin: str
    due_on: date | None
    state: TaskState
    finished_on: date | None
    closing_note: str
    created_at: datetime
    version: int
    remarks: tuple[Remark, ...]


def task_page(session: TenantSession, task_id: uuid.UUID) -> TaskPage:
    """One task with its remarks, in two statements. Raises NotFound."""
    giver = aliased(Membership)
    row = session.execute(
        select(
            Task,
            Body.name.label("body"),
            Organisation.name.label("organisation"),
            Membership.post.label("post"),
            giver.post.label("given_by"),
        )
        .outerjoin(Membership, Membership.id == Task.membership_id)
        .outerjoin(giver, giver.id == Task.created_by)
        .outerjoin(Organisation, Organisation.id == Task.organisation_id)
        .outerjoin(Body, Body.id == Task.body_id)
        .where(Task.id == task_id)
    ).first()
    if row is None:
        raise NotFound
    said = session.execute(
        select(TaskRemark.author, TaskRemark.text, TaskRemark.made_at)
        .where(TaskRemark.task_id == task_id)
        .order_by(TaskRemark.made_at, TaskRemark.id)
    )
    task: Task = row.Task
    return TaskPage(
        id=task.id,
        title=task.title,
        text=task.text,
        body=(task.body_id, row.body) if task.body_id else None,
        organisation=(task.organisation_id, row.organisation) if task.organisation_id else None,
        membership_id=task.membership_id,
        post=row.post or "",
        assignee=task.assignee,
        given_by=row.given_by or "",
        meeting_id=task.meeting_id,
        decision_id=task.decision_id,
        origin=task.origin,
        due_on=task.due_on,
        state=cast(TaskState, task.state),
        finished_on=task.finished_on,
        closing_note=task.closing_note,
        created_at=task.created_at,
        version=task.version,
        remarks=tuple(Remark(one.author, one.text, one.made_at) for one in said),
    )


@dataclass(frozen=True)
class Holders:
    """Whom a task may be given to: members, organisations and, for the body it belongs to, bodies; (id, name) each."""

    members: Sequence[tuple[str, str]]
    organisations: Sequence[tuple[str, str]]
    bodies: Sequence[tuple[str, str]]


def holders(session: TenantSession, language: Language, beside: TaskPage | None = None) -> Holders:
    """Those a task may be given to today, and those who have the task `beside` already; one statement."""
    organisation = beside.organisation[0] if beside and beside.organisation else None
    body = beside.body[0] if beside and beside.body else None
    member = beside.membership_id if beside else None
    rows = session.execute(
        union_all(
            select(literal("member").label("kind"), Membership.id, Membership.post.label("name")).where(
                Membership.ended_at.is_(None) | (Membership.id == member)
            ),
            select(literal("organisation"), Organisation.id, Organisation.name).where(
                Organisation.ended_at.is_(None) | (Organisation.id == organisation)
            ),
            select(literal("body"), Body.id, Body.name).where(Body.ended_on.is_(None) | (Body.id == body)),
        )
    ).all()

    def of(kind: str) -> list[tuple[str, str]]:
        return _sorted(((row.id, row.name) for row in rows if row.kind == kind), language)

    return Holders(of("member"), of("organisation"), of("body"))


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task as the first page lists it."""

    id: uuid.UUID
    title: str
    holder: str
    origin: str
    due_on: date
    own: bool


def due_tasks(
    session: TenantSession, membership_id: MembershipId | None, *, everybodys: bool, until: date, today: date
) -> list[DueTask]:
    """One's own unfinished tasks due by a day, and with `everybodys` all that are late; those due first at the top."""
    own = Task.membership_id == membership_id
    shown = (own | (Task.due_on < today)) if everybodys else own
    rows = session.execute(
        _lines()
        .add_columns(own.label("own"))
        .where(Task.state.in_(UNFINISHED), Task.due_on <= until, shown)
        .order_by(Task.due_on, Task.id)
        .limit(60)
    )
    return [DueTask(row.id, row.title, row.holder, row.origin, row.due_on, bool(row.own)) for row in rows]


def _sorted(rows: Any, language: Language) -> list[tuple[str, str]]:
    key = sort_key(language)
    return sorted(((str(row[0]), row[1]) for row in rows), key=lambda choice: key(choice[1]))
