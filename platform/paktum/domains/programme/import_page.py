"""The page that shows what was understood of a plan, shaped so that its template only prints."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from markupsafe import Markup, escape

from paktum.core.languages import Language, locale_of
from paktum.core.messages import Message, msg, nmsg, say
from paktum.core.periods import Precision
from paktum.domains.programme.import_compare import FIELD_NAMES, Comparison, Difference, PresentEntry, compare
from paktum.domains.programme.import_queries import ImportFacts, WholeImport
from paktum.domains.programme.import_rows import Decided, ImportRow, decide_rows
from paktum.domains.programme.plan_page import Reader, machine_date
from paktum.domains.programme.reading.plan import Doubt, EntryLink, Kind, NoteKind, PlanNote, ReadEntry
from paktum.domains.programme.rules import EntryReference, sequence_label
from paktum.domains.programme.vocabulary import PlanBody
from paktum.domains.programme.wording import audience_names, capital, counted, cut, expected, marked, when
from paktum.plugin.vocabulary import Said

CHECK: Final = "check"
UNDERSTOOD: Final = "understood"
SHOWS: Final = ("", CHECK, UNDERSTOOD)

PRECISION_WORDS: Final[Mapping[Precision, Message]] = {
    Precision.DAY: msg("to the day"),
    Precision.MONTH: msg("to the month"),
    Precision.QUARTER: msg("to the quarter"),
    Precision.HALF_YEAR: msg("to the half-year"),
    Precision.YEAR: msg("to the year"),
}
_OUTCOMES: Final[Mapping[str, tuple[str, Message]]] = {
    "new": ("ok", msg("taken in")),
    "changed": ("ok", msg("changed in the programme")),
    "same": ("off", msg("nothing new")),
    "out": ("off", msg("left out")),
}
_TEXT_LENGTH: Final = 72


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt as a question: names of its inputs, choices as (key, label, proposed), and what is chosen now."""

    name: str
    seen_name: str
    reference: str
    text: Message
    choices: tuple[tuple[str, Message, bool], ...]
    value: str | None
    seen: str
    answered: bool


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row of the review, its cells ready to print; `number` counts the rows of the whole file from 1."""

    number: int
    label: Markup
    title: Markup
    sub: Markup
    machine: str
    time: Markup
    precision: str
    expected: Markup
    audiences: Markup
    purpose: Markup
    links: tuple[Markup, ...]
    look: str
    state: str
    remarks: tuple[str, ...]
    notes: tuple[Message, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """One of the two tables: its heading, how many rows need a look, and the rows that are shown."""

    id: str
    title: str
    note: str
    caption: str
    rows: list[ReviewRow]


@dataclass(frozen=True)
class ReviewPage:
    """Everything the page prints."""

    lead: str
    figures: list[tuple[str, str, str]]
    tabs: list[tuple[str, str, bool]]
    tables: list[ReviewTable]
    open_questions: int
    comparison: str
    same_file: bool
    missing: list[tuple[str, str]]
    stays_out: list[tuple[str, str, str]]
    notes: list[tuple[str, list[str]]]
    dock: list[str]
    take: str
    content_lang: Markup


@dataclass(frozen=True)
class _Shaping:
    """What every row needs to know to be put into words."""

    reader: Reader
    bodies: Mapping[str, PlanBody]
    decided: Decided
    comparison: Comparison | None
    editable: bool

    def say(self, message: Message) -> str:
        return self.reader.say(message)

    @property
    def language(self) -> Language:
        return self.reader.language

    def own(self, text: str) -> Markup:
        """A text of the plan, marked with the pact's language where the page has another."""
        if not text:
            return Markup()
        if self.language == self.reader.words.language:
            return escape(text)
        return Markup('<span lang="{}">{}</span>').format(self.reader.words.language, text)

    def label(self, link: EntryLink | EntryReference) -> str:
        return say(sequence_label(str(link.kind), link.sequence), self.reader.words.language)


