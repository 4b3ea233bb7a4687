"""Answers by mail: what a calendar program sends back is applied once, in order, for the right person, and nothing else is."""

import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from sqlalchemy import select

from paktum.core.errors import Refused
from paktum.core.icalendar import Attendee, CalendarEvent, Organizer, Participation
from paktum.core.itip import Method, scheduling_text
from paktum.domains.meetings.mail_intake import take_mail
from paktum.domains.meetings.rules.reply_addresses import read_reply_address
from paktum.domains.meetings.service import inviting, life
from paktum.domains.meetings.service.answering import MailOutcome
from paktum.domains.meetings.service.invitees import take_off
from paktum.domains.meetings.tables import Invitee, Meeting
from paktum.domains.notices.tables import MailMessage, Notice
from tests.support.inviting import address_everybody, carry_out_all, events_of, words_of
from tests.support.live import environment_of
from tests.support.meetings import clock_of, planned_meeting
from tests.support.pacts import Pact
from tests.support.post import mails, sending_through
from tests.support.servers import CHECKOUT

BASE = "answers@paktum.example"
BEFORE = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def takes_mail(pact: Pact) -> Iterator[None]:
    """An installation to which answers come back."""
    house = pact.app.extensions["paktum"]
    pact.app.extensions["paktum"] = replace(house, settings=replace(house.settings, reply_address=BASE))
    yield
    pact.app.extensions["paktum"] = house


def invited(pact: Pact) -> tuple[uuid.UUID, Invitee, str]:
    """A convened meeting, somebody on its list, and the address that this person's answers go to."""
    address_everybody(pact)
    meeting = planned_meeting(pact)
    with pact.work() as session:
        inviting.send_invitation(session, clock_of(pact), pact.actor("officer"), words_of(pact), meeting)
    mails(pact)
    with pact.work() as session:
        row = session.scalars(select(Invitee).where(Invitee.meeting_id == meeting).order_by(Invitee.id)).first()
        assert row is not None
        address = session.scalars(select(MailMessage.reply_to).where(MailMessage.id == row.mail_id)).one()
        session.expunge(row)
    return meeting, row, address


def answer_mail(
    address: str,
    meeting: uuid.UUID,
    answer: Participation = Participation.ACCEPTED,
    *,
    sequence: int = 0,
    written: datetime = BEFORE,
    **changes: Any,
) -> bytes:
    """The answer of a calendar program, as it arrives."""
    event = CalendarEvent(
        uid=str(changes.get("uid", meeting)),
        sequence=sequence,
        summary="Ülés",
        start=datetime(2027, 1, 28, 9, tzinfo=UTC),
        end=datetime(2027, 1, 28, 11, tzinfo=UTC),
        last_modified=written,
        stamp=written,
        organizer=Organizer("Paktum", address),
        attendees=(Attendee("Somebody", "somebody@elsewhere.example", participation=answer),),
    )
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "somebody@elsewhere.example", address, "Accepted: Ülés"
    mail.set_content("Accepted.")
    mail.add_alternative(
        scheduling_text(Method.REPLY, event, "hu"), subtype="calendar", params={"method": "REPLY"}, cte="base64"
    )
    return mail.as_bytes()


def words_mail(address: str, text: str, **headers: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "somebody@elsewhere.example", address, "Re: Meghívó"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def state(pact: Pact, invitee: Invitee) -> tuple[str | None, str | None]:
    with pact.work() as session:
        row = session.execute(select(Invitee.answer, Invitee.answered_by).where(Invitee.id == invitee.id)).one()
        return row.answer, row.answered_by


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (Participation.ACCEPTED, "accepted"),
        (Participation.TENTATIVE, "tentative"),
        (Participation.DECLINED, "declined"),
    ],
)
def test_the_answer_of_a_calendar_program_is_applied(pact: Pact, answer: Participation, kept: str) -> None:
    meeting, row, address = invited(pact)
    assert take_mail(pact.app, answer_mail(address, meeting, answer)) is MailOutcome.TAKEN
    assert state(pact, row) == (kept, "mail")


