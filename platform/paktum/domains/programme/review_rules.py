"""When the work programme is to be reviewed next, by the rule that the pact or its plugins declare, and in which words."""

from datetime import date, timedelta
from typing import Final

from paktum.core.messages import Message, msg, nmsg
from paktum.core.periods import SpokenDay
from paktum.domains.meetings.rules.cadence import months_later
from paktum.plugin.specs import PlanReview

# A body has to be invited, and its members have to read what changed: the office begins a month before.
PREPARED_BEFORE: Final = timedelta(days=30)
_HALF_YEAR, _YEAR = 6, 12


def next_review(rule: PlanReview, adopted_on: date | None, begun_on: date) -> date:
    """The last day that keeps the rule: counted from the revision adopted last, else from the day the plan began."""
    return months_later(begun_on if adopted_on is None else adopted_on, rule.every_months)


def rule_words(rule: PlanReview, source: str) -> Message:
    """The rule in a sentence; `source` is the name of the document it stands in."""
    if rule.every_months == _HALF_YEAR:
        return msg("It is to be reviewed at least every half year (rule: %(source)s).", source=source)
    if rule.every_months == _YEAR:
        return msg("It is to be reviewed at least once a year (rule: %(source)s).", source=source)
    if rule.every_months == 1:
        return msg("It is to be reviewed at least once a month (rule: %(source)s).", source=source)
    return nmsg(
        "It is to be reviewed at least every %(num)d month (rule: %(source)s).",
        "It is to be reviewed at least every %(num)d months (rule: %(source)s).",
        rule.every_months,
        source=source,
    )


def adopted_words(adopted_on: date | None) -> Message:
    """When a body adopted it last."""
    if adopted_on is None:
        return msg("No body has adopted it yet.")
    return msg("A body adopted it last on %(day)s.", day=SpokenDay(adopted_on))


def falls_due_words(due_on: date) -> Message:
    """When the next review falls due."""
    return msg("The next review falls due on %(day)s.", day=SpokenDay(due_on))
