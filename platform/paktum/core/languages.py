"""The five languages of the house: their locales, catalogues and sort orders, and their letters without marks."""

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from sys import intern
from typing import Any, Final, Literal, cast, get_args

import icu
from babel import Locale
from babel.support import NullTranslations, Translations

Language = Literal["hu", "cs", "sk", "pl", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
CATALOGUES: Final = Path(__file__).parents[1] / "translations"

# Letters with a stroke have no decomposition in Unicode.
_STRUCK: Final = str.maketrans("łđ", "ld")
# English stands for European readers: dates read day first.
_LOCALES: Final[dict[Language, str]] = {"hu": "hu_HU", "cs": "cs_CZ", "sk": "sk_SK", "pl": "pl_PL", "en": "en_GB"}


# The language of whoever reads what is being made just now: a request's, a mail's, a report's.
_reader: Final[ContextVar[Language]] = ContextVar("reader_language", default="en")


def reader_language() -> Language:
    """The language that texts are put into where none is named."""
    return _reader.get()


def start_reading_in(language: Language) -> Callable[[], None]:
    """Put what is made from here on into one language; call what it gives to go back."""
    token = _reader.set(language)
    return lambda: _reader.reset(token)


@contextmanager
def reading_in(language: Language) -> Iterator[None]:
    """Put what is made inside into one language."""
    token = _reader.set(language)
    try:
        yield
    finally:
        _reader.reset(token)


def as_language(code: str | None) -> Language | None:
    """Narrow a code from outside to one of the five languages; None when it is not one of them."""
    return code if code in LANGUAGES else None


@cache
def locale_of(language: Language) -> Locale:
    """The CLDR locale whose dates, numbers and plurals a language uses."""
    return Locale.parse(_LOCALES[language])


class _Catalogue(Translations):
    """Compiled messages whose English keys are held in memory once for all languages."""

    def _parse(self, fp: Any) -> None:
        super()._parse(fp)
        # A sentence that is its own key, as nearly all English ones are, is found without being kept.
        self._catalog = {_shared(key): message for key, message in self._catalog.items() if message != key}


def _shared(key: str | tuple[str, int]) -> str | tuple[str, int]:
    return intern(key) if isinstance(key, str) else (intern(key[0]), key[1])


@cache
def catalogue(language: Language) -> NullTranslations:
    """The compiled messages of a language, or an empty catalogue (messages stay in English) before they are compiled."""
    return _Catalogue.load(CATALOGUES, [language], domain="messages")


def folded(text: str) -> str:
    """The text as it is compared: small letters without marks, which phones make tedious to type."""
    parted = unicodedata.normalize("NFKD", text.casefold().translate(_STRUCK))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


@cache
def sort_key(language: Language) -> Callable[[str], bytes]:
    """A key function that orders words as a dictionary of the language does; the embedded database has no ICU of its own."""
    collator = icu.Collator.createInstance(icu.Locale(_LOCALES[language]))
    return cast(Callable[[str], bytes], collator.getSortKey)
