"""The life of a task: given, started, finished, opened again, remarked on; who may do what, and who hears of it."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from paktum.core.actors import Role
from paktum.core.clock import SystemClock
from paktum.core.errors import Conflict, Forbidden, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import message_from
from paktum.domains.bodies.tables import Body
from paktum.domains.notices.tables import Notice
from paktum.domains.tasks.rules import TaskState
from paktum.domains.tasks.service import (
    TaskDraft,
    TaskOrigin,
    add_task,
    edit_task,
    move_task,
    open_tasks_of,
    remark_on_task,
)
from paktum.domains.tasks.tables import Task, TaskRemark
from tests.support.pacts import Pact

CLOCK = SystemClock()
TODAY = date(2026, 11, 21)


def give(pact: Pact, *, to: Role | None = None, task_id: uuid.UUID | None = None, **more: object) -> uuid.UUID:
    draft = replace(TaskDraft(title="Küldje el a jegyzőkönyvet"), **more)  # type: ignore[arg-type]
    if to is not None:
        draft = replace(draft, membership_id=pact.actor(to).membership_id)
    with pact.work() as session:
        return add_task(session, CLOCK, pact.actor("officer"), draft, TaskOrigin(said="1/2018."), task_id)


def move(pact: Pact, task_id: uuid.UUID, wanted: TaskState, by: Role = "officer", note: str = "") -> None:
    with pact.work() as session:
        move_task(session, CLOCK, pact.actor(by), task_id, wanted, today=TODAY, note=note)


def task(pact: Pact, task_id: uuid.UUID) -> Task:
    with pact.work() as session:
        found: Task = session.scalars(select(Task).where(Task.id == task_id)).one()
        session.expunge(found)
    return found


def heard(pact: Pact, role: Role) -> Sequence[str]:
    with pact.work() as session:
        own = select(Notice.message).where(Notice.membership_id == pact.actor(role).membership_id)
        rows = session.scalars(own.order_by(Notice.created_at, Notice.id))
        return [message_from(row).key for row in rows]


def test_a_task_sent_twice_is_given_once(pact: Pact) -> None:
    own = new_id()
    assert give(pact, task_id=own, to="member") == give(pact, task_id=own, to="member") == own
    assert heard(pact, "member") == ["You have a task: %(title)s"]


def test_whoever_has_a_task_starts_and_finishes_it_and_the_giver_hears_of_it(pact: Pact) -> None:
    own = give(pact, to="member")
    move(pact, own, "in_progress", "member")
    move(pact, own, "done", "member", "Elküldve.")
    done = task(pact, own)
    assert (done.state, done.finished_on, done.closing_note) == ("done", TODAY, "Elküldve.")
    assert heard(pact, "officer") == ["A task is done: %(title)s"]


def test_nobody_but_the_office_moves_the_task_of_another(pact: Pact) -> None:
    own = give(pact)
    with pytest.raises(Forbidden):
        move(pact, own, "done", "member")
    with pytest.raises(NotFound):
        move(pact, own, "done", "partner")
    move(pact, own, "done", "head")
    assert task(pact, own).state == "done"


def test_a_task_is_dropped_by_the_office_alone_and_with_a_reason(pact: Pact) -> None:
    own = give(pact, to="member")
    with pytest.raises(Forbidden):
        move(pact, own, "dropped", "member", "nem kell")
    with pytest.raises(Invalid):
        move(pact, own, "dropped")
    move(pact, own, "dropped", note="A pályázat elmarad.")
    assert task(pact, own).closing_note == "A pályázat elmarad."


def test_a_finished_task_is_opened_again_before_anything_else(pact: Pact) -> None:
    own = give(pact)
    move(pact, own, "done")
    move(pact, own, "done")
    with pytest.raises(Conflict):
        move(pact, own, "dropped", note="mégsem")
    move(pact, own, "open")
    assert (task(pact, own).finished_on, task(pact, own).closing_note) == (None, "")


def test_a_second_editor_learns_that_the_task_was_saved_meanwhile(pact: Pact) -> None:
    own = give(pact)
    with pact.work() as session:
        edit_task(session, CLOCK, pact.actor(), own, 1, TaskDraft(title="Más", due_on=date(2026, 12, 1)))
    with pact.work() as session, pytest.raises(Conflict):
        edit_task(session, CLOCK, pact.actor(), own, 1, TaskDraft(title="Megint más"))
    assert task(pact, own).title == "Más"


def test_a_task_needs_words_and_somebody_of_the_pact(pact: Pact) -> None:
    with pytest.raises(Invalid) as refused:
        give(pact, title=" ", body_id=new_id(), organisation_id=new_id(), membership_id=new_id())
    assert set(refused.value.fields) == {"title", "body_id", "organisation_id", "membership_id"}


def test_a_remark_reaches_who_gave_the_task_and_who_has_it(pact: Pact) -> None:
    own = give(pact, to="member")
    with pact.work() as session:
        remark_on_task(session, CLOCK, pact.actor("head"), own, "A városházán átvehető.")
    with pact.work() as session:
        assert session.scalars(select(TaskRemark.text)).all() == ["A városházán átvehető."]
    assert heard(pact, "officer") == ["A remark on the task: %(title)s"]
    assert heard(pact, "member")[-1] == "A remark on the task: %(title)s"


def test_who_only_looks_on_says_nothing(pact: Pact) -> None:
    own = give(pact)
    with pact.work() as session, pytest.raises(Forbidden):
        remark_on_task(session, CLOCK, pact.actor("viewer"), own, "!")


def test_the_task_of_another_pact_is_not_there(pact: Pact, make_pact: Callable[[str], Pact]) -> None:
    own = give(pact)
    other = make_pact("liberec")
    with pytest.raises(NotFound):
        move(other, own, "done")


def test_the_open_tasks_of_a_body_come_in_the_order_of_their_deadlines(pact: Pact) -> None:
    with pact.work() as session:
        body = session.scalars(select(Body.id).where(Body.code == "steering_group")).one()
    give(pact, title="Ráér", body_id=body)
    give(pact, title="Később", body_id=body, due_on=date(2026, 12, 24))
    give(pact, title="Előbb", body_id=body, due_on=date(2026, 12, 1))
    move(pact, give(pact, title="Kész", body_id=body), "done")
    give(pact, title="Másé")
    with pact.work() as session:
        assert [one.title for one in open_tasks_of(session, [body])] == ["Előbb", "Később", "Ráér"]


def test_a_partner_says_nothing_of_the_task_of_another(pact: Pact) -> None:
    own = give(pact, to="member")
    with pact.work() as session, pytest.raises(NotFound):
        remark_on_task(session, CLOCK, pact.actor("partner"), own, "!")
