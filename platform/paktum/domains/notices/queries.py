"""Reads of notices and of the mail that a demo caught."""

import uuid
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, func, select

from paktum.core.actors import Actor
from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.domains.notices.tables import MailMessage, Notice

PAGE: Final = 30
ON_TOP: Final = 3
_NOTICE: Final = (Notice.id, Notice.message, Notice.created_at, Notice.read_at)


def newest_unread(session: TenantSession, actor: Actor) -> Sequence[Row[*tuple[Any, ...]]]:
    """The few newest unread notices of a member, for the top of a page."""
    return session.execute(
        select(*_NOTICE)
        .where(Notice.membership_id == actor.membership_id, Notice.read_at.is_(None))
        .order_by(Notice.created_at.desc(), Notice.id.desc())
        .limit(ON_TOP)
    ).all()


def notices(session: TenantSession, actor: Actor, page: int) -> tuple[Sequence[Row[*tuple[Any, ...]]], int]:
    """A page (from 1) of all notices of a member, the newest first; and their number."""
    found = session.execute(
        select(*_NOTICE, func.count().over().label("number"))
        .where(Notice.membership_id == actor.membership_id)
        .order_by(Notice.created_at.desc(), Notice.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return found, found[0].number if found else 0


def caught_mails(session: TenantSession) -> Sequence[Row[*tuple[Any, ...]]]:
    """The hundred newest mails that the demo kept instead of sending them."""
    return session.execute(
        select(MailMessage.id, MailMessage.recipient, MailMessage.subject, MailMessage.language, MailMessage.created_at)
        .where(MailMessage.state == "caught")
        .order_by(MailMessage.created_at.desc(), MailMessage.id.desc())
        .limit(100)
    ).all()


def caught_mail(session: TenantSession, mail_id: uuid.UUID) -> Row[*tuple[Any, ...]]:
    """One caught mail with its plain text and what is enclosed; raises NotFound."""
    found = session.execute(
        select(
            MailMessage.id,
            MailMessage.recipient,
            MailMessage.subject,
            MailMessage.language,
            MailMessage.created_at,
            MailMessage.text_body,
            MailMessage.calendar,
            MailMessage.attachments,
        ).where(MailMessage.id == mail_id, MailMessage.state == "caught")
    ).first()
    if found is None:
        raise NotFound
    return found
