"""Mail as it reaches a real SMTP server: its form, and that it is neither lost nor doubled when the server fails."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from paktum.core.outbox import OutboxMessage
from paktum.domains.notices.service import queue_mail
from paktum.domains.notices.tables import MailMessage
from paktum.worker.runner import carry_out
from tests.support.pacts import Pact
from tests.support.post import sending_through
from tests.support.smtp import CUT_AFTER_TEXT, CUT_AT_QUIT, CUT_IN_TEXT, SmtpServer, smtp_server


@pytest.fixture
def server(pact: Pact) -> Iterator[SmtpServer]:
    """A mail server that the application sends to."""
    with sending_through(pact) as running:
        yield running


MAIL: dict[str, Any] = {
    "recipient": "head@office.example",
    "subject": "Meghívó: árvíztűrő ülés",
    "text_body": "Tisztelt Kolléga!\n\n.egy pont a sor elején\n",
    "html_body": "<p>Tisztelt Kolléga!</p>",
    "language": "hu",
}


def queue(pact: Pact, **changes: Any) -> None:
    with pact.work() as session:
        queue_mail(session, **{**MAIL, **changes})


def send(pact: Pact) -> None:
    """Carry out the newest message, as the queue would at its time."""
    with pact.work() as session:
        message = session.scalars(select(OutboxMessage.id).order_by(OutboxMessage.created_at.desc()).limit(1)).one()
    carry_out(pact.app, pact.id, message)


def row(pact: Pact) -> MailMessage:
    with pact.work() as session:
        found = session.scalars(select(MailMessage)).one()
        session.expunge(found)
        return found


def test_a_mail_has_plain_text_first_its_language_and_the_pacts_name(pact: Pact, server: SmtpServer) -> None:
    queue(pact)
    send(pact)
    mail = server.message()
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    text = next(iter(mail.iter_parts()))
    assert text.get_content().replace("\r\n", "\n") == MAIL["text_body"]
    assert mail["Subject"] == MAIL["subject"] and mail["To"] == MAIL["recipient"]
    assert mail["Content-Language"] == "hu" and mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"].addresses[0].display_name == "Tiszakécskei Foglalkoztatási Paktum"
    assert mail["From"].addresses[0].addr_spec == "post@paktum.example"
    assert mail["Message-ID"].endswith("@paktum.example>") and mail["Date"].datetime is not None
    assert server.taken[0].isascii()
    assert (row(pact).state, row(pact).text_body, row(pact).html_body) == ("sent", None, None)


def test_line_breaks_in_a_subject_add_no_header(pact: Pact, server: SmtpServer) -> None:
    """Case 34."""
    queue(pact, subject="Invitation\r\nBcc: victim@elsewhere.example\u2028X-Evil: 1\x85Y: 2")
    send(pact)
    mail = server.message()
    assert mail["Bcc"] is None and mail["X-Evil"] is None and mail["Y"] is None
    assert mail["Subject"] == "Invitation Bcc: victim@elsewhere.example X-Evil: 1 Y: 2"


def test_a_subject_that_got_into_the_table_by_another_way_adds_none_either(pact: Pact, server: SmtpServer) -> None:
    queue(pact)
    with pact.work() as session:
        session.execute(update(MailMessage).values(subject="a\r\nBcc: victim@elsewhere.example"))
    send(pact)
    assert server.message()["Bcc"] is None


@pytest.mark.parametrize("fault", [CUT_IN_TEXT, CUT_AFTER_TEXT, "451 4.3.0 later", "450 4.2.0 greylisted"])
def test_a_server_that_fails_half_way_gets_the_mail_again_and_keeps_it_once(
    pact: Pact, server: SmtpServer, fault: str
) -> None:
    server.faults = [fault]
    queue(pact)
    send(pact)
    assert server.taken == [] and row(pact).state == "queued" and row(pact).text_body
    send(pact)
    assert len(server.taken) == 1 and row(pact).state == "sent"
    send(pact)
    assert server.conversations == 2


def test_a_server_that_takes_the_mail_and_then_hangs_up_gets_it_once(pact: Pact, server: SmtpServer) -> None:
    server.faults = [CUT_AT_QUIT]
    queue(pact)
    send(pact)
    assert row(pact).state == "sent"
    send(pact)
    assert len(server.taken) == 1


def test_a_mail_that_is_handed_over_again_is_the_same_one(pact: Pact, server: SmtpServer) -> None:
    """Killed between the server's word and the commit: the receiver knows the second copy by its Message-ID."""
    queue(pact)
    send(pact)
    with pact.work() as session:
        session.execute(update(MailMessage).values(state="sending", text_body=MAIL["text_body"]))
        session.execute(update(OutboxMessage).values(done_at=None, payload={"mail": str(row(pact).id)}))
    send(pact)
    first, second = server.message(0), server.message(1)
    assert first["Message-ID"] == second["Message-ID"] and first["Date"] == second["Date"]


def test_an_address_that_the_server_will_never_take_is_not_tried_again(pact: Pact, server: SmtpServer) -> None:
    server.faults = ["550 5.1.1 head@office.example does not live here"]
    queue(pact)
    send(pact)
    mail = row(pact)
    assert (mail.state, mail.failure, mail.text_body) == ("failed", "550 5.1.1", None)
    send(pact)
    assert server.conversations == 1


def test_without_a_server_the_mail_waits(pact: Pact, server: SmtpServer) -> None:
    house = pact.app.extensions["paktum"]
    away = replace(house.settings, smtp_url="smtp://127.0.0.1:9")
    pact.app.extensions["paktum"] = replace(house, settings=away)
    queue(pact)
    send(pact)
    assert row(pact).state == "queued"
    pact.app.extensions["paktum"] = house
    send(pact)
    assert len(server.taken) == 1


def test_after_the_last_attempt_the_mail_is_marked_and_its_secrets_are_gone(pact: Pact, server: SmtpServer) -> None:
    server.faults = [CUT_IN_TEXT] * 8
    queue(pact)
    for _ in range(9):
        send(pact)
    mail = row(pact)
    assert (mail.state, mail.text_body) == ("failed", None)
    assert server.conversations == 8


def test_a_password_is_not_sent_to_another_machine_without_tls() -> None:
    import smtplib

    from paktum.domains.notices import sending

    with smtp_server() as server, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "_OWN_MACHINE", frozenset())
        with pytest.raises(smtplib.SMTPNotSupportedError):
            sending._connect(f"smtp://user:secret@127.0.0.1:{server.port}")
