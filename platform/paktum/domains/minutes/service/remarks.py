"""Remarks on minutes: made by members or by whoever has a personal link, settled by the office."""

import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.domains.audit.service import record
from paktum.domains.minutes.service.loading import load_minutes, step
from paktum.domains.minutes.tables import Minutes, MinutesRemark, MinutesSection, MinutesVersion
from paktum.domains.notices.service import notify

LONGEST: Final = 4000


@dataclass(frozen=True)
class RemarkDraft:
    """What somebody remarks, on a section or on the whole."""

    text: str
    section_id: uuid.UUID | None = None


@dataclass(frozen=True)
class LinkReader:
    """Somebody who reads by a personal link: the invitee whose link it is, and what they are called."""

    invitee_id: uuid.UUID
    name: str


def remark(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, draft: RemarkDraft) -> uuid.UUID:
    """Remark on minutes as a member of the pact. Raises Forbidden, NotFound, Conflict, and Invalid for `text`.

    A draft is for the office alone: others find it only once it is sent.
    """
    authorise(actor, "minutes.remark")
    minutes = load_minutes(session, meeting_id, shared=True)
    if minutes.state == "drafted" and not actor.may("minutes.write"):
        raise NotFound
    row = _keep(session, clock, minutes, draft, author=actor.post)
    row.membership_id = actor.membership_id
    session.flush()
    record(session, clock, actor, "minutes.remarked", "minutes", minutes.id)
    _tell_sender(session, minutes, row, actor.membership_id)
    return row.id


def remark_by_link(
    session: TenantSession, clock: Clock, reader: LinkReader, meeting_id: uuid.UUID, draft: RemarkDraft
) -> uuid.UUID:
    """Remark on minutes by a personal link, which the caller has checked. Raises NotFound, Conflict, Invalid for `text`."""
    minutes = load_minutes(session, meeting_id, shared=True)
    if minutes.state == "drafted":
        raise NotFound
    row = _keep(session, clock, minutes, draft, author=reader.name)
    row.invitee_id = reader.invitee_id
    session.flush()
    record(session, clock, None, "minutes.remarked", "minutes", minutes.id, invitee=str(reader.invitee_id))
    _tell_sender(session, minutes, row, None)
    return row.id


def settle(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, remark_id: uuid.UUID) -> None:
    """Note that a remark is settled; settled ones stay so. Raises Forbidden, NotFound."""
    authorise(actor, "minutes.write")
    minutes = load_minutes(session, meeting_id, shared=True)
    row = session.scalar(
        select(MinutesRemark)
        .where(MinutesRemark.id == remark_id, MinutesRemark.minutes_id == minutes.id)
        .with_for_update()
    )
    if row is None:
        raise NotFound
    if row.settled_at is None:
        row.settled_at = clock.now()
        record(session, clock, actor, "minutes.remark_settled", "minutes", minutes.id)


def _keep(session: TenantSession, clock: Clock, minutes: Minutes, draft: RemarkDraft, *, author: str) -> MinutesRemark:
    step(minutes, "remark")
    text = draft.text.strip()
    problem = _problem(text)
    if problem:
        raise Invalid({"text": problem})
    if draft.section_id is not None:
        known = session.scalar(
            select(MinutesSection.id).where(
                MinutesSection.id == draft.section_id, MinutesSection.minutes_id == minutes.id
            )
        )
        if known is None:
            raise NotFound
    row = MinutesRemark(
        id=new_id(),
        minutes_id=minutes.id,
        section_id=draft.section_id,
        author=author[:400],
        text=text,
        made_at=clock.now(),
    )
    session.add(row)
    return row


def _tell_sender(session: TenantSession, minutes: Minutes, row: MinutesRemark, own: uuid.UUID | None) -> None:
    """Leave a notice for whoever sent the minutes last, unless the remark is that person's own."""
    sender = session.scalar(
        select(MinutesVersion.made_by)
        .where(MinutesVersion.minutes_id == minutes.id, MinutesVersion.occasion == "sent")
        .order_by(MinutesVersion.number.desc())
        .limit(1)
    )
    if sender is not None and sender != own:
        said = msg("%(author)s remarked on minutes.", author=row.author)
        notify(session, sender, said, f"/meetings/{minutes.meeting_id}/minutes")


def _problem(text: str) -> Message | None:
    if not text:
        return msg("Write what you remark.")
    if len(text) > LONGEST:
        return msg("This is too long: at most %(max)d characters.", max=LONGEST)
    return None
