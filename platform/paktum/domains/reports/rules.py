"""Rules of reports: what may be asked for, and how the plan as it is entered becomes the locked data of a report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from paktum.core.languages import Language, as_language
from paktum.core.messages import Message, msg
from paktum.core.periods import Period
from paktum.domains.documents.frozen import Names
from paktum.domains.documents.letterhead import Letterhead
from paktum.domains.programme.rules import effective_period
from paktum.domains.reports.layouts import LAYOUTS, Layout, formats_of
from paktum.domains.reports.snapshot import (
    EntrySnapshot,
    MeasuredResult,
    PlanRevision,
    PlanWords,
    SnapshotPeriod,
    WorkPlanSnapshot,
)
from paktum.plugin.specs import Words
from paktum.plugin.vocabulary import Vocabulary

WORK_PLAN: Final = "work-plan"
# What each kind of report is called: a term of the pact, so that the list speaks as the pages do.
KIND_TERMS: Final[Mapping[str, str]] = MappingProxyType({WORK_PLAN: "work_programme"})
FORMAT_NAMES: Final[Mapping[str, str]] = MappingProxyType({"pdf": "PDF", "xlsx": "XLSX"})


@dataclass(frozen=True)
class Order:
    """What somebody asks for: a kind of report, its file format, and the language of the document."""

    kind: str
    file_format: str
    language: Language


def order_of(
    kind: str, file_format: str, language: str, layouts: Mapping[tuple[str, str], Layout] = LAYOUTS
) -> tuple[Order | None, dict[str, Message]]:
    """The order that three codes from outside make, or what is wrong with them by field."""
    problems: dict[str, Message] = {}
    formats = formats_of(kind, layouts)
    if not formats:
        problems["kind"] = msg("There is no report of this kind.")
    elif file_format not in formats:
        problems["format"] = msg("This report is not made in this format.")
    chosen = as_language(language)
    if chosen is None:
        problems["language"] = msg("Documents are made in Hungarian, Czech, Slovak, Polish and English.")
    return (None, problems) if problems or chosen is None else (Order(kind, file_format, chosen), {})


@dataclass(frozen=True)
class EntryFacts:
    """An entry of the plan as it is entered; `types` and the results' measures are codes, `prepares` titles.

    `audiences` hold `text`, as the plan words them, and perhaps `code`; `notes` are texts, or stored messages of an import.
    """

    kind: Literal["session", "event"]
    sequence: int
    title: str
    body: str
    types: tuple[str, ...]
    planned: Period
    day: date | None
    last_day: date | None
    place: str
    purpose: str
    results_text: str
    results: tuple[tuple[str, int], ...]
    audiences: tuple[Mapping[str, Any], ...]
    prepares: tuple[str, ...]
    notes: tuple[Any, ...]
    cancelled: bool
    cancel_reason: str
    changed_at: datetime


@dataclass(frozen=True)
class Circumstances:
    """Around the plan: who is it of, who asks, when, and by which clock dates are told (an IANA name)."""

    letterhead: Letterhead
    made_by: str
    taken_at: datetime
    timezone: str


def work_plan_snapshot(
    entries: Sequence[EntryFacts], words: Vocabulary, around: Circumstances, document_language: Language
) -> WorkPlanSnapshot:
    """Lock a plan. It is dated by the day of its last change at the pact's place; an empty one by the day it is locked."""
    last_change = max((entry.changed_at for entry in entries), default=around.taken_at)
    return WorkPlanSnapshot(
        letterhead=around.letterhead,
        language=words.language,
        document_language=document_language,
        words=PlanWords(
            work_plan=term_names("work_programme", words),
            session_plan=term_names("session_plan", words),
            event_calendar=term_names("event_calendar", words),
        ),
        revision=PlanRevision(dated=last_change.astimezone(ZoneInfo(around.timezone)).date()),
        taken_at=around.taken_at,
        timezone=around.timezone,
        made_by=around.made_by,
        entries=tuple(entry_snapshot(entry, words) for entry in entries),
    )


def entry_snapshot(entry: EntryFacts, words: Vocabulary) -> EntrySnapshot:
    """Lock an entry: when it takes place as far as that is known, and the plan's own period where a day was fixed since."""
    takes_place = effective_period(entry.planned, entry.day, entry.last_day)
    known_types = (words.event_types.all[code] for code in entry.types if code in words.event_types.all)
    return EntrySnapshot(
        kind=entry.kind,
        label=str(entry.sequence),
        title=entry.title,
        body=entry.body,
        types=tuple(Names.of(event_type.names) for event_type in known_types),
        period=SnapshotPeriod.of(takes_place),
        planned=SnapshotPeriod.of(entry.planned) if takes_place != entry.planned else None,
        place=entry.place,
        purpose=entry.purpose,
        results_text=entry.results_text,
        results=tuple(_results(entry.results, words)),
        audiences=tuple(_audiences(entry.audiences, words)),
        prepares=entry.prepares,
        # Messages are what the reading of a file told the office; only what people wrote belongs on the paper.
        notes=tuple(note.strip() for note in entry.notes if isinstance(note, str) and note.strip()),
        cancelled=entry.cancelled,
        cancel_reason=entry.cancel_reason,
    )


def term_names(code: str, words: Vocabulary) -> Names:
    """A term of the pact in every language it has, in the form of the dictionary."""
    term = words.terms[code]
    return Names(**{language: words.term(code, "one", language) for language in term.languages()})


def _results(results: Iterable[tuple[str, int]], words: Vocabulary) -> Iterable[MeasuredResult]:
    for code, least in results:
        measure = words.measures.get(code)
        # The code of a measure that no plugin declares any more says more than nothing.
        named = measure.names if measure else Words(**{words.language: code})
        if least:
            yield MeasuredResult(measure=Names.of(named), at_least=least)


def _audiences(audiences: Iterable[Mapping[str, Any]], words: Vocabulary) -> Iterable[Names]:
    """Each as the plan words it, and in other languages as the pact calls the audience that was recognised in it."""
    for audience in audiences:
        text, code = str(audience.get("text") or "").strip(), audience.get("code")
        known = words.audiences.all.get(code) if code else None
        as_written = Names(**{words.language: text}) if text else Names()
        names = as_written.over(Names.of(known.names)) if known else as_written
        if names.said() is not None:
            yield names
