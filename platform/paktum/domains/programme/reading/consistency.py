"""Rules that compare the rows of a plan with each other: what breaks the plan's own habit is a doubt, never a change."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from paktum.core.languages import Language
from paktum.core.messages import Message, msg, nmsg
from paktum.core.periods import Precision, period_text
from paktum.domains.programme.reading.calendar_words import ordinal_number
from paktum.domains.programme.reading.cells import count_choices
from paktum.domains.programme.reading.draft import Draft
from paktum.domains.programme.reading.measures import PARTICIPANTS
from paktum.domains.programme.reading.plan import Choice, Column, Doubt, Kind, ReplaceText, SetField
from paktum.domains.programme.reading.titles import row_number
from paktum.domains.programme.reading.wording import likeness, sentence_spans, tidy, word_likeness, words

# A habit: at least so many rows do it, and so large a part of those that could.
_HABIT_ROWS: Final = 3
_HABIT_SHARE: Final = 0.6
_SHORTEST_SENTENCE: Final = 4


def _is_habit(count: int, of: int) -> bool:
    return count >= _HABIT_ROWS and count >= _HABIT_SHARE * of


def number_rows(drafts: Sequence[Draft]) -> None:
    """Give every entry its sequence within its kind: the file's number where it goes on upwards, else the row's place.

    A later table that begins again at 1 is counted on. A number that repeats or falls back is a doubt.
    """
    last: dict[Kind, int] = {Kind.SESSION: 0, Kind.EVENT: 0}
    offset: dict[int, int] = {}
    for draft in drafts:
        given = row_number(draft.cell(Column.NUMBER))
        before = last[draft.kind]
        if draft.table not in offset:
            offset[draft.table] = before if given == 1 else 0
        expected = before + 1
        number = None if given is None else given + offset[draft.table]
        if number is None or number == expected:
            draft.sequence = expected
        elif number > expected and number < 1000:
            draft.sequence = number
            draft.notes.append(
                msg("The file's numbers jump here from %(before)d to %(given)d.", before=before, given=number)
            )
        else:
            draft.sequence = expected
            draft.doubts.append(_wrong_number(given or 0, expected))
        last[draft.kind] = draft.sequence


def _wrong_number(given: int, place: int) -> Doubt:
    message = msg(
        "The file numbers this row %(given)d, but it is row %(place)d of its table.", given=given, place=place
    )
    choices = (
        Choice("place", msg("Number %(number)d, as the order of the rows says", number=place)),
        Choice("file", msg("Number %(number)d, as the file says", number=given), SetField(given)),
    )
    return Doubt("sequence", "row_number", message, "place", choices)


def check_title_dots(drafts: Sequence[Draft]) -> None:
    """A title whose leading number lacks the dot that other titles have may not be numbered at all."""
    leading = [draft for draft in drafts if draft.parts.leads]
    for draft in leading:
        own = draft.parts
        if own.dotted:
            continue
        fellows = [other.parts for other in leading if other is not draft and other.kind is draft.kind]
        dotted = [parts for parts in fellows if parts.dotted]
        like = any(likeness(own.base_words, parts.base_words) >= 0.9 for parts in dotted)
        if not like or not _is_habit(len(dotted) + 1, len(fellows) + 1):
            continue
        values = {"words": tidy(draft.raw_title), "number": own.number}
        message = msg(
            "In “%(words)s” no dot follows the number, as it does in the other rows. Is it number %(number)d?", **values
        )
        choices = (
            Choice("numbered", msg("Yes: %(title)s", title=draft.title)),
            Choice("verbatim", msg("No, take it word for word"), SetField(tidy(draft.raw_title))),
        )
        draft.doubts.append(Doubt("title", "missing_dot", message, "numbered", choices))


def check_open_dots(drafts: Sequence[Draft]) -> None:
    """A full stop after a month, where the other months end otherwise, may be what is left of a day."""
    months = [draft for draft in drafts if draft.when and draft.period and draft.period.precision is Precision.MONTH]
    usual = sum(not draft.when.open_dot for draft in months if draft.when)
    for draft in months:
        if draft.when is None or not draft.when.open_dot or not _is_habit(usual, len(months)):
            continue
        words_of_date = draft.when.matched
        message = msg("A full stop stands after the month in “%(words)s”. Is a day missing?", words=words_of_date)
        choices = (
            Choice("month", msg("No, the whole month is meant")),
            Choice("later", msg("Yes, the day will be filled in later")),
        )
        draft.doubts.append(Doubt("period", "open_dot", message, "month", choices))


def check_units(drafts: Sequence[Draft]) -> None:
    """Where the other rows say what unit they count in, a number without it is a doubt."""
    for kind in Kind:
        rows = [
            (draft, found)
            for draft in drafts
            if draft.kind is kind
            for found in draft.quantities
            if found.measure == PARTICIPANTS and not found.is_bare and not found.is_limit
        ]
        units = Counter(tidy(found.unit) for _, found in rows if found.unit)
        if not units or not _is_habit(units.total(), len(rows)):
            continue
        unit = units.most_common(1)[0][0]
        for draft, found in rows:
            if not found.unit:
                values = {"words": found.text, "unit": unit}
                message = msg(
                    "“%(words)s” lacks “%(unit)s”, which the other rows have. It was counted as participants.", **values
                )
                choices = count_choices(draft, found.number)
                draft.doubts.append(Doubt("results", "missing_unit", message, "participants", choices))


_TEXTS: Final[tuple[tuple[str, Callable[[Draft], str]], ...]] = (
    ("purpose", lambda draft: draft.purpose),
    ("results_text", lambda draft: draft.results_text),
)


def _repeated(field: str, sentence: str) -> Message:
    if field == "purpose":
        return msg("The same sentence stands twice among the purposes: “%(sentence)s”", sentence=sentence)
    return msg("The same sentence stands twice among the expected results: “%(sentence)s”", sentence=sentence)


def check_repeats(drafts: Sequence[Draft]) -> None:
    """A sentence that stands twice in one cell is a doubt; the text stays as it is."""
    for draft in drafts:
        for field, text_of in _TEXTS:
            text = text_of(draft)
            seen: set[tuple[str, ...]] = set()
            for start, end in sentence_spans(text):
                found = words(text[start:end])
                if len(found) >= 2 and found in seen:
                    draft.doubts.append(_repeat_doubt(field, text, start, end))
                seen.add(found)


def _repeat_doubt(field: str, text: str, start: int, end: int) -> Doubt:
    stop = len(text) if not text[end:].strip(" ;.\n") else end
    begin = len(text[:start].rstrip()) if stop == len(text) else start
    choices = (
        Choice("keep", msg("Leave the text as it is")),
        Choice("once", msg("Say it once"), ReplaceText(begin, stop, "")),
    )
    return Doubt(field, "repeated_sentence", _repeated(field, tidy(text[start:end])), "keep", choices)


def check_odd_sentences(drafts: Sequence[Draft]) -> None:
    """A sentence that differs in one word from what several other rows say alike may be a slip; the text stays."""
    for field, text_of in _TEXTS:
        rows: dict[tuple[str, ...], set[int]] = defaultdict(set)
        said: dict[tuple[str, ...], str] = {}
        for index, draft in enumerate(drafts):
            text = text_of(draft)
            for start, end in sentence_spans(text):
                found = words(text[start:end])
                rows[found].add(index)
                said.setdefault(found, tidy(text[start:end]))
        usual = [
            found for found, where in rows.items() if len(where) >= _HABIT_ROWS and len(found) >= _SHORTEST_SENTENCE
        ]
        for found, where in rows.items():
            if len(where) != 1 or len(found) < _SHORTEST_SENTENCE - 1:
                continue
            index = next(iter(where))
            for other in usual:
                if index not in rows[other] and _differ_in_one_word(found, other):
                    draft = drafts[index]
                    draft.doubts.append(_odd_doubt(field, text_of(draft), found, said[other], len(rows[other])))


def _differ_in_one_word(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one word was left out, put in or replaced; numbers, ordinals and other endings of a word do not count."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    tail = 0
    while tail < min(len(one), len(other)) - start and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    left, right = one[start : len(one) - tail], other[start : len(other) - tail]
    if len(left) > 1 or len(right) > 1:
        return False
    if any(word.isdecimal() or ordinal_number(word) for word in left + right):
        return False
    return not (left and right and word_likeness(left[0], right[0]) >= 0.9)


def _odd_doubt(field: str, text: str, found: tuple[str, ...], usual: str, count: int) -> Doubt:
    start, end = next(span for span in sentence_spans(text) if words(text[span[0] : span[1]]) == found)
    message = nmsg(
        "“%(sentence)s” differs in a word from what %(num)d other row says: “%(usual)s”",
        "“%(sentence)s” differs in a word from what %(num)d other rows say: “%(usual)s”",
        count,
        sentence=tidy(text[start:end]),
        usual=usual,
    )
    choices = (
        Choice("keep", msg("Leave the text as it is")),
        Choice("usual", msg("Use the usual sentence"), ReplaceText(start, end, usual)),
    )
    return Doubt(field, "unusual_sentence", message, "keep", choices)


def check_series(drafts: Sequence[Draft], language: Language) -> None:
    """In a numbered series the dates rise with the numbers, and no number stands twice."""
    series: dict[tuple[Kind, tuple[str, ...]], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.parts.number is not None:
            series[draft.kind, draft.parts.base_words].append(draft)
    for members in series.values():
        by_number: dict[int, Draft] = {}
        for draft in members:
            number = draft.parts.number or 0
            if number in by_number:
                message = msg(
                    "There is another “%(title)s” in row %(row)d.", title=draft.title, row=by_number[number].sequence
                )
                draft.doubts.append(Doubt("title", "same_number", message))
            by_number.setdefault(number, draft)
        ordered = [by_number[number] for number in sorted(by_number)]
        for earlier, later in itertools.pairwise(ordered):
            if earlier.period and later.period and later.period.end <= earlier.period.start:
                message = msg(
                    "%(title)s is dated before %(earlier)s (%(when)s).",
                    title=later.title,
                    earlier=earlier.title,
                    when=period_text(earlier.period, language),
                )
                later.doubts.append(Doubt("period", "series_order", message))


def check_consistency(drafts: Sequence[Draft], language: Language) -> None:
    """All rules that compare rows, after sequences were given."""
    check_title_dots(drafts)
    check_open_dots(drafts)
    check_units(drafts)
    check_repeats(drafts)
    check_odd_sentences(drafts)
    check_series(drafts, language)