def review_page(
    whole: WholeImport, bodies: Sequence[PlanBody], present: Sequence[PresentEntry], show: str, reader: Reader
) -> ReviewPage:
    """Shape the page; `show` says which rows (one of SHOWS), `present` is the programme as it stands."""
    decided = decide_rows(whole.rows)
    editable = whole.facts.state == "read"
    comparison = None
    if present and editable:
        ids = {body.reference: body.id for body in bodies if body.id is not None}
        comparison = compare(decided.planned(entry.reference for entry in present), present, ids)
    shaping = _Shaping(reader, {body.reference: body for body in bodies}, decided, comparison, editable)
    to_check = [bool(row.open_doubts()) or _is_hindered(row, out) for row, out in _pairs(decided)]
    taken = decided.taken
    left_out = [note for note in whole.notes if note.kind is NoteKind.ROW]
    open_questions = sum(len(row.open_doubts()) for row in decided.rows if not row.left_out)
    return ReviewPage(
        lead=_lead(whole, shaping),
        figures=_figures(shaping, to_check, len(left_out)),
        tabs=_tabs(shaping, to_check, show),
        tables=_tables(shaping, to_check, show),
        open_questions=open_questions,
        comparison=_compared(shaping, comparison),
        same_file=whole.same_file_at is not None,
        missing=[(shaping.label(entry.reference), entry.title) for entry in comparison.missing] if comparison else [],
        stays_out=_stays_out(shaping),
        notes=_notes(whole.notes, shaping),
        dock=_dock(shaping, open_questions),
        take=_take_words(shaping, comparison, taken),
        content_lang=Markup(' lang="{}"').format(reader.words.language)
        if reader.words.language != reader.language
        else Markup(),
    )


def _pairs(decided: Decided) -> list[tuple[ImportRow, Message | None]]:
    return list(zip(decided.rows, decided.stays_out, strict=True))


def _is_hindered(row: ImportRow, out: Message | None) -> bool:
    """Whether a row stays out although nobody decided so."""
    return out is not None and not row.left_out


def _lead(whole: WholeImport, shaping: _Shaping) -> str:
    name = whole.facts.file_name
    if whole.facts.state == "imported":
        return shaping.say(msg("%(file)s. It was taken over; this page shows how.", file=name))
    if whole.facts.state == "discarded":
        return shaping.say(msg("%(file)s. It was discarded; nothing of it is in the programme.", file=name))
    return shaping.say(msg("%(file)s. Nothing of it is in the programme yet.", file=name))


def _figures(shaping: _Shaping, to_check: Sequence[bool], lost_rows: int) -> list[tuple[str, str, str]]:
    entries = shaping.decided.entries
    sessions = sum(entry.kind is Kind.SESSION for entry in entries)
    events = len(entries) - sessions
    words, language = shaping.reader.words, shaping.language
    unsure = sum(to_check)
    out = lost_rows + sum(row.left_out for row in shaping.decided.rows)
    return [
        (str(sessions), counted(sessions, "session", words, language).partition(" ")[2], ""),
        (str(events), counted(events, "event", words, language).partition(" ")[2], ""),
        (
            str(len(entries) - unsure),
            shaping.say(nmsg("row fully understood", "rows fully understood", len(entries) - unsure)),
            "",
        ),
        (str(unsure), shaping.say(nmsg("row to check", "rows to check", unsure)), "unsure" if unsure else ""),
        (str(out), shaping.say(nmsg("row left out", "rows left out", out)), ""),
    ]


def _tabs(shaping: _Shaping, to_check: Sequence[bool], show: str) -> list[tuple[str, str, bool]]:
    """The ready-made filters as (words, value, current)."""
    every, unsure = len(to_check), sum(to_check)
    return [
        (shaping.say(nmsg("The one row", "All %(num)d rows", every)), "", show == ""),
        (shaping.say(msg("To check: %(number)d", number=unsure)), CHECK, show == CHECK),
        (shaping.say(msg("Understood: %(number)d", number=every - unsure)), UNDERSTOOD, show == UNDERSTOOD),
    ]


