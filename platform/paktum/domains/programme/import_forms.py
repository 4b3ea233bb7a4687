"""Forms of an import: the file, and the correction of one row."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from paktum.core.errors import Invalid
from paktum.core.languages import Language
from paktum.core.messages import Message, msg
from paktum.core.periods import Period, Precision, period_text
from paktum.domains.programme.entry_input import FIELD_LABELS, values_from
from paktum.domains.programme.forms import EntryForm
from paktum.domains.programme.import_rows import ImportRow
from paktum.domains.programme.reading.plan import EntryLink, Kind, ReadAudience, ReadEntry, ReadResult
from paktum.domains.programme.reading.portable import FIELDS, field_form
from paktum.domains.programme.vocabulary import PlanBody
from paktum.plugin.vocabulary import Vocabulary

LARGEST_FILE: Final = 25 * 1024 * 1024
"""Bytes of a request with a plan: somewhat more than a plan may have, so that the page itself can say why not."""

ROW_LABELS: Final[Mapping[str, Message]] = {
    **FIELD_LABELS,
    "results": msg("Numbers expected"),
    "prepares": msg("Prepares"),
    "left_out": msg("Left out"),
}
_LONGEST_NUMBER: Final = 8


class UploadForm(FlaskForm):
    """The file of a work plan."""

    file = FileField(_l("The file of the work plan"), validators=[FileRequired(_l("Choose a file."))])


class RowForm(EntryForm):
    """The correction of one row: an entry's own form, with what it prepares and whether it is taken in at all."""

    prepares = SelectMultipleField(
        _l("Prepares"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    left_out = BooleanField(_l("Leave this row out of the programme"))


def link_key(link: EntryLink) -> str:
    """A link as the value of a checkbox."""
    return f"{link.kind.value}-{link.sequence}"


def row_data(entry: ReadEntry, row: ImportRow, bodies: Sequence[PlanBody]) -> dict[str, Any]:
    """What the fields of the form hold for a row as it stands."""
    period = entry.period
    several = period is not None and period.precision is Precision.DAY and not period.is_one_day
    ids = {body.reference: str(body.id) for body in bodies}
    return {
        "title": entry.title,
        "sequence": entry.sequence,
        "body": ids.get(entry.body or "", ""),
        "types": list(entry.types),
        "precision": period.precision.value if period else Precision.MONTH.value,
        "start": period.start if period else None,
        "end": period.last if period and several else None,
        "place": entry.place,
        "purpose": entry.purpose,
        "results_text": entry.results_text,
        "audiences": [audience.code for audience in entry.audiences if audience.code],
        "other_audiences": "\n".join(audience.text for audience in entry.audiences if not audience.code),
        "evaluates": ", ".join(map(str, entry.evaluates)),
        "prepares": [link_key(link) for link in entry.prepares],
        "left_out": row.left_out,
        "version": str(row.version),
        "opened": row_signs({name: getattr(entry, name) for name in FIELDS}, row.left_out),
    }


def row_signs(values: Mapping[str, Any], left_out: bool) -> str:
    """A short sign of each field's value, so that a form can tell later which fields its reader left alone."""
    plain = {name: field_form(name, values[name]) for name in FIELDS}
    plain["types"] = sorted(values["types"])
    plain["audiences"] = sorted(audience.code or audience.text for audience in values["audiences"])
    plain["prepares"] = sorted(plain["prepares"])
    plain["results"] = sorted(plain["results"])
    for name in ("purpose", "results_text"):
        plain[name] = " ".join(values[name].split())
    texts = [json.dumps(value) for value in (*plain.values(), left_out)]
    return " ".join(hashlib.sha256(text.encode()).hexdigest()[:12] for text in texts)


def left_alone(opened: str, values: Mapping[str, Any], left_out: bool) -> set[str]:
    """The fields that a person did not change since the form was opened with these signs."""
    signs = zip((*FIELDS, "left_out"), opened.split(), row_signs(values, left_out).split(), strict=False)
    return {name for name, before, now in signs if before == now}


def row_values(
    form: RowForm,
    entry: ReadEntry,
    bodies: Sequence[PlanBody],
    links: Sequence[EntryLink],
    typed: Mapping[str, str],
    words: Vocabulary,
) -> dict[str, Any]:
    """The fields of the entry as the form has them, by name; `typed` are the least numbers by measure, `links` the
    rows that may be prepared. What the form cannot tell apart from what stood there stays as it stood. Raises Invalid.
    """
    kind = "session" if entry.kind is Kind.SESSION else "event"
    problems: dict[str, Message] = {}
    results = _results(typed, problems)
    try:
        values = values_from(form, "session" if kind == "session" else "event", words)
    except Invalid as invalid:
        raise Invalid({**problems, **invalid.fields}) from invalid
    if problems:
        raise Invalid(problems)
    reference = {body.id: body.reference for body in bodies}
    audiences = tuple(ReadAudience(audience.text, audience.code) for audience in values.audiences)
    chosen = set(form.prepares.data or ())
    kept_links = [link for link in entry.prepares if link_key(link) in chosen]
    return {
        "title": values.title.strip(),
        "sequence": values.sequence,
        "period": values.period,
        "body": reference.get(values.body_id) if values.body_id else None,
        "types": _as_before(values.types, entry.types, set),
        "place": values.place.strip(),
        "purpose": _lines(values.purpose, entry.purpose),
        "results_text": _lines(values.results_text, entry.results_text),
        "results": results if dict(_pairs(results)) != dict(_pairs(entry.results)) else entry.results,
        "audiences": _as_before(audiences, entry.audiences, lambda found: {a.code or a.text for a in found}),
        "evaluates": values.evaluates if kind == "session" else entry.evaluates,
        "prepares": (
            *kept_links,
            *(link for link in links if link_key(link) in chosen and link not in kept_links),
        ),
    }


def _as_before(new: Any, before: Any, sort: Any) -> Any:
    """What stood there when the new value says the same in another order or spelling."""
    return before if sort(new) == sort(before) else new


def _lines(new: str, before: str) -> str:
    """A text as typed; browsers send line ends of their own, which are no change."""
    plain = new.replace("\r\n", "\n").strip()
    return before if plain == before.replace("\r\n", "\n").strip() else plain


def _pairs(results: Sequence[ReadResult]) -> list[tuple[str, int]]:
    return [(result.measure, result.at_least) for result in results]


def _results(typed: Mapping[str, str], problems: dict[str, Message]) -> tuple[ReadResult, ...]:
    found = []
    for code, text in typed.items():
        if not text:
            continue
        if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
            problems[f"least-{code}"] = msg("Enter a whole number from 0 up.")
            continue
        found.append(ReadResult(code, int(text)))
    return tuple(found)


def row_differences(
    theirs: ImportRow,
    mine: Mapping[str, Any],
    left_out: bool,
    bodies: Sequence[PlanBody],
    words: Vocabulary,
    language: Language,
) -> list[tuple[str, Message, str, str]]:
    """Where two corrections of a row differ: the field, its label, and both in words."""
    saved = theirs.decided()
    typed = replace(saved, **mine)
    names = {body.reference: body.name for body in bodies}

    def told(entry: ReadEntry, out: bool) -> dict[str, str]:
        types = [
            words.say(words.event_type(code).names, language) for code in entry.types if code in words.event_types.all
        ]
        return {
            "title": entry.title,
            "sequence": str(entry.sequence),
            "body": names.get(entry.body or "", ""),
            "types": ", ".join(map(str, types)),
            "period": _period_words(entry.period, language),
            "place": entry.place,
            "purpose": entry.purpose,
            "results_text": entry.results_text,
            "results": ", ".join(f"{measure} {least}" for measure, least in _pairs(entry.results)),
            "audiences": ", ".join(audience.text for audience in entry.audiences),
            "evaluates": ", ".join(map(str, entry.evaluates)),
            "prepares": ", ".join(link_key(link) for link in entry.prepares),
            "left_out": "✓" if out else "–",
        }

    there, here = told(saved, theirs.left_out), told(typed, left_out)
    return [(name, ROW_LABELS[name], there[name], here[name]) for name in there if there[name] != here[name]]


def _period_words(period: Period | None, language: Language) -> str:
    return period_text(period, language) if period else ""
