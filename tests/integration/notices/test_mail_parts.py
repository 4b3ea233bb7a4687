"""What goes along with a mail: a calendar object as RFC 6047 has it, files, and where answers go."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest
from sqlalchemy import select

from paktum.core.icalendar import Attendee, CalendarEvent, Organizer
from paktum.core.itip import Method, scheduling_text
from paktum.core.outbox import OutboxMessage
from paktum.domains.files.service import keep_file
from paktum.domains.notices.service import Attachment, Enclosures, queue_mail
from paktum.domains.notices.tables import MailMessage
from paktum.worker.runner import carry_out
from tests.support.pacts import Pact
from tests.support.post import sending_through
from tests.support.smtp import SmtpServer

NOW = datetime(2018, 10, 20, 7, tzinfo=UTC)
CALENDAR = scheduling_text(
    Method.REQUEST,
    CalendarEvent(
        uid="m@pact.example",
        sequence=0,
        summary="Irányító Csoport, 1. ülés – árvíztűrő tükörfúrógép, hogy a sor hosszú legyen",
        start=datetime(2018, 10, 29, 9, tzinfo=UTC),
        end=datetime(2018, 10, 29, 11, tzinfo=UTC),
        last_modified=NOW,
        stamp=NOW,
        organizer=Organizer("Paktumiroda", "valasz+abc@paktum.example"),
        attendees=(Attendee("A város képviselője", "varos@pact.example"),),
    ),
    "hu",
)


@pytest.fixture
def server(pact: Pact) -> Iterator[SmtpServer]:
    with sending_through(pact) as running:
        yield running


def send(pact: Pact, **enclosed: Any) -> None:
    with pact.work() as session:
        queue_mail(
            session,
            recipient="varos@pact.example",
            subject="Meghívó",
            text_body="Tisztelt Tag!\n",
            html_body="<p>Tisztelt Tag!</p>",
            language="hu",
            enclosures=Enclosures(**enclosed),
        )
    send_newest(pact)


def send_newest(pact: Pact) -> None:
    with pact.work() as session:
        newest = session.scalars(select(OutboxMessage.id).order_by(OutboxMessage.created_at.desc()).limit(1)).one()
    carry_out(pact.app, pact.id, newest)


def kept(pact: Pact, content: bytes) -> Attachment:
    store = pact.app.extensions["paktum"].store
    with pact.work() as session:
        file = keep_file(session, store, None, name="Ülésanyag.pdf", media_type="application/pdf", chunks=[content])
    return Attachment(file.name, file.media_type, file.sha256)


def test_a_calendar_object_is_the_last_alternative_and_its_type_names_the_method(
    pact: Pact, server: SmtpServer
) -> None:
    """RFC 6047, 2.4: the part says method and character set, and the method is the object's own."""
    send(pact, calendar=CALENDAR, calendar_method="REQUEST")
    mail = server.message()
    assert mail.get_content_type() == "multipart/alternative"
    parts = list(mail.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert parts[2].get_param("method") == "REQUEST" and parts[2].get_content_charset() == "utf-8"
    content = parts[2].get_payload(decode=True)
    assert isinstance(content, bytes)
    assert content == CALENDAR.encode()
    assert icalendar.Calendar.from_ical(content)["METHOD"] == "REQUEST"
    assert mail["Content-Language"] == "hu" and server.taken[0].isascii()


def test_files_follow_after_the_alternatives_under_their_own_names(pact: Pact, server: SmtpServer) -> None:
    content = b"%PDF-1.7\r\n" + bytes(range(256))
    send(pact, calendar=CALENDAR, calendar_method="REQUEST", attachments=(kept(pact, content),))
    mail = server.message()
    assert mail.get_content_type() == "multipart/mixed"
    body, file = mail.iter_parts()
    assert body.get_content_type() == "multipart/alternative"
    assert (file.get_content_type(), file.get_filename()) == ("application/pdf", "Ülésanyag.pdf")
    assert file.get_content() == content and file.get_content_disposition() == "attachment"


def test_answers_go_where_the_mail_says(pact: Pact, server: SmtpServer) -> None:
    send(pact, reply_to="valasz+abc@paktum.example")
    assert server.message()["Reply-To"] == "valasz+abc@paktum.example"
    send(pact)
    assert server.message()["Reply-To"] is None


def test_a_calendar_object_may_hold_a_secret_and_is_gone_once_it_is_sent(pact: Pact, server: SmtpServer) -> None:
    send(pact, calendar=CALENDAR, calendar_method="REQUEST")
    with pact.work() as session:
        assert session.execute(select(MailMessage.state, MailMessage.calendar)).one() == ("sent", None)


def test_a_mail_whose_file_cannot_be_read_waits(pact: Pact, server: SmtpServer) -> None:
    send(pact, attachments=(Attachment("a.pdf", "application/pdf", "0" * 64),))
    assert server.taken == []
    with pact.work() as session:
        assert session.scalars(select(MailMessage.state)).one() in ("queued", "sending")