def _tables(shaping: _Shaping, to_check: Sequence[bool], show: str) -> list[ReviewTable]:
    tables = []
    for kind, term, id_ in ((Kind.SESSION, "session_plan", "sessions"), (Kind.EVENT, "event_calendar", "events")):
        numbers = [i for i, entry in enumerate(shaping.decided.entries) if entry.kind is kind]
        if not numbers:
            continue
        unsure = sum(to_check[i] for i in numbers)
        note = nmsg("%(num)d row", "%(num)d rows", len(numbers))
        if unsure:
            note = nmsg(
                "%(num)d row, %(unsure)d to check", "%(num)d rows, %(unsure)d to check", len(numbers), unsure=unsure
            )
        shown = [i for i in numbers if _is_shown(shaping.decided.rows[i], to_check[i], show)]
        tables.append(
            ReviewTable(
                id_,
                capital(shaping.reader.words.term(term, "one", shaping.language)),
                shaping.say(note),
                shaping.say(msg("In the order of the file")),
                [_row(shaping, i) for i in shown],
            )
        )
    return tables


def _is_shown(row: ImportRow, to_check: bool, show: str) -> bool:
    """Rows with a question stay among those to check when it is answered, so that an answer can be taken back."""
    if show == CHECK:
        return to_check or bool(row.read.unsure)
    return not to_check if show == UNDERSTOOD else True


def _row(shaping: _Shaping, index: int) -> ReviewRow:
    row, entry = shaping.decided.rows[index], shaping.decided.entries[index]
    out = shaping.decided.stays_out[index]
    unsure = {doubt.field for _, doubt in row.open_doubts()} if shaping.editable else set()
    words, language = shaping.reader.words, shaping.language

    def cell(text: str | Markup, *fields: str) -> Markup:
        shown = escape(text)
        return Markup('<span class="unsure">{}</span>').format(shown) if shown and unsure & set(fields) else shown

    look, state = _state(shaping, row, out)
    results = "; ".join(expected([(r.measure, r.at_least, None) for r in entry.results], words, language))
    audiences = audience_names([{"text": a.text, "code": a.code} for a in entry.audiences], words, language)
    time = when(entry.period, language) if entry.period else shaping.say(msg("no date"))
    return ReviewRow(
        number=index + 1,
        label=cell(shaping.label(entry.link), "sequence"),
        title=cell(shaping.own(entry.title) or shaping.say(msg("no title")), "title"),
        sub=_sub(shaping, entry, cell),
        machine=machine_date(entry.period) if entry.period else "",
        time=cell(time, "period"),
        precision=shaping.say(PRECISION_WORDS[entry.period.precision]) if entry.period else "",
        expected=cell(results or shaping.own(cut(entry.results_text, _TEXT_LENGTH)), "results", "results_text"),
        audiences=_audiences(audiences, language),
        purpose=cell(shaping.own(cut(entry.purpose, _TEXT_LENGTH)), "purpose"),
        links=_links(shaping, entry, cell),
        look=look,
        state=state,
        remarks=_remarks(shaping, row, entry, out),
        notes=row.read.notes,
        questions=tuple(_question(shaping, index, i, doubt) for i, doubt in enumerate(row.read.unsure))
        if shaping.editable and not row.left_out
        else (),
    )


def _audiences(names: Sequence[Said], language: Language) -> Markup:
    """The first audience, and how many more there are: the row's own page has them all."""
    if len(names) < 2:
        return Markup().join(marked(name, language) for name in names)
    more = say(nmsg("and %(num)d more", "and %(num)d more", len(names) - 1), language)
    return Markup("{} {}").format(marked(names[0], language), more)


