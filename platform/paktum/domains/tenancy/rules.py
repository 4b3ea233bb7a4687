"""Rules of a tenant's own changes: how one is laid over those before it, and what takes it back."""

import json
import re
import unicodedata
from collections.abc import Container, Iterable
from typing import TypeVar

from pydantic import BaseModel

from paktum.plugin.specs import EventType, Named, TenantChanges, TenantFile, Term, WorkingGroupType

N = TypeVar("N", bound=Named)


def code_from(name: str, namespace: str, taken: Container[str]) -> str:
    """A namespaced code made from a name: `Study visit` becomes `liberec.study_visit`, a second one gets a number."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")
    stem = f"{namespace}.{words if words[:1].isalpha() else f'own_{words}'.rstrip('_')}"
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}_{number}", number + 1
    return code


def mark_of(item: BaseModel | None) -> str:
    """A mark of a thing as it stood when a form was opened, to notice that somebody else changed it meanwhile."""
    return json.dumps(item.model_dump(exclude_none=True) if item else None, sort_keys=True, ensure_ascii=False)


def with_term(changes: TenantChanges, code: str, term: Term | None) -> TenantChanges:
    """The changes with a term renamed, or (None) with the plugin's word again."""
    terms = {known: own for known, own in changes.terms.items() if known != code}
    return changes.model_copy(update={"terms": terms if term is None else {**terms, code: term}})


def with_event_type(file: TenantFile, changes: TenantChanges, code: str, *, on: bool) -> TenantChanges:
    """The changes with an event type switched on or off; nothing is kept where the plugin and the file say the same."""
    off = tuple(known for known in changes.event_types_off if known != code)
    back_on = tuple(known for known in changes.event_types_on if known != code)
    disabled_by_file = code in file.event_types.disabled
    if on and disabled_by_file:
        back_on = (*back_on, code)
    elif not on and not disabled_by_file:
        off = (*off, code)
    return changes.model_copy(update={"event_types_off": off, "event_types_on": back_on})


def with_own_event_type(changes: TenantChanges, item: EventType) -> TenantChanges:
    """The changes with an event type of the tenant's own added, or the one of its code replaced."""
    return changes.model_copy(update={"event_types": _put(changes.event_types, item)})


def with_own_group(changes: TenantChanges, item: WorkingGroupType) -> TenantChanges:
    """The changes with a kind of working group of the tenant's own added, or the one of its code replaced."""
    return changes.model_copy(update={"working_groups": _put(changes.working_groups, item)})


def _put(items: Iterable[N], item: N) -> tuple[N, ...]:
    known = tuple(items)
    if any(one.code == item.code for one in known):
        return tuple(item if one.code == item.code else one for one in known)
    return (*known, item)
