"""The locked data of a report: everything a layout prints, so that making the report again gives the same figures."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from paktum.core.periods import Period, Precision
from paktum.domains.documents.frozen import Frozen, Name, Named, Names, Text
from paktum.domains.documents.paper import Paper


class SnapshotPeriod(Frozen):
    """A period in a snapshot: `end` is exclusive, as in `Period`."""

    start: date
    end: date
    precision: Precision

    @model_validator(mode="after")
    def _is_a_period(self) -> Self:
        Period(self.start, self.end, self.precision)
        return self

    @classmethod
    def of(cls, period: Period) -> Self:
        """Lock a period."""
        return cls(start=period.start, end=period.end, precision=period.precision)

    @property
    def period(self) -> Period:
        """The period this holds."""
        return Period(self.start, self.end, self.precision)


class PlanWords(Frozen):
    """The pact's own words; one without a name leaves the word to the catalogue."""

    work_plan: Names = Names()
    session_plan: Names = Names()
    event_calendar: Names = Names()


class PlanRevision(Frozen):
    """Which state of the plan this is: its date, its number once revisions are numbered, and who approved it."""

    number: Annotated[int, Field(ge=1)] | None = None
    dated: date
    approval: Text = ""


class MeasuredResult(Frozen):
    """A result that can be counted: what is counted, and the least expected."""

    measure: Named
    at_least: Annotated[int, Field(ge=0)]


class EntrySnapshot(Frozen):
    """One session or event. `planned` is the period of the plan where a day was fixed later.

    Texts are as the pact wrote them, in its language; `prepares` holds titles. `body` is empty for an event.
    """

    kind: Literal["session", "event"]
    label: Name
    title: Name
    body: Text = ""
    types: tuple[Named, ...] = ()
    period: SnapshotPeriod
    planned: SnapshotPeriod | None = None
    place: Text = ""
    purpose: Text = ""
    results_text: Text = ""
    results: tuple[MeasuredResult, ...] = ()
    audiences: tuple[Named, ...] = ()
    prepares: tuple[Name, ...] = ()
    notes: tuple[Name, ...] = ()
    cancelled: bool = False
    cancel_reason: Text = ""


class WorkPlanSnapshot(Paper):
    """A work plan at one instant. Entries are in the order of the plan, sessions and events each in their own sequence."""

    schema_version: Literal[1] = 1
    words: PlanWords = PlanWords()
    revision: PlanRevision
    entries: tuple[EntrySnapshot, ...] = ()

    @property
    def sessions(self) -> tuple[EntrySnapshot, ...]:
        """The sessions of bodies, in the plan's order."""
        return tuple(entry for entry in self.entries if entry.kind == "session")

    @property
    def events(self) -> tuple[EntrySnapshot, ...]:
        """The events, in the plan's order."""
        return tuple(entry for entry in self.entries if entry.kind == "event")
