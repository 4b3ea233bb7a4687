"""Taking a title apart: the number of a session or event in its series, and the name the series shares."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from paktum.domains.programme.reading.calendar_words import ordinal_number
from paktum.domains.programme.reading.wording import roman_number, tidy, words

_LEADING: Final = re.compile(r"(?P<number>\d{1,3}|[IVX]{1,5}(?=[.)]))(?P<mark>[.)]|(?:st|nd|rd|th)\b)?\s+(?=[^\W\d_])")
_TRAILING: Final = re.compile(r"(?:\s(?:č|nr|no|num|sz)\.?)?\s+(?P<number>\d{1,3}|[IVX]{1,5})(?P<mark>\.?)$")
_CELL_NUMBER: Final = re.compile(r"[^\W\d]{0,3}\.?\s*(?P<number>\d{1,4}|[IVX]{1,5})\s*[.)/]*", re.ASCII)
_SMALL_WORDS: Final = frozenset(
    ("a", "az", "the", "of", "for", "na", "pro", "pre", "dla", "do", "k", "ke", "ku", "w", "we", "v", "ve", "z")
)


@dataclass(frozen=True)
class TitleParts:
    """A title's number and whether it leads, with a dot; the rest of it, and that rest's words without small ones."""

    number: int | None
    leads: bool
    dotted: bool
    base: str
    base_words: tuple[str, ...]


def _value(text: str) -> int | None:
    return int(text) if text.isdecimal() else roman_number(text)


def _parts(number: int | None, leads: bool, dotted: bool, base: str) -> TitleParts:
    found = words(base)
    return TitleParts(number, leads, dotted, base, tuple(word for word in found if word not in _SMALL_WORDS) or found)


@lru_cache(maxsize=4096)
def title_parts(title: str) -> TitleParts:
    """Take a title or a mention of one apart: "1. Forum", "Forum 1", "II. Forum", "Second forum", "Forum"."""
    text = tidy(title).strip(" ,;:–-")
    leading = _LEADING.match(text)
    if leading:
        base = text[leading.end() :].rstrip(".")
        return _parts(_value(leading["number"]), True, bool(leading["mark"]), base)
    trailing = _TRAILING.search(text)
    if trailing and trailing.start() > 0:
        return _parts(_value(trailing["number"]), False, bool(trailing["mark"]), text[: trailing.start()])
    first, blank, rest = text.partition(" ")
    number = ordinal_number(first) if blank and len(first) > 3 else None
    if number is not None:
        return _parts(number, True, True, rest.rstrip("."))
    return _parts(None, False, False, text.rstrip("."))


def display_title(title: str) -> str:
    """The title on one line, blanks tidied, and with the dot after a leading number that belongs there."""
    text = tidy(title)
    leading = _LEADING.match(text)
    if leading and leading["number"].isdecimal() and not leading["mark"]:
        return f"{leading['number']}. {text[leading.end() :]}"
    return text


def row_number(text: str) -> int | None:
    """The number in a row's number cell ("7", "7.", "R7", "IV."); None when there is none."""
    found = _CELL_NUMBER.fullmatch(tidy(text))
    return _value(found["number"]) if found else None
