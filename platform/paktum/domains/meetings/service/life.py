"""The acts that move a meeting through its life. Each may be asked twice: done already, it changes nothing."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid
from paktum.core.messages import Message, msg
from paktum.domains.audit.service import record
from paktum.domains.meetings.queries import meeting_head
from paktum.domains.meetings.rules.life import MeetingAct, MeetingState, state_after
from paktum.domains.meetings.service.loading import load_meeting, touch
from paktum.domains.meetings.service.telling import tell_changes
from paktum.domains.meetings.tables import Meeting, MeetingBody

LONGEST_REASON: Final = 2000
_RECORDED: Final[Mapping[MeetingAct, str]] = {
    MeetingAct.CONVENE: "meeting.convened",
    MeetingAct.OPEN: "meeting.opened",
    MeetingAct.TAKE_BACK_OPENING: "meeting.opening_taken_back",
    MeetingAct.CALL_OFF_OPENING: "meeting.opening_taken_back",
    MeetingAct.END: "meeting.ended",
    MeetingAct.RESUME: "meeting.resumed",
    MeetingAct.NOTE_HELD: "meeting.noted_held",
    MeetingAct.DRAFT_MINUTES: "meeting.minutes_drafted",
    MeetingAct.DROP_MINUTES: "meeting.minutes_dropped",
    MeetingAct.APPROVE_MINUTES: "meeting.minutes_approved",
    MeetingAct.WITHDRAW_APPROVAL: "meeting.approval_withdrawn",
    MeetingAct.CLOSE: "meeting.closed",
    MeetingAct.OPEN_FILE: "meeting.file_opened",
    MeetingAct.POSTPONE: "meeting.postponed",
    MeetingAct.SET_AGAIN: "meeting.set_again",
    MeetingAct.CANCEL: "meeting.cancelled",
    MeetingAct.RESTORE: "meeting.restored",
}


def move(session: TenantSession, clock: Clock, actor: Actor, meeting: Meeting, act: MeetingAct, **facts: Any) -> bool:
    """Take a loaded meeting to the state that an act leads to, and record it; whether anything changed.

    Raises Conflict when the act cannot be done from the meeting's state.
    """
    state = MeetingState(meeting.state)
    target = state_after(state, act)
    if target is None:
        if state is _target(act):
            return False
        raise Conflict(msg("The meeting has moved on meanwhile: this can no longer be done. Look at it again."))
    meeting.state = target
    touch(clock, meeting)
    record(session, clock, actor, _RECORDED[act], "meeting", meeting.id, **facts)
    return True


def _target(act: MeetingAct) -> MeetingState | None:
    return next((after for state in MeetingState if (after := state_after(state, act)) is not None), None)


def freeze_charters(session: TenantSession, meeting_id: uuid.UUID) -> None:
    """Note which charter each body meets by, so that later rules do not change this meeting."""
    frozen = {body.body_id: body.charter_id for body in meeting_head(session, meeting_id).bodies}
    for row in session.scalars(select(MeetingBody).where(MeetingBody.meeting_id == meeting_id)):
        row.charter_id = frozen.get(row.body_id)


def mark_convened(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, *, notice_reason: str = ""
) -> None:
    """Note that the meeting is convened: its charters freeze. `notice_reason` says why it is convened late, if it is.

    Raises Forbidden, NotFound, Conflict.
    """
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    if move(session, clock, actor, meeting, MeetingAct.CONVENE, **({"late": True} if notice_reason else {})):
        meeting.convened_at = clock.now()
        meeting.notice_reason = notice_reason.strip()[:LONGEST_REASON]
        session.flush()
        freeze_charters(session, meeting_id)


def open_sitting(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Open the sitting, convened or not. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    if move(session, clock, actor, meeting, MeetingAct.OPEN):
        meeting.opened_at = clock.now()
        session.flush()
        freeze_charters(session, meeting_id)


def take_back_opening(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Note that the sitting was opened by mistake: the meeting is convened, or prepared, as it was before.

    Raises Forbidden, NotFound, Conflict. Whether anything happened in it is for the sittings to say.
    """
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    act = MeetingAct.CALL_OFF_OPENING if meeting.convened_at is None else MeetingAct.TAKE_BACK_OPENING
    if move(session, clock, actor, meeting, act):
        meeting.opened_at = None


