"""The life of minutes: drafted, sent to the members, approved, locked; and what may be done with them in each state."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from paktum.core.messages import Message, msg

State = Literal["drafted", "sent", "approved", "locked"]
Act = Literal["write", "send", "remark", "approve", "reopen", "lock", "publish"]

_STATES: Final[Mapping[str, State]] = MappingProxyType({state: state for state in get_args(State)})
# What may be done in which state, and the state it leads to.
_ACTS: Final[Mapping[Act, Mapping[State, State]]] = MappingProxyType(
    {
        "write": {"drafted": "drafted", "sent": "sent"},
        "send": {"drafted": "sent", "sent": "sent"},
        "remark": {"drafted": "drafted", "sent": "sent"},
        "approve": {"drafted": "approved", "sent": "approved"},
        "reopen": {"approved": "sent"},
        "lock": {"approved": "locked"},
        "publish": {"approved": "approved", "locked": "locked"},
    }
)
STATE_LABELS: Final[Mapping[State, Message]] = MappingProxyType(
    {
        "drafted": msg("minutes drafted"),
        "sent": msg("minutes with the members"),
        "approved": msg("minutes approved"),
        "locked": msg("minutes closed"),
    }
)
STATE_LOOKS: Final[Mapping[State, str]] = MappingProxyType(
    {"drafted": "planned", "sent": "convened", "approved": "held", "locked": "ok"}
)


def as_state(code: str) -> State:
    """The state of a code; raises KeyError for one that is none."""
    return _STATES[code]


def may(state: State, act: Act) -> bool:
    """Whether an act is possible in a state."""
    return state in _ACTS[act]


def after(state: State, act: Act) -> State | None:
    """The state that an act leads to; None when it is not possible."""
    return _ACTS[act].get(state)


def refusal(state: State, act: Act) -> Message:
    """Why an act is not possible in a state."""
    if state == "locked":
        return msg("These minutes are closed. They stay as they are.")
    if state == "approved":
        return msg("These minutes are approved. Whoever approved them can open them again before they are closed.")
    if act in ("lock", "publish"):
        return msg("These minutes have to be approved first.")
    return msg("This is not possible with these minutes now.")


def sealed(content: Mapping[str, Any]) -> str:
    """The SHA-256 of a version: of its JSON with sorted keys and no spaces, in UTF-8 (as in RFC 8785)."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def version_content(sections: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a version keeps of its sections: id, kind, heading, HTML and whether it is public."""
    return {"sections": [{name: section[name] for name in SECTION_FACTS} for section in sections]}


SECTION_FACTS: Final = ("id", "kind", "heading", "content", "public")
