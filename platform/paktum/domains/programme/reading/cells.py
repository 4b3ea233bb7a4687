"""Reading single cells of a plan's row: place, bodies, event types, audiences, and the numbers among the results."""

import re
from collections.abc import Iterable
from typing import Final

from paktum.core.messages import msg
from paktum.domains.programme.reading.dates import DateReading
from paktum.domains.programme.reading.draft import Draft
from paktum.domains.programme.reading.measures import read_quantities
from paktum.domains.programme.reading.plan import (
    Choice,
    Column,
    Doubt,
    ReadAudience,
    ReadResult,
    SetField,
)
from paktum.domains.programme.reading.titles import title_parts
from paktum.domains.programme.reading.vocabulary import KnownBody, KnownTerm, PlanVocabulary
from paktum.domains.programme.reading.wording import find_words, likeness, tidy, words

_BULLET: Final = re.compile(r"^\s*(?:[•·▪◦●○■□–—*-]|\uf0b7|o(?=\s{2,}|\t))\s*")
_LABEL: Final = re.compile(r"^(?:helysz[ií]n\w*|hely|m[ií]sto|miesto|miejsce|place|venue)\s*:\s*", re.IGNORECASE)
_HOUR: Final = re.compile(
    r"(?:\b(?:od|v|ve|o|at|godz\.?)\s+)?\b\d{1,2}(?:[:.]\d\d)"
    r"(?:\s*[-–]\s*\d{1,2}[:.]\d\d)?(?:\s*(?:órától|órakor|óra|hod\.?|h\b|am\b|pm\b))?"
    r"|\b(?:od|v|ve|o|at|godz\.?)\s+\d{1,2}\s*(?:hod\.?|h\b|óra\w*)|\b\d{1,2}\s*óra\w*",
    re.IGNORECASE,
)
_LIST_PARTS: Final = re.compile(r"[,;/\n•]+|\s(?:és|illetve|valamint|a|i|oraz|and)\s")
_ALIKE: Final = 0.85
_MOST_PARTS: Final = 20


def read_place(reading: DateReading | None, cell: str) -> tuple[str, tuple[str, ...]]:
    """The place a row names, in its own cell or beside its date, and the hours taken out of it word for word."""
    text = cell if tidy(cell) else reading.rest if reading else ""
    hours = tuple(tidy(found) for found in _HOUR.findall(text))
    lines = (_LABEL.sub("", tidy(line)).strip(" ,;:–-") for line in _HOUR.sub(" ", text).split("\n"))
    return ", ".join(line for line in lines if line), hours


def find_bodies(text: str, bodies: Iterable[KnownBody]) -> list[str]:
    """The codes of the bodies a text names, in the order they stand in it.

    A name is found in any case form; an abbreviation (all capitals) only as it is written. Where one name holds
    another, the longer counts.
    """
    taken: list[tuple[int, int, str]] = []
    found = words(text)
    for body in bodies:
        for name in body.names:
            start = _place_of(name, text, found)
            if start is not None:
                taken.append((start, start + len(words(name)), body.code))
    taken.sort(key=lambda span: (span[0], -span[1]))
    codes: list[str] = []
    reached = 0
    for start, end, code in taken:
        if start >= reached:
            reached = end
            if code not in codes:
                codes.append(code)
    return codes


def _place_of(name: str, text: str, found: tuple[str, ...]) -> int | None:
    if name.isupper() and len(name) <= 6:
        hit = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        return len(words(text[: hit.start()])) if hit else None
    return find_words(words(name), found)


def _term_of(text: str, terms: Iterable[KnownTerm]) -> str | None:
    """The code of the known term that a text is, allowing for endings and slips; the likest one when several are."""
    sought = words(text)
    best, code = 0.0, None
    for term in terms:
        for name in term.names:
            score = likeness(sought, words(name))
            if score > best:
                best, code = score, term.code
    return code if best >= _ALIKE else None


