"""Charter rules of a kind of body: how often it meets, how it is convened, when it can decide, and how it votes."""

from datetime import date
from string import Formatter
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from paktum.core.messages import msg
from paktum.plugin.specs.base import Code, Share, Spec, Text, refuse

HoldingForm = Literal["present", "remote", "mixed", "circular"]
"""In one room, all by telephone or video, both at once, or by circulating a written ballot without a meeting."""

NUMBERING_PARTS: Final = ("n", "year", "month", "month_roman", "day", "body")
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class Frequency(Spec):
    """How often a body must meet: `times` in each period, or once every so many months."""

    times: Annotated[int, Field(ge=1, le=52)] | None = None
    per: Literal["month", "quarter", "half_year", "year"] | None = None
    every_months: Annotated[int, Field(ge=1, le=60)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "Frequency":
        if (self.times is None) != (self.per is None) or (self.times is None) == (self.every_months is None):
            raise refuse(msg("either times with per, or every_months"))
        return self


class Span(Spec):
    """A number of days, or of working days by the public holidays of the pack's country."""

    days: Annotated[int, Field(ge=0, le=366)] | None = None
    working_days: Annotated[int, Field(ge=0, le=260)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "Span":
        if (self.days is None) == (self.working_days is None):
            raise refuse(msg("either days or working_days"))
        return self


class Turnout(Spec):
    """The share of those entitled that must take part: at least it, or strictly more."""

    share: Share
    strictly_more: bool = False


class Quorum(Turnout):
    """When a body can decide."""

    of: Literal["seats", "votes"] = "votes"
    """All seats of the body, or only those that vote."""
    second_share: Share | None = None
    """At least this share after a second convening for want of quorum ("0": those who are there); None: as at first."""


class Majority(Spec):
    """What carries a motion."""

    rule: Literal["simple", "absolute", "two_thirds"]
    """simple: more votes for than against · absolute: more than half · two_thirds: two thirds or more."""
    of: Literal["present", "all"] = "present"
    """What absolute and two_thirds are measured against: the votes present, or all votes of the body."""

    @model_validator(mode="after")
    def _measured(self) -> "Majority":
        if self.rule == "simple" and self.of == "all":
            raise refuse(msg('"present": a simple majority only compares the votes cast for and against'))
        return self


class Proxies(Spec):
    """Whether a member may vote for one who is away."""

    allowed: bool = False
    most_per_holder: Annotated[int, Field(ge=0, le=20)] = 0
    """How many absent members one person may stand for."""

    @model_validator(mode="after")
    def _agree(self) -> "Proxies":
        if self.allowed != (self.most_per_holder > 0):
            raise refuse(msg("most_per_holder of 1 or more where proxies are allowed, and 0 where they are not"))
        return self


def _numbering(pattern: str) -> str:
    try:
        parts = [name for _, name, spec, conversion in Formatter().parse(pattern) if name is not None]
        plain = all(not spec and not conversion for _, _, spec, conversion in Formatter().parse(pattern))
    except ValueError:
        parts, plain = [], False
    if not plain or parts.count("n") != 1 or not set(parts) <= set(NUMBERING_PARTS):
        raise refuse(msg("a pattern with {n} once, and otherwise only {year} {month} {month_roman} {day} {body}"))
    return pattern


class Numbering(Spec):
    """How decisions are numbered, such as `{n}/{year} ({month_roman}. {day}.) {body} határozat`."""

    pattern: Annotated[Text, AfterValidator(_numbering)]
    restarts: Literal["year", "never"] = "year"

    @model_validator(mode="after")
    def _unique(self) -> "Numbering":
        if self.restarts == "year" and "{year}" not in self.pattern:
            raise refuse(msg("{year} in the pattern, because the numbers start again every year"))
        return self

    def number(self, n: int, on: date, body: str) -> str:
        """The number of the n-th decision (of its year, where they restart), taken on a day by a body so called."""
        return self.pattern.format(
            n=n, year=on.year, month=on.month, month_roman=_ROMAN[on.month - 1], day=on.day, body=body
        )


class JointSession(Spec):
    """A session held together with another body, with quorum and votes counted for each."""

    body: Code
    frequency: Frequency


class CharterRules(Spec):
    """The rules of procedure as data: the start of a body's first charter version, which its tenant may then change."""

    frequency: Frequency | None = None
    """None: the body meets as it needs to."""
    joint_sessions: tuple[JointSession, ...] = ()
    notice: Span
    """The invitation goes out at least so long before the day."""
    forms: Annotated[tuple[HoldingForm, ...], Field(min_length=1)]
    quorum: Quorum
    ordinary: Majority
    """For most decisions."""
    qualified: Majority
    """For those that the charter of the pact names, such as changing the charter itself."""
    tie: Literal["chair_decides", "rejected"]
    proxies: Proxies = Proxies()
    substitutes_per_seat: Annotated[int, Field(ge=0, le=5)] = 0
    """How many named substitutes a seat may have."""
    ballot: Literal["open", "secret"] = "open"
    """How a vote is taken unless the body decides otherwise."""
    circular: Turnout | None = None
    """When a circular vote counts; given exactly where `forms` has circular."""
    minutes_due: Span
    """The minutes are to be ready so long after the meeting."""
    numbering: Numbering

    @model_validator(mode="after")
    def _coherent(self) -> "CharterRules":
        if len(set(self.forms)) != len(self.forms):
            raise refuse(msg("each form of holding once"))
        if ("circular" in self.forms) != (self.circular is not None):
            raise refuse(msg("circular (when such a vote counts) exactly where forms has circular"))
        return self


class CharterTuning(Spec):
    """Charter rules of which only those given replace what the pack says."""

    frequency: Frequency | None = None
    joint_sessions: tuple[JointSession, ...] | None = None
    notice: Span | None = None
    forms: Annotated[tuple[HoldingForm, ...], Field(min_length=1)] | None = None
    quorum: Quorum | None = None
    ordinary: Majority | None = None
    qualified: Majority | None = None
    tie: Literal["chair_decides", "rejected"] | None = None
    proxies: Proxies | None = None
    substitutes_per_seat: Annotated[int, Field(ge=0, le=5)] | None = None
    ballot: Literal["open", "secret"] | None = None
    circular: Turnout | None = None
    minutes_due: Span | None = None
    numbering: Numbering | None = None

    def over(self, below: CharterRules) -> CharterRules:
        """The rules below with what is given here in their place; a form list without circular drops its turnout.

        Raises pydantic's ValidationError when the two together are not coherent.
        """
        given = {name: getattr(self, name) for name in self.model_fields_set if getattr(self, name) is not None}
        if "circular" not in given.get("forms", below.forms):
            given["circular"] = None
        return CharterRules.model_validate({**{n: getattr(below, n) for n in CharterRules.model_fields}, **given})
