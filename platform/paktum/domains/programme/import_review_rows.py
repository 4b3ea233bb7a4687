"""One row of an import as its review shows it: what was understood, cell by cell, and its questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from paktum.core.languages import Language
from paktum.core.messages import Message, msg, nmsg, say
from paktum.core.periods import Precision
from paktum.domains.programme.import_compare import FIELD_NAMES, Comparison, Difference
from paktum.domains.programme.import_rows import Decided, ImportRow
from paktum.domains.programme.plan_page import Reader, machine_date
from paktum.domains.programme.reading.plan import Doubt, EntryLink, Kind, ReadEntry
from paktum.domains.programme.rules import EntryReference, sequence_label
from paktum.domains.programme.vocabulary import PlanBody
from paktum.domains.programme.wording import audience_names, cut, expected, marked, when
from paktum.plugin.vocabulary import Said

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


@dataclass(frozen=True)
class Shaping:
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


def review_row(shaping: Shaping, index: int) -> ReviewRow:
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


def _sub(shaping: Shaping, entry: ReadEntry, mark: Callable[..., Markup]) -> Markup:
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


def _links(shaping: Shaping, entry: ReadEntry, mark: Callable[..., Markup]) -> tuple[Markup, ...]:
    lines: list[Markup] = []
    if entry.prepares:
        labels = ", ".join(shaping.label(link) for link in entry.prepares)
        lines.append(mark(shaping.say(msg("prepares: %(entries)s", entries=labels)), "prepares"))
    if entry.evaluates:
        reports = ", ".join(map(str, entry.evaluates))
        lines.append(mark(shaping.say(msg("evaluates interim report: %(numbers)s", numbers=reports)), "evaluates"))
    return tuple(lines)


def _state(shaping: Shaping, row: ImportRow, out: Message | None) -> tuple[str, str]:
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


def _remarks(shaping: Shaping, row: ImportRow, entry: ReadEntry, out: Message | None) -> tuple[str, ...]:
    remarks = [] if out is None or row.left_out else [shaping.say(out)]
    reference = EntryReference("session" if entry.kind is Kind.SESSION else "event", entry.sequence)
    if shaping.comparison is not None and out is None:
        remarks += _told(shaping, shaping.comparison.differences[reference])
    return tuple(remarks)


def _told(shaping: Shaping, difference: Difference) -> list[str]:
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


def _question(shaping: Shaping, row: int, index: int, doubt: Doubt) -> Question:
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