def test_the_organizer_that_programs_answer_to_is_the_address_that_is_taken_in(pact: Pact) -> None:
    with sending_through(pact) as server:
        meeting, _, _ = invited(pact)
        carry_out_all(pact)
        mail = server.message()
        (event,) = events_of(mail, "REQUEST")
    address = str(event["ORGANIZER"]).removeprefix("mailto:")
    assert address == mail["Reply-To"] and read_reply_address(address, BASE) is not None
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert take_mail(pact.app, answer_mail(address, meeting)) is MailOutcome.TAKEN


def test_the_recipient_that_the_mail_system_names_counts_in_any_case(pact: Pact) -> None:
    meeting, row, address = invited(pact)
    content = answer_mail("hidden@elsewhere.example", meeting)
    assert take_mail(pact.app, content) is MailOutcome.UNKNOWN
    assert take_mail(pact.app, content, [address.upper()]) is MailOutcome.TAKEN
    assert state(pact, row) == ("accepted", "mail")


def test_an_answer_to_an_earlier_time_changes_nothing(pact: Pact) -> None:
    meeting, row, address = invited(pact)
    with pact.work() as session:
        session.scalars(select(Meeting).where(Meeting.id == meeting)).one().calendar_sequence += 1
    assert take_mail(pact.app, answer_mail(address, meeting, sequence=0)) is MailOutcome.OUTDATED
    assert state(pact, row) == (None, None)
    assert take_mail(pact.app, answer_mail(address, meeting, sequence=1)) is MailOutcome.TAKEN


def test_of_two_answers_that_overtook_each_other_the_later_holds(pact: Pact) -> None:
    meeting, row, address = invited(pact)
    late = answer_mail(address, meeting, Participation.DECLINED, written=BEFORE + timedelta(hours=1))
    assert take_mail(pact.app, late) is MailOutcome.TAKEN
    assert take_mail(pact.app, answer_mail(address, meeting)) is MailOutcome.OUTDATED
    assert state(pact, row) == ("declined", "mail")


def test_the_same_mail_taken_twice_is_one_answer(pact: Pact) -> None:
    meeting, row, address = invited(pact)
    for _ in range(2):
        assert take_mail(pact.app, answer_mail(address, meeting)) is MailOutcome.TAKEN
    assert state(pact, row) == ("accepted", "mail")


def test_a_program_whose_clock_is_ahead_does_not_close_the_question_for_ever(pact: Pact) -> None:
    meeting, row, address = invited(pact)
    ahead = answer_mail(address, meeting, written=datetime(2030, 1, 1, tzinfo=UTC))
    assert take_mail(pact.app, ahead) is MailOutcome.TAKEN
    with pact.work() as session:
        at = session.scalars(select(Invitee.answered_at).where(Invitee.id == row.id)).one()
    assert at == clock_of(pact).now()


def test_an_address_that_was_ended_or_is_of_nobody_is_unknown(pact: Pact, make_pact: Callable[[str], Pact]) -> None:
    meeting, row, address = invited(pact)
    token = read_reply_address(address, BASE)
    assert token is not None
    forged = address.replace(token.secret, "a" * len(token.secret))
    assert take_mail(pact.app, answer_mail(forged, meeting)) is MailOutcome.UNKNOWN
    assert take_mail(pact.app, answer_mail("answers@paktum.example", meeting)) is MailOutcome.UNKNOWN
    with pact.work() as session:
        take_off(session, clock_of(pact), pact.actor("officer"), meeting, row.id)
    assert take_mail(pact.app, answer_mail(address, meeting)) is MailOutcome.UNKNOWN
    assert state(pact, row) == (None, None)


def test_an_answer_about_another_event_or_a_cancelled_meeting_is_ignored(pact: Pact) -> None:
    meeting, row, address = invited(pact)
    assert take_mail(pact.app, answer_mail(address, meeting, uid=uuid.uuid4())) is MailOutcome.IGNORED
    with pact.work() as session:
        life.cancel(session, clock_of(pact), pact.actor("officer"), meeting, "elmarad")
    assert take_mail(pact.app, answer_mail(address, meeting, sequence=1)) is MailOutcome.IGNORED
    assert state(pact, row) == (None, None)


