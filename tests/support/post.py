"""The post of a test: carrying out what waits in a pact's outbox in this process, and reading the mail that came of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from paktum.core.clock import Clock, FixedClock, SystemClock
from paktum.core.outbox import OutboxMessage
from paktum.web.context import House
from tests.support.pacts import Pact
from tests.support.smtp import SmtpServer, smtp_server


@dataclass(frozen=True)
class Mail:
    """A mail as it was written."""

    recipient: str
    subject: str
    text: str
    html: str
    language: str
    state: str

    @property
    def link(self) -> str:
        """The first address in the plain text."""
        found = re.search(r"https?://\S+", self.text)
        assert found, self.text
        return found[0]

    @property
    def path(self) -> str:
        """The link without scheme and host."""
        return "/" + self.link.split("/", 3)[3]


def carry_out_waiting(pact: Pact) -> int:
    """Carry out all that waits, and what comes of it; gives the number of messages."""
    from paktum.worker.runner import carry_out

    number = 0
    while True:
        with pact.work() as session:
            waiting = session.scalars(
                select(OutboxMessage.id).where(OutboxMessage.done_at.is_(None), OutboxMessage.not_before.is_(None))
            ).all()
        if not waiting:
            return number
        for message in waiting:
            carry_out(pact.app, pact.id, message)
            number += 1


def mails(pact: Pact) -> list[Mail]:
    """All mails of the pact, the oldest first, after everything that waits was carried out."""
    from paktum.domains.notices.tables import MailMessage

    carry_out_waiting(pact)
    with pact.work() as session:
        rows = session.scalars(select(MailMessage).order_by(MailMessage.created_at, MailMessage.id)).all()
        return [
            Mail(row.recipient, row.subject, row.text_body or "", row.html_body or "", row.language, row.state)
            for row in rows
        ]


@contextmanager
def later(pact: Pact, span: timedelta) -> Iterator[None]:
    """Let the application's clock stand so much later inside."""
    house: House = pact.app.extensions["paktum"]
    with _clock(pact, FixedClock(house.clock.now() + span)):
        yield


@contextmanager
def present_time(pact: Pact) -> Iterator[None]:
    """Let the application's clock go as the machine's does inside: for what another process will look at."""
    with _clock(pact, SystemClock()):
        yield


@contextmanager
def sending_through(pact: Pact) -> Iterator[SmtpServer]:
    """Let the application send to a mail server of the test's inside."""
    house: House = pact.app.extensions["paktum"]
    with smtp_server() as running:
        settings = replace(house.settings, mail="smtp", smtp_url=running.url, mail_from="post@paktum.example")
        pact.app.extensions["paktum"] = replace(house, settings=settings)
        try:
            yield running
        finally:
            pact.app.extensions["paktum"] = house


@contextmanager
def _clock(pact: Pact, clock: Clock) -> Iterator[None]:
    house: House = pact.app.extensions["paktum"]
    pact.app.extensions["paktum"] = replace(house, clock=clock)
    try:
        yield
    finally:
        pact.app.extensions["paktum"] = house
