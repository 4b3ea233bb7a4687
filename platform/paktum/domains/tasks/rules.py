"""Rules of tasks: the states they go through, and when somebody is reminded of them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, Literal

from paktum.core.messages import Message, msg

TaskState = Literal["open", "in_progress", "done", "dropped"]
Occasion = Literal["before", "on_the_day", "late"]

STATES: Final[tuple[TaskState, ...]] = ("open", "in_progress", "done", "dropped")
STATE_LABELS: Final[Mapping[TaskState, Message]] = {
    "open": msg("To do"),
    "in_progress": msg("In work"),
    "done": msg("Done"),
    "dropped": msg("Dropped"),
}
STATE_LOOKS: Final[Mapping[TaskState, str]] = {
    "open": "planned",
    "in_progress": "convened",
    "done": "held",
    "dropped": "off",
}
OCCASION_WORDS: Final[Mapping[Occasion, Message]] = {
    "before": msg("The deadline is near."),
    "on_the_day": msg("The deadline is today."),
    "late": msg("The deadline is over."),
}
UNFINISHED: Final[tuple[TaskState, ...]] = ("open", "in_progress")
MOVES: Final[Mapping[TaskState, tuple[TaskState, ...]]] = {
    "open": ("in_progress", "done", "dropped"),
    "in_progress": ("open", "done", "dropped"),
    "done": ("open",),
    "dropped": ("open",),
}
"""Into which states a task may pass from each; whoever ends one too early opens it again."""
DAYS_BEFORE: Final = 3
"""How many days before its deadline somebody is reminded of a task."""
REMEMBERED: Final = 30
"""After so many days no reminder that a task is late goes out any more: it would be the first after a long silence."""


def move_problem(state: TaskState, wanted: TaskState) -> Message | None:
    """Why a task cannot pass from one state into another; None where it can."""
    if wanted in MOVES[state]:
        return None
    if state in ("done", "dropped"):
        return msg("This task is finished. Open it again before you change its state.")
    return msg("The task is in this state already.")


def is_late(state: TaskState, due_on: date | None, today: date) -> bool:
    """Whether a task is unfinished after its deadline, which is the last day for it."""
    return state in UNFINISHED and due_on is not None and due_on < today


def reminder_due(due_on: date, given_on: date, today: date) -> Occasion | None:
    """Of what somebody is reminded on a day about an unfinished task: nothing, or the nearest occasion that has come.

    A task given after the day of an early reminder does not get that one: whoever got the task knows its deadline.
    """
    if today > due_on:
        return "late" if (today - due_on).days <= REMEMBERED else None
    if today == due_on:
        return "on_the_day" if given_on < today else None
    if today >= due_on - timedelta(days=DAYS_BEFORE):
        return "before" if given_on < due_on - timedelta(days=DAYS_BEFORE) else None
    return None
