"""Mail that reminds of tasks, written each morning by the worker."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

from paktum.core.clock import today_in
from paktum.core.database import TenantSession, unit_of_work
from paktum.core.errors import NotFound
from paktum.core.ids import TenantId
from paktum.core.messages import Message, msg, nmsg
from paktum.core.periods import SpokenDay
from paktum.domains.notices.letters import queue_letter
from paktum.domains.tasks.rules import OCCASION_WORDS
from paktum.domains.tasks.service.reminding import ReminderLetter, letters_of_the_day
from paktum.domains.tenancy.queries import tenant_of_id
from paktum.web.context import House


def remind_of_tasks(
    app: Flask, tenant_id: TenantId, payload: Mapping[str, Any], once: Callable[[TenantSession], bool]
) -> None:
    """Carry out a `tasks.remind` message: the reminders of the day that it is now, one mail a person."""
    house: House = app.extensions["paktum"]
    with unit_of_work(app, tenant_id) as session:
        if not once(session):
            return
        tenant = tenant_of_id(session, tenant_id)
        if tenant is None:
            raise NotFound
        origin = house.settings.origin_of(tenant.host)
        for letter in letters_of_the_day(session, house.clock, today_in(house.clock, tenant.timezone)):
            queue_letter(
                app,
                session,
                template="tasks/mail/reminder",
                recipient=letter.email,
                subject=_subject(letter),
                language=letter.language or tenant.language,
                tenant=tenant,
                occasion_words=OCCASION_WORDS,
                reminders=letter.reminders,
                deadlines={
                    one.task_id: msg("Deadline: %(day)s.", day=SpokenDay(one.due_on)) for one in letter.reminders
                },
                address_of={
                    one.task_id: f"{origin}/tasks/{one.task_id}" for one in letter.reminders if letter.signs_in
                },
            )


def _subject(letter: ReminderLetter) -> Message:
    if len(letter.reminders) == 1:
        return msg("Task: %(title)s", title=letter.reminders[0].title)
    return nmsg("%(num)d task to remember", "%(num)d tasks to remember", len(letter.reminders))
