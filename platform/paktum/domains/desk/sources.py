"""Who says what is due: a list of the domains below, each a function from what the page has read to due items."""

import uuid
from collections.abc import Sequence
from typing import Final, Protocol

from paktum.core.actors import Actor
from paktum.core.database import TenantSession
from paktum.core.due import DueItem
from paktum.core.periods import Period
from paktum.core.working_days import working_days_of
from paktum.domains.decisions.due import due_items as decision_items
from paktum.domains.meetings.cadence_queries import chartered_bodies
from paktum.domains.meetings.due import LOOKS_BACK, Watch, cadence_items
from paktum.domains.meetings.due import due_items as meeting_items
from paktum.domains.meetings.inviting_due import due_items as invitation_items
from paktum.domains.meetings.listing_queries import all_meetings
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.minutes.due import due_items as minutes_items
from paktum.domains.programme.due import due_items as programme_items
from paktum.domains.programme.plan_page import Reader
from paktum.domains.programme.queries import PlanRow
from paktum.domains.programme.review_due import review_items
from paktum.domains.programme.revision_queries import latest_revision
from paktum.domains.tasks.due import due_items as task_items
from paktum.web.context import current_tenant, house


class DueSource(Protocol):
    """Gives a domain's items for a reader; `plan` is the programme that the page has read, for all to use."""

    def __call__(
        self, session: TenantSession, plan: Sequence[PlanRow], reader: Reader, actor: Actor
    ) -> list[DueItem]: ...


def _programme(session: TenantSession, plan: Sequence[PlanRow], reader: Reader, actor: Actor) -> list[DueItem]:
    may_write = actor.may("programme.write")
    items = programme_items(plan, reader, may_write=may_write)
    # Asked only for those who keep the plan, where a rule asks for reviews of it.
    if may_write and plan and reader.words.plan_review is not None:
        items += review_items(plan, latest_revision(session), reader, current_tenant().timezone)
    return items


def _meetings(session: TenantSession, plan: Sequence[PlanRow], reader: Reader, actor: Actor) -> list[DueItem]:
    clock = house().clock
    rows = all_meetings(session, since=clock.now() - LOOKS_BACK)
    if not rows and not plan:
        # A pact that has entered nothing yet is not told what it misses.
        return []
    watch = Watch(
        reader.today,
        clock.now(),
        working_days_of(reader.words.country),
        chartered_bodies(session, reader.today),
        reader.words.language,
        may_keep=actor.may("meetings.keep"),
    )
    planned: dict[uuid.UUID, list[Period]] = {}
    for row in plan:
        if row.body_id is not None and row.meeting is None and not row.cancelled:
            planned.setdefault(row.body_id, []).append(row.effective)
    items = [*meeting_items(rows, watch), *cadence_items(rows, planned, watch)]
    # Asked only where a meeting waits for its minutes to be approved.
    if any(row.state is MeetingState.MINUTES_DRAFTED for row in rows):
        items += minutes_items(session, actor, reader.today, watch.is_working_day)
    return items


def _decisions(session: TenantSession, plan: Sequence[PlanRow], reader: Reader, actor: Actor) -> list[DueItem]:
    return decision_items(session, actor, reader.today, current_tenant().timezone, reader.words.language)


def _tasks(session: TenantSession, plan: Sequence[PlanRow], reader: Reader, actor: Actor) -> list[DueItem]:
    return task_items(session, actor, reader.today, reader.words.language)


def _invitations(session: TenantSession, plan: Sequence[PlanRow], reader: Reader, actor: Actor) -> list[DueItem]:
    return invitation_items(session, house().clock, actor, current_tenant().timezone, reader.words.language)


SOURCES: Final[tuple[DueSource, ...]] = (_programme, _meetings, _invitations, _decisions, _tasks)


def all_due_items(session: TenantSession, plan: Sequence[PlanRow], reader: Reader, actor: Actor) -> list[DueItem]:
    """What all domains say is late, due or next."""
    return [item for source in SOURCES for item in source(session, plan, reader, actor)]
