"""The locked data of a report: everything a layout prints, so that making the report again gives the same figures."""

import hashlib
import json
from datetime import date, datetime
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from paktum.core.languages import Language
from paktum.core.periods import Period, Precision

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Locked(BaseModel):
    """A value that cannot change and that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class SnapshotPeriod(_Locked):
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


class Letterhead(_Locked):
    """What heads the pact's papers: names, place, accent colour (`#rrggbb`) and perhaps a logo (SVG)."""

    pact_name: Name
    reference: Text = ""
    organisation: Text = ""
    place: Text = ""
    accent: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] = "#0c5746"
    logo_svg: str = ""


class PlanWords(_Locked):
    """The pact's own words, in the document's language; an empty one leaves the word to the catalogue."""

    work_plan: Text = ""
    session_plan: Text = ""
    event_calendar: Text = ""


class PlanRevision(_Locked):
    """Which state of the plan this is: its number, its date, and who approved it if it was approved."""

    number: Annotated[int, Field(ge=1)]
    dated: date
    approval: Text = ""


class MeasuredResult(_Locked):
    """A result that can be counted: the measure in words of the pact's language, and the least expected."""

    measure: Name
    at_least: Annotated[int, Field(ge=0)]


class EntrySnapshot(_Locked):
    """One session or event. `planned` is the period of the plan where a day was fixed later.

    `types`, `audiences` and `prepares` are names as the pact writes them; `body` is empty for an event.
    """

    kind: Literal["session", "event"]
    label: Name
    title: Name
    body: Text = ""
    types: tuple[Name, ...] = ()
    period: SnapshotPeriod
    planned: SnapshotPeriod | None = None
    place: Text = ""
    purpose: Text = ""
    results_text: Text = ""
    results: tuple[MeasuredResult, ...] = ()
    audiences: tuple[Name, ...] = ()
    prepares: tuple[Name, ...] = ()
    notes: tuple[Name, ...] = ()
    cancelled: bool = False
    cancel_reason: Text = ""


class WorkPlanSnapshot(_Locked):
    """A work plan at one instant. Entries are in the order of the plan, sessions and events each in their own sequence.

    `language` is the one the plan is written in, `document_language` the one of headings, dates and page numbers.
    `taken_at` is an aware instant, shown in `timezone` (an IANA name); `made_by` is a post, not a person's name.
    """

    schema_version: Literal[1] = 1
    letterhead: Letterhead
    language: Language
    document_language: Language
    words: PlanWords = PlanWords()
    revision: PlanRevision
    taken_at: AwareDatetime
    timezone: Name
    made_by: Text = ""
    entries: tuple[EntrySnapshot, ...] = ()

    @model_validator(mode="after")
    def _zone_exists(self) -> Self:
        try:
            ZoneInfo(self.timezone)
        except ZoneInfoNotFoundError as error:
            raise ValueError("not a time zone that is known here") from error
        return self

    @property
    def sessions(self) -> tuple[EntrySnapshot, ...]:
        """The sessions of bodies, in the plan's order."""
        return tuple(entry for entry in self.entries if entry.kind == "session")

    @property
    def events(self) -> tuple[EntrySnapshot, ...]:
        """The events, in the plan's order."""
        return tuple(entry for entry in self.entries if entry.kind == "event")

    @property
    def taken_local(self) -> datetime:
        """When the data was locked, in the pact's own zone."""
        return self.taken_at.astimezone(ZoneInfo(self.timezone))

    def to_json(self) -> str:
        """Write the snapshot as JSON: sorted keys and no spaces, the same text for the same data."""
        values = self.model_dump(mode="json")
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read what `to_json` wrote. pydantic.ValidationError (a ValueError) for anything else or an older schema."""
        return cls.model_validate_json(text)

    @property
    def checksum(self) -> str:
        """The SHA-256 of the JSON, in hexadecimal: printed on the report, so that paper and data can be matched."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()
