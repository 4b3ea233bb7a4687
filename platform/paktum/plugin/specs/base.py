"""What every spec shares: frozen models that refuse unknown keys, and field types that say what they expect."""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Annotated, Final
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from paktum.core.languages import LANGUAGES, Language
from paktum.core.messages import Message, msg

SPEC_ERROR: Final = "spec"
"""The pydantic error type whose context carries a Message under `message`."""


class Spec(BaseModel):
    """A frozen piece of a pack, a tenant file or a tenant's changes; a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def refuse(message: Message) -> PydanticCustomError:
    """An error for a validator to raise, whose sentence is said later in the reader's language."""
    # The template is fixed: pydantic would read braces of the sentence as its own placeholders.
    return PydanticCustomError(SPEC_ERROR, "see the message in the context", {"message": message})


def _matching(pattern: str, expected: Message) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if compiled.fullmatch(value) is None:
            raise refuse(expected)
        return value

    return check


def _text(value: str) -> str:
    if not value.strip() or value != value.strip() or any(ord(character) < 32 for character in value):
        raise refuse(msg("one line of text, without spaces at its ends"))
    return value


@cache
def _time_zones() -> frozenset[str]:
    # Asked for once: it looks through the files of all zones.
    return frozenset(available_timezones())


def _timezone(value: str) -> str:
    if value not in _time_zones():
        raise refuse(msg("a time zone of the IANA list, such as Europe/Prague"))
    return value


def share_of(text: str) -> Fraction:
    """The number a share's text stands for: "1/2", "2/3", "0", "1"."""
    return Fraction(text)


def _share(value: str) -> str:
    if re.fullmatch(r"[0-9]{1,2}(/[1-9][0-9]?)?", value) is None or not 0 <= Fraction(value) <= 1:
        raise refuse(msg('a share from 0 to 1 written as a fraction, such as "1/2"'))
    return value


Text = Annotated[str, AfterValidator(_text)]
"""One line of text for people."""

PackCode = Annotated[
    str, AfterValidator(_matching(r"[a-z][a-z0-9_]{1,30}", msg("a short code such as hu or youth_work")))
]
"""The code of a pack; it is the namespace of the codes in it."""

Code = Annotated[
    str,
    AfterValidator(
        _matching(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", msg("a code with its namespace, such as hu.steering_group"))
    ),
]
"""A namespaced code: `<pack or tenant>.<thing>`. Stable for ever; records keep it."""

PlainCode = Annotated[
    str,
    AfterValidator(_matching(r"[a-z][a-z0-9_]*", msg("a code of small letters, digits and _, such as lead_partner"))),
]
"""A code that only has to be unique within its file or on the platform."""

TermCode = Annotated[
    str,
    AfterValidator(
        _matching(r"([a-z][a-z0-9_]*\.)?[a-z][a-z0-9_]*", msg("the code of a term, such as session or youth.mentor"))
    ),
]
"""A platform term (`session`) or a term of a pack (`youth.mentor`)."""

Share = Annotated[str, AfterValidator(_share)]
"""A share from 0 to 1 as a fraction in text, so that thirds stay exact."""

Version = Annotated[str, AfterValidator(_matching(r"[0-9]+(\.[0-9]+){1,2}", msg("a version such as 1.0 or 1.2.3")))]
Country = Annotated[str, AfterValidator(_matching(r"[A-Z]{2}", msg("a country of ISO 3166-1, such as HU")))]
Region = Annotated[
    str, AfterValidator(_matching(r"[A-Z]{2}[0-9A-Z]{0,3}", msg("a region's NUTS code, such as HU331 or PL21")))
]
Slug = Annotated[
    str,
    AfterValidator(
        _matching(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", msg("small letters, digits and hyphens, such as liberec"))
    ),
]
Host = Annotated[
    str,
    AfterValidator(
        _matching(
            r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+",
            msg("a host name in small letters without a port, such as pact.example.org"),
        )
    ),
]
Timezone = Annotated[str, AfterValidator(_timezone)]
EmailAddress = Annotated[
    str,
    AfterValidator(_matching(r"[a-z0-9._+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", msg("an e-mail address in small letters"))),
]


class Words(Spec):
    """One text in up to five languages.

    A pack gives its own language and English at least; a tenant gives its own language at least.
    """

    hu: Text | None = None
    cs: Text | None = None
    sk: Text | None = None
    pl: Text | None = None
    en: Text | None = None

    def get(self, language: Language) -> str | None:
        """The text in that language, or None."""
        text: str | None = getattr(self, language)
        return text

    def languages(self) -> tuple[Language, ...]:
        """The languages that have a text, in the platform's order."""
        return tuple(language for language in LANGUAGES if self.get(language) is not None)


class Aliases(Spec):
    """Other ways in which documents name the same thing, by language; compared without regard to case."""

    hu: tuple[Text, ...] = ()
    cs: tuple[Text, ...] = ()
    sk: tuple[Text, ...] = ()
    pl: tuple[Text, ...] = ()
    en: tuple[Text, ...] = ()

    def get(self, language: Language) -> tuple[str, ...]:
        """The aliases in that language, in the order given."""
        aliases: tuple[str, ...] = getattr(self, language)
        return aliases

    def joined(self, more: "Aliases") -> "Aliases":
        """These aliases followed by more of them, each once."""
        return Aliases(**{code: tuple(dict.fromkeys((*self.get(code), *more.get(code)))) for code in LANGUAGES})
