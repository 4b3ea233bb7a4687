"""The work plan as a PDF: puts a snapshot into words for the Typst template beside this module."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from babel.dates import get_month_names

from paktum.core.languages import Language, locale_of
from paktum.core.messages import Message, msg, nmsg, say
from paktum.core.periods import Precision, period_text
from paktum.domains.documents.frozen import Names
from paktum.domains.documents.paper import about_data, made_rows, paper_data
from paktum.domains.documents.typesetting import typeset_pdf
from paktum.domains.documents.wording import breakable, capital, day_text, one_line
from paktum.domains.reports.snapshot import EntrySnapshot, WorkPlanSnapshot
from paktum.plugin.vocabulary import Said

_TEMPLATE: Final = Path(__file__).with_name("work_plan.typ")
# A row this long may be broken over two pages; a shorter one is kept together.
_BREAKABLE_FROM: Final = 1_500
_LONG_WORD: Final = re.compile(r"\w{18}")

SESSION_HEADINGS: Final = (
    msg("No."),
    msg("Session"),
    msg("Date, place"),
    msg("Purpose"),
    msg("Expected results"),
    msg("Invited"),
)
EVENT_HEADINGS: Final = (
    msg("No."),
    msg("Event"),
    msg("Type"),
    msg("Date, place"),
    msg("Purpose"),
    msg("Expected results"),
    msg("Invited"),
)


def work_plan_pdf(snapshot: WorkPlanSnapshot) -> bytes:
    """Make the PDF of a work plan: letterhead, the years at a glance, session plan, event calendar, end note."""
    return typeset_pdf(_TEMPLATE, work_plan_data(snapshot), made_at=snapshot.taken_at)


def work_plan_title(snapshot: WorkPlanSnapshot) -> str:
    """The plan's title in the document's language, with the pact's own word where it has one."""
    return _own_word(snapshot, snapshot.words.work_plan, msg("Work plan")).text


def _own_word(snapshot: WorkPlanSnapshot, names: Names, otherwise: Message) -> Said:
    """The pact's own word as a heading: with a capital, and with the language it is in."""
    said = snapshot.said(names)
    text = said.text or say(otherwise, snapshot.document_language)
    return Said(capital(text), said.language)


def plan_years(entries: Sequence[EntrySnapshot]) -> str:
    """The years the entries span, as `2018–2021`; empty without entries."""
    if not entries:
        return ""
    first = min(entry.period.start.year for entry in entries)
    last = max(entry.period.period.last.year for entry in entries)
    return str(first) if first == last else f"{first}–{last}"


def plan_summary(snapshot: WorkPlanSnapshot) -> Message:
    """How much the plan holds, as one sentence."""
    sessions, events = len(snapshot.sessions), len(snapshot.events)
    return msg(
        "%(sessions)s and %(events)s.",
        sessions=nmsg("%(num)d session", "%(num)d sessions", sessions),
        events=nmsg("%(num)d event", "%(num)d events", events),
    )


def version_text(snapshot: WorkPlanSnapshot) -> str:
    """Which state of the plan the document shows, in the document's language."""
    language, number = snapshot.document_language, snapshot.revision.number
    dated = day_text(snapshot.revision.dated, language)
    if number is None:
        return say(msg("As of %(date)s", date=dated), language)
    return say(msg("Version %(number)d, %(date)s", number=number, date=dated), language)


def about_rows(snapshot: WorkPlanSnapshot) -> list[tuple[str, str, Language]]:
    """The end note: label and value of each line, and the language the value is in."""
    language = snapshot.document_language
    rows = [
        (say(msg("State of the plan"), language), version_text(snapshot), language),
        (say(msg("Plan approved by"), language), snapshot.revision.approval, snapshot.language),
        *made_rows(snapshot),
    ]
    return [row for row in rows if row[1]]


def work_plan_data(snapshot: WorkPlanSnapshot) -> dict[str, object]:
    """Everything the template prints, as JSON values: words of the document's language, passages of the pact's."""
    language, entries = snapshot.document_language, snapshot.entries
    title, years = _own_word(snapshot, snapshot.words.work_plan, msg("Work plan")), plan_years(snapshot.entries)
    data = paper_data(
        snapshot, title=title, summary=say(plan_summary(snapshot), language), version=version_text(snapshot)
    )
    data["words"] |= {
        "cancelled": say(msg("Cancelled:"), language),
        "prepares": say(msg("Prepares:"), language),
        "note": say(msg("Note:"), language),
    }
    return data | {
        "years": years,
        "document_title": one_line(f"{title.text} {years}".strip(), language),
        "overview": _overview(snapshot),
        "sessions": {
            "title": one_line(session_plan_title(snapshot).text, language),
            "lang": session_plan_title(snapshot).language,
            "head": [say(heading, language) for heading in SESSION_HEADINGS],
            "rows": _by_year(snapshot.sessions, snapshot),
        },
        "events": {
            "title": one_line(event_calendar_title(snapshot).text, language),
            "lang": event_calendar_title(snapshot).language,
            "head": [say(heading, language) for heading in EVENT_HEADINGS],
            "rows": _by_year(snapshot.events, snapshot),
        },
        "empty": "" if entries else say(msg("The plan has no entries yet."), language),
        "about": about_data(about_rows(snapshot)),
    }