def _sub(shaping: _Shaping, entry: ReadEntry, mark: Callable[..., Markup]) -> Markup:
    parts: list[Markup] = []
    if entry.place:
        parts.append(mark(shaping.own(entry.place), "place"))
    body = shaping.bodies.get(entry.body or "")
    if body is not None and body.name.casefold() not in entry.title.casefold():
        parts.append(mark(shaping.own(body.name), "body"))
    elif entry.kind is Kind.SESSION and body is None:
        parts.append(mark(shaping.say(msg("no body")), "body"))
    known = shaping.reader.words.event_types.all
    names = [shaping.reader.words.say(known[code].names, shaping.language) for code in entry.types if code in known]
    if names:
        parts.append(mark(Markup(", ").join(marked(name, shaping.language) for name in names), "types"))
    return Markup(" · ").join(parts)


def _links(shaping: _Shaping, entry: ReadEntry, mark: Callable[..., Markup]) -> tuple[Markup, ...]:
    lines: list[Markup] = []
    if entry.prepares:
        labels = ", ".join(shaping.label(link) for link in entry.prepares)
        lines.append(mark(shaping.say(msg("prepares: %(entries)s", entries=labels)), "prepares"))
    if entry.evaluates:
        reports = ", ".join(map(str, entry.evaluates))
        lines.append(mark(shaping.say(msg("evaluates interim report: %(numbers)s", numbers=reports)), "evaluates"))
    return tuple(lines)


def _state(shaping: _Shaping, row: ImportRow, out: Message | None) -> tuple[str, str]:
    if row.outcome:
        look, words = _OUTCOMES[row.outcome]
        return look, shaping.say(words)
    if row.left_out:
        return "off", shaping.say(msg("left out"))
    if out is not None:
        return "late", shaping.say(msg("stays out"))
    if row.open_doubts():
        return "unsure", shaping.say(msg("to check"))
    if row.own:
        return "ok", shaping.say(msg("corrected"))
    return "ok", shaping.say(msg("checked") if row.answers else msg("understood"))


def _remarks(shaping: _Shaping, row: ImportRow, entry: ReadEntry, out: Message | None) -> tuple[str, ...]:
    remarks = [] if out is None or row.left_out else [shaping.say(out)]
    reference = EntryReference("session" if entry.kind is Kind.SESSION else "event", entry.sequence)
    if shaping.comparison is not None and out is None:
        remarks += _told(shaping, shaping.comparison.differences[reference])
    return tuple(remarks)


def _told(shaping: _Shaping, difference: Difference) -> list[str]:
    """What an import would do to the entry that is there already, in words."""
    names = ", ".join(shaping.say(FIELD_NAMES[name]) for name in difference.fields)
    told = []
    if difference.state == "new":
        told.append(shaping.say(msg("New in the programme.")))
    elif difference.state == "changed":
        changes = msg("Changes in the programme: %(fields)s.", fields=names)
        told.append(shaping.say(changes if names else msg("Only the wording of the file changes.")))
    else:
        told.append(shaping.say(msg("The same in the programme.")))
    if difference.kept:
        kept = ", ".join(shaping.say(FIELD_NAMES[name]) for name in difference.kept)
        told.append(shaping.say(msg("Stays as people changed it there: %(fields)s.", fields=kept)))
    return told


def _question(shaping: _Shaping, row: int, index: int, doubt: Doubt) -> Question:
    present = shaping.decided.rows[row]
    return Question(
        name=f"q-{row}-{index}",
        seen_name=f"seen-{row}-{index}",
        reference=f"{row}-{index}",
        text=doubt.message,
        choices=tuple((choice.key, choice.label, choice.key == doubt.chosen) for choice in doubt.choices),
        value=present.effective_answer(index),
        seen=present.answers.get(index, ""),
        answered=index in present.answers or doubt.field in present.own,
    )


