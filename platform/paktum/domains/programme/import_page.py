"""The page that shows what was understood of a plan, shaped so that its template only prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from paktum.core.messages import Message, msg, nmsg
from paktum.domains.programme.import_compare import Comparison, PresentEntry, compare
from paktum.domains.programme.import_queries import WholeImport
from paktum.domains.programme.import_review_rows import ReviewRow, Shaping, review_row
from paktum.domains.programme.import_rows import Decided, ImportRow, decide_rows
from paktum.domains.programme.plan_page import Reader
from paktum.domains.programme.reading.plan import Kind, NoteKind, PlanNote
from paktum.domains.programme.vocabulary import PlanBody
from paktum.domains.programme.wording import capital

CHECK: Final = "check"


UNDERSTOOD: Final = "understood"


SHOWS: Final = ("", CHECK, UNDERSTOOD)


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
    shaping = Shaping(reader, {body.reference: body for body in bodies}, decided, comparison, editable)
    to_check = [bool(row.open_doubts()) or _is_hindered(row, out) for row, out in _pairs(decided)]
    take = _take_words(shaping, comparison, decided.taken)
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
        dock=_dock(shaping, open_questions) if take else [reader.say(msg("Nothing in the programme would change."))],
        take=take,
        content_lang=Markup(' lang="{}"').format(reader.words.language)
        if reader.words.language != reader.language
        else Markup(),
    )


def _pairs(decided: Decided) -> list[tuple[ImportRow, Message | None]]:
    return list(zip(decided.rows, decided.stays_out, strict=True))


def _is_hindered(row: ImportRow, out: Message | None) -> bool:
    """Whether a row stays out although nobody decided so."""
    return out is not None and not row.left_out


def _lead(whole: WholeImport, shaping: Shaping) -> str:
    name = whole.facts.file_name
    if whole.facts.state == "imported":
        return shaping.say(msg("%(file)s. It was taken over; this page shows how.", file=name))
    if whole.facts.state == "discarded":
        return shaping.say(msg("%(file)s. It was discarded; nothing of it is in the programme.", file=name))
    if shaping.comparison is not None:
        return shaping.say(msg("%(file)s. Below, each row is compared with the programme.", file=name))
    return shaping.say(msg("%(file)s. Nothing of it is in the programme yet.", file=name))


def _figures(shaping: Shaping, to_check: Sequence[bool], lost_rows: int) -> list[tuple[str, str, str]]:
    entries = shaping.decided.entries
    sessions = sum(entry.kind is Kind.SESSION for entry in entries)
    events = len(entries) - sessions
    words, language = shaping.reader.words, shaping.language
    unsure = sum(to_check)
    out = lost_rows + sum(row.left_out for row in shaping.decided.rows)
    return [
        (str(sessions), words.term_after(sessions, "session", language), ""),
        (str(events), words.term_after(events, "event", language), ""),
        (
            str(len(entries) - unsure),
            shaping.say(nmsg("row fully understood", "rows fully understood", len(entries) - unsure)),
            "",
        ),
        (str(unsure), shaping.say(nmsg("row to check", "rows to check", unsure)), "unsure" if unsure else ""),
        (str(out), shaping.say(nmsg("row left out", "rows left out", out)), ""),
    ]


def _tabs(shaping: Shaping, to_check: Sequence[bool], show: str) -> list[tuple[str, str, bool]]:
    """The ready-made filters as (words, value, current)."""
    every, unsure = len(to_check), sum(to_check)
    return [
        (shaping.say(nmsg("The one row", "All %(num)d rows", every)), "", show == ""),
        (shaping.say(msg("To check: %(number)d", number=unsure)), CHECK, show == CHECK),
        (shaping.say(msg("Understood: %(number)d", number=every - unsure)), UNDERSTOOD, show == UNDERSTOOD),
    ]


def _tables(shaping: Shaping, to_check: Sequence[bool], show: str) -> list[ReviewTable]:
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
                [review_row(shaping, i) for i in shown],
            )
        )
    return tables


def _is_shown(row: ImportRow, to_check: bool, show: str) -> bool:
    """Rows with a question stay among those to check when it is answered, so that an answer can be taken back."""
    if show == CHECK:
        return to_check or bool(row.read.unsure)
    return not to_check if show == UNDERSTOOD else True


def _compared(shaping: Shaping, comparison: Comparison | None) -> str:
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


def _stays_out(shaping: Shaping) -> list[tuple[str, str, str]]:
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


def _notes(notes: Sequence[PlanNote], shaping: Shaping) -> list[tuple[str, list[str]]]:
    """Everything of the file that is in no entry, by where it stood, in the order of the file."""
    return [
        (shaping.say(title), texts)
        for kind, title in _NOTE_TITLES.items()
        if (texts := [note.text for note in notes if note.kind is kind])
    ]


def _dock(shaping: Shaping, open_questions: int) -> list[str]:
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


def _take_words(shaping: Shaping, comparison: Comparison | None, taken: int) -> str:
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
