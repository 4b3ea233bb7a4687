"""Text as papers print it: on one line, with its one-letter words kept, and with places to break what has none."""

import re
from datetime import date, datetime
from typing import Final

from babel.dates import format_date, format_time

from paktum.core.languages import Language, locale_of
from paktum.core.messages import msg, say
from paktum.core.tabular import writable

# Czech, Slovak and Polish typography leaves no one-letter word at the end of a line.
_ONE_LETTER_WORD: Final = re.compile(r"(?<![^\s(„\u00a0])([AaIiKkOoSsUuVvWwZz]) (?=\S)")
_KEEPS_ONE_LETTER_WORDS: Final = frozenset({"cs", "sk", "pl"})
_UNBREAKABLE: Final = re.compile(r"\S{20}(?=\S{5})")
_INVISIBLE: Final = re.compile("[\ufeff\u200b\u2060\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str, language: Language) -> str:
    """One line of text as the typesetter can print it, with one-letter words kept to the word they belong to."""
    line = " ".join(_INVISIBLE.sub("", writable(text)).split())
    return kept_together(line, language)


def kept_together(line: str, language: Language) -> str:
    """The line with its one-letter words tied to the next word where the language's typography asks for it."""
    return _ONE_LETTER_WORD.sub("\\1\u00a0", line) if language in _KEEPS_ONE_LETTER_WORDS else line


def breakable(line: str) -> str:
    """The line with places to break (U+200B) in what would else be wider than a column: addresses and file names."""
    return _UNBREAKABLE.sub(lambda run: run.group() + "\u200b", line)


def capital(text: str) -> str:
    """The text with a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


def names_organisation(label: str, organisation: str) -> bool:
    """Whether a seat's name has the words of an organisation in it, in whatever case its grammar asks for."""
    words = label.casefold().split()
    return all(
        any(word.startswith(wanted[: max(3, len(wanted) - 3)]) for word in words)
        for wanted in organisation.casefold().split()
    )


def day_text(day: date, language: Language) -> str:
    """A day in long form, as CLDR writes it."""
    return format_date(day, "long", locale=locale_of(language))


def instant_text(local: datetime, language: Language) -> str:
    """A day and a time of the clock that `local` is told by."""
    time = format_time(local, "short", locale=locale_of(language))
    return say(msg("%(date)s at %(time)s", date=day_text(local.date(), language), time=time), language)
