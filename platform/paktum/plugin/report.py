"""A merged tenant as lines for a terminal: every value, what it is, and where it comes from."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from paktum.core.actors import Role
from paktum.core.languages import LANGUAGES, Language
from paktum.core.messages import say
from paktum.plugin.registry import Origin
from paktum.plugin.specs import BodyLevel, BodyType, Named, TenantFile
from paktum.plugin.vocabulary import Vocabulary


@dataclass(frozen=True)
class Line:
    """One value of the merged result."""

    key: str
    value: str
    origin: Origin

    def text(self, language: Language) -> str:
        """`key = value`, then who said it and where."""
        place = f"{self.origin.file}:{self.origin.line}" if self.origin.line else self.origin.file
        return f"{self.key} = {self.value}    [{say(self.origin.by, language)}, {place}]"


def lines(vocabulary: Vocabulary, tenant: TenantFile, origins: Mapping[str, Origin], *, every: bool) -> Iterator[Line]:
    """The lines of a tenant in the order in which they were merged; `every` adds terms in the other languages too."""
    shown: tuple[Language, ...] = LANGUAGES if every else (vocabulary.language, "en")
    for key, origin in sorted(origins.items(), key=lambda item: (_place(item[0]), item[0])):
        section, _, rest = key.partition(".")
        if section == "terms" and rest.rpartition(".")[2] not in shown:
            continue
        yield Line(key, _value(vocabulary, tenant, section, rest), origin)


_SECTIONS = (
    "tenant",
    "terms",
    "roles",
    "body_types",
    "event_types",
    "audiences",
    "organisation_kinds",
    "measures",
    "plan_review",
)


def _place(key: str) -> int:
    return _SECTIONS.index(key.partition(".")[0])


def _value(vocabulary: Vocabulary, tenant: TenantFile, section: str, rest: str) -> str:
    match section:
        case "tenant":
            value = getattr(tenant, rest)
            return ", ".join(value) if isinstance(value, tuple) else str(value)
        case "terms":
            code, _, language = rest.rpartition(".")
            forms = getattr(vocabulary.terms[code], language)
            return f"{forms.one}, {forms.many}"
        case "roles":
            return vocabulary.role(_role(vocabulary, rest)).text
        case "plan_review" if vocabulary.plan_review is not None:
            rule = vocabulary.plan_review
            return f"{rule.every_months} ({vocabulary.say(rule.source).text})"
        case "measures":
            return vocabulary.say(vocabulary.measures[rest].names).text
        case _:
            return _item(vocabulary, section, rest)


def _role(vocabulary: Vocabulary, name: str) -> Role:
    return next(role for role in vocabulary.roles if role == name)


def _item(vocabulary: Vocabulary, section: str, rest: str) -> str:
    """An item by its code, or one of its fields that somebody above its pack changed."""
    namespace, name, *field = rest.split(".")
    catalogue = getattr(vocabulary, section)
    item: Named = catalogue[f"{namespace}.{name}"]
    match field:
        case ["charter", rule] if isinstance(item, BodyType) and item.charter is not None:
            return _written(item.charter.model_dump(mode="json", exclude_none=True)[rule])
        case ["active"]:
            return "on" if item.code in catalogue else "off"
        case ["aliases"]:
            return ", ".join(item.aliases.get(vocabulary.language))
        case _:
            words = vocabulary.say(item.short if field == ["short"] and isinstance(item, BodyType) else item.names)
            return f"{words.text}{_state(vocabulary, item, code_in=item.code in catalogue)}"


def _written(value: object) -> str:
    """A charter rule as a pack writes it."""
    match value:
        case dict():
            return "{ " + ", ".join(f"{key} = {_written(part)}" for key, part in value.items()) + " }"
        case list():
            return "[" + ", ".join(_written(part) for part in value) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _state(vocabulary: Vocabulary, item: Named, *, code_in: bool) -> str:
    notes = []
    if isinstance(item, BodyType):
        level: BodyLevel = item.level
        notes.append(vocabulary.say(vocabulary.levels[level]).text)
    if item.retired:
        notes.append("retired")
    elif not code_in:
        notes.append("off")
    return f" ({', '.join(notes)})" if notes else ""