def test_words_of_a_person_are_kept_for_the_office_which_hears_of_them(pact: Pact) -> None:
    _, row, address = invited(pact)
    text = "Sajnos csak 11-től érek oda.\n\nOn Mon, 23 Nov 2026 the office wrote:\n> Meghívó\n"
    assert take_mail(pact.app, words_mail(address, text)) is MailOutcome.NOTED
    with pact.work() as session:
        assert (
            session.scalars(select(Invitee.remark).where(Invitee.id == row.id)).one() == "Sajnos csak 11-től érek oda."
        )
        assert len(session.scalars(select(Notice.id)).all()) >= 1
    assert state(pact, row) == (None, None)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
    ],
)
def test_what_a_machine_writes_back_is_ignored(pact: Pact, headers: dict[str, str]) -> None:
    _, row, address = invited(pact)
    assert take_mail(pact.app, words_mail(address, "I am away until Monday.", **headers)) is MailOutcome.IGNORED
    with pact.work() as session:
        assert session.scalars(select(Invitee.remark).where(Invitee.id == row.id)).one() == ""


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b"To: \r\n\r\n", b"Content-Type: multipart/mixed\r\n\r\n--\r\n", b"X" * 1000]
)
def test_what_is_no_mail_is_unknown(pact: Pact, content: bytes) -> None:
    assert take_mail(pact.app, content) is MailOutcome.UNKNOWN


def test_a_broken_calendar_object_is_ignored(pact: Pact) -> None:
    _, row, address = invited(pact)
    broken = words_mail(address, "x").replace(b"text/plain", b"text/calendar")
    assert take_mail(pact.app, broken) is MailOutcome.IGNORED
    assert state(pact, row) == (None, None)


def test_an_installation_without_an_address_for_answers_takes_none(pact: Pact) -> None:
    house = pact.app.extensions["paktum"]
    pact.app.extensions["paktum"] = replace(house, settings=replace(house.settings, reply_address=None))
    with pytest.raises(Refused):
        take_mail(pact.app, b"")


def test_the_mail_system_hands_a_mail_to_the_command_and_learns_by_its_code_what_became_of_it(pact: Pact) -> None:
    meeting, row, address = invited(pact)
    settings = pact.app.extensions["paktum"].settings
    environment = environment_of(settings) | {"PAKTUM_REPLY_ADDRESS": BASE}

    def hand_over(content: bytes, to: str) -> int:
        command = [sys.executable, "-m", "paktum.cli", "mail", "take", "--to", to]
        return subprocess.run(command, input=content, env=environment, cwd=CHECKOUT, check=False).returncode

    content = answer_mail("hidden@elsewhere.example", meeting)
    assert hand_over(content, address) == 0
    assert state(pact, row) == ("accepted", "mail")
    assert hand_over(content, "answers+nobody@paktum.example") == 67


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: text/plain; charset=utf-8",
        b"Content-Type: text/plain; charset=\"utf-8\r\nContent-Disposition: ; filename*=x''%",
        b"Content-Type: text/plain; charset*0*=utf-8''a; name*=\xff",
        b'Cc: <@>, =?utf-8?b?x?= <, "\r\nX-Original-To: @\r\nAuto-Submitted: =?x?=',
        b"Content-Type: text/\x00",
        b"Content-Type: multipart/mixed",
        b'Content-Disposition: attachment; filename="=?utf-8?q?=ff?=',
        b"Delivered-To: =?utf-8?Q?=\r\nTo: <a@[1:2>",
    ],
)
def test_a_damaged_mail_is_taken_for_what_can_be_read_of_it(pact: Pact, head: bytes) -> None:
    _, invitee, address = invited(pact)
    mail = b"From: a@b.example\r\n" + head + b"\r\n\r\nI come\x00 later \xff\xfe.\r\n"
    assert take_mail(pact.app, mail, [address]) in (MailOutcome.NOTED, MailOutcome.IGNORED)
    with pact.work() as session:
        assert session.scalars(select(Invitee.answer).where(Invitee.id == invitee.id)).one() is None
