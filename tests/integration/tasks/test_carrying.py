"""Carrying tasks from one agenda to the next until they are done, with what was said of each."""

import uuid
from datetime import UTC, date, datetime

from sqlalchemy import select

from paktum.core.clock import SystemClock
from paktum.core.ids import new_id
from paktum.domains.bodies.tables import Body
from paktum.domains.meetings.tables import AgendaItem, Meeting
from paktum.domains.tasks.service import (
    TaskDraft,
    add_task,
    carry_tasks,
    move_task,
    note_on_agenda,
    open_tasks_of,
    tasks_on_agenda,
)
from tests.support.pacts import Pact

CLOCK = SystemClock()


def body_of(pact: Pact) -> uuid.UUID:
    with pact.work() as session:
        found: uuid.UUID = session.scalars(select(Body.id).where(Body.code == "steering_group")).one()
    return found


def review_item(pact: Pact, day: int) -> uuid.UUID:
    with pact.work() as session:
        meeting = Meeting(
            id=new_id(),
            starts_at=datetime(2026, 12, day, 9, tzinfo=UTC),
            ends_at=datetime(2026, 12, day, 11, tzinfo=UTC),
        )
        session.add(meeting)
        session.flush()
        item = AgendaItem(id=new_id(), meeting_id=meeting.id, sequence=1, kind="task_review", title="Feladatok")
        session.add(item)
        return item.id


def test_a_task_comes_up_at_every_meeting_until_it_is_done(pact: Pact) -> None:
    body, actor = body_of(pact), pact.actor("officer")
    first, second, third = (review_item(pact, day) for day in (1, 8, 15))
    with pact.work() as session:
        own = add_task(session, CLOCK, actor, TaskDraft(title="Hirdesse ki", body_id=body))
        add_task(session, CLOCK, actor, TaskDraft(title="Másé"))
        assert carry_tasks(session, CLOCK, actor, first, [body]) == 1
        assert carry_tasks(session, CLOCK, actor, first, [body]) == 0
        note_on_agenda(session, CLOCK, actor, first, own, "Késik.")
        assert carry_tasks(session, CLOCK, actor, second, [body]) == 1
    with pact.work() as session:
        (shown,) = tasks_on_agenda(session, second)
        assert (shown.title, shown.agendas, shown.note) == ("Hirdesse ki", 1, "")
        assert tasks_on_agenda(session, first)[0].note == "Késik."
        assert open_tasks_of(session, [body])[0].agendas == 2
        move_task(session, CLOCK, actor, own, "done", today=date(2026, 12, 9), note="Kihirdetve.")
    with pact.work() as session:
        assert carry_tasks(session, CLOCK, actor, third, [body]) == 0
        assert tasks_on_agenda(session, second)[0].closing_note == "Kihirdetve."
