"""Putting a person's answers to doubts into an entry as it was read."""

from collections.abc import Mapping
from dataclasses import fields, replace

from paktum.core.errors import Invalid
from paktum.core.messages import msg
from paktum.domains.programme.reading.plan import (
    Choice,
    Doubt,
    ReadEntry,
    ReplaceText,
    SetField,
    SwapLink,
)

_FIELDS = frozenset(field.name for field in fields(ReadEntry))


def decide(entry: ReadEntry, answers: Mapping[int, str]) -> ReadEntry:
    """The entry with the chosen answers in place, and only the unanswered doubts left.

    `answers` gives the key of a choice by the position of its doubt in `entry.unsure`. Raises Invalid for a position
    or key that does not exist.
    """
    picked = [(entry.unsure[_checked(entry, index)], key) for index, key in sorted(answers.items())]
    choices = [(doubt, _choice(doubt, key)) for doubt, key in picked]
    edits = [(doubt.field, choice.change) for doubt, choice in choices if isinstance(choice.change, ReplaceText)]
    # From the end of the text to its start, so that earlier positions stay true.
    for field, edit in sorted(edits, key=lambda pair: -pair[1].start):
        text = getattr(entry, field)
        entry = _with(entry, field, (text[: edit.start] + edit.text + text[edit.end :]).strip())
    for doubt, choice in choices:
        if isinstance(choice.change, SetField):
            entry = _with(entry, doubt.field, choice.change.value)
        elif isinstance(choice.change, SwapLink):
            kept = [link for link in entry.prepares if link not in (choice.change.drop, choice.change.add)]
            entry = replace(entry, prepares=(*kept, *([choice.change.add] if choice.change.add else [])))
    return replace(entry, unsure=tuple(d for index, d in enumerate(entry.unsure) if index not in answers))


def _checked(entry: ReadEntry, index: int) -> int:
    if not 0 <= index < len(entry.unsure):
        raise Invalid({"unsure": msg("There is no such question about this row.")})
    return index


def _choice(doubt: Doubt, key: str) -> Choice:
    for choice in doubt.choices:
        if choice.key == key:
            return choice
    raise Invalid({doubt.field: msg("This is none of the answers to choose from.")})


def _with(entry: ReadEntry, field: str, value: object) -> ReadEntry:
    if field not in _FIELDS:
        raise Invalid({field: msg("This is none of the answers to choose from.")})
    return replace(entry, **{field: value})  # type: ignore[arg-type]
