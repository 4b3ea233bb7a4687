"""The locked data of a report: everything a layout prints, so that making the report again gives the same figures."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AwareDatetime, Field, model_validator

from paktum.core.languages import Language
from paktum.core.periods import Period, Precision
from paktum.domains.documents.frozen import Frozen, Name, Named, Names, Text, canonical_json, checksum_of
from paktum.domains.documents.letterhead import Letterhead
from paktum.plugin.vocabulary import Said


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


class WorkPlanSnapshot(Frozen):
    """A work plan at one instant. Entries are in the order of the plan, sessions and events each in their own sequence.

    `language` is the one the plan is written in, `document_language` the one of headings, dates and page numbers: the
    one thing that `in_language` changes, and the one that the checksum leaves out.
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

    def said(self, names: Names) -> Said:
        """A name in the document's language, else in the pact's own, else in any; empty when it has none."""
        return names.said(self.document_language, self.language) or Said("", self.document_language)

    def in_language(self, language: Language) -> Self:
        """The same data for a document in another language."""
        return self.model_copy(update={"document_language": language})

    def values(self) -> dict[str, Any]:
        """The snapshot as plain JSON values, as a database keeps them."""
        return self.model_dump(mode="json", exclude_none=True)

    def to_json(self) -> str:
        """Write the snapshot as JSON: sorted keys and no spaces, the same text for the same data."""
        return canonical_json(self.values())

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read what `to_json` wrote. pydantic.ValidationError (a ValueError) for anything else or an older schema."""
        return cls.model_validate_json(text)

    @property
    def checksum(self) -> str:
        """The SHA-256 of the data as JSON, in hexadecimal: printed on the report, so that paper and data can be matched.

        The document's language is no data: the same plan in two languages and formats carries the same checksum.
        """
        data = {name: value for name, value in self.values().items() if name != "document_language"}
        return checksum_of(data)