def read_types(text: str, terms: tuple[KnownTerm, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of the event types in a cell, and the words that are no known type."""
    whole = _term_of(text, terms)
    if whole:
        return (whole,), ()
    codes: list[str] = []
    unknown: list[str] = []
    for part in _LIST_PARTS.split(text)[: 2 * _MOST_PARTS]:
        name = tidy(part).strip(" .")
        if not name:
            continue
        code = _term_of(name, terms)
        if code is None:
            unknown.append(name)
        elif code not in codes:
            codes.append(code)
    return tuple(codes), tuple(unknown)


def read_audiences(text: str, terms: tuple[KnownTerm, ...]) -> tuple[ReadAudience, ...]:
    """Who is invited: one for each bullet, line or semicolon; a line without bullet goes on the bulleted one above."""
    items: list[str] = []
    bulleted = False
    for line in re.split(r"[\n;]|(?<!^)(?=•)", text):
        if not tidy(line):
            continue
        mark = _BULLET.match(line)
        words_of_line = tidy(line[mark.end() :] if mark else line)
        if bulleted and not mark and items:
            items[-1] = f"{items[-1]} {words_of_line}"
        elif words_of_line:
            items.append(words_of_line)
        bulleted = bulleted or bool(mark)
    audiences: list[ReadAudience] = []
    for item in items:
        audiences.extend(_audiences_of(item, terms))
    return tuple(dict.fromkeys(audiences))


def _audiences_of(item: str, terms: tuple[KnownTerm, ...]) -> list[ReadAudience]:
    """One item of the list: itself, or, when all its parts between commas are known, each of them."""
    code = _term_of(item, terms)
    parts = [tidy(part).strip(" .") for part in item.split(",")]
    if code is None and 1 < len(parts) <= _MOST_PARTS:
        known = [ReadAudience(part, _term_of(part, terms)) for part in parts]
        if all(audience.code for audience in known):
            return known
    return [ReadAudience(item, code)]


def fill_body(draft: Draft, vocabulary: PlanVocabulary) -> None:
    """Find the body a session belongs to (an event only if a column names one); no body, or several, are a doubt."""
    own = find_bodies(draft.cell(Column.BODY), vocabulary.bodies)
    found = own or (find_bodies(draft.raw_title, vocabulary.bodies) if draft.kind == "session" else [])
    draft.body = found[0] if found else None
    if draft.kind != "session" or not vocabulary.bodies or len(found) == 1:
        return
    names = {body.code: body.name for body in vocabulary.bodies}
    choices = tuple(Choice(code, msg("%(body)s", body=names[code]), SetField(code)) for code in found or tuple(names))
    if found:
        message = msg("The title names more than one body: %(body)s was taken.", body=names[found[0]])
        draft.doubts.append(Doubt("body", "several_bodies", message, found[0], choices))
    else:
        message = msg("“%(title)s” names no body that is known here.", title=draft.title)
        none = Choice("none", msg("None of them"), SetField(None))
        draft.doubts.append(Doubt("body", "unknown_body", message, "none", (*choices, none)))


def fill_types(draft: Draft, vocabulary: PlanVocabulary) -> None:
    """Read the event types; a word that is no type of the pact is a doubt."""
    draft.types, unknown = read_types(draft.cell(Column.TYPES), vocabulary.event_types)
    for word in unknown:
        left_out = Choice("left_out", msg("Leave it out"))
        choices = tuple(
            Choice(term.code, msg("%(type)s", type=term.names[0]), SetField((*draft.types, term.code)))
            for term in vocabulary.event_types
            if term.code not in draft.types
        )
        message = msg("“%(word)s” is none of the event types used here.", word=word)
        draft.doubts.append(Doubt("types", "unknown_type", message, "left_out", (left_out, *choices)))


def fill_results(draft: Draft, vocabulary: PlanVocabulary) -> None:
    """Read the measurable results. A second number of the same measure, or a bare one, is a doubt; a number that
    counts something unknown, or sets an upper limit, is noted and stays in the text."""
    taken: dict[str, int] = {}
    draft.quantities = read_quantities(draft.results_text, vocabulary.measures)
    for found in draft.quantities:
        if found.is_limit:
            draft.notes.append(msg("“%(words)s” is an upper limit and was not taken as a result.", words=found.text))
        elif found.measure is None:
            draft.notes.append(msg("“%(words)s” counts something that is not measured here.", words=found.text))
        elif found.measure not in taken:
            taken[found.measure] = found.number
        elif taken[found.measure] != found.number:
            _add_rival(draft, taken, found.measure, found.number)
    draft.results = tuple(ReadResult(measure, number) for measure, number in taken.items())
    for doubt in [found for found in draft.quantities if found.is_bare]:
        message = msg("“%(words)s” does not say what is counted. It was counted as participants.", words=doubt.text)
        draft.doubts.append(
            Doubt("results", "bare_number", message, "participants", count_choices(draft, doubt.number))
        )


def _add_rival(draft: Draft, taken: dict[str, int], measure: str, number: int) -> None:
    first = taken[measure]
    taken[measure] = max(first, number)
    others = tuple(ReadResult(key, value) for key, value in taken.items() if key != measure)
    choices = tuple(
        Choice(str(value), msg("At least %(number)d", number=value), SetField((ReadResult(measure, value), *others)))
        for value in sorted({first, number, first + number})
    )
    message = msg(
        "Two numbers are given for the same thing, %(first)d and %(second)d. The larger was taken.",
        first=first,
        second=number,
    )
    draft.doubts.append(Doubt("results", "two_numbers", message, str(taken[measure]), choices))


def count_choices(draft: Draft, number: int) -> tuple[Choice, ...]:
    """The two answers to a number whose unit is in doubt: participants, or words only."""
    rest = tuple(found for found in draft.results if found.at_least != number or found.measure != "participants")
    return (
        Choice("participants", msg("Yes, at least %(number)d participants", number=number)),
        Choice("words", msg("No, keep the words only"), SetField(rest)),
    )


def fill_title(draft: Draft) -> None:
    """A row without a title is a doubt: there is nothing to call it by but its other words."""
    if not tidy(draft.raw_title):
        draft.doubts.append(Doubt("title", "no_title", msg("The row has no title.")))
    elif title_parts(draft.raw_title).number == 0:
        draft.doubts.append(Doubt("title", "number_zero", msg("“%(title)s” is numbered 0.", title=draft.title)))
