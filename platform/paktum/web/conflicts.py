"""Two editors: the second one sees both versions and chooses field by field; nothing that was typed is lost."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import request
from flask_wtf import FlaskForm

Difference = tuple[str, Any, str, str]

_KEEP: Final = "keep-"
_NOT_SHOWN: Final = frozenset({"csrf_token", "version"})


def take_theirs(form: FlaskForm, stored: Mapping[str, Any]) -> None:
    """Put what is stored into each field for which the person chose the version saved meanwhile."""
    for field in form:
        if field.name in stored and request.form.get(_KEEP + field.name) == "theirs":
            field.data = stored[field.name]


def differences(form: FlaskForm, stored: Mapping[str, Any]) -> list[Difference]:
    """Where the form and what is stored differ: (name, label, theirs, mine), both as people read them."""
    found = []
    for field in form:
        if field.name in _NOT_SHOWN or field.name not in stored:
            continue
        theirs, mine = _shown(field, stored[field.name]), _shown(field, field.data)
        if theirs != mine:
            found.append((field.name, field.label.text, theirs, mine))
    return found


def _shown(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(field, "iter_choices"):
        return next((str(words) for code, words, *_ in field.iter_choices() if code == str(value or "")), "")
    return str(value or "")
