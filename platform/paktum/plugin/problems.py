"""What is wrong in a pack or a tenant's files: file, line, key and what was expected, in any language."""

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from paktum.core.errors import PaktumError
from paktum.core.languages import Language
from paktum.core.messages import Message, msg, nmsg, say
from paktum.plugin.source import KeyPath, Source, key_text
from paktum.plugin.specs.base import SPEC_ERROR


@dataclass(frozen=True)
class Finding:
    """Something wrong at a key path of one file or one set of changes."""

    path: KeyPath
    message: Message


@dataclass(frozen=True)
class Problem:
    """A finding with its place: line 0 when the source has no lines, such as a tenant's stored changes."""

    file: str
    line: int
    key: str
    message: Message

    @property
    def place(self) -> str:
        """`file:line: key`; a terminal makes the front of it a link."""
        file = f"{self.file}:{self.line}" if self.line else self.file
        return f"{file}: {self.key}" if self.key else file

    def text(self, language: Language) -> str:
        """The place, then what is wrong and what was expected."""
        return f"{self.place}: {say(self.message, language)}"

    def __str__(self) -> str:
        return self.text("en")


class PluginError(PaktumError):
    """Packs or tenant files that cannot be used, with every problem found in them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.key)))
        super().__init__(_report(self.problems))

    def report(self, language: Language) -> str:
        """All problems, one a line, under a line that counts them."""
        return say(self.message, language)

    def __str__(self) -> str:
        return self.report("en")


def _report(problems: Sequence[Problem]) -> Message:
    """One message of the count and every problem, so that whoever shows the error's message shows all of them."""
    number = len(problems)
    heading = nmsg("%(num)d problem in plugins or tenants:", "%(num)d problems in plugins or tenants:", number)
    values: dict[str, object] = {"heading": heading}
    form = "%(heading)s"
    for index, problem in enumerate(problems):
        # No sentence of the catalogues: places and line ends around sentences that are.
        form += f"\n  %(place{index})s: %(what{index})s"
        values |= {f"place{index}": problem.place, f"what{index}": problem.message}
    return Message(form, values=values)


def placed(findings: Iterable[Finding], source: Source) -> list[Problem]:
    """The findings of one source with their file and line."""
    return [Problem(source.file, source.line(f.path), key_text(f.path), f.message) for f in findings]


def findings_of(error: ValidationError, model: type[BaseModel]) -> list[Finding]:
    """What pydantic found, in plain words; an unknown key names the keys that are known there."""
    return [Finding(_cleaned(item["loc"]), _in_words(item, model)) for item in error.errors(include_url=False)]


_EXPECTED: Final[dict[str, Message]] = {
    "string_type": msg("a text in quotes"),
    "int_type": msg("a whole number"),
    "int_from_float": msg("a whole number"),
    "bool_type": msg("true or false"),
    "tuple_type": msg("a list in square brackets"),
    "dict_type": msg("a table"),
    "model_type": msg("a table"),
    "model_attributes_type": msg("a table"),
    "date_type": msg("a date such as 2018-09-27"),
    "date_parsing": msg("a date such as 2018-09-27"),
    "date_from_datetime_parsing": msg("a date such as 2018-09-27"),
    "date_from_datetime_inexact": msg("a date such as 2018-09-27"),
}


def _cleaned(path: Sequence[str | int]) -> KeyPath:
    """pydantic marks a wrong key of a mapping with a last step of its own."""
    return tuple(path[:-1]) if path and path[-1] == "[key]" else tuple(path)


def _in_words(item: Any, model: type[BaseModel]) -> Message:
    kind, context = item["type"], item.get("ctx", {})
    if kind == "missing":
        return msg("this key is required here and is missing")
    if kind == "extra_forbidden":
        return _unknown_key(item["loc"], model)
    if kind == SPEC_ERROR:
        return _expected(context["message"], item["input"])
    if kind in _EXPECTED:
        return _expected(_EXPECTED[kind], item["input"])
    if kind == "literal_error":
        return _expected(msg("one of %(choices)s", choices=_choices(context["expected"])), item["input"])
    if kind in {"greater_than_equal", "less_than_equal"}:
        limit = context.get("ge", context.get("le"))
        bound = msg("at least %(limit)d", limit=limit) if "ge" in context else msg("at most %(limit)d", limit=limit)
        return _expected(bound, item["input"])
    if kind == "too_short":
        return msg("at least one is expected here")
    return msg("this is not accepted: %(reason)s", reason=item["msg"])


def _choices(expected: str) -> str:
    return expected.replace(" or ", ", ").replace("'", "")


def _expected(expected: Message, found: object) -> Message:
    if isinstance(found, dict | list | tuple):
        return msg("expected %(expected)s", expected=expected)
    return msg(
        "expected %(expected)s, found %(found)s",
        expected=expected,
        found=json.dumps(found, ensure_ascii=False, default=str),
    )


def _unknown_key(path: Sequence[str | int], model: type[BaseModel]) -> Message:
    known = _known_keys(path[:-1], model)
    near = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.75)
    if near:
        return msg("this key is not known here; perhaps %(near)s is meant", near=near[0])
    return msg("this key is not known here; known are %(keys)s", keys=", ".join(known))


def _known_keys(path: Sequence[str | int], model: type[BaseModel]) -> list[str]:
    annotation: Any = model
    for step in path:
        annotation = _bare(annotation)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            annotation = annotation.model_fields[str(step)].annotation
        else:
            # tuple[X, ...] holds its items' type first, dict[K, V] its values' type last.
            annotation = get_args(annotation)[0 if get_origin(annotation) is tuple else -1]
    return sorted(_bare(annotation).model_fields)


def _bare(annotation: Any) -> Any:
    """The type itself, without Annotated and `| None`."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(choice for choice in get_args(annotation) if choice is not NoneType)
        else:
            return annotation
