"""What of the decisions waits for the office: executions that are due, and matters that a body has not answered."""

from datetime import date, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from paktum.core.actors import Actor
from paktum.core.database import TenantSession
from paktum.core.due import Deed, DueItem, Urgency, week_end
from paktum.core.languages import Language
from paktum.core.messages import msg, nmsg
from paktum.core.periods import Period
from paktum.domains.decisions.due_queries import Waiting, waiting_things
from paktum.domains.decisions.rules import ANSWER_WITHIN, REFERRAL_KIND_LABELS, ReferralKind


def due_items(session: TenantSession, actor: Actor, today: date, zone: str, written_in: Language) -> list[DueItem]:
    """The items for the office; `written_in` is the language of the pact's own texts. One statement."""
    if not (actor.may("decisions.keep") and actor.may("referrals.keep")):
        return []
    items = []
    for thing in waiting_things(session, week_end(today)):
        if thing.due_on is not None:
            items.append(_execution(thing, thing.due_on, today, written_in))
        elif thing.forwarded_at is not None:
            came = thing.forwarded_at.astimezone(ZoneInfo(zone)).date()
            items.append(_referral(thing, came, today, written_in))
    return items


def _execution(thing: Waiting, due_on: date, today: date, written_in: Language) -> DueItem:
    days = (today - due_on).days
    return DueItem(
        Urgency.LATE if days > 0 else Urgency.DUE,
        Period.on(due_on),
        thing.title,
        f"/decisions/{thing.id}",
        written_in,
        why=(msg("The decision is to be executed by this day, and nothing says that it was."),),
        facts=(thing.name,),
        state=("late", nmsg("%(num)d day ago", "%(num)d days ago", days)) if days > 0 else None,
        deed=Deed(msg("Note the execution"), f"/decisions/{thing.id}/execution"),
        weight=2,
    )


def _referral(thing: Waiting, came: date, today: date, written_in: Language) -> DueItem:
    waited, until = (today - came).days, came + timedelta(days=ANSWER_WITHIN)
    late = until < today
    return DueItem(
        Urgency.LATE if late else Urgency.DUE if until <= week_end(today) else Urgency.NEXT,
        Period.on(until),
        thing.title,
        f"/referrals/{thing.id}",
        written_in,
        why=(msg("%(sender)s forwarded it to %(receiver)s.", sender=thing.from_body, receiver=thing.to_body),),
        facts=(REFERRAL_KIND_LABELS[cast(ReferralKind, thing.name)],),
        state=("late" if late else "unsure", nmsg("waits for %(num)d day", "waits for %(num)d days", waited))
        if waited
        else None,
        deed=Deed(msg("Note the answer"), f"/referrals/{thing.id}/answer"),
        weight=8,
    )