def session_plan_title(snapshot: WorkPlanSnapshot) -> Said:
    """The heading of the sessions' table."""
    return _own_word(snapshot, snapshot.words.session_plan, msg("Session plan"))


def event_calendar_title(snapshot: WorkPlanSnapshot) -> Said:
    """The heading of the events' table."""
    return _own_word(snapshot, snapshot.words.event_calendar, msg("Event calendar"))


def _overview(snapshot: WorkPlanSnapshot) -> dict[str, object]:
    """The years as a table: a row for the sessions and one for the events of each, a column a month.

    Entries whose month is still open stand in a last column of their own, which is there only when needed.
    """
    language, entries = snapshot.document_language, snapshot.entries
    month_names = get_month_names("abbreviated", "stand-alone", locale_of(language))
    head = [say(msg("Year"), language), say(msg("Kind"), language), *(month_names[month] for month in range(1, 13))]
    has_open_months = any(_column(entry) == 12 for entry in entries)
    if has_open_months:
        head.append(say(msg("Month open"), language))
    kinds = (("session", say(msg("Sessions"), language)), ("event", say(msg("Events"), language)))
    rows: list[dict[str, object]] = []
    for year in sorted({entry.period.start.year for entry in entries}):
        for kind, name in kinds:
            columns: list[list[str]] = [[] for _ in range(13 if has_open_months else 12)]
            for entry in entries:
                if entry.kind == kind and entry.period.start.year == year:
                    columns[_column(entry)].append(one_line(entry.label, snapshot.language))
            rows.append({"year": str(year), "kind": kind, "name": name, "months": columns})
    return {"title": say(msg("The plan at a glance"), language), "head": head, "rows": rows}


def _column(entry: EntrySnapshot) -> int:
    """The column of an entry in the overview: 0 to 11 for a month, 12 while the month is open."""
    is_fixed = entry.period.precision in (Precision.DAY, Precision.MONTH)
    return entry.period.start.month - 1 if is_fixed else 12


def _by_year(entries: Iterable[EntrySnapshot], snapshot: WorkPlanSnapshot) -> list[dict[str, object]]:
    """The entries in the plan's order, cut where the year changes."""
    groups: list[dict[str, object]] = []
    for year, members in groupby(entries, key=lambda entry: entry.period.start.year):
        rows = [_entry_data(entry, snapshot) for entry in members]
        count = say(nmsg("%(num)d entry", "%(num)d entries", len(rows)), snapshot.document_language)
        groups.append({"year": str(year), "count": count, "entries": rows})
    return groups


def _entry_data(entry: EntrySnapshot, snapshot: WorkPlanSnapshot) -> dict[str, object]:
    language, own = snapshot.document_language, snapshot.language
    planned = ""
    if entry.planned is not None:
        planned = say(msg("planned: %(period)s", period=period_text(entry.planned.period, language)), language)
    longest = max(len(entry.purpose) + sum(map(len, entry.notes)), len(entry.results_text), len(entry.title))
    return {
        "label": breakable(one_line(entry.label, own)),
        "title": breakable(one_line(entry.title, own)),
        "body": breakable(one_line(entry.body, own)),
        "types": [_name_data(names, snapshot) for names in entry.types],
        "when": one_line(period_text(entry.period.period, language), language),
        "planned": one_line(planned, language),
        "place": breakable(one_line(entry.place, own)),
        "purpose": _paragraphs(entry.purpose, own),
        "results": _paragraphs(entry.results_text, own),
        "measures": [_name_data(result.measure, snapshot, f" ≥ {result.at_least}") for result in entry.results],
        "audiences": [_name_data(names, snapshot) for names in entry.audiences],
        "prepares": [breakable(one_line(name, own)) for name in entry.prepares],
        "notes": [breakable(one_line(note, own)) for note in entry.notes],
        "cancelled": entry.cancelled,
        "cancel_reason": breakable(one_line(entry.cancel_reason, own)),
        "breakable": longest > _BREAKABLE_FROM,
    }


def _name_data(names: Names, snapshot: WorkPlanSnapshot, after: str = "") -> dict[str, str]:
    """A name with the language it is in, and what follows it on the line."""
    said = snapshot.said(names)
    return {"text": breakable(one_line(said.text, said.language)) + after, "lang": said.language}


def _paragraphs(text: str, language: Language) -> list[dict[str, object]]:
    lines = (one_line(line, language) for line in text.splitlines())
    return [{"text": breakable(line), "long-words": _LONG_WORD.search(line) is not None} for line in lines if line]
