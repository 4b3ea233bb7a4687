"""The life of a meeting as a table of acts: from which state each may be done, and the state it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from paktum.core.messages import Message, msg


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    CONVENED = "convened"
    IN_SESSION = "in_session"
    HELD = "held"
    MINUTES_DRAFTED = "minutes_drafted"
    MINUTES_APPROVED = "minutes_approved"
    CLOSED = "closed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class MeetingAct(StrEnum):
    """What is done with a meeting as a whole."""

    CONVENE = "convene"
    OPEN = "open"
    TAKE_BACK_OPENING = "take_back_opening"
    CALL_OFF_OPENING = "call_off_opening"
    END = "end"
    RESUME = "resume"
    NOTE_HELD = "note_held"
    DRAFT_MINUTES = "draft_minutes"
    DROP_MINUTES = "drop_minutes"
    APPROVE_MINUTES = "approve_minutes"
    WITHDRAW_APPROVAL = "withdraw_approval"
    CLOSE = "close"
    OPEN_FILE = "open_file"
    POSTPONE = "postpone"
    SET_AGAIN = "set_again"
    CANCEL = "cancel"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states an act may be done, and the state it leads to."""

    sources: frozenset[MeetingState]
    target: MeetingState


def _from(*sources: MeetingState, to: MeetingState) -> Transition:
    return Transition(frozenset(sources), to)


_S: Final = MeetingState
TRANSITIONS: Final[Mapping[MeetingAct, Transition]] = {
    MeetingAct.CONVENE: _from(_S.PLANNED, to=_S.CONVENED),
    # A small group meets without being convened; its sitting can be opened all the same.
    MeetingAct.OPEN: _from(_S.PLANNED, _S.CONVENED, to=_S.IN_SESSION),
    # Opened by a slip: back to where it was, which is one of two states.
    MeetingAct.TAKE_BACK_OPENING: _from(_S.IN_SESSION, to=_S.CONVENED),
    MeetingAct.CALL_OFF_OPENING: _from(_S.IN_SESSION, to=_S.PLANNED),
    MeetingAct.END: _from(_S.IN_SESSION, to=_S.HELD),
    MeetingAct.RESUME: _from(_S.HELD, to=_S.IN_SESSION),
    # One that was held without this screen, or before the pact had it.
    MeetingAct.NOTE_HELD: _from(_S.PLANNED, _S.CONVENED, to=_S.HELD),
    MeetingAct.DRAFT_MINUTES: _from(_S.HELD, to=_S.MINUTES_DRAFTED),
    MeetingAct.DROP_MINUTES: _from(_S.MINUTES_DRAFTED, to=_S.HELD),
    MeetingAct.APPROVE_MINUTES: _from(_S.MINUTES_DRAFTED, to=_S.MINUTES_APPROVED),
    MeetingAct.WITHDRAW_APPROVAL: _from(_S.MINUTES_APPROVED, to=_S.MINUTES_DRAFTED),
    MeetingAct.CLOSE: _from(_S.MINUTES_APPROVED, to=_S.CLOSED),
    MeetingAct.OPEN_FILE: _from(_S.CLOSED, to=_S.MINUTES_APPROVED),
    MeetingAct.POSTPONE: _from(_S.PLANNED, _S.CONVENED, to=_S.POSTPONED),
    MeetingAct.SET_AGAIN: _from(_S.POSTPONED, to=_S.PLANNED),
    MeetingAct.CANCEL: _from(_S.PLANNED, _S.CONVENED, _S.POSTPONED, to=_S.CANCELLED),
    MeetingAct.RESTORE: _from(_S.CANCELLED, to=_S.PLANNED),
}

STATE_WORDS: Final[Mapping[MeetingState, Message]] = {
    _S.PLANNED: msg("being prepared"),
    _S.CONVENED: msg("convened"),
    _S.IN_SESSION: msg("in session"),
    _S.HELD: msg("held, minutes to be written"),
    _S.MINUTES_DRAFTED: msg("minutes drafted"),
    _S.MINUTES_APPROVED: msg("minutes approved"),
    _S.CLOSED: msg("closed"),
    _S.POSTPONED: msg("postponed"),
    _S.CANCELLED: msg("cancelled"),
}

COURSE: Final[tuple[MeetingState, ...]] = (
    _S.PLANNED,
    _S.CONVENED,
    _S.IN_SESSION,
    _S.HELD,
    _S.MINUTES_DRAFTED,
    _S.MINUTES_APPROVED,
    _S.CLOSED,
)
"""The states of a meeting that goes well, in their order."""

PREPARED_IN: Final = frozenset({_S.PLANNED, _S.CONVENED, _S.POSTPONED})
"""While the meeting is yet to come: its time, place and agenda may change."""
AGENDA_OPEN_IN: Final = PREPARED_IN | {_S.IN_SESSION}
"""While items may be put on the agenda, moved and taken off it."""
TOOK_PLACE: Final = frozenset({_S.HELD, _S.MINUTES_DRAFTED, _S.MINUTES_APPROVED, _S.CLOSED})
CALLED_OFF: Final = frozenset({_S.POSTPONED, _S.CANCELLED})


def state_after(state: MeetingState, act: MeetingAct) -> MeetingState | None:
    """The state that an act leads to; None where it cannot be done from this one."""
    transition = TRANSITIONS[act]
    return transition.target if state in transition.sources else None


def acts_of(state: MeetingState) -> frozenset[MeetingAct]:
    """What can be done with a meeting of this state."""
    return frozenset(act for act, transition in TRANSITIONS.items() if state in transition.sources)


def has_come_to(state: MeetingState, step: MeetingState) -> bool:
    """Whether a meeting has reached a step of its course; one called off has reached none but the first."""
    if state in CALLED_OFF:
        return step is MeetingState.PLANNED
    return COURSE.index(state) >= COURSE.index(step)
