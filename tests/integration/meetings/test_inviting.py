"""Sending an invitation: who gets which mail, what it carries, and that nobody gets two and nobody none."""

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from sqlalchemy import select, update

from paktum.core.database import db
from paktum.core.errors import Conflict, Forbidden, Invalid, Refused
from paktum.core.messages import msg, say
from paktum.core.outbox import OutboxMessage
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.bodies.tables import Mandate
from paktum.domains.jobs.tables import JobRun
from paktum.domains.meetings.queries import meeting_head
from paktum.domains.meetings.rules.inviting import PastedGuest
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.meetings.service import inviting, life, telling
from paktum.domains.meetings.service.invitees import add_guests, prepare_list, take_off
from paktum.domains.meetings.tables import Invitee, Meeting
from paktum.domains.notices.tables import MailMessage
from paktum.worker.runner import carry_out
from tests.support.inviting import (
    address_everybody,
    carry_out_all,
    events_of,
    sent,
    words_of,
)
from tests.support.meetings import body_id, clock_of, planned_meeting
from tests.support.pacts import Pact
from tests.support.post import later, mails, sending_through
from tests.support.smtp import CUT_AFTER_TEXT, CUT_AT_QUIT, CUT_IN_TEXT, SmtpServer


@pytest.fixture
def server(pact: Pact) -> Iterator[SmtpServer]:
    with sending_through(pact) as running:
        yield running


def send(pact: Pact, meeting: uuid.UUID, **values: Any) -> uuid.UUID | None:
    with pact.work() as session:
        return inviting.send_invitation(
            session, clock_of(pact), pact.actor("officer"), words_of(pact), meeting, **values
        )


def tell(pact: Pact, meeting: uuid.UUID) -> uuid.UUID | None:
    with pact.work() as session:
        return telling.tell_changes(session, clock_of(pact), pact.actor("officer"), meeting)


def guests(pact: Pact, meeting: uuid.UUID, number: int) -> None:
    named = [PastedGuest(f"guest {n}", "Employers", f"guest{n}@employers.example") for n in range(number)]
    with pact.work() as session:
        add_guests(session, clock_of(pact), pact.actor("officer"), meeting, named, pact.language)


def state_of(pact: Pact, meeting: uuid.UUID) -> MeetingState:
    with pact.work() as session:
        return meeting_head(session, meeting).state


def move_by_an_hour(pact: Pact, meeting: uuid.UUID) -> None:
    with pact.work() as session:
        row = session.scalars(select(Meeting).where(Meeting.id == meeting)).one()
        row.starts_at += timedelta(hours=1)
        row.ends_at += timedelta(hours=1)
        row.calendar_sequence += 1


def test_every_holder_of_a_seat_gets_one_mail_in_the_pacts_language_and_the_meeting_is_convened(pact: Pact) -> None:
    address_everybody(pact)
    meeting = planned_meeting(pact, items=["Éves munkaprogram", "Egyebek"], place="Kecskemét, Deák tér 3.")
    assert send(pact, meeting, note="Kérjük, hozzák magukkal a munkatervet.") is not None
    written = mails(pact)
    with pact.work() as session:
        invited = session.scalars(select(Invitee).where(Invitee.meeting_id == meeting)).all()
        assert {row.email for row in invited} == {mail.recipient for mail in written}
        assert all(row.sent_sequence == 0 and row.mail_id for row in invited)
    assert state_of(pact, meeting) is MeetingState.CONVENED
    assert len(written) == 5 and {mail.language for mail in written} == {"hu"}
    text = written[0].text
    assert "2027. január 28., csütörtök, 10:00–12:00" in text
    assert "Kecskemét, Deák tér 3." in text and "1. Éves munkaprogram" in text
    assert "hozzák magukkal" in text and f"http://{pact.host}/m/" in text
    assert len({mail.link for mail in written}) == 5


