"""The door to mail and notices: writing them into the transaction; sending happens after it."""

import uuid

from sqlalchemy import select, update

from paktum.core.actors import Actor
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.ids import new_id
from paktum.core.languages import Language
from paktum.core.messages import Message, message_form
from paktum.core.outbox import post
from paktum.domains.notices.tables import MailMessage, Notice

SEND = "mail.send"


def queue_mail(
    session: TenantSession, *, recipient: str, subject: str, text_body: str, html_body: str, language: Language
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
    )
    session.add(mail)
    session.flush()
    post(session, SEND, {"mail": str(mail.id)})
    return mail.id


def notify(session: TenantSession, membership_id: uuid.UUID, message: Message, address: str) -> None:
    """Leave a sentence for a member, with the address of the page it is about."""
    session.add(Notice(id=new_id(), membership_id=membership_id, message=message_form(message), address=address))


def unread_of(session: TenantSession, actor: Actor) -> list[Notice]:
    """The member's unread notices, the newest first."""
    return list(
        session.scalars(
            select(Notice)
            .where(Notice.membership_id == actor.membership_id, Notice.read_at.is_(None))
            .order_by(Notice.created_at.desc())
            .limit(20)
        )
    )


def mark_read(session: TenantSession, clock: Clock, actor: Actor) -> None:
    """Mark all the member's notices as read."""
    session.execute(
        update(Notice)
        .where(Notice.membership_id == actor.membership_id, Notice.read_at.is_(None))
        .values(read_at=clock.now())
    )