def _compared(shaping: _Shaping, comparison: Comparison | None) -> str:
    if comparison is None:
        return ""
    return shaping.say(
        msg(
            "Compared with the programme: %(new)d new, %(changed)d changed, %(same)d the same.",
            new=comparison.count("new"),
            changed=comparison.count("changed"),
            same=comparison.count("same"),
        )
    )


def _stays_out(shaping: _Shaping) -> list[tuple[str, str, str]]:
    """The rows that would not be taken in, as (label, title, why)."""
    decided = shaping.decided
    return [
        (shaping.label(entry.link), entry.title, shaping.say(out))
        for entry, out in zip(decided.entries, decided.stays_out, strict=True)
        if out is not None
    ]


_NOTE_TITLES: Final[Mapping[NoteKind, Message]] = {
    NoteKind.ROW: msg("Rows of the tables that are no entries"),
    NoteKind.TABLE: msg("Other tables"),
    NoteKind.HEADING: msg("Headings"),
    NoteKind.PARAGRAPH: msg("Text outside the tables"),
    NoteKind.MARGIN: msg("Headers, footers and comments"),
}


def _notes(notes: Sequence[PlanNote], shaping: _Shaping) -> list[tuple[str, list[str]]]:
    """Everything of the file that is in no entry, by where it stood, in the order of the file."""
    return [
        (shaping.say(title), texts)
        for kind, title in _NOTE_TITLES.items()
        if (texts := [note.text for note in notes if note.kind is kind])
    ]


def _dock(shaping: _Shaping, open_questions: int) -> list[str]:
    hindered = sum(_is_hindered(row, out) for row, out in _pairs(shaping.decided))
    told = []
    if open_questions:
        told.append(
            nmsg(
                "%(num)d open question: it goes in as proposed, and stays marked.",
                "%(num)d open questions: they go in as proposed, and stay marked.",
                open_questions,
            )
        )
    else:
        told.append(msg("No question is open."))
    if hindered:
        told.append(
            nmsg("%(num)d row stays out until it is corrected.", "%(num)d rows stay out until corrected.", hindered)
        )
    return [shaping.say(each) for each in told]


def _take_words(shaping: _Shaping, comparison: Comparison | None, taken: int) -> str:
    """The words of the closing action; empty when it would change nothing."""
    if comparison is None:
        return shaping.say(nmsg("Take in %(num)d entry", "Take in %(num)d entries", taken)) if taken else ""
    new, changed = comparison.count("new"), comparison.count("changed")
    if not new and not changed:
        return ""
    if not changed:
        return shaping.say(nmsg("Take in %(num)d new entry", "Take in %(num)d new entries", new))
    if not new:
        return shaping.say(nmsg("Change %(num)d entry", "Change %(num)d entries", changed))
    return shaping.say(msg("Take in %(new)d new and change %(changed)d", new=new, changed=changed))


@dataclass(frozen=True, slots=True)
class ListedImport:
    """An import as the list shows it: its facts, and its times in words of the pact's zone."""

    facts: ImportFacts
    machine: str
    when: str
    finished: str
    look: str


def _moment(at: datetime, zone: ZoneInfo, language: Language) -> str:
    locale = locale_of(language)
    return f"{format_date(at.astimezone(zone), 'medium', locale)} {format_time(at, 'short', zone, locale)}"


_LOOKS: Final[Mapping[str, str]] = {"read": "unsure", "imported": "ok", "discarded": "off"}


def listed_import(facts: ImportFacts, timezone: str, language: Language) -> ListedImport:
    """Shape a line of the list of imports; `timezone` is an IANA name."""

    def told(at: datetime | None) -> str:
        return _moment(at, ZoneInfo(timezone), language) if at else ""

    return ListedImport(
        facts,
        facts.created_at.isoformat(timespec="seconds"),
        told(facts.created_at),
        told(facts.finished_at),
        _LOOKS[facts.state],
    )
