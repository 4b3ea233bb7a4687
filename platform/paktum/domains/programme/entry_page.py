"""The page of one entry, shaped so that its template only prints."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from paktum.core.messages import msg, say
from paktum.domains.meetings.rules.life import STATE_WORDS as MEETING_WORDS
from paktum.domains.meetings.wording import STATE_LOOKS as MEETING_LOOKS
from paktum.domains.meetings.wording import meeting_address
from paktum.domains.programme.acts import ACTS
from paktum.domains.programme.calendars import entry_address
from paktum.domains.programme.plan_page import STATE_LOOKS, Reader, machine_date, own_text
from paktum.domains.programme.queries import EntryDetails, LinkedEntry
from paktum.domains.programme.rules import STATE_WORDS, EntryState, sequence_label
from paktum.domains.programme.wording import audience_names, label, marked, measure_name, note_text, type_names, when
from paktum.web.dates import instant_text


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A measurable result: what is counted, the least expected, what was achieved, and how the two compare."""

    measure: Markup
    at_least: int
    achieved: int | None

    @property
    def short(self) -> bool:
        """Whether less came of it than was expected."""
        return self.achieved is not None and self.achieved < self.at_least


@dataclass(frozen=True, slots=True)
class Link:
    """Another entry: its number, title and address."""

    id: str
    label: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Act:
    """A line of the history: when, who by their post, what."""

    machine: str
    at: str
    post: str
    words: str


@dataclass(frozen=True)
class EntryPage:
    """Everything the page of an entry prints."""

    id: str
    version: int
    kind: str
    label: str
    title: str
    when: str
    machine: str
    plan: str
    fixed: bool
    state: EntryState
    look: str
    state_words: str
    cancel_reason: str
    body: str
    body_id: str
    place: str
    types: Markup
    audiences: list[Markup]
    purpose: str
    results_text: str
    results: list[ResultLine]
    evaluates: list[int]
    prepares: list[Link]
    prepared_by: list[Link]
    notes: list[str]
    cells: list[Mapping[str, str]]
    history: list[Act]
    content_lang: Markup
    removable: bool
    meeting: tuple[str, str, str] | None
    """The address of the meeting it was convened as, and the look and the words of that meeting's state."""
    convenes: bool
    """Whether it can be convened: a session that is not cancelled and has no meeting."""


def entry_page(entry: EntryDetails, history: Iterable[Any], reader: Reader, timezone: str) -> EntryPage:
    """Shape the page of an entry; `history` are rows of the chain of acts, newest first."""
    row, words, language = entry.row, reader.words, reader.language
    state = row.state(reader.today)
    plan = ""
    if row.fixed and row.planned != row.effective:
        plan = reader.say(msg("plan: %(period)s", period=when(row.planned, language)))
    return EntryPage(
        id=str(row.id),
        version=entry.version,
        kind=row.kind,
        label=label(row, words),
        title=row.title,
        when=when(row.effective, language),
        machine=machine_date(row.effective),
        plan=plan,
        fixed=row.fixed,
        state=state,
        look=STATE_LOOKS[state],
        state_words=reader.say(STATE_WORDS[state]),
        cancel_reason=entry.cancel_reason,
        body=row.body,
        body_id=str(row.body_id or ""),
        place=row.place,
        types=Markup(", ").join(marked(name, language) for name in type_names(row, words, language)),
        audiences=[marked(name, language) for name in audience_names(row.audiences, words, language)],
        purpose=row.purpose,
        results_text=row.results_text,
        results=[
            ResultLine(marked(measure_name(code, words, language), language), least, reached)
            for code, least, reached in row.results
        ],
        evaluates=list(entry.evaluates),
        prepares=[_link(link, reader) for link in entry.prepares],
        prepared_by=[_link(link, reader) for link in entry.prepared_by],
        notes=[note_text(note, language) for note in entry.notes],
        cells=list(entry.source.get("cells", ())),
        history=_history(entry, history, reader, timezone),
        content_lang=Markup(' lang="{}"').format(words.language) if language != words.language else Markup(),
        removable=not (entry.prepares or entry.prepared_by or row.held or row.meeting),
        meeting=(
            meeting_address(row.meeting.id),
            MEETING_LOOKS[row.meeting.state],
            reader.say(MEETING_WORDS[row.meeting.state]),
        )
        if row.meeting
        else None,
        convenes=row.kind == "session" and not row.cancelled and row.meeting is None and row.body_id is not None,
    )


def _link(link: LinkedEntry, reader: Reader) -> Link:
    name = say(sequence_label(link.kind, link.sequence), reader.words.language)
    return Link(str(link.id), name, link.title, entry_address(link.id))


def _history(entry: EntryDetails, acts: Iterable[Any], reader: Reader, timezone: str) -> list[Act]:
    lines = [
        _act(act.at, act.post, reader.say(ACTS[act.action]), reader, timezone) for act in acts if act.action in ACTS
    ]
    if entry.imported:
        words = reader.say(msg("It was taken over from a document"))
        lines.append(_act(entry.row.created_at, "", words, reader, timezone))
    return lines


def _act(at: datetime, post: str, words: str, reader: Reader, timezone: str) -> Act:
    local = at.astimezone(ZoneInfo(timezone))
    shown = instant_text(at, timezone, reader.language)
    return Act(local.isoformat(timespec="seconds"), shown, post, words)


def paragraphs(text: str, reader: Reader) -> list[Markup]:
    """A text of the plan as its paragraphs, marked with its language where that is not the page's."""
    return [own_text(part.strip(), reader) for part in text.split("\n") if part.strip()]
