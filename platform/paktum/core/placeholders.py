"""Filling the placeholders of a sentence; those that ask for a word of the pact are filled with that word.

A sentence of the catalogues says `%(term_session)s` where each pact has its own word, and every translation takes the form
that its grammar asks for: `%(term_session_accusative)s`, `%(term_session_genitive_many)s`. `%(Term_session)s` begins a
sentence; `%(the_term_session)s` has the article before it that Hungarian chooses by the word ("az ülés", "a munkaülés").
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, cast, get_args

from paktum.core.languages import Language

Form = Literal["one", "many", "accusative", "accusative_many", "genitive", "genitive_many", "locative", "instrumental"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
Terms = Callable[[str, Form, Language], str]
"""Gives a term by its code, in one of its grammatical forms, in a language. Raises KeyError for an unknown code."""

_NAME: Final = re.compile(
    rf"(?P<article>[Tt]he_)?[Tt]erm_(?P<code>[a-z_]+?)(?:_(?P<form>{'|'.join(FORMS)}))?",
)
_VOWELS: Final = frozenset("aáeéiíoóöőuúüű")


@dataclass(frozen=True)
class Asked:
    """What a placeholder asks for: a term, its form, whether its article stands before it, and whether it begins large."""

    code: str
    form: Form
    article: bool
    capital: bool


@cache
def asked_by(name: str) -> Asked | None:
    """What the placeholder of that name asks for; None when it does not ask for a word of the pact."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    return Asked(found["code"], cast(Form, found["form"] or "one"), found["article"] is not None, name[0].isupper())


def _only_the_code(code: str, form: Form, language: Language) -> str:
    """Where no pact is spoken of: in a command, for one."""
    return code.replace("_", " ")


_terms: Final[ContextVar[Terms]] = ContextVar("terms", default=_only_the_code)


def start_speaking_for(terms: Terms) -> Callable[[], None]:
    """Use a pact's words from here on; call what it gives to go back."""
    token = _terms.set(terms)
    return lambda: _terms.reset(token)


@contextmanager
def speaking_for(terms: Terms) -> Iterator[None]:
    """Use a pact's words inside."""
    stop = start_speaking_for(terms)
    try:
        yield
    finally:
        stop()


class Values(dict[str, object]):
    """The values of a sentence's placeholders, for `text % Values(language, …)`; the pact's words are looked up."""

    def __init__(self, language: Language, values: dict[str, object]) -> None:
        super().__init__(values)
        self._language = language

    def __missing__(self, name: str) -> str:
        asked = asked_by(name)
        if asked is None:
            raise KeyError(name)
        word = _terms.get()(asked.code, asked.form, self._language)
        if asked.article and self._language == "hu":
            word = f"{'az' if word[:1].lower() in _VOWELS else 'a'} {word}"
        return word[:1].upper() + word[1:] if asked.capital else word
