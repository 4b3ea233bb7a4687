"""Rules of decisions: their numbers and titles, how their execution goes on, and the way of what bodies forward."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, Literal

from paktum.core.messages import Message, msg
from paktum.plugin.specs import Numbering

Execution = Literal["none", "open", "in_progress", "done", "lapsed"]
ReferralKind = Literal["recommendation", "report", "matter"]
ReferralState = Literal["forwarded", "taken_up", "answered", "withdrawn"]

EXECUTIONS: Final[tuple[Execution, ...]] = ("open", "in_progress", "done", "lapsed", "none")
EXECUTION_LABELS: Final[Mapping[Execution, Message]] = {
    "none": msg("Needs no execution"),
    "open": msg("To be executed"),
    "in_progress": msg("In execution"),
    "done": msg("Executed"),
    "lapsed": msg("Lapsed"),
}
WITHOUT_CHARTER: Final = Numbering(pattern="{n}/{year}")
"""How decisions of a body are numbered that has no charter on the day."""
_LONGEST_TITLE: Final = 120


@dataclass(frozen=True, slots=True)
class VoteCounts:
    """The votes of a body for, against and abstaining, and those not cast, weights included.

    Where a vote was taken in the meeting screen, also what it needed to carry, how many `there` were of the `quorum`
    needed, and the SHA-256 of its proof.
    """

    yes: int
    no: int
    abstain: int
    not_cast: int = 0
    secret: bool = False
    needed: int | None = None
    there: int | None = None
    quorum: int | None = None
    proof: str = ""

    def form(self) -> dict[str, int | str | bool]:
        """As plain JSON values; what is not known is left out."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "") and value is not False}

    @classmethod
    def of(cls, form: Mapping[str, Any]) -> "VoteCounts | None":
        """The counts that `form` wrote; None where a decision was entered without any."""
        return cls(**form) if "yes" in form else None


def counting_year(numbering: Numbering, day: date) -> int:
    """The year within which decisions are counted; 0 where the count never restarts."""
    return day.year if numbering.restarts == "year" else 0


def short_title(title: str, text: str) -> str:
    """What a decision is called: its title, or else the beginning of its text, cut between words."""
    given = " ".join(title.split())
    if given:
        return given[:400]
    whole = " ".join(text.split())
    if len(whole) <= _LONGEST_TITLE:
        return whole
    cut = whole[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:–-")
    return f"{cut}…"


def is_unfinished(execution: Execution) -> bool:
    """Whether something of a decision remains to be done."""
    return execution in ("open", "in_progress")


def is_overdue(execution: Execution, due_on: date | None, today: date) -> bool:
    """Whether a decision is not executed after its deadline, which is the last day for it."""
    return is_unfinished(execution) and due_on is not None and due_on < today


ANNULLED: Final = msg("This decision was annulled together with its vote. It stays in the register as it is.")
"""Why nothing more is done with a decision of which the vote turned out to be a mistake."""


def execution_problems(
    execution: Execution, note: str, due_on: date | None, decided_on: date, *, repealed: bool
) -> dict[str, Message]:
    """What speaks against saying so of a decision's execution, by the field (`execution`, `execution_note`, `due_on`)."""
    problems: dict[str, Message] = {}
    if repealed and is_unfinished(execution):
        problems["execution"] = msg("This decision was repealed: nothing of it is executed any more.")
    if execution == "lapsed" and not note:
        problems["execution_note"] = msg("Say why it is not executed.")
    if due_on is not None and due_on < decided_on:
        problems["due_on"] = msg("The deadline is before the day of the decision.")
    return problems


def repeal_problem(body_id: object, decided_on: date, later_body_id: object, later_on: date) -> Message | None:
    """Why a decision cannot be repealed by another: only its own body undoes it, and not before it was taken."""
    if body_id != later_body_id:
        return msg("A decision is repealed by its own body.")
    if later_on < decided_on:
        return msg("The repealing decision was taken before this one.")
    return None


REFERRAL_KINDS: Final[tuple[ReferralKind, ...]] = ("recommendation", "report", "matter")
REFERRAL_KIND_LABELS: Final[Mapping[ReferralKind, Message]] = {
    "recommendation": msg("Recommendation"),
    "report": msg("Report to a body"),
    "matter": msg("Matter to decide"),
}
REFERRAL_STATE_LABELS: Final[Mapping[ReferralState, Message]] = {
    "forwarded": msg("Waits to be taken up"),
    "taken_up": msg("Taken up"),
    "answered": msg("Answered"),
    "withdrawn": msg("Withdrawn"),
}
REFERRAL_MOVES: Final[Mapping[ReferralState, tuple[ReferralState, ...]]] = {
    "forwarded": ("taken_up", "answered", "withdrawn"),
    "taken_up": ("answered", "withdrawn"),
    "answered": (),
    "withdrawn": (),
}
ANSWER_WITHIN: Final = 60
"""By how many days an answer is expected: the body that was asked has met by then, by most charters."""


def referral_problem(state: ReferralState, wanted: ReferralState) -> Message | None:
    """Why a referral cannot pass from one state into another; None where it can."""
    if wanted in REFERRAL_MOVES[state]:
        return None
    if state == "answered":
        return msg("This was answered already.")
    if state == "withdrawn":
        return msg("This was withdrawn.")
    return msg("This was taken up already.")
