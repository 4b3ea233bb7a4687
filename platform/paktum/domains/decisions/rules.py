"""Rules of decisions: their numbers and titles, how their execution goes on, and the way of what bodies forward."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

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
    """The votes of a body for, against and abstaining, and those not cast."""

    yes: int
    no: int
    abstain: int
    not_cast: int = 0

    def form(self) -> dict[str, int]:
        """As plain JSON values."""
        return {"yes": self.yes, "no": self.no, "abstain": self.abstain, "not_cast": self.not_cast}

    @classmethod
    def of(cls, form: Mapping[str, object]) -> "VoteCounts | None":
        """The counts that `form` wrote; None where a decision was entered without any."""
        if "yes" not in form:
            return None
        return cls(*(int(str(form.get(name, 0))) for name in ("yes", "no", "abstain", "not_cast")))


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
