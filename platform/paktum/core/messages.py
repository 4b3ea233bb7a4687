"""Sentences for people, named where they arise and put into words only where the reader's language is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from paktum.core.languages import Language, catalogue, reader_language
from paktum.core.placeholders import Values


@dataclass(frozen=True)
class Message:
    """One sentence: its English form (the key in the catalogues), the plural and count where it counts, and its values.

    Values are text, numbers, further Messages or Spoken things; they are put in when the sentence is said.
    """

    key: str
    plural: str | None = None
    count: int = 1
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return say(self, reader_language())


@runtime_checkable
class Spoken(Protocol):
    """A value that each language writes in its own way: a day, a period."""

    def in_language(self, language: Language) -> str: ...


def msg(key: str, **values: object) -> Message:
    """Name a sentence of the catalogues; `%(name)s` in it takes the value of that name."""
    return Message(key, values=MappingProxyType(values))


def nmsg(singular: str, plural: str, n: int, **values: object) -> Message:
    """Name a sentence that counts; `%(num)d` in it is the number."""
    return Message(singular, plural, n, MappingProxyType({"num": n, **values}))


def say(message: Message, language: Language) -> str:
    """Put a message into words of one language."""
    translations = catalogue(language)
    if message.plural is None:
        text = translations.gettext(message.key)
    else:
        text = translations.ngettext(message.key, message.plural, message.count)
    if not message.values and "%" not in text:
        return text
    return text % Values(language, {name: _said(value, language) for name, value in message.values.items()})


def _said(value: object, language: Language) -> object:
    # Nearly all values are texts and numbers, and asking a protocol is dear: a page asks hundreds of times.
    if isinstance(value, (str, int)):
        return value
    if isinstance(value, Message):
        return say(value, language)
    return value.in_language(language) if isinstance(value, Spoken) else value


def message_form(message: Message) -> dict[str, object]:
    """A message as plain JSON values, to be stored and said later; read back by `message_from`."""
    values = {name: message_form(v) if isinstance(v, Message) else v for name, v in message.values.items()}
    return {"key": message.key, "plural": message.plural, "count": message.count, "values": values}


def message_from(form: Mapping[str, object]) -> Message:
    """The message that `message_form` wrote."""
    raw = form.get("values") or {}
    if not isinstance(raw, Mapping):
        raise TypeError(f"a stored message's values are a mapping, not {type(raw).__name__}")
    values = {k: message_from(v) if isinstance(v, Mapping) and "key" in v else v for k, v in raw.items()}
    plural, count = form.get("plural"), form.get("count", 1)
    return Message(str(form["key"]), None if plural is None else str(plural), int(str(count)), MappingProxyType(values))