def test_the_request_in_the_mail_names_only_its_reader_and_is_in_the_times_of_the_meeting(
    pact: Pact, server: SmtpServer
) -> None:
    address_everybody(pact)
    meeting = planned_meeting(pact, items=["Éves munkaprogram"])
    send(pact, meeting)
    carry_out_all(pact)
    assert len(server.taken) == 5
    for number in range(5):
        mail = server.message(number)
        (event,) = events_of(mail, "REQUEST")
        assert event["UID"] == str(meeting) and event["SEQUENCE"] == 0 and event["STATUS"] == "CONFIRMED"
        assert event["DTSTART"].dt.isoformat() == "2027-01-28T09:00:00+00:00"
        assert str(event["ATTENDEE"]) == f"mailto:{mail['To']}"
        assert "/m/" not in event.to_ical().decode()
        assert mail["Content-Language"] == "hu" and mail["Auto-Submitted"] == "auto-generated"
        body = next(iter(mail.iter_parts()))
        assert [part.get_content_type() for part in body.iter_parts()] == ["text/plain", "text/html", "text/calendar"]


def test_pressing_twice_writes_to_nobody_twice(pact: Pact) -> None:
    address_everybody(pact)
    meeting = planned_meeting(pact)
    send(pact, meeting)
    send(pact, meeting)
    assert len(mails(pact)) == 5
    assert send(pact, meeting) is None


def test_three_hundred_invitees_and_a_server_that_fails_half_way_nobody_gets_two_mails_and_nobody_none(
    pact: Pact, server: SmtpServer
) -> None:
    meeting = planned_meeting(pact, ("forum",))
    guests(pact, meeting, 300)
    send(pact, meeting)
    faults = ["", CUT_IN_TEXT, "", CUT_AFTER_TEXT, "451 4.3.0 later", CUT_AT_QUIT, "", "", ""]
    server.faults = [""] * 140 + faults * 18
    carry_out_all(pact)
    taken = [server.message(number) for number in range(len(server.taken))]
    received = Counter(str(mail["To"]) for mail in taken)
    assert len(received) == 300 and set(received.values()) == {1}
    assert {f"guest{n}@employers.example" for n in range(300)} == set(received)
    assert len({str(mail["Message-ID"]) for mail in taken}) == 300
    with pact.work() as session:
        assert set(session.scalars(select(MailMessage.state))) == {"sent"}


