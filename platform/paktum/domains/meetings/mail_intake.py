"""Taking in the mail that answers invitations: whose it is, by the address it came to, and what it answers."""

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from typing import Any, Final

import structlog
from flask import Flask
from sqlalchemy import select

from paktum.core.database import PLATFORM, unit_of_work
from paktum.core.errors import Refused
from paktum.core.icalendar import plain_text
from paktum.core.ids import TenantId
from paktum.core.itip import UnreadableReply, read_reply
from paktum.core.messages import msg
from paktum.domains.meetings.rules.reply_addresses import ReplyToken, read_reply_address, tenant_mark
from paktum.domains.meetings.service.answering import (
    LinkedInvitee,
    MailOutcome,
    answer_by_mail,
    linked_by_mail,
    note_words,
)
from paktum.domains.tenancy.tables import Tenant
from paktum.web.context import House

log = structlog.get_logger()

LARGEST_MAIL: Final = 25_000_000
_CALENDARS: Final = frozenset({"text/calendar", "application/ics"})
# Where mail systems write whom a mail was delivered to; what people see comes last.
_RECIPIENTS: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
_QUOTED: Final = re.compile(r"^(>|On .{10,100}wrote:$|-{2,} ?\S.* ?-{2,}$|_{10,}$|From: )")


class _Headers(HeaderRegistry):
    """The headers of a mail as the library reads them; one that it stumbles over counts as empty.

    Many mail programs write headers that RFC 5322 does not know, and on some of them its reader ends in an error.
    """

    def __call__(self, name: str, value: Any) -> Any:
        try:
            return super().__call__(name, value)
        except (HeaderParseError, ValueError, LookupError, AttributeError, TypeError, AssertionError):
            return super().__call__(name, "")


_POLICY: Final = default.clone(header_factory=_Headers())


def take_mail(app: Flask, content: bytes, recipients: Iterable[str] = ()) -> MailOutcome:
    """Take one mail (RFC 5322) that came to the address for answers; `recipients` are whom the mail system names.

    An answer of a calendar program is applied; words of a person are kept for the office; what machines write back is
    ignored, so that two of them never talk to each other. Raises Refused for a mail that is too large, and when the
    installation takes no mail in.
    """
    house: House = app.extensions["paktum"]
    base = house.settings.reply_address
    if base is None:
        raise Refused(msg("PAKTUM_REPLY_ADDRESS is not set: this installation takes no answers by mail."))
    if len(content) > LARGEST_MAIL:
        raise Refused(msg("The mail is too large."))
    mail = message_from_bytes(content, policy=_POLICY)
    if not isinstance(mail, EmailMessage):
        return MailOutcome.IGNORED
    for token in _tokens(mail, recipients, base):
        for tenant_id in _tenants(app, token):
            outcome = _take(app, tenant_id, token, mail)
            if outcome is not MailOutcome.UNKNOWN:
                log.info("mail taken", outcome=outcome.value)
                return outcome
    return MailOutcome.UNKNOWN


def _tokens(mail: EmailMessage, recipients: Iterable[str], base: str) -> Iterator[ReplyToken]:
    headers = [str(value) for name in _RECIPIENTS for value in mail.get_all(name, [])]
    for _, address in getaddresses([*recipients, *headers]):
        token = read_reply_address(address, base)
        if token is not None:
            yield token


def _tenants(app: Flask, token: ReplyToken) -> list[TenantId]:
    """The tenants that an address may be of: its mark is shared by few."""
    with unit_of_work(app, PLATFORM) as session:
        ids = session.scalars(select(Tenant.id).where(Tenant.active).order_by(Tenant.id)).all()
    return [TenantId(one) for one in ids if tenant_mark(one) == token.tenant_mark]


def _take(app: Flask, tenant_id: TenantId, token: ReplyToken, mail: EmailMessage) -> MailOutcome:
    house: House = app.extensions["paktum"]
    with unit_of_work(app, tenant_id) as session:
        linked = linked_by_mail(session, house.settings.secret_key, token)
        if linked is None:
            return MailOutcome.UNKNOWN
        found = _reply(mail)
        if found is None:
            words = "" if _is_automatic(mail) else _words(mail)
            return note_words(session, house.clock, linked, words)
        try:
            return answer_by_mail(session, house.clock, linked, read_reply(found))
        except UnreadableReply as unreadable:
            return _unreadable(linked, unreadable)


def _unreadable(linked: LinkedInvitee, reason: UnreadableReply) -> MailOutcome:
    log.warning("answer not understood", invitee=str(linked.person.id), reason=str(reason))
    return MailOutcome.IGNORED


def _reply(mail: EmailMessage) -> bytes | None:
    """The calendar object of a mail, wherever the program put it."""
    for part in mail.walk():
        named = (part.get_filename() or "").lower().endswith(".ics")
        if part.get_content_type() in _CALENDARS or named:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return content
    return None


def _is_automatic(mail: EmailMessage) -> bool:
    """Whether a machine wrote it: an absence notice, a report of failed delivery, a list (RFC 3834, 2; RFC 3464)."""
    return (
        str(mail.get("Auto-Submitted", "no")).strip().lower() != "no"
        or str(mail.get("Precedence", "")).strip().lower() in ("bulk", "junk", "list", "auto_reply")
        or str(mail.get("Return-Path", "")).strip() == "<>"
        or mail.get("X-Autoreply") is not None
        or mail.get_content_type() == "multipart/report"
    )


def _words(mail: EmailMessage) -> str:
    """What a person wrote, without what the answer quotes."""
    body = mail.get_body(("plain",))
    if body is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, ValueError):
        return ""
    own: list[str] = []
    for line in text.splitlines():
        if _QUOTED.match(line.strip()) or line.rstrip() == "--":
            break
        own.append(line.rstrip())
    return plain_text("\n".join(own)).strip()
