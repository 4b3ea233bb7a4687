"""Motions and amendments: tabling, rewording, withdrawing."""

import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.domains.audit.service import record
from paktum.domains.meetings.tables import AgendaItem
from paktum.domains.sittings.rules.roll import MajorityKind
from paktum.domains.sittings.service.loading import find_item, find_motion, sitting_with_presence
from paktum.domains.sittings.tables import Motion

LONGEST_TEXT: Final = 20_000
LONGEST_LINE: Final = 400


@dataclass(frozen=True)
class MotionDraft:
    """What people enter of a motion; the text of an amendment is the whole motion as it would read."""

    text: str
    title: str = ""
    proposer: str = ""
    majority: MajorityKind = "ordinary"


def table_motion(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    motion_id: uuid.UUID,
    draft: MotionDraft,
    amends_id: uuid.UUID | None = None,
) -> None:
    """Table a motion under an item, before the meeting or in it; `motion_id` is made by whoever asks.

    Asked again with the same id, nothing happens. Raises Forbidden, NotFound, Conflict, and Invalid by field.
    """
    authorise(actor, "sittings.run")
    sitting_with_presence(session, meeting_id)
    find_item(session, meeting_id, item_id)
    _check(draft)
    if session.scalar(select(Motion.id).where(Motion.id == motion_id)) is not None:
        return
    if amends_id is not None:
        _check_amended(find_motion(session, meeting_id, amends_id), item_id)
    last = session.scalar(select(func.max(Motion.sequence)).where(Motion.agenda_item_id == item_id)) or 0
    session.add(
        Motion(
            id=motion_id,
            meeting_id=meeting_id,
            agenda_item_id=item_id,
            amends_id=amends_id,
            sequence=last + 1,
            title=draft.title.strip(),
            text=draft.text.strip(),
            proposer=draft.proposer.strip(),
            majority=draft.majority,
        )
    )
    session.flush()
    record(session, clock, actor, "motion.tabled", "meeting", meeting_id, motion=str(motion_id))


def _check_amended(amended: Motion, item_id: uuid.UUID) -> None:
    if amended.agenda_item_id != item_id:
        raise NotFound
    if amended.state != "tabled" or amended.amends_id is not None:
        raise Conflict(msg("This motion can no longer be amended."))


def edit_motion(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    motion_id: uuid.UUID,
    version: int,
    draft: MotionDraft,
) -> None:
    """Reword a motion that is not voted on yet. Asked again with the words it has, nothing happens.

    Raises Forbidden, NotFound, Conflict for another version than the form was opened with, and Invalid by field.
    """
    authorise(actor, "sittings.run")
    sitting_with_presence(session, meeting_id)
    motion = find_motion(session, meeting_id, motion_id)
    _check(draft)
    wanted = (draft.title.strip(), draft.text.strip(), draft.proposer.strip(), draft.majority)
    if (motion.title, motion.text, motion.proposer, motion.majority) == wanted:
        return
    if motion.state != "tabled":
        raise Conflict(msg("This motion is being voted on or was decided: its words stand."))
    if motion.version != version:
        raise Conflict(msg("Somebody else saved this meanwhile. Look at both versions and choose."))
    motion.title, motion.text, motion.proposer, motion.majority = wanted
    session.flush()
    record(session, clock, actor, "motion.edited", "meeting", meeting_id, motion=str(motion_id))


def withdraw_motion(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, motion_id: uuid.UUID
) -> None:
    """Withdraw a motion with the amendments to it. Raises Forbidden, NotFound, Conflict once it is voted on."""
    authorise(actor, "sittings.run")
    sitting_with_presence(session, meeting_id)
    motion = find_motion(session, meeting_id, motion_id)
    if motion.state == "withdrawn":
        return
    if motion.state != "tabled":
        raise Conflict(msg("This motion is being voted on or was decided: it can no longer be withdrawn."))
    amendments = session.scalars(
        select(Motion).where(Motion.amends_id == motion_id, Motion.state == "tabled").with_for_update()
    ).all()
    for one in (motion, *amendments):
        one.state = "withdrawn"
    session.flush()
    record(session, clock, actor, "motion.withdrawn", "meeting", meeting_id, motion=str(motion_id))


def table_again(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, motion_id: uuid.UUID
) -> None:
    """Take a withdrawal back. Tabled already, nothing happens.

    Raises Forbidden, NotFound, and Conflict for a motion that is voted on or decided, or whose amended motion is.
    """
    authorise(actor, "sittings.run")
    sitting_with_presence(session, meeting_id)
    motion = find_motion(session, meeting_id, motion_id)
    if motion.state == "tabled":
        return
    if motion.state != "withdrawn":
        raise Conflict(msg("This motion is being voted on or was decided: its words stand."))
    if motion.amends_id is not None:
        _check_amended(find_motion(session, meeting_id, motion.amends_id), motion.agenda_item_id)
    motion.state = "tabled"
    session.flush()
    record(session, clock, actor, "motion.tabled", "meeting", meeting_id, motion=str(motion_id), again=True)


def bring_undecided(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, first_id: uuid.UUID
) -> int:
    """Table under the items of a second convening the motions that the `first` session could not decide, with the amendments
    that wait; how many. Where the items are gone, nothing happens. Raises Forbidden.
    """
    authorise(actor, "sittings.run")
    rows = session.execute(
        select(Motion, AgendaItem.id.label("item"))
        .join(AgendaItem, AgendaItem.carried_from_id == Motion.agenda_item_id)
        .where(Motion.meeting_id == first_id, AgendaItem.meeting_id == meeting_id, Motion.state == "tabled")
        .order_by(Motion.amends_id.is_not(None), Motion.sequence, Motion.id)
    ).all()
    anew: dict[uuid.UUID, uuid.UUID] = {}
    for row in rows:
        motion: Motion = row.Motion
        if motion.amends_id is not None and motion.amends_id not in anew:
            continue
        anew[motion.id] = new_id()
        session.add(
            Motion(
                id=anew[motion.id],
                meeting_id=meeting_id,
                agenda_item_id=row.item,
                amends_id=anew[motion.amends_id] if motion.amends_id else None,
                sequence=motion.sequence,
                title=motion.title,
                text=motion.text,
                proposer=motion.proposer,
                majority=motion.majority,
            )
        )
        session.flush()
        record(session, clock, actor, "motion.tabled", "meeting", meeting_id, motion=str(anew[motion.id]))
    return len(anew)


def _check(draft: MotionDraft) -> None:
    problems: dict[str, Message] = {}
    if not draft.text.strip():
        problems["text"] = msg("Write what is to be decided.")
    elif len(draft.text) > LONGEST_TEXT:
        problems["text"] = msg("This text is longer than %(most)d characters.", most=LONGEST_TEXT)
    for field in ("title", "proposer"):
        if len(getattr(draft, field)) > LONGEST_LINE:
            problems[field] = msg("This text is longer than %(most)d characters.", most=LONGEST_LINE)
    if problems:
        raise Invalid(problems)
