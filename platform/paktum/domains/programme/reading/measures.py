"""Expected results that can be measured: numbers with what they count, in five languages."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from paktum.domains.programme.reading.vocabulary import KnownTerm
from paktum.domains.programme.reading.wording import flat, is_inflected, tidy, word_likeness, words

PARTICIPANTS: Final = "participants"
PRESS_ITEMS: Final = "press_items"

_PERSONS: Final = frozenset(
    ("fo", "szemely", "osob", "osoby", "osobe", "osobami", "os", "osobam", "people", "persons", "person", "pax")
)
_PIECES: Final = frozenset(["db", "darab", "ks", "kus", "kusu", "kusov", "szt", "sztuk", "sztuki", "x", "krat", "pcs"])
_AT_LEAST: Final = frozenset(
    (
        *("min", "minimum", "minimalisan", "legalabb", "alespon", "nejmene", "minimalne", "aspon", "najmenej"),
        *("co", "najmniej", "minimalnie", "at", "least"),
    )
)
_AT_MOST: Final = frozenset(
    ("max", "maximum", "legfeljebb", "nejvyse", "maximalne", "najviac", "maksymalnie", "najwyzej", "most")
)
_NOUNS: Final = (
    KnownTerm(
        code=PARTICIPANTS,
        names=(
            *("résztvevő", "meghívott", "látogató", "vendég", "účastník", "účastníků", "účastníci", "pozvaný"),
            *("pozvaných", "návštěvník", "návštěvníků", "host", "hostů", "účastníkov", "návštevník", "návštevníkov"),
            *("uczestnik", "uczestników", "zaproszonych", "gości", "odwiedzających"),
            *("participant", "participants", "attendees", "guests", "visitors", "invited"),
        ),
    ),
    KnownTerm(
        code=PRESS_ITEMS,
        names=(
            *("sajtómegjelenés", "médiamegjelenés", "sajtócikk", "sajtóközlemény", "cikk", "tisková zpráva"),
            *("tiskové zprávy", "tiskových zpráv", "článek", "články", "článků", "mediální výstup", "mediální výstupy"),
            *("výstupy v médiích", "tlačová správa", "tlačové správy", "tlačových správ", "článok", "článkov"),
            *("mediálny výstup", "mediálne výstupy", "publikacja prasowa", "publikacje prasowe", "artykuł"),
            *("artykuły", "artykułów", "wzmianka w mediach", "wzmianki w mediach", "informacje prasowe"),
            *("press item", "press items", "press release", "press releases", "press article", "press articles"),
            *("article", "articles", "media report", "media reports"),
        ),
    ),
)
_TOKEN: Final = re.compile(r"\d{1,3}(?:[ \u00a0.]\d{3})+(?!\d)|\d+|[^\W\d_]+|[^\w\s]|\n", re.UNICODE)
_STOP: Final = frozenset(",;\n")
_DASHES: Final = frozenset("-‐‑–—")
_REACH: Final = 6
_WINDOW: Final = 24
_MOST_NUMBERS: Final = 40


@dataclass(frozen=True)
class Quantity:
    """A number in a results text: what it counts (None when unknown), the words it was read from, and its unit.

    `unit` is the word after the number that only says persons or pieces ("fő", "os.", "szt."), empty without one.
    `is_bare` says that neither unit nor noun was there and participants were assumed.
    """

    measure: str | None
    number: int
    text: str
    unit: str = ""
    is_bare: bool = False
    is_limit: bool = False


@cache
def _phrases(terms: tuple[KnownTerm, ...]) -> tuple[tuple[tuple[str, ...], str], ...]:
    found = [(words(name), term.code) for term in terms for name in term.names]
    return tuple(sorted(found, key=lambda phrase: -len(phrase[0])))


def _is_counted(word: str, base: str) -> bool:
    return is_inflected(word, base) or (len(base) > 8 and word_likeness(word, base) >= 0.6 and word.endswith(base))


def _measure_of(following: list[str], terms: tuple[KnownTerm, ...]) -> tuple[str | None, int]:
    """What the words after a number name, and how many of these words it takes; (None, 0) when nothing known."""
    flats = [flat(word) for word in following]
    for phrase, code in _phrases(terms):
        for start in range(len(flats) - len(phrase) + 1):
            if all(map(_is_counted, flats[start : start + len(phrase)], phrase)):
                return code, start + len(phrase)
    return None, 0


def _following(tokens: list[re.Match[str]], index: int) -> list[re.Match[str]]:
    """The words after a number, up to the next number, comma, semicolon or line; dots of short words are passed over."""
    found: list[re.Match[str]] = []
    for token in islice(tokens, index + 1, index + 1 + _WINDOW):
        text = token[0]
        if text in _STOP or text[0].isdecimal() or len(found) == _REACH:
            break
        if text[0].isalpha():
            found.append(token)
    return found


def _is_ordinal(tokens: list[re.Match[str]], index: int, text: str) -> bool:
    end = tokens[index].end()
    return text[end : end + 1] == "." and text[end + 1 : end + 2].isspace() and text[end + 1] != "\n"


def read_quantities(text: str, terms: tuple[KnownTerm, ...] = ()) -> tuple[Quantity, ...]:
    """The numbers of a results text that count something, in order; ordinals, percentages and years are none.

    `terms` are countable things of the pact itself, compared before the two that are always known.
    """
    tokens = list(_TOKEN.finditer(text))
    found: list[Quantity] = []
    skip = -1
    for index, token in enumerate(tokens):
        if index <= skip or not token[0][0].isdecimal() or _is_ordinal(tokens, index, text):
            continue
        last = index
        if index + 2 < len(tokens) and tokens[index + 1][0] in _DASHES and tokens[index + 2][0][0].isdecimal():
            last = skip = index + 2
        quantity = _quantity(text, tokens, index, last, terms + _NOUNS)
        if quantity:
            found.append(quantity)
        if len(found) == _MOST_NUMBERS:
            break
    return tuple(found)


def _quantity(
    text: str, tokens: list[re.Match[str]], index: int, last: int, terms: tuple[KnownTerm, ...]
) -> Quantity | None:
    digits = re.sub(r"\D", "", tokens[index][0])
    before = [flat(token[0]) for token in tokens[max(0, index - 3) : index] if token[0].isalpha()]
    following = _following(tokens, last)
    names = [token[0] for token in following]
    if len(digits) > 7 or text[tokens[last].end() : tokens[last].end() + 3].lstrip()[:1] == "%":
        return None
    first = flat(names[0]) if names else ""
    unit = names[0] if first in _PERSONS or first in _PIECES else ""
    measure, taken = _measure_of(names, terms)
    if first in _PERSONS and measure in (None, PRESS_ITEMS):
        measure, taken = PARTICIPANTS, 1
    is_minimum = not _AT_LEAST.isdisjoint(before)
    alone = not names and not tidy(text[max(0, tokens[index].start() - 3) : tokens[index].start()]).strip(".:≥>")
    is_bare = measure is None and not names and (is_minimum or alone)
    if measure is None and not unit and not is_bare and not is_minimum:
        return None
    start = tokens[index].start()
    if is_minimum or not _AT_MOST.isdisjoint(before):
        near = tokens[max(0, index - 3) : index]
        start = next(token.start() for token in near if flat(token[0]) in _AT_LEAST | _AT_MOST)
    if measure is None and following:
        taken = len(following)
    end = following[max(taken, bool(unit)) - 1].end() if taken or unit else tokens[last].end()
    return Quantity(
        PARTICIPANTS if is_bare else measure,
        int(digits),
        tidy(text[start:end]),
        unit,
        is_bare,
        not _AT_MOST.isdisjoint(before),
    )
