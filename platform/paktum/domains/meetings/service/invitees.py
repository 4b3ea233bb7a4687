"""The list of those invited: taking up who is in office, adding guests, correcting, taking off, asking again."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.languages import Language
from paktum.core.mail_addresses import mail_address
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.meetings.inviting_queries import (
    MemberInOffice,
    members_in_office,
    organisations_to_invite,
)
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.rules.inviting import InviteeKind, PastedGuest
from paktum.domains.meetings.rules.life import AGENDA_OPEN_IN
from paktum.domains.meetings.service.loading import load_meeting, require_state
from paktum.domains.meetings.tables import Invitee


def take_up_members(session: TenantSession, clock: Clock, head: MeetingHead, language: Language) -> None:
    """Bring the list up to date with the bodies: who is in office on the day is on it, who no longer is comes off.

    Somebody whom the office took off stays off. `language` is used for whom nothing tells which to write in. For services:
    asks nobody's permission and records nothing.
    """
    known = {
        row.mandate_id: row
        for row in session.scalars(
            select(Invitee).where(Invitee.meeting_id == head.id, Invitee.mandate_id.is_not(None)).with_for_update()
        )
    }
    members = members_in_office(session, head)
    for member in members:
        row = known.get(member.mandate_id)
        if row is None:
            session.add(_of_member(head.id, member, language))
        elif row.withdrawn_at is None:
            _refresh(row, member)
    in_office = {member.mandate_id for member in members}
    for mandate_id, row in known.items():
        if mandate_id not in in_office and row.withdrawn_at is None:
            _take_off(clock, row)
    session.flush()


def _of_member(meeting_id: uuid.UUID, member: MemberInOffice, language: Language) -> Invitee:
    return Invitee(
        id=new_id(),
        meeting_id=meeting_id,
        kind=member.kind,
        seat_id=member.seat_id,
        mandate_id=member.mandate_id,
        membership_id=member.membership_id,
        organisation_id=member.organisation_id,
        name=member.name,
        organisation=member.organisation,
        email=member.email,
        language=member.language or language,
    )


def _refresh(row: Invitee, member: MemberInOffice) -> None:
    """Take over what changed in the body while nothing was mailed to this person; later the list is what was mailed."""
    row.membership_id = member.membership_id
    if row.sent_sequence is None:
        row.name, row.organisation, row.kind = member.name, member.organisation, member.kind
        row.email = row.email or member.email


def prepare_list(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, language: Language) -> None:
    """Take up the members before anything is sent, so that single lines can be changed. Raises Forbidden, NotFound,
    Conflict once the meeting is held or cancelled."""
    authorise(actor, "meetings.keep")
    require_state(load_meeting(session, meeting_id), AGENDA_OPEN_IN)
    take_up_members(session, clock, meeting_head(session, meeting_id), language)
    record(session, clock, actor, "invitees.prepared", "meeting", meeting_id)


def add_guests(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    guests: Sequence[PastedGuest],
    language: Language,
) -> int:
    """Put guests on the list; one who is on it by the same address (or, without one, the same name) is not put on twice.

    Gives how many were new. Raises Forbidden, NotFound, Conflict once the meeting is held or cancelled.
    """
    authorise(actor, "meetings.keep")
    require_state(load_meeting(session, meeting_id), AGENDA_OPEN_IN)
    there = _there(session, meeting_id)
    added = 0
    for guest in guests:
        key = _key(guest.email, guest.name)
        if key in there:
            continue
        there.add(key)
        added += 1
        session.add(_guest(meeting_id, guest.name, guest.organisation, guest.email, language))
    if added:
        record(session, clock, actor, "invitees.guests_added", "meeting", meeting_id, number=added)
    return added


def add_organisations(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    organisation_ids: Collection[uuid.UUID],
    language: Language,
) -> int:
    """Put organisations on the list as guests, each once. Gives how many were new. Raises as `add_guests` does."""
    authorise(actor, "meetings.keep")
    require_state(load_meeting(session, meeting_id), AGENDA_OPEN_IN)
    wanted = set(organisation_ids)
    there = _there(session, meeting_id)
    added = 0
    for organisation in organisations_to_invite(session, meeting_id, language):
        key = _key(organisation.email, organisation.name)
        if organisation.id not in wanted or organisation.invited or key in there:
            continue
        there.add(key)
        added += 1
        row = _guest(meeting_id, organisation.name, "", organisation.email, language)
        row.organisation_id = organisation.id
        session.add(row)
    if added:
        record(session, clock, actor, "invitees.guests_added", "meeting", meeting_id, number=added)
    return added


def _there(session: TenantSession, meeting_id: uuid.UUID) -> set[str]:
    """The addresses, or names of those without one, that the list has and that were not taken off."""
    rows = session.execute(
        select(Invitee.email, Invitee.name).where(Invitee.meeting_id == meeting_id, Invitee.withdrawn_at.is_(None))
    )
    return {_key(row.email, row.name) for row in rows}


def _key(email: str, name: str) -> str:
    return email.casefold() or " ".join(name.casefold().split())


def _guest(meeting_id: uuid.UUID, name: str, organisation: str, email: str, language: Language) -> Invitee:
    kind: InviteeKind = "guest"
    return Invitee(
        id=new_id(),
        meeting_id=meeting_id,
        kind=kind,
        name=name,
        organisation=organisation,
        email=email,
        language=language,
    )


@dataclass(frozen=True)
class InviteeDraft:
    """What people correct about somebody on the list."""

    name: str
    organisation: str
    email: str
    language: Language


def change_invitee(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    invitee_id: uuid.UUID,
    draft: InviteeDraft,
) -> None:
    """Correct a line of the list. With a new address the old personal link ends and the invitation goes out again.

    Raises Forbidden, NotFound, and Invalid for `name` and `email`.
    """
    authorise(actor, "meetings.keep")
    row = find_invitee(session, meeting_id, invitee_id)
    email = mail_address(draft.email) if draft.email.strip() else ""
    problems = {}
    if email is None:
        problems["email"] = msg("This is not an e-mail address.")
    if not draft.name.strip():
        problems["name"] = msg("Enter who is invited.")
    if problems or email is None:
        raise Invalid(problems)
    moved = email.casefold() != row.email.casefold()
    row.name, row.organisation, row.language = draft.name.strip(), draft.organisation.strip(), draft.language
    row.email = email
    if moved:
        row.link_generation += 1
        row.sent_sequence = row.sent_at = row.mail_id = None
    record(session, clock, actor, "invitee.changed", "invitee", invitee_id, new_address=moved)


def take_off(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, invitee_id: uuid.UUID) -> None:
    """Take somebody off the list: the personal link ends, and who was invited is told with the next mails.

    Raises Forbidden, NotFound.
    """
    authorise(actor, "meetings.keep")
    row = find_invitee(session, meeting_id, invitee_id)
    if row.withdrawn_at is None:
        _take_off(clock, row)
        record(session, clock, actor, "invitee.taken_off", "invitee", invitee_id)


def _take_off(clock: Clock, row: Invitee) -> None:
    row.withdrawn_at = clock.now()
    row.link_generation += 1
    # A calendar that has the meeting takes it off only for a later sequence (RFC 5546, 2.1.4).
    row.sequence_offset += row.sent_sequence is not None


def ask_again(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, invitee_id: uuid.UUID) -> None:
    """Put somebody back on the list who was taken off; the answer of before no longer holds. Raises Forbidden, NotFound,
    Conflict once the meeting is held or cancelled."""
    authorise(actor, "meetings.keep")
    require_state(load_meeting(session, meeting_id), AGENDA_OPEN_IN)
    row = find_invitee(session, meeting_id, invitee_id)
    if row.withdrawn_at is not None:
        row.withdrawn_at = None
        row.sequence_offset += row.sent_sequence is not None
        record(session, clock, actor, "invitee.asked_again", "invitee", invitee_id)


def renew_link(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, invitee_id: uuid.UUID
) -> None:
    """End somebody's personal link, which fell into other hands; a new one goes out with the next mails.

    Raises Forbidden, NotFound, Conflict for somebody who was taken off.
    """
    authorise(actor, "meetings.keep")
    row = find_invitee(session, meeting_id, invitee_id)
    if row.withdrawn_at is not None:
        raise Conflict(msg("This person is no longer on the list."))
    row.link_generation += 1
    if row.sent_sequence is not None:
        # Due for a mail again, and still known as somebody whose calendar has the meeting.
        row.sent_sequence -= 1
    record(session, clock, actor, "invitee.link_renewed", "invitee", invitee_id)


def find_invitee(session: TenantSession, meeting_id: uuid.UUID, invitee_id: uuid.UUID) -> Invitee:
    """A line of that meeting's list, locked until the transaction ends; raises NotFound."""
    row = session.scalar(
        select(Invitee).where(Invitee.id == invitee_id, Invitee.meeting_id == meeting_id).with_for_update()
    )
    if row is None:
        raise NotFound
    return row
