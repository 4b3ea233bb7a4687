"""Between the form of an entry and the values of the rules: reading what was typed, filling what is shown."""

import hashlib
import re
import uuid
from collections.abc import Iterable
from typing import Any

from paktum.core.errors import Invalid
from paktum.core.languages import Language
from paktum.core.messages import Message, msg
from paktum.core.periods import Precision, period_text
from paktum.domains.programme.forms import EntryForm
from paktum.domains.programme.queries import BodyChoice, EntryDetails
from paktum.domains.programme.rules import Audience, EntryValues, Kind, period_around
from paktum.plugin.vocabulary import Vocabulary

_MOST_AUDIENCES = 60


def values_from(form: EntryForm, kind: Kind, words: Vocabulary) -> EntryValues:
    """The values that were typed; raises Invalid for what the rules cannot even be asked about."""
    problems: dict[str, Message] = {}
    precision = Precision(form.precision.data) if form.precision.data in list(Precision) else Precision.DAY
    start, end = form.start.data, form.end.data
    if precision is not Precision.DAY:
        end = None
    if end is not None and end < start:
        problems["end"] = msg("The last day is not before the first.")
        end = None
    evaluates = _numbers(form.evaluates.data or "")
    if evaluates is None:
        problems["evaluates"] = msg("Enter numbers from 1 to 99, parted by commas.")
    audiences = _audiences(form, words)
    if len(audiences) > _MOST_AUDIENCES:
        problems["other_audiences"] = msg("At most %(most)d audiences can be kept.", most=_MOST_AUDIENCES)
    body_id = _body(form.body.data or "")
    if form.body.data and body_id is None:
        problems["body"] = msg("Choose one of the list.")
    if start.year > 9990:
        problems["start"] = msg("Choose the day.")
    if problems:
        raise Invalid(problems)
    return EntryValues(
        kind=kind,
        sequence=form.sequence.data,
        title=form.title.data,
        period=period_around(start, precision, end),
        body_id=body_id,
        types=tuple(form.types.data or ()) if kind == "event" else (),
        place=form.place.data or "",
        purpose=form.purpose.data or "",
        results_text=form.results_text.data or "",
        audiences=audiences,
        evaluates=evaluates or (),
    )


def _body(text: str) -> uuid.UUID | None:
    return uuid.UUID(text) if re.fullmatch(r"[0-9a-f-]{36}", text) else None


def _numbers(text: str) -> tuple[int, ...] | None:
    parts = [part for part in re.split(r"[,;\s]+", text.strip()) if part]
    if any(not re.fullmatch(r"[1-9][0-9]?", part) for part in parts):
        return None
    return tuple(dict.fromkeys(int(part) for part in parts))


def _audiences(form: EntryForm, words: Vocabulary) -> tuple[Audience, ...]:
    """Known audiences by their code, with the pact's own words; then the others, line by line."""
    known = [
        Audience(str(words.say(words.audience(code).names)), code)
        for code in form.audiences.data or ()
        if code in words.audiences.all
    ]
    lines = [line.strip(" \t•·-–") for line in (form.other_audiences.data or "").splitlines()]
    return (*known, *(Audience(line[:400]) for line in dict.fromkeys(lines) if line))


def form_data(values: EntryValues) -> dict[str, Any]:
    """What the fields of the form hold for an entry's values."""
    period = values.period
    several = period.precision is Precision.DAY and not period.is_one_day
    return {
        "title": values.title,
        "sequence": values.sequence,
        "body": str(values.body_id) if values.body_id else "",
        "types": list(values.types),
        "precision": period.precision.value,
        "start": period.start,
        "end": period.last if several else None,
        "place": values.place,
        "purpose": values.purpose,
        "results_text": values.results_text,
        "audiences": [audience.code for audience in values.audiences if audience.code],
        "other_audiences": "\n".join(audience.text for audience in values.audiences if not audience.code),
        "evaluates": ", ".join(map(str, values.evaluates)),
    }


def values_of_details(entry: EntryDetails) -> EntryValues:
    """The values of an entry as its page reads them."""
    row = entry.row
    return EntryValues(
        kind="session" if row.kind == "session" else "event",
        sequence=row.sequence,
        title=row.title,
        period=row.planned,
        body_id=row.body_id,
        types=row.types,
        place=row.place,
        purpose=row.purpose,
        results_text=row.results_text,
        audiences=tuple(Audience(a["text"], a.get("code")) for a in row.audiences),
        evaluates=entry.evaluates,
    )


def differences(
    theirs: EntryValues, mine: EntryValues, bodies: Iterable[BodyChoice], words: Vocabulary, language: Language
) -> list[tuple[str, Message, str, str]]:
    """Field by field where two versions differ: the field's name, its label, and both in words."""
    names = {str(body.id): body.name for body in bodies}
    kinds = {item.code: str(words.say(item.names, language)) for item in words.event_types.all.values()}

    def told(values: EntryValues) -> dict[str, str]:
        return _plain(values) | {
            "body": names.get(str(values.body_id), ""),
            "types": ", ".join(kinds[code] for code in values.types if code in kinds),
            "period": period_text(values.period, language),
        }

    saved, typed = told(theirs), told(mine)
    return [(name, FIELD_LABELS[name], saved[name], typed[name]) for name in saved if saved[name] != typed[name]]


def _plain(values: EntryValues) -> dict[str, str]:
    """The values as texts that can be compared, by the names of FIELD_LABELS; line ends as forms send them or not."""
    period = values.period
    texts = {
        "title": values.title,
        "sequence": str(values.sequence),
        "body": str(values.body_id or ""),
        "types": ", ".join(values.types),
        "period": f"{period.start} {period.end} {period.precision}",
        "place": values.place,
        "purpose": values.purpose,
        "results_text": values.results_text,
        "audiences": ", ".join(audience.text for audience in values.audiences),
        "evaluates": ", ".join(map(str, values.evaluates)),
    }
    return {name: text.replace("\r\n", "\n").strip() for name, text in texts.items()}


def fingerprint(values: EntryValues) -> str:
    """A short sign of each field's value, so that a form can tell later which fields its reader left alone."""
    return " ".join(hashlib.sha256(text.encode()).hexdigest()[:12] for text in _plain(values).values())


def left_alone(opened: str, mine: EntryValues) -> set[str]:
    """The fields that a person did not change since the form was opened with the values of that fingerprint."""
    signs = zip(_plain(mine), opened.split(), fingerprint(mine).split(), strict=False)
    return {name for name, before, now in signs if before == now}


FIELD_LABELS: dict[str, Message] = {
    "title": msg("Title"),
    "sequence": msg("Number"),
    "body": msg("Body"),
    "types": msg("Types"),
    "period": msg("Time"),
    "place": msg("Place"),
    "purpose": msg("Purpose"),
    "results_text": msg("Expected results"),
    "audiences": msg("For whom"),
    "evaluates": msg("Interim reports it evaluates"),
}

# The fields of the form that one line of the comparison stands for.
_PARTS = {
    "body": ("body",),
    "period": ("precision", "start", "end"),
    "audiences": ("audiences", "other_audiences"),
}


def keep_chosen(form: EntryForm, theirs: EntryValues, chosen: Iterable[str]) -> None:
    """Put what was saved meanwhile into the form, for the fields whose saved version the reader chose."""
    saved = form_data(theirs)
    for name in chosen:
        for part in _PARTS.get(name, (name,)):
            if part in saved:
                form[part].data = saved[part]
