"""Reminding of tasks: once a morning for each pact, and of each task once before, on, and after its deadline."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import insert

from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.ids import new_id
from paktum.core.languages import Language, as_language
from paktum.core.outbox import post_once
from paktum.domains.partners.tables import Organisation
from paktum.domains.people.tables import Account, Membership
from paktum.domains.tasks.rules import REMEMBERED, UNFINISHED, Occasion, reminder_due
from paktum.domains.tasks.tables import Task, TaskReminder
from paktum.domains.tenancy.tables import Tenant

REMIND: Final = "tasks.remind"
_HOUR: Final = time(7)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a person is reminded of."""

    task_id: uuid.UUID
    title: str
    origin: str
    due_on: date
    occasion: Occasion


@dataclass(frozen=True, slots=True)
class ReminderLetter:
    """One mail of a morning: to whom, in which language (None: the pact's), and the tasks in the order of deadlines.

    `signs_in` is False for an organisation: nobody there can open the task's page.
    """

    email: str
    language: Language | None
    signs_in: bool
    reminders: tuple[Reminder, ...]


def keep_reminding(session: TenantSession, clock: Clock) -> None:
    """See to it that the next morning reminds: one message of the outbox for each pact and day, asked for in advance."""
    zone = ZoneInfo(session.scalars(select(Tenant.timezone).where(Tenant.id == session.tenant_id)).one())
    now = clock.now().astimezone(zone)
    morning = datetime.combine(now.date(), _HOUR, zone)
    if morning <= now:
        morning = datetime.combine(now.date() + timedelta(days=1), _HOUR, zone)
    day = morning.date().isoformat()
    post_once(session, REMIND, day, {"day": day}, not_before=morning)


def keep_reminding_after_failure(session: TenantSession, clock: Clock, payload: Mapping[str, Any]) -> None:
    """Note that a morning was left after its last attempt: the next one reminds all the same."""
    keep_reminding(session, clock)


def letters_of_the_day(session: TenantSession, clock: Clock, today: date) -> list[ReminderLetter]:
    """The mails due on a day, each occasion written down so that it is never sent again; two statements and one for each
    reminder. Goes on asking for the next morning as long as any task has a deadline to remind of."""
    found = _unfinished(session, today)
    if found:
        keep_reminding(session, clock)
    by_address: dict[tuple[str, Language | None, bool], list[Reminder]] = {}
    for row in found:
        occasion = reminder_due(row.due_on, row.given_at.date(), today)
        email = row.member_email or row.organisation_email
        if occasion is None or not email or not _note(session, clock, row.id, occasion, row.due_on):
            continue
        language = as_language(row.language) if row.member_email else None
        address = (email, language, row.member_email is not None)
        by_address.setdefault(address, []).append(Reminder(row.id, row.title, row.origin, row.due_on, occasion))
    return [ReminderLetter(*address, tuple(reminders)) for address, reminders in by_address.items()]


def _unfinished(session: TenantSession, today: date) -> list[Any]:
    """Unfinished tasks whose deadline is near or was not long ago, with the addresses of those who have them."""
    zone = select(Tenant.timezone).where(Tenant.id == session.tenant_id).scalar_subquery()
    rows = session.execute(
        select(
            Task.id,
            Task.title,
            Task.origin,
            Task.due_on,
            func.timezone(zone, Task.created_at).label("given_at"),
            Account.email.label("member_email"),
            Account.language,
            func.nullif(Organisation.email, "").label("organisation_email"),
        )
        .outerjoin(Membership, and_(Membership.id == Task.membership_id, Membership.ended_at.is_(None)))
        .outerjoin(Account, and_(Account.id == Membership.account_id, Account.active))
        .outerjoin(Organisation, and_(Organisation.id == Task.organisation_id, Organisation.ended_at.is_(None)))
        .where(Task.state.in_(UNFINISHED), Task.due_on >= today - timedelta(days=REMEMBERED))
        .order_by(Task.due_on, Task.id)
    )
    return list(rows)


def _note(session: TenantSession, clock: Clock, task_id: uuid.UUID, occasion: Occasion, due_on: date) -> bool:
    """Write an occasion down; False when it was before."""
    written = session.execute(
        insert(TaskReminder)
        .values(
            tenant_id=session.tenant_id,
            id=new_id(),
            task_id=task_id,
            occasion=occasion,
            due_on=due_on,
            sent_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "task_id", "occasion", "due_on"])
        .returning(TaskReminder.id)
    )
    return written.first() is not None
