"""The words and kinds of one tenant, merged and frozen: what services, pages and documents ask."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from paktum.core.actors import Role
from paktum.core.languages import LANGUAGES, Language, locale_of
from paktum.plugin.hooks import Hooks
from paktum.plugin.specs import (
    Audience,
    BodyLevel,
    BodyType,
    EventType,
    Form,
    Measure,
    MinutesTemplate,
    Named,
    OrganisationKind,
    PlanReview,
    Term,
    Words,
)

N = TypeVar("N", bound=Named)
# Which form of a term stands after a number, by the CLDR plural category of the number.
_AFTER_NUMBER: Final[Mapping[Language, Mapping[str, Form]]] = {
    "hu": {},
    "en": {"other": "many"},
    "cs": {"few": "many", "other": "genitive_many"},
    "sk": {"few": "many", "other": "genitive_many"},
    "pl": {"few": "many", "many": "genitive_many", "other": "genitive_many"},
}


@dataclass(frozen=True)
class Said:
    """A text and the language it is in: where that is not the reader's, the page marks it with `lang`."""

    text: str
    language: Language

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Catalogue(Generic[N]):
    """The items of one sort: those in use in their order, and all that were ever declared, by code."""

    active: tuple[N, ...]
    all: Mapping[str, N]

    def __iter__(self) -> Iterator[N]:
        return iter(self.active)

    def __len__(self) -> int:
        return len(self.active)

    def __contains__(self, code: object) -> bool:
        """Whether the code may be used in a new record."""
        return any(item.code == code for item in self.active)

    def __getitem__(self, code: str) -> N:
        """The item of that code, in use or not: old records keep their words. Raises KeyError."""
        return self.all[code]


@dataclass(frozen=True)
class Vocabulary:
    """Everything a tenant's plugins, its file and its own changes say, ready to be asked."""

    slug: str
    language: Language
    country: str
    """ISO 3166-1; whose public holidays count in working days."""
    plugin_versions: Mapping[str, str]
    """The tenant's plugins in its order, with the version that records made now keep."""
    terms: Mapping[str, Term]
    body_types: Catalogue[BodyType]
    event_types: Catalogue[EventType]
    audiences: Catalogue[Audience]
    organisation_kinds: Catalogue[OrganisationKind]
    measures: Mapping[str, Measure]
    roles: Mapping[Role, Words]
    levels: Mapping[BodyLevel, Words]
    minutes: Mapping[str, MinutesTemplate]
    """The templates of minutes of the tenant's plugins, by code."""
    usual_minutes: MinutesTemplate
    """The platform's own template, in all languages."""
    hooks: Hooks
    """The hooks of the tenant's plugins, and of no others."""
    plan_review: PlanReview | None = None
    """How often the plan is reviewed; None where neither the tenant nor its plugins say."""

    def term(self, code: str, form: Form = "one", language: Language | None = None) -> str:
        """A term in one of its forms, in the tenant's language or another. Raises KeyError for an unknown code."""
        term = self.terms[code]
        wanted = language or self.language
        forms = term.get(wanted) or term.get(self.language) or term.get(term.languages()[0])
        if forms is None:
            raise KeyError(code)
        return forms.form(form)

    def term_after(self, number: int, code: str, language: Language | None = None) -> str:
        """A term as it stands after a number: (19) ülés, (5) zasadnutí, (2) posiedzenia, (1) event. Raises KeyError for
        an unknown code."""
        wanted = language or self.language
        form = _AFTER_NUMBER[wanted].get(locale_of(wanted).plural_form(number), "one")
        return self.term(code, form, wanted)

    def body_type(self, code: str) -> BodyType:
        """A body type, retired and disabled ones too. Raises KeyError."""
        return self.body_types[code]

    def minutes_of(self, code: str) -> MinutesTemplate:
        """The template by which the minutes of a body type are drafted: its own where that speaks the tenant's language,
        else the platform's. Raises KeyError for an unknown body type."""
        own = self.minutes.get(self.body_types[code].minutes or "")
        return own if own is not None and self.language in own.languages() else self.usual_minutes

    def event_type(self, code: str) -> EventType:
        """An event type, retired and disabled ones too. Raises KeyError."""
        return self.event_types[code]

    def audience(self, code: str) -> Audience:
        """An audience, retired and disabled ones too. Raises KeyError."""
        return self.audiences[code]

    def say(self, words: Words, language: Language | None = None) -> Said:
        """Words in the reader's language, else in the tenant's, else in another of the pact, and in English only last.

        Raises KeyError when there are no words at all.
        """
        for choice in (language or self.language, self.language, *LANGUAGES):
            text = words.get(choice)
            if text is not None:
                return Said(text, choice)
        raise KeyError("words without a text")

    def role(self, role: Role, language: Language | None = None) -> Said:
        """What this pact calls the people of a role."""
        return self.say(self.roles[role], language)
