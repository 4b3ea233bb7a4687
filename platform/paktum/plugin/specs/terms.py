"""Terms: the words of the house in their grammatical forms, so that no sentence is glued from the wrong case."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from paktum.core.languages import LANGUAGES, Language
from paktum.core.placeholders import Form
from paktum.plugin.specs.base import Spec, Text

Gender = Literal["masculine_animate", "masculine", "feminine", "neuter"]

_SLAVIC: Final[tuple[Form, ...]] = ("one", "many", "accusative", "genitive", "genitive_many")
REQUIRED_FORMS: Final[Mapping[Language, tuple[Form, ...]]] = MappingProxyType(
    {"hu": ("one", "many", "accusative"), "cs": _SLAVIC, "sk": _SLAVIC, "pl": _SLAVIC, "en": ("one", "many")}
)
"""The forms that whoever gives a term in a language must give, because sentences may ask for them."""


class TermForms(Spec):
    """A term in one language. `one` is the form of the dictionary: nominative singular, small letter unless a name.

    Hungarian writes the genitive with the nominative, so it has none here; its locative is the ending that says where
    or when ("ülésen", "munkaprogramban"). The Slavic locative and instrumental are given without a preposition.
    """

    one: Text
    """Nominative singular: ülés, jednání, zasadnutie, posiedzenie, session."""
    many: Text
    """Nominative plural: ülések, jednání, zasadnutia, posiedzenia, sessions."""
    accusative: Text | None = None
    """The object of a verb, singular: ülést (összehív), kancelář (řídit)."""
    accusative_many: Text | None = None
    genitive: Text | None = None
    """Of it, singular: jednání, zasadnutia, posiedzenia."""
    genitive_many: Text | None = None
    """Of them; also after a count of five and more: 5 usnesení, 5 uznesení, 5 uchwał."""
    locative: Text | None = None
    """In, on or about it, singular."""
    instrumental: Text | None = None
    """With it, singular."""
    gender: Gender | None = None
    """What adjectives and past tenses beside it agree with; none in Hungarian and English."""

    def form(self, form: Form) -> str:
        """The asked form; where the language writes it like the nominative (or it was not given), the nominative."""
        text: str | None = getattr(self, form)
        if text is not None:
            return text
        return self.many if form.endswith("many") else self.one

    def missing(self, language: Language) -> tuple[Form, ...]:
        """Which required forms of the language were not given."""
        return tuple(form for form in REQUIRED_FORMS[language] if getattr(self, form) is None)


class Term(Spec):
    """A term in up to five languages."""

    hu: TermForms | None = None
    cs: TermForms | None = None
    sk: TermForms | None = None
    pl: TermForms | None = None
    en: TermForms | None = None

    def get(self, language: Language) -> TermForms | None:
        """Its forms in that language, or None."""
        forms: TermForms | None = getattr(self, language)
        return forms

    def languages(self) -> tuple[Language, ...]:
        """The languages it is given in, in the platform's order."""
        return tuple(language for language in LANGUAGES if self.get(language) is not None)

    def over(self, below: "Term") -> "Term":
        """This term laid over another: language by language, this one first."""
        return Term(**{code: self.get(code) or below.get(code) for code in LANGUAGES})
