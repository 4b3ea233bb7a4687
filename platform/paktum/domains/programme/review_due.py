"""The review of the work programme on the first page: from a while before it falls due until a body has adopted one."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from paktum.core.due import Deed, DueItem, Urgency, week_end
from paktum.core.messages import Message, msg, nmsg
from paktum.core.periods import Period
from paktum.domains.programme.plan_page import Reader
from paktum.domains.programme.queries import PlanRow
from paktum.domains.programme.review_rules import (
    PREPARED_BEFORE,
    adopted_words,
    falls_due_words,
    next_review,
    rule_words,
)
from paktum.domains.programme.revision_queries import LatestRevision

REVISIONS: Final = "/programme/revisions"
_SEEN_BEFORE: Final = timedelta(days=60)


def review_items(rows: Sequence[PlanRow], latest: LatestRevision, reader: Reader, zone: str) -> list[DueItem]:
    """The review that falls due; `rows` are the whole plan, `zone` is the pact's.

    Nothing where no rule asks for one or nothing lies ahead.
    """
    rule, begun = reader.words.plan_review, _begun_on(rows, zone)
    if rule is None or begun is None or _is_over(rows, reader.today):
        return []
    due_on = next_review(rule, latest.adopted_on, begun)
    begin = due_on - PREPARED_BEFORE
    if begin - reader.today > _SEEN_BEFORE:
        return []
    late = due_on < reader.today
    why = [rule_words(rule, str(reader.words.say(rule.source, reader.language))), adopted_words(latest.adopted_on)]
    if not late:
        why.append(falls_due_words(due_on))
    if latest.waits:
        why.append(msg("Revision %(number)d is locked and waits for a body's decision.", number=latest.waits[1]))
    urgency, listed = _place(due_on, begin, reader.today)
    return [
        DueItem(
            urgency,
            Period.on(listed),
            msg("Review the work programme"),
            REVISIONS,
            why=tuple(why),
            state=_state((reader.today - due_on).days) if late else None,
            deed=_deed(latest),
            weight=1,
        )
    ]


def _place(due_on: date, begin: date, today: date) -> tuple[Urgency, date]:
    """Where the page lists it, and under which day: from the week in which the office begins it is what to do now."""
    if due_on < today:
        return Urgency.LATE, due_on
    if begin <= week_end(today):
        return Urgency.DUE, max(begin, today)
    return Urgency.NEXT, begin


def _deed(latest: LatestRevision) -> Deed:
    if latest.waits:
        return Deed(msg("Bring it before the body"), f"{REVISIONS}/{latest.waits[0]}")
    return Deed(msg("Lock it for the body"), REVISIONS)


def _state(days: int) -> tuple[str, Message]:
    return "late", nmsg("%(num)d day ago", "%(num)d days ago", days)


def _begun_on(rows: Sequence[PlanRow], zone: str) -> date | None:
    """The day from which a first review is counted: when the plan both ran and was here; None for an empty plan.

    What was reviewed on paper before the plan was brought in is not known, and not called late.
    """
    stands = [row for row in rows if not row.cancelled]
    if not stands:
        return None
    brought_in = min(row.created_at for row in stands).astimezone(ZoneInfo(zone)).date()
    return max(min(row.effective.start for row in stands), brought_in)


def _is_over(rows: Sequence[PlanRow], today: date) -> bool:
    """Whether nothing of the plan lies ahead: then there is nothing left to review."""
    return all(row.cancelled or row.effective.end <= today for row in rows)
