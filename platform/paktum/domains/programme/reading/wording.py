"""Comparing words as people write them: without case, accents or punctuation, tolerant of endings and small slips."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

# Letters that Unicode does not take apart into a base and a mark.
_WHOLE_LETTERS = {"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ħ": "h"}
_WORD = re.compile(r"[a-z0-9]+")
_BLANKS = re.compile(r"\s+")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
# "Day" stands in many names of events, and its forms share too few letters to be taken for endings of one word.
_DAY_FORMS = frozenset(("den", "dne", "dni", "dny", "dnu", "dnem", "dnia", "dniem", "dna", "dnom", "dzien"))
_SENTENCE_END = re.compile(r"\s*[;\n][;\s]*|(?<=[.!?])[^\S\n]+(?=[^\W\d_])")
_ORDINAL_DOT = re.compile(r"(?<!\w)(?:\d{1,3}|[IVX]{1,5}|\w)\.$")


@lru_cache(maxsize=4096)
def _flat_letter(letter: str) -> str:
    small = letter.lower()
    base = _WHOLE_LETTERS.get(small) or unicodedata.normalize("NFD", small)[0]
    return base if len(base) == 1 else letter


def flat(text: str) -> str:
    """The text in small unaccented letters, position by position the same length as the original."""
    if text.isascii():
        return text.lower()
    return "".join(map(_flat_letter, text))


def tidy(text: str) -> str:
    """One line: every run of blanks (no-break ones too) a single space, none at the ends."""
    return _BLANKS.sub(" ", text).strip()


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, small and unaccented; punctuation parts words and is dropped."""
    return tuple(_WORD.findall(flat(text)))


def _common_start(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _is_slip(one: str, other: str) -> bool:
    """Whether one slip of the pen tells two words apart: a letter more, less or other, in long words two beside it."""
    start = _common_start(one, other)
    left, right = one[start:], other[start:]
    tail = _common_start(left[::-1], right[::-1])
    return max(len(left), len(right)) - tail <= (1 if min(len(one), len(other)) < 10 else 2)


@lru_cache(maxsize=65536)
def word_likeness(one: str, other: str) -> float:
    """How alike two flat words are, 0 to 1: equal, the same stem with another ending, a slip, or parts of a compound."""
    if one == other:
        return 1.0
    if one.isdecimal() or other.isdecimal():
        return 0.0
    if one in _DAY_FORMS and other in _DAY_FORMS:
        return 0.9
    short, long = sorted((one, other), key=len)
    start = _common_start(one, other)
    if len(short) >= 4 and start >= max(3, len(short) - 3) and len(long) - start <= 4:
        return 0.9
    if len(short) >= 6 and _is_slip(one, other):
        return 0.9
    if len(short) >= 6 and (long.startswith(short) or long.endswith(short)):
        return 0.6
    return 0.0


def covered(needed: tuple[str, ...], offered: tuple[str, ...]) -> float:
    """The share of the needed words' letters that find a like word among those offered, 0 to 1."""
    total = sum(map(len, needed))
    if not total:
        return 0.0
    found = sum(len(word) * max((word_likeness(word, other) for other in offered), default=0.0) for word in needed)
    return found / total


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How alike two names are, 0 to 1, by their words or, where compounds are cut differently, by their letters.

    Letters alone never make two names alike: each name's words must mostly have a partner in the other.
    """
    if one == other and one:
        return 1.0
    partners = covered(one, other)
    if partners < 0.5:
        return 0.0
    partners = min(partners, covered(other, one))
    if partners < 0.5:
        return 0.0
    if partners >= 0.9:
        return partners
    matcher = SequenceMatcher(None, "".join(one), "".join(other), autojunk=False)
    # Letters decide only where they could lift the mean to what callers take for alike; the bound is cheap, they are not.
    if (partners + matcher.quick_ratio()) / 2 < 0.7:
        return partners
    return max(partners, (partners + matcher.ratio()) / 2)


def is_inflected(word: str, base: str) -> bool:
    """Whether a flat word is a base word, or one with another ending."""
    return word == base or (len(base) >= 4 and word_likeness(word, base) >= 0.9)


def find_words(sought: tuple[str, ...], text: tuple[str, ...]) -> int | None:
    """Where in a text's words the sought ones stand one after the other, in any inflected form; None when nowhere."""
    if not sought:
        return None
    for start in range(len(text) - len(sought) + 1):
        if all(is_inflected(text[start + step], base) for step, base in enumerate(sought)):
            return start
    return None


def roman_number(word: str) -> int | None:
    """The value of a small Roman numeral up to 15, as plans number their sessions and quarters; None for other words."""
    small = word.lower()
    return _ROMAN.index(small) + 1 if small in _ROMAN else None


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence, clause between semicolons, or line of a text starts and ends.

    The dot of an ordinal number ("2. Forum") and of a short word in small letters ("min. 40") ends nothing.
    """
    cuts = [0]
    for mark in _SENTENCE_END.finditer(text):
        if mark[0].strip(" \t\xa0") == "" and not _ends_sentence(text, mark.start(), mark.end()):
            continue
        cuts.extend((mark.start(), mark.end()))
    cuts.append(len(text))
    spans = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        piece = text[start:end]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
    return tuple(spans)


def _ends_sentence(text: str, stop: int, following: int) -> bool:
    if not text[following].isupper():
        return False
    return text[stop - 1] in "!?" or not _ORDINAL_DOT.search(text, max(0, stop - 6), stop)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences, clauses between semicolons and lines of a text, blanks tidied."""
    return tuple(tidy(text[start:end]) for start, end in sentence_spans(text))
