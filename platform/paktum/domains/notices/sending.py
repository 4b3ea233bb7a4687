"""Sending mail: from the row to the SMTP server, or into the demo's own inbox."""

import smtplib
import ssl
import uuid
from collections.abc import Callable
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache, partial
from typing import Final
from urllib.parse import unquote, urlsplit

import structlog
from flask import Flask
from sqlalchemy import update

from paktum.core.clock import Clock
from paktum.core.database import unit_of_work
from paktum.core.ids import TenantId
from paktum.core.settings import Settings
from paktum.core.store import FileStore
from paktum.domains.notices.tables import MailMessage
from paktum.domains.tenancy.queries import tenant_of_id

log = structlog.get_logger()

_OWN_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_PATIENCE: Final = 30.0
_EMPTIED: Final = {"text_body": None, "html_body": None, "calendar": None}


class MailRefused(Exception):
    """The server will never take this mail as it is (RFC 5321, 4.2.1: a reply of the 5yz kind)."""


def _no_files(sha256: str) -> bytes:
    raise FileNotFoundError(sha256)


def _read(store: FileStore, tenant_id: TenantId, sha256: str) -> bytes:
    with store.open(tenant_id, sha256) as file:
        return file.read()


def compose(
    mail: MailMessage, *, sender: str, pact: str, read_file: Callable[[str], bytes] = _no_files
) -> EmailMessage:
    """The mail as it leaves: plain text first, HTML beside it, its language, and headers that stop automatic answers.

    An iCalendar object is the last of the alternatives, as the parameters of its type say (RFC 6047, 2.4); files follow
    after them. `read_file` gives the bytes of a file of the store by its SHA-256.
    Date and Message-ID come from the row, so a mail that is handed over again is the same one to whoever receives it.
    """
    address = parseaddr(sender)[1]
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=" ".join(pact.split()), addr_spec=address)
    message["To"] = Address(addr_spec=mail.recipient)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(mail.created_at)
    if mail.reply_to:
        message["Reply-To"] = Address(addr_spec=mail.reply_to)
    message["Message-ID"] = f"<{mail.id.hex}@{address.rpartition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text_body or "", cte="quoted-printable")
    if mail.html_body:
        message.add_alternative(mail.html_body, subtype="html", cte="quoted-printable")
    if mail.calendar and mail.calendar_method:
        method = {"method": mail.calendar_method}
        message.add_alternative(mail.calendar, subtype="calendar", cte="base64", params=method)
    for attachment in mail.attachments or ():
        kind, _, subtype = attachment["media_type"].partition("/")
        message.add_attachment(
            read_file(attachment["sha256"]), maintype=kind, subtype=subtype, filename=attachment["name"]
        )
    # Last, because a message that gets a second part hands its content headers on to the first.
    message["Content-Language"] = mail.language
    return message


def send_mail(
    app: Flask, tenant_id: TenantId, mail_id: uuid.UUID, settings: Settings, clock: Clock, store: FileStore
) -> None:
    """Send one mail that is not sent yet; the caller sees to it that no other process does so at the same time.

    A mail counts as sent from the server's word that it has taken it (RFC 5321, 4.2.5); any other end leaves it queued and
    raises OSError or SMTPException, so that it is tried again. Should this process be killed between that word and the
    commit, the same mail is handed over again under the same Message-ID: SMTP offers nothing better. A mail that the server
    will never take is marked failed.
    """
    with unit_of_work(app, tenant_id) as session:
        mail = session.scalars(
            update(MailMessage)
            .where(MailMessage.id == mail_id, MailMessage.state.in_(("queued", "sending")))
            .values(state="sending")
            .returning(MailMessage)
        ).first()
        if mail is None:
            return
        if settings.mail == "catch":
            mail.state, mail.sent_at = "caught", clock.now()
            return
        tenant = tenant_of_id(session, tenant_id)
        message = compose(
            mail,
            sender=settings.mail_from,
            pact=tenant.name if tenant else "",
            read_file=partial(_read, store, tenant_id),
        )
    try:
        deliver(message, settings.smtp_url)
    except MailRefused as refusal:
        log.warning("mail refused", mail=str(mail_id), reply=str(refusal))
        _mark(app, tenant_id, mail_id, state="failed", failure=str(refusal), **_EMPTIED)
    except (OSError, smtplib.SMTPException) as failure:
        _mark(app, tenant_id, mail_id, state="queued", failure=type(failure).__name__)
        raise
    else:
        _mark(app, tenant_id, mail_id, state="sent", sent_at=clock.now(), failure=None, **_EMPTIED)


def _mark(app: Flask, tenant_id: TenantId, mail_id: uuid.UUID, **values: object) -> None:
    with unit_of_work(app, tenant_id) as session:
        session.execute(update(MailMessage).where(MailMessage.id == mail_id).values(**values))


def deliver(message: EmailMessage, smtp_url: str) -> None:
    """Hand a mail to the server at `smtp://[user:password@]host:port` or `smtps://…`.

    Returns once the server has taken it, whatever happens to the connection afterwards. Raises MailRefused for good, OSError
    or SMTPException for now.
    """
    client = _connect(smtp_url)
    try:
        client.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        _for_good(*next(iter(refused.recipients.values())), refused)
    except smtplib.SMTPResponseException as refused:
        _for_good(refused.smtp_code, refused.smtp_error, refused)
    finally:
        # The mail's fate is settled here; a server that does not say goodbye changes nothing about it.
        with suppress(OSError, smtplib.SMTPException):
            client.quit()
        client.close()


def _for_good(code: int, reply: bytes | str, refused: smtplib.SMTPException) -> None:
    """Turn a refusal of the 5yz kind into MailRefused; one of the 4yz kind (a greylist, a full disk) may pass: raise it.

    The server's words may repeat the recipient's address, so only its codes are kept (RFC 3463 for the second).
    """
    if code < 500:
        raise refused
    words = reply.decode("ascii", "replace") if isinstance(reply, bytes) else reply
    detail = words.split(maxsplit=1)[0] if words[:2] == "5." else ""
    raise MailRefused(f"{code} {detail}".strip()) from refused


@cache
def _trust() -> ssl.SSLContext:
    """Whose certificates a mail server is believed by; reading them takes longer than sending a mail."""
    return ssl.create_default_context()


def _connect(smtp_url: str) -> smtplib.SMTP:
    server = urlsplit(smtp_url)
    host, secure = server.hostname or "localhost", server.scheme == "smtps"
    port = server.port or (465 if secure else 25)
    client: smtplib.SMTP = (
        smtplib.SMTP_SSL(host, port, timeout=_PATIENCE, context=_trust())
        if secure
        else smtplib.SMTP(host, port, timeout=_PATIENCE)
    )
    try:
        client.ehlo_or_helo_if_needed()
        if not secure and client.has_extn("starttls"):
            client.starttls(context=_trust())
            secure = True
        if server.username:
            if not secure and host not in _OWN_MACHINE:
                raise smtplib.SMTPNotSupportedError("the server offers no TLS, and a password is not sent without it")
            client.login(unquote(server.username), unquote(server.password or ""))
    except BaseException:
        client.close()
        raise
    return client
