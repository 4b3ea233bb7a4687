"""What was read of a plan as plain JSON values and back: to be kept, and to leave the process it was read in."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from paktum.core.messages import message_form, message_from
from paktum.core.periods import Period, Precision
from paktum.domains.programme.reading.plan import (
    Change,
    Choice,
    Column,
    Doubt,
    EntryLink,
    Kind,
    NoteKind,
    PlanNote,
    ReadAudience,
    ReadEntry,
    ReadPlan,
    ReadResult,
    ReplaceText,
    SetField,
    SourceCell,
    SwapLink,
)

Json = dict[str, Any]


def _same(value: Any) -> Any:
    return value


def _listed(form: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda values: [form(value) for value in values]


def _tupled(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda values: tuple(read(value) for value in values)


def _maybe(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else convert(value)


def _link_from(form: Any) -> EntryLink:
    return EntryLink(Kind(form[0]), int(form[1]))


# How the value of each field that a person or a choice may set is written and read back.
_FIELDS: Final[Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]]] = {
    "sequence": (_same, int),
    "title": (_same, str),
    "body": (_same, _maybe(str)),
    "types": (_listed(_same), _tupled(str)),
    "period": (
        _maybe(lambda period: [period.start.isoformat(), period.end.isoformat(), period.precision.value]),
        _maybe(lambda form: Period(date.fromisoformat(form[0]), date.fromisoformat(form[1]), Precision(form[2]))),
    ),
    "place": (_same, str),
    "purpose": (_same, str),
    "results_text": (_same, str),
    "results": (
        _listed(lambda result: [result.measure, result.at_least]),
        _tupled(lambda form: ReadResult(form[0], form[1])),
    ),
    "audiences": (
        _listed(lambda audience: [audience.text, audience.code]),
        _tupled(lambda form: ReadAudience(form[0], form[1])),
    ),
    "prepares": (_listed(lambda link: [link.kind.value, link.sequence]), _tupled(_link_from)),
    "evaluates": (_listed(_same), _tupled(int)),
}
FIELDS: Final = tuple(_FIELDS)
"""The fields of an entry that a person may correct, as this module writes them."""


def field_form(name: str, value: object) -> Any:
    """The value of one of FIELDS as plain JSON."""
    return _FIELDS[name][0](value)


def field_from(name: str, form: Any) -> Any:
    """The value that `field_form` wrote. Raises KeyError for another name."""
    return _FIELDS[name][1](form)


def entry_form(entry: ReadEntry) -> Json:
    """An entry with its source, doubts and notes as plain JSON."""
    return {
        "kind": entry.kind.value,
        **{name: field_form(name, getattr(entry, name)) for name in FIELDS},
        "source": [[cell.column.value, cell.heading, cell.text] for cell in entry.source],
        "unsure": [_doubt_form(doubt) for doubt in entry.unsure],
        "notes": [message_form(note) for note in entry.notes],
    }


def entry_from(form: Mapping[str, Any]) -> ReadEntry:
    """The entry that `entry_form` wrote."""
    return ReadEntry(
        kind=Kind(form["kind"]),
        **{name: field_from(name, form[name]) for name in FIELDS},
        source=tuple(SourceCell(Column(column), heading, text) for column, heading, text in form["source"]),
        unsure=tuple(_doubt_from(doubt) for doubt in form["unsure"]),
        notes=tuple(message_from(note) for note in form["notes"]),
    )


def _doubt_form(doubt: Doubt) -> Json:
    return {
        "field": doubt.field,
        "rule": doubt.rule,
        "message": message_form(doubt.message),
        "chosen": doubt.chosen,
        "choices": [
            {
                "key": choice.key,
                "label": message_form(choice.label),
                "change": _change_form(doubt.field, choice.change),
            }
            for choice in doubt.choices
        ],
    }


def _doubt_from(form: Mapping[str, Any]) -> Doubt:
    field = form["field"]
    choices = (
        Choice(choice["key"], message_from(choice["label"]), _change_from(field, choice["change"]))
        for choice in form["choices"]
    )
    return Doubt(field, form["rule"], message_from(form["message"]), form["chosen"], tuple(choices))


def _change_form(field: str, change: Change) -> Json | None:
    match change:
        case SetField(value):
            return {"set": field_form(field, value)}
        case ReplaceText(start, end, text):
            return {"replace": [start, end, text]}
        case SwapLink(drop, add):
            return {"swap": [link and [link.kind.value, link.sequence] for link in (drop, add)]}
        case None:
            return None


def _change_from(field: str, form: Mapping[str, Any] | None) -> Change:
    if form is None:
        return None
    if "set" in form:
        return SetField(field_from(field, form["set"]))
    if "replace" in form:
        return ReplaceText(*form["replace"])
    drop, add = (link and _link_from(link) for link in form["swap"])
    return SwapLink(drop, add)


def plan_form(plan: ReadPlan) -> Json:
    """A whole plan as plain JSON."""
    return {
        "title": plan.title,
        "entries": [entry_form(entry) for entry in plan.entries],
        "notes": [note_form(note) for note in plan.notes],
    }


def plan_from(form: Mapping[str, Any]) -> ReadPlan:
    """The plan that `plan_form` wrote."""
    return ReadPlan(
        title=form["title"],
        entries=tuple(entry_from(entry) for entry in form["entries"]),
        notes=tuple(note_from(note) for note in form["notes"]),
    )


def note_form(note: PlanNote) -> list[str]:
    """A note as [kind, text]."""
    return [note.kind.value, note.text]


def note_from(form: Any) -> PlanNote:
    """The note that `note_form` wrote."""
    return PlanNote(NoteKind(form[0]), form[1])
