"""The mails of an invitation: one a mailbox, with the calendar object, the personal links and, where it is small, the pack."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any, Final

from babel.dates import format_skeleton
from flask import Flask

from paktum.core.database import TenantSession
from paktum.core.icalendar import Attendee, AttendeeRole, EventStatus, Organizer
from paktum.core.itip import Method, scheduling_text
from paktum.core.languages import Language, locale_of
from paktum.core.links import link_secret
from paktum.core.messages import Message, msg
from paktum.core.settings import Settings
from paktum.domains.files.service import FileFacts
from paktum.domains.meetings.inviting_calendar import event_description, invitation_event, one_line, said
from paktum.domains.meetings.inviting_queries import InviteeRow
from paktum.domains.meetings.queries import AgendaRow, MeetingHead
from paktum.domains.meetings.rules.inviting import LINK_PURPOSE
from paktum.domains.meetings.rules.life import CALLED_OFF, MeetingState
from paktum.domains.meetings.rules.reply_addresses import reply_address
from paktum.domains.meetings.wording import FORM_LABELS, hour, when_text
from paktum.domains.notices.letters import queue_letter
from paktum.domains.notices.service import Attachment, Enclosures
from paktum.web.context import TenantFacts

# Larger ones fill mailboxes, and many servers refuse them; the personal link leads to the pack all the same.
LARGEST_ATTACHMENT: Final = 8_000_000
_ROLES: Final = {"seat": AttendeeRole.REQUIRED, "substitute": AttendeeRole.OPTIONAL, "guest": AttendeeRole.OPTIONAL}


@dataclass(frozen=True)
class MailRound:
    """What all mails of one round share. `agenda` is whole; `pack` is the pack's file, where there is one."""

    head: MeetingHead
    agenda: Sequence[AgendaRow]
    pack: FileFacts | None
    tenant: TenantFacts
    settings: Settings
    now: datetime

    @property
    def origin(self) -> str:
        return self.settings.origin_of(self.tenant.host)

    def link(self, person: InviteeRow) -> str:
        """The whole address of somebody's personal page."""
        return self.origin + personal_path(self.settings.secret_key, self.tenant.id, person)


def personal_path(key: str, tenant_id: uuid.UUID, person: InviteeRow) -> str:
    """The path of somebody's personal page; the same as the view's."""
    return f"/m/{person.id}/{link_secret(key, LINK_PURPOSE, tenant_id, person.id, person.link_generation)}"


def queue_round_mail(app: Flask, session: TenantSession, about: MailRound, people: Sequence[InviteeRow]) -> uuid.UUID:
    """Write the mail to one mailbox; `people` are those who read it, at least one. Gives the mail's id."""
    first, off = people[0], _is_off(about.head, people[0])
    internal = any(sees_all(person) for person in people)
    agenda = [item for item in about.agenda if internal or item.public]
    pack = about.pack if internal and not off else None
    attached = pack is not None and pack.size <= LARGEST_ATTACHMENT
    return queue_letter(
        app,
        session,
        template="meetings/mail/called_off" if off else "meetings/mail/invitation",
        recipient=first.email,
        subject=_subject(about.head, first, said(about.head.called, first.language)),
        language=first.language,
        tenant=about.tenant,
        enclosures=_enclosures(about, first, agenda, pack if attached else None),
        head=about.head,
        called=said(about.head.called, first.language),
        time=when_text(about.head, first.language),
        place=one_line(about.head.place),
        form=FORM_LABELS[about.head.form],
        agenda=[item for item in agenda if item.number is not None],
        people=[(person, about.link(person)) for person in people],
        changed=first.sent_sequence is not None,
        taken_off=first.withdrawn_at is not None,
        pack="attached" if attached else "linked" if pack else "",
    )


def sees_all(person: InviteeRow) -> bool:
    """Whether somebody sees internal items and the whole pack: members and substitutes do, guests do not."""
    return person.kind in ("seat", "substitute") or person.office is not None


def gets_pack(head: MeetingHead, person: InviteeRow) -> bool:
    """Whether the mail that is due for somebody brings the pack."""
    return sees_all(person) and not _is_off(head, person)


def _is_off(head: MeetingHead, person: InviteeRow) -> bool:
    return head.state in CALLED_OFF or person.withdrawn_at is not None


def _subject(head: MeetingHead, person: InviteeRow, called: str) -> Message:
    facts: dict[str, Any] = {"meeting": called, "time": _start_words(head, person.language)}
    if person.withdrawn_at is not None and head.state not in CALLED_OFF:
        return msg("No longer invited: %(meeting)s, %(time)s", **facts)
    if head.state is MeetingState.CANCELLED:
        return msg("Cancelled: %(meeting)s, %(time)s", **facts)
    if head.state is MeetingState.POSTPONED:
        return msg("Postponed: %(meeting)s, %(time)s", **facts)
    if person.sent_sequence is not None:
        return msg("Changed: %(meeting)s, %(time)s", **facts)
    return msg("Invitation: %(meeting)s, %(time)s", **facts)


def _start_words(head: MeetingHead, language: Language) -> str:
    """The day and hour it begins, short enough for a subject."""
    day = format_skeleton("MMMd", head.local_start, locale=locale_of(language))
    return f"{day}, {hour(head.local_start)}"


def _enclosures(
    about: MailRound, person: InviteeRow, agenda: Sequence[AgendaRow], pack: FileFacts | None
) -> Enclosures:
    method = Method.CANCEL if _is_off(about.head, person) else Method.REQUEST
    replies = answer_address(about.settings, about.tenant.id, person)
    return Enclosures(
        reply_to=replies,
        calendar=calendar_object(about, method, person, agenda),
        calendar_method=method.value,
        attachments=(Attachment(pack.name, pack.media_type, pack.sha256),) if pack else (),
    )


def answer_address(settings: Settings, tenant_id: uuid.UUID, person: InviteeRow) -> str:
    """Where somebody's answers by mail come back to; empty where no mail is taken in."""
    if settings.reply_address is None:
        return ""
    return reply_address(settings.reply_address, settings.secret_key, tenant_id, person.id, person.link_generation)


def calendar_object(about: MailRound, method: Method, person: InviteeRow, agenda: Sequence[AgendaRow]) -> str:
    """The iTIP message to one person. The organizer's address is the person's own for answers, because that is where a
    calendar program sends the answer (RFC 6047, 2.2.1); nobody learns from it who else is invited."""
    status: EventStatus | None = EventStatus.CONFIRMED
    if method is Method.CANCEL:
        status = EventStatus.CANCELLED if about.head.state in CALLED_OFF else None
    replies = answer_address(about.settings, about.tenant.id, person)
    event = invitation_event(
        about.head,
        person.language,
        origin=about.origin,
        description=event_description(about.head, agenda, person.language),
        sequence=person.sequence,
        status=status,
        organizer=Organizer(about.tenant.name, replies or parseaddr(about.settings.mail_from)[1]),
        attendees=(_attendee(person, rsvp=bool(replies) and method is Method.REQUEST),),
        stamp=about.now,
    )
    return scheduling_text(method, event, person.language)


def _attendee(person: InviteeRow, *, rsvp: bool) -> Attendee:
    role = AttendeeRole.CHAIR if person.office == "chair" else _ROLES.get(person.kind, AttendeeRole.OPTIONAL)
    return Attendee(person.name, person.email, role, rsvp=rsvp)