def test_a_worker_killed_among_the_mails_leaves_none_and_the_next_writes_each_once(
    pact: Pact, monkeypatch: pytest.MonkeyPatch
) -> None:
    from paktum.domains.meetings import inviting_job

    meeting = planned_meeting(pact, ("forum",))
    guests(pact, meeting, 40)
    run = send(pact, meeting)
    write = inviting_job.queue_round_mail
    written: list[int] = []

    def killed_at_the_twentieth(*arguments: Any) -> uuid.UUID:
        written.append(1)
        if len(written) == 20:
            raise KeyboardInterrupt
        return write(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(inviting_job, "queue_round_mail", killed_at_the_twentieth)
        with pact.work() as session:
            message = session.scalars(select(OutboxMessage.id).where(OutboxMessage.topic == "job.run")).one()
        with pytest.raises(KeyboardInterrupt):
            carry_out(pact.app, pact.id, message)
    with pact.app.app_context():
        # The connections of a killed process are closed, and what they held is free.
        db.engine.dispose()
    with pact.work() as session:
        assert session.scalars(select(MailMessage.id)).all() == []
        assert session.execute(select(JobRun.done, JobRun.total).where(JobRun.id == run)).one() == (10, 40)
    assert Counter(mail.recipient for mail in mails(pact)).most_common(1)[0][1] == 1
    assert len(mails(pact)) == 40


def test_one_mailbox_gets_one_mail_with_a_page_for_each_who_reads_it(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    with pact.work() as session:
        session.execute(update(Mandate).values(email="titkarsag@varos.example"))
    send(pact, meeting)
    (mail,) = mails(pact)
    assert mail.recipient == "titkarsag@varos.example"
    assert mail.text.count(f"http://{pact.host}/m/") == 5


def test_without_any_address_the_meeting_is_convened_and_nothing_is_mailed(pact: Pact) -> None:
    with pact.work() as session:
        session.execute(update(Mandate).values(email=""))
    address_nobody(pact)
    meeting = planned_meeting(pact)
    assert send(pact, meeting) is None
    assert state_of(pact, meeting) is MeetingState.CONVENED and mails(pact) == []


def address_nobody(pact: Pact) -> None:
    from paktum.domains.partners.tables import Organisation

    with pact.work() as session:
        session.execute(update(Organisation).values(email=""))


def test_after_the_charters_notice_a_reason_is_asked_for_and_kept(pact: Pact) -> None:
    address_everybody(pact)
    meeting = planned_meeting(pact, starts_at=clock_of(pact).now() + timedelta(days=2))
    with pytest.raises(Invalid) as refused:
        send(pact, meeting)
    assert set(refused.value.fields) == {"notice_reason"}
    assert state_of(pact, meeting) is MeetingState.PLANNED
    send(pact, meeting, notice_reason="Sürgős döntés a pályázatról")
    with pact.work() as session:
        assert meeting_head(session, meeting).notice_reason == "Sürgős döntés a pályázatról"


def test_a_reason_given_in_time_is_not_kept(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    send(pact, meeting, notice_reason="none needed")
    with pact.work() as session:
        assert meeting_head(session, meeting).notice_reason == ""


def test_a_meeting_whose_time_has_come_is_not_convened(pact: Pact) -> None:
    meeting = planned_meeting(pact, starts_at=clock_of(pact).now() - timedelta(hours=1))
    with pytest.raises(Invalid):
        send(pact, meeting, notice_reason="late")


def test_a_changed_time_goes_to_all_with_a_higher_sequence_and_only_once(pact: Pact, server: SmtpServer) -> None:
    address_everybody(pact)
    meeting = planned_meeting(pact)
    send(pact, meeting)
    carry_out_all(pact)
    move_by_an_hour(pact, meeting)
    with later(pact, timedelta(hours=2)):
        assert tell(pact, meeting) is not None
        carry_out_all(pact)
        assert tell(pact, meeting) is None
    assert len(server.taken) == 10
    first, second = (events_of(server.message(number), "REQUEST")[0] for number in (0, 9))
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1) and first["UID"] == second["UID"]
    assert second["DTSTART"].dt - first["DTSTART"].dt == timedelta(hours=1)
    assert second["DTSTAMP"].dt > first["DTSTAMP"].dt
    assert str(first["ORGANIZER"]) == str(second["ORGANIZER"])


def test_cancelling_tells_those_who_were_invited_and_nobody_else(pact: Pact, server: SmtpServer) -> None:
    address_everybody(pact)
    meeting = planned_meeting(pact)
    send(pact, meeting)
    carry_out_all(pact)
    guests(pact, meeting, 3)
    with pact.work() as session:
        life.cancel(session, clock_of(pact), pact.actor("officer"), meeting, "A pályázat visszavonva")
    carry_out_all(pact)
    assert len(server.taken) == 10
    for number in range(5, 10):
        mail = server.message(number)
        (event,) = events_of(mail, "CANCEL")
        assert event["STATUS"] == "CANCELLED" and event["SEQUENCE"] == 1 and event["UID"] == str(meeting)
        assert "A pályázat visszavonva" in sent(mail)


def test_somebody_taken_off_is_told_without_the_meeting_being_called_off(pact: Pact, server: SmtpServer) -> None:
    """RFC 5546, 3.2.5: for one attendee the cancelling has no status."""
    meeting = planned_meeting(pact)
    guests(pact, meeting, 2)
    send(pact, meeting)
    carry_out_all(pact)
    before = len(server.taken)
    with pact.work() as session:
        gone = session.scalars(select(Invitee.id).where(Invitee.email == "guest1@employers.example")).one()
        take_off(session, clock_of(pact), pact.actor("officer"), meeting, gone)
    tell(pact, meeting)
    carry_out_all(pact)
    assert len(server.taken) == before + 1
    mail = server.message()
    (event,) = events_of(mail, "CANCEL")
    assert mail["To"] == "guest1@employers.example" and "STATUS" not in event and event["SEQUENCE"] == 1


def test_somebody_taken_off_before_anything_was_sent_hears_nothing(pact: Pact) -> None:
    address_everybody(pact)
    meeting = planned_meeting(pact)
    with pact.work() as session:
        prepare_list(session, clock_of(pact), pact.actor("officer"), meeting, "hu")
        off = session.scalars(select(Invitee).where(Invitee.meeting_id == meeting).limit(1)).one()
        take_off(session, clock_of(pact), pact.actor("officer"), meeting, off.id)
        address = off.email
    send(pact, meeting)
    assert address not in {mail.recipient for mail in mails(pact)} and len(mails(pact)) == 4


def test_whose_mandate_ends_before_the_day_comes_off_the_list_and_the_successor_is_asked(pact: Pact) -> None:
    address_everybody(pact)
    meeting = planned_meeting(pact)
    send(pact, meeting)
    mails(pact)
    with pact.work() as session:
        mandate = session.scalars(
            select(Mandate).where(Mandate.body_id == body_id(pact, "steering_group")).order_by(Mandate.id).limit(1)
        ).one()
        left = mandate.email
        mandate.ended_on = clock_of(pact).now().date()
        session.add(
            Mandate(
                body_id=mandate.body_id,
                seat_id=mandate.seat_id,
                holder="utód",
                email="utod@varos.example",
                role=mandate.role,
                since=clock_of(pact).now().date() + timedelta(days=1),
            )
        )
    send(pact, meeting)
    new = mails(pact)[5:]
    assert sorted(mail.recipient for mail in new) == sorted([left, "utod@varos.example"])


def test_only_the_office_sends(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    with pact.work() as session, pytest.raises(Forbidden):
        inviting.send_invitation(session, clock_of(pact), pact.actor("member"), words_of(pact), meeting)


def test_a_cancelled_meeting_is_not_convened(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    with pact.work() as session:
        life.cancel(session, clock_of(pact), pact.actor("officer"), meeting, "elmarad")
    with pytest.raises(Conflict):
        send(pact, meeting)


def test_what_was_sent_stands_in_the_audit_chain_without_names_or_addresses(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    guests(pact, meeting, 2)
    send(pact, meeting)
    mails(pact)
    with pact.work() as session:
        entries = session.execute(select(AuditEntry.action, AuditEntry.facts)).all()
    assert {"meeting.convened", "meeting.mail_requested", "meeting.mailed"} <= {entry.action for entry in entries}
    assert "employers.example" not in str(entries)


def test_the_calendar_object_is_a_strict_one_whatever_people_wrote(pact: Pact, server: SmtpServer) -> None:
    meeting = planned_meeting(
        pact, title='Ülés; "rendkívüli", \\ \r\nATTENDEE:mailto:victim@elsewhere.example', place="a;b,c\nd"
    )
    guests(pact, meeting, 1)
    send(pact, meeting)
    carry_out_all(pact)
    mail = next(m for m in map(server.message, range(len(server.taken))) if m["To"] == "guest0@employers.example")
    (event,) = events_of(mail, "REQUEST")
    assert isinstance(event["ATTENDEE"], icalendar.vCalAddress)
    assert event["LOCATION"] == "a;b,c, d"


def test_members_get_the_papers_as_they_stand_when_the_mail_goes_out(pact: Pact, server: SmtpServer) -> None:
    address_everybody(pact)
    meeting = planned_meeting(pact, items=["Éves munkaprogram"])
    guests(pact, meeting, 1)
    send(pact, meeting)
    carry_out_all(pact)
    by_address = {str(mail["To"]): mail for mail in map(server.message, range(len(server.taken)))}
    assert [part.get_content_type() for part in by_address.pop("guest0@employers.example").iter_attachments()] == []
    assert len(by_address) == 5
    for mail in by_address.values():
        (pack,) = [part for part in mail.walk() if part.get_content_type() == "application/pdf"]
        content = pack.get_content()
        assert content[:5] == b"%PDF-" and str(pack.get_filename()).endswith(".pdf")
        assert say(msg("The papers of the meeting are attached."), "hu") in sent(mail)


def test_papers_that_cannot_be_put_together_keep_nobody_from_being_invited(
    pact: Pact, monkeypatch: pytest.MonkeyPatch
) -> None:
    from paktum.domains.meetings.service import packs

    def refuse(*_arguments: Any) -> None:
        raise Refused(msg("The mail is too large."))

    monkeypatch.setattr(packs, "make_pack", refuse)
    address_everybody(pact)
    meeting = planned_meeting(pact)
    send(pact, meeting)
    assert len(mails(pact)) == 5
