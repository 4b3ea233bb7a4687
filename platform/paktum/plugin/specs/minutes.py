"""Templates of minutes: the sections that the minutes of a kind of body begin with, and the words they are drafted in."""

from collections.abc import Mapping
from string import Formatter
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from paktum.core.languages import LANGUAGES, Language
from paktum.core.messages import msg
from paktum.plugin.specs.base import Code, Spec, Words, refuse

SectionKind = Literal["opening", "presence", "quorum", "agenda", "item", "closing"]
"""Where and when it began; who was there; whether it could decide; the agenda; each of its items; how it ended."""

MINUTES_PARTS: Final = ("meeting", "body", "day", "begins", "ends", "place", "form", "chair")
"""What a sentence may name: what the meeting is called, the body or bodies, day and times, place, way of holding it, who
chaired it. A sentence that names something unknown is left out."""
ITEM_PARTS: Final = ("n", "title")
"""What the heading of an item may name: its number on the agenda and its title."""


def _parts(text: str) -> frozenset[str] | None:
    """The parts a pattern names; None when it is not a pattern."""
    try:
        parsed = list(Formatter().parse(text))
    except ValueError:
        return None
    if any(spec or conversion for _, _, spec, conversion in parsed):
        return None
    return frozenset(name for _, name, _, _ in parsed if name is not None)


def filled(pattern: str, values: Mapping[str, str]) -> str | None:
    """A pattern with its parts filled in; None when it names a part that is not known or is empty."""
    named = _parts(pattern)
    if named is None or any(not values.get(name) for name in named):
        return None
    return pattern.format_map(dict(values))


class MinutesSection(Spec):
    """A section: its heading and, before what is drafted from the meeting itself, sentences, each a paragraph.

    The heading of `item` names {n} and {title}; that section is repeated for each item of the agenda.
    """

    kind: SectionKind
    heading: Words
    text: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _patterns(self) -> "MinutesSection":
        allowed = ITEM_PARTS if self.kind == "item" else ()
        for words, parts in ((self.heading, allowed), *((words, MINUTES_PARTS) for words in self.text)):
            for language in words.languages():
                named = _parts(words.get(language) or "")
                if named is None or not named <= set(parts):
                    known = " ".join(f"{{{part}}}" for part in parts) or "{}"
                    raise refuse(msg("a sentence that names no other parts than %(parts)s", parts=known))
        return self


class MinutesTemplate(Spec):
    """How the minutes of a kind of body are drafted: their sections in order, and who signs them."""

    code: Code
    sections: Annotated[tuple[MinutesSection, ...], Field(min_length=1)]
    signatures: tuple[Words, ...] = ()
    """In what capacity each signs, such as chair and keeper of the minutes."""

    @model_validator(mode="after")
    def _once(self) -> "MinutesTemplate":
        kinds = [section.kind for section in self.sections]
        if len(set(kinds)) != len(kinds) or "item" not in kinds:
            raise refuse(msg("each kind of section once, and item among them"))
        return self

    def said(self) -> tuple[Words, ...]:
        """All its texts."""
        return (*(words for section in self.sections for words in (section.heading, *section.text)), *self.signatures)

    def languages(self) -> tuple[Language, ...]:
        """The languages in which all of it can be said."""
        return tuple(code for code in LANGUAGES if all(words.get(code) for words in self.said()))
