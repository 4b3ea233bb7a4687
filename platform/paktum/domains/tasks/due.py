"""What of the tasks is late, due this week, or coming: one's own, and for the office everybody's that are late."""

from datetime import date, timedelta
from typing import Final

from paktum.core.actors import Actor
from paktum.core.database import TenantSession
from paktum.core.due import Deed, DueItem, Urgency, week_end
from paktum.core.languages import Language
from paktum.core.messages import Message, msg, nmsg
from paktum.core.periods import Period
from paktum.domains.tasks.queries import DueTask, due_tasks

_AHEAD: Final = timedelta(days=31)


def due_items(session: TenantSession, actor: Actor, today: date, written_in: Language) -> list[DueItem]:
    """The tasks' items for one person; `written_in` is the language of the pact's own texts. One statement."""
    if not actor.may("tasks.see"):
        return []
    everybodys = actor.may("tasks.keep")
    found = due_tasks(session, actor.membership_id, everybodys=everybodys, until=today + _AHEAD, today=today)
    return [_item(task, today, written_in) for task in found]


def _item(task: DueTask, today: date, written_in: Language) -> DueItem:
    late = task.due_on < today
    urgency = Urgency.LATE if late else Urgency.DUE if task.due_on <= week_end(today) else Urgency.NEXT
    why: Message = msg("Your task.") if task.own else msg("A task that is not done.")
    facts = tuple(text for text in ("" if task.own else task.holder, task.origin) if text)
    days = (today - task.due_on).days
    return DueItem(
        urgency,
        Period.on(task.due_on),
        task.title,
        f"/tasks/{task.id}",
        written_in,
        why=(why,),
        facts=facts,
        state=("late", nmsg("%(num)d day ago", "%(num)d days ago", days)) if late else None,
        deed=Deed(msg("Say what came of it"), f"/tasks/{task.id}#finish") if task.own else None,
        weight=3,
    )
