"""What a pact calls its things: the bodies, event types, audiences and measures a plan's text is matched against."""

from dataclasses import dataclass

from paktum.core.languages import Language


@dataclass(frozen=True, kw_only=True)
class KnownBody:
    """A body of the pact: its code, its name, and other names and abbreviations it goes by."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True, kw_only=True)
class KnownTerm:
    """An event type, audience or measure: its code and every name it goes by (the first one is shown)."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlanVocabulary:
    """All the words a reading knows of one pact, in the pact's own language.

    `measures` adds countable things (their names in singular and plural) to participants and press items,
    which are known in all five languages.
    """

    language: Language
    bodies: tuple[KnownBody, ...] = ()
    event_types: tuple[KnownTerm, ...] = ()
    audiences: tuple[KnownTerm, ...] = ()
    measures: tuple[KnownTerm, ...] = ()
