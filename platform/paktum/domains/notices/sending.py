"""Sending mail: from the row to the SMTP server, or into the demo's own inbox."""

import smtplib
import ssl
import uuid
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from flask import Flask
from sqlalchemy import update

from paktum.core.clock import Clock
from paktum.core.database import unit_of_work
from paktum.core.ids import TenantId
from paktum.core.settings import Settings
from paktum.domains.notices.tables import MailMessage


def compose(mail: MailMessage, *, sender: str, clock: Clock) -> EmailMessage:
    """The mail as it leaves: plain text first, HTML beside it, its language, and headers that stop automatic answers."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{mail.id.hex}@{sender.rpartition('@')[2].strip('>') or 'localhost'}>"
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text_body or "")
    if mail.html_body:
        message.add_alternative(mail.html_body, subtype="html")
    return message


def send_mail(app: Flask, tenant_id: TenantId, mail_id: uuid.UUID, settings: Settings, clock: Clock) -> None:
    """Send one queued mail.

    Its state goes to `sending` and is committed before the server is called: a process that dies in between leaves a mail
    of which nobody knows whether it left, and such a mail is not sent a second time. A server that refuses puts it back.
    """
    with unit_of_work(app, tenant_id) as session:
        taken = session.scalars(
            update(MailMessage)
            .where(MailMessage.id == mail_id, MailMessage.state == "queued")
            .values(state="sending")
            .returning(MailMessage)
        ).first()
        if taken is None:
            return
        if settings.mail == "catch":
            taken.state, taken.sent_at = "caught", clock.now()
            return
        message = compose(taken, sender=settings.mail_from, clock=clock)
    try:
        deliver(message, settings.smtp_url)
    except (OSError, smtplib.SMTPException) as failure:
        refused = isinstance(failure, smtplib.SMTPRecipientsRefused)
        with unit_of_work(app, tenant_id) as session:
            session.execute(
                update(MailMessage)
                .where(MailMessage.id == mail_id)
                .values(state="failed" if refused else "queued", failure=type(failure).__name__)
            )
        if not refused:
            raise
        return
    with unit_of_work(app, tenant_id) as session:
        session.execute(
            update(MailMessage)
            .where(MailMessage.id == mail_id)
            .values(state="sent", sent_at=clock.now(), text_body=None, html_body=None, failure=None)
        )


def deliver(message: EmailMessage, smtp_url: str) -> None:
    """Hand a mail to the server at `smtp://[user:password@]host:port` or `smtps://…`; raises OSError or SMTPException."""
    server = urlsplit(smtp_url)
    host, secure = server.hostname or "localhost", server.scheme == "smtps"
    port = server.port or (465 if secure else 25)
    context = ssl.create_default_context()
    client = (
        smtplib.SMTP_SSL(host, port, timeout=30, context=context) if secure else smtplib.SMTP(host, port, timeout=30)
    )
    with client:
        if not secure and client.has_extn("starttls"):
            client.starttls(context=context)
        if server.username:
            client.login(unquote(server.username), unquote(server.password or ""))
        client.send_message(message)
