"""The door to mail and notices: writing them into the transaction; sending happens after it."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import func, update

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.ids import new_id
from paktum.core.languages import Language
from paktum.core.messages import Message, message_form
from paktum.core.outbox import post
from paktum.domains.notices.tables import MailMessage, Notice

SEND = "mail.send"


@dataclass(frozen=True)
class Attachment:
    """A file of the store that goes along with a mail."""

    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True)
class Enclosures:
    """What goes along with a mail: where answers go, an iCalendar object with its method, and files."""

    reply_to: str = ""
    calendar: str | None = None
    calendar_method: str | None = None
    attachments: tuple[Attachment, ...] = ()


NOTHING: Final = Enclosures()


def queue_mail(
    session: TenantSession,
    *,
    recipient: str,
    subject: str,
    text_body: str,
    html_body: str,
    language: Language,
    enclosures: Enclosures = NOTHING,
) -> uuid.UUID:
    """Write a mail to one recipient; it is sent once the transaction is in. The bodies are in the given language.

    Line breaks in the subject become spaces, so that nobody's words can add a header (RFC 5322, 2.2).
    """
    mail = MailMessage(
        id=new_id(),
        recipient=recipient,
        subject=" ".join(subject.split())[:400],
        text_body=text_body,
        html_body=html_body,
        language=language,
        reply_to=enclosures.reply_to,
        calendar=enclosures.calendar,
        calendar_method=enclosures.calendar_method,
        attachments=[asdict(attachment) for attachment in enclosures.attachments],
    )
    session.add(mail)
    session.flush()
    post(session, SEND, {"mail": str(mail.id)})
    return mail.id


def notify(session: TenantSession, membership_id: uuid.UUID, message: Message, address: str) -> None:
    """Leave a sentence for a member, with the address of the page it is about."""
    session.add(Notice(id=new_id(), membership_id=membership_id, message=message_form(message), address=address))


def open_notice(session: TenantSession, clock: Clock, actor: Actor, notice_id: uuid.UUID) -> str:
    """Mark one of the member's notices as read and give the address it is about; raises NotFound."""
    authorise(actor, "notices.see")
    address: str | None = session.scalar(
        update(Notice)
        .where(Notice.id == notice_id, Notice.membership_id == actor.membership_id)
        .values(read_at=func.coalesce(Notice.read_at, clock.now()))
        .returning(Notice.address)
    )
    if address is None:
        raise NotFound
    return address


def mark_all_read(session: TenantSession, clock: Clock, actor: Actor) -> None:
    """Mark all the member's notices as read."""
    authorise(actor, "notices.see")
    session.execute(
        update(Notice)
        .where(Notice.membership_id == actor.membership_id, Notice.read_at.is_(None))
        .values(read_at=clock.now())
    )


def leave_mail(session: TenantSession, clock: Clock, payload: Mapping[str, Any]) -> None:
    """Note that a mail was left after its last attempt; its bodies may hold secret links and are emptied."""
    session.execute(
        update(MailMessage)
        .where(MailMessage.id == uuid.UUID(payload["mail"]), MailMessage.state.in_(("queued", "sending")))
        .values(state="failed", text_body=None, html_body=None, calendar=None)
    )