def end_sitting(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, *, reason: str = "") -> None:
    """End the sitting; `reason` says why it ended early, such as for want of quorum. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    if move(session, clock, actor, meeting, MeetingAct.END):
        meeting.ended_at = clock.now()
        meeting.state_reason = reason.strip()[:LONGEST_REASON]


def resume_sitting(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Go on with a sitting that was ended by mistake, while no minutes are drafted. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    if move(session, clock, actor, meeting, MeetingAct.RESUME):
        meeting.ended_at, meeting.state_reason = None, ""
        meeting.opened_at = meeting.opened_at or clock.now()


def note_held(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Note that a meeting was held at its time, without having been led here.

    Raises Forbidden, NotFound, Conflict; Invalid for one that has not begun.
    """
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    if meeting.starts_at > clock.now():
        raise Invalid({"state": msg("It has not begun yet.")}, msg("This meeting has not begun yet."))
    if move(session, clock, actor, meeting, MeetingAct.NOTE_HELD):
        meeting.opened_at, meeting.ended_at = meeting.starts_at, meeting.ends_at
        session.flush()
        freeze_charters(session, meeting_id)


def _step(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, act: MeetingAct) -> None:
    authorise(actor, "meetings.keep")
    move(session, clock, actor, load_meeting(session, meeting_id), act)


def note_minutes_drafted(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """The minutes are drafted. Raises Forbidden, NotFound, Conflict."""
    _step(session, clock, actor, meeting_id, MeetingAct.DRAFT_MINUTES)


def note_minutes_dropped(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """The draft of the minutes is given up. Raises Forbidden, NotFound, Conflict."""
    _step(session, clock, actor, meeting_id, MeetingAct.DROP_MINUTES)


def note_minutes_approved(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """The minutes are approved. Raises NotFound, Conflict.

    Who may approve (a chair may, who keeps no meetings) is for the minutes to say.
    """
    move(session, clock, actor, load_meeting(session, meeting_id), MeetingAct.APPROVE_MINUTES)


def note_approval_withdrawn(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """The approval of the minutes was a mistake. Raises Forbidden, NotFound, Conflict."""
    _step(session, clock, actor, meeting_id, MeetingAct.WITHDRAW_APPROVAL)


def close_meeting(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Close the file of a meeting: nothing of it changes any more. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    if move(session, clock, actor, meeting, MeetingAct.CLOSE):
        meeting.closed_at = clock.now()


def open_file_again(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Open the closed file of a meeting again. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    if move(session, clock, actor, meeting, MeetingAct.OPEN_FILE):
        meeting.closed_at = None


def postpone(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, reason: str) -> None:
    """Postpone a meeting to a time not known yet. Raises Forbidden, NotFound, Conflict, and Invalid for `reason`."""
    _call_off(session, clock, actor, meeting_id, MeetingAct.POSTPONE, reason)


def cancel(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, reason: str) -> None:
    """Cancel a meeting; it stays with the reason. Raises Forbidden, NotFound, Conflict, and Invalid for `reason`."""
    _call_off(session, clock, actor, meeting_id, MeetingAct.CANCEL, reason)


def _call_off(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, act: MeetingAct, reason: str
) -> None:
    authorise(actor, "meetings.keep")
    reason = reason.strip()
    problem = _reason_problem(reason)
    if problem:
        raise Invalid({"reason": problem})
    meeting = load_meeting(session, meeting_id)
    if move(session, clock, actor, meeting, act):
        meeting.state_reason = reason
        # A calendar that has the meeting is to show that it does not take place.
        meeting.calendar_sequence += 1
        tell_changes(session, clock, actor, meeting_id)


def _reason_problem(reason: str) -> Message | None:
    if not reason:
        return msg("Say why, so that those invited understand.")
    if len(reason) > LONGEST_REASON:
        return msg("This text is longer than %(most)d characters.", most=LONGEST_REASON)
    return None


def restore(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Take the cancelling of a meeting back: it is being prepared again. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    if move(session, clock, actor, meeting, MeetingAct.RESTORE):
        meeting.state_reason = ""
        meeting.convened_at = None
        meeting.calendar_sequence += 1
