"""Messages between calendar programs: what the RFCs ask of a request, a cancellation and a reply, checked line by line."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import strategies as st

from paktum.core.icalendar import (
    Attendee,
    AttendeeRole,
    CalendarEvent,
    EventStatus,
    Organizer,
    Participation,
)
from paktum.core.itip import LARGEST_REPLY, Method, Reply, UnreadableReply, read_reply, scheduling_text
from tests.support.properties import given

WRITTEN = datetime(2018, 10, 20, 7, 0, tzinfo=UTC)
START = datetime(2018, 10, 29, 10, 0, tzinfo=ZoneInfo("Europe/Budapest"))
MEMBER = Attendee("A város képviselője", "varos@pact.example", AttendeeRole.CHAIR, rsvp=True)


def an_event(**changes: Any) -> CalendarEvent:
    fields: dict[str, Any] = {
        "uid": "entry-1@tiszakecske.example",
        "sequence": 2,
        "summary": "Irányító Csoport, 1. ülés",
        "start": START,
        "end": START + timedelta(hours=2),
        "last_modified": WRITTEN - timedelta(days=1),
        "stamp": WRITTEN,
        "location": "Kecskemét; I. emelet, nagyterem",
        "description": "Napirend:\n1. megnyitás\n2. munkaprogram",
        "organizer": Organizer("Paktumiroda", "valasz+abc@paktum.example"),
        "attendees": (MEMBER,),
    }
    return CalendarEvent(**(fields | changes))


def lines(text: str) -> list[str]:
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def names(text: str) -> list[str]:
    return [re.split("[;:]", line, maxsplit=1)[0] for line in lines(text)]


def read(text: str) -> tuple[Any, Any]:
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    assert event.errors == [] and calendar.errors == []
    return calendar, event


def test_a_request_comes_back_from_a_strict_reader() -> None:
    calendar, event = read(scheduling_text(Method.REQUEST, an_event(), "hu"))
    assert calendar["METHOD"] == "REQUEST" and calendar["VERSION"] == "2.0"
    assert event["UID"] == "entry-1@tiszakecske.example" and event["SEQUENCE"] == 2
    assert event["DTSTART"].dt == START and event["DTEND"].dt == START + timedelta(hours=2)
    assert event["SUMMARY"] == "Irányító Csoport, 1. ülés"
    assert event["LOCATION"] == "Kecskemét; I. emelet, nagyterem"
    assert event["DESCRIPTION"] == "Napirend:\n1. megnyitás\n2. munkaprogram"
    assert event["ORGANIZER"] == "mailto:valasz+abc@paktum.example"
    asked = event["ATTENDEE"]
    assert asked == "mailto:varos@pact.example"
    assert asked.params["CN"] == "A város képviselője" and asked.params["RSVP"] == "TRUE"
    assert asked.params["ROLE"] == "CHAIR" and asked.params["PARTSTAT"] == "NEEDS-ACTION"


def test_a_request_holds_each_property_as_often_as_the_rfc_allows() -> None:
    """RFC 5546, 3.2.2: these once each, at least one attendee, no request status, and a status that is not cancelled."""
    written = names(scheduling_text(Method.REQUEST, an_event(), "hu"))
    for once in (
        "METHOD",
        "VERSION",
        "PRODID",
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SEQUENCE",
        "SUMMARY",
        "ORGANIZER",
    ):
        assert written.count(once) == 1, once
    assert written.count("ATTENDEE") >= 1 and written.count("BEGIN") == 2
    assert not {"REQUEST-STATUS", "NAME", "X-WR-CALNAME", "DURATION"} & set(written)
    assert written.count("STATUS") == 1
    assert "STATUS:CONFIRMED" in lines(scheduling_text(Method.REQUEST, an_event(), "hu"))


def test_times_are_in_utc_whatever_the_zone_and_on_both_sides_of_a_change_of_clocks() -> None:
    """RFC 5545, 3.3.5, form 2: no zone has to be described, and no reader can misread one."""
    zone = ZoneInfo("Europe/Budapest")
    for local, utc in (
        (datetime(2018, 10, 27, 10, tzinfo=zone), "DTSTART:20181027T080000Z"),
        (datetime(2018, 10, 29, 10, tzinfo=zone), "DTSTART:20181029T090000Z"),
        (datetime(2018, 10, 28, 2, 30, fold=1, tzinfo=zone), "DTSTART:20181028T013000Z"),
    ):
        text = scheduling_text(Method.REQUEST, an_event(start=local, end=local + timedelta(hours=3)), "hu")
        assert utc in lines(text)
        assert "TZID" not in text and "VTIMEZONE" not in text


def test_the_stamp_says_when_the_message_was_written_and_not_when_the_meeting_changed() -> None:
    """RFC 5545, 3.8.7.2: with a method, DTSTAMP orders messages of one sequence."""
    written = lines(scheduling_text(Method.REQUEST, an_event(), "hu"))
    assert "DTSTAMP:20181020T070000Z" in written and "LAST-MODIFIED:20181019T070000Z" in written


def test_calling_off_for_all_has_the_status_and_for_one_has_none() -> None:
    """RFC 5546, 3.2.5."""
    off = scheduling_text(Method.CANCEL, an_event(status=EventStatus.CANCELLED), "hu")
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2"} <= set(lines(off))
    read(off)
    without = scheduling_text(Method.CANCEL, an_event(status=None), "hu")
    assert "METHOD:CANCEL" in lines(without) and "STATUS" not in names(without)
    read(without)


@pytest.mark.parametrize(
    ("method", "changes"),
    [
        (Method.REQUEST, {"organizer": None}),
        (Method.REQUEST, {"attendees": ()}),
        (Method.REQUEST, {"stamp": None}),
        (Method.REQUEST, {"status": EventStatus.CANCELLED}),
        (Method.REQUEST, {"status": None}),
        (Method.REQUEST, {"attendees": (MEMBER, Attendee("twice", "VAROS@pact.example"))}),
        (Method.CANCEL, {"status": EventStatus.CONFIRMED}),
        (Method.REPLY, {"attendees": (MEMBER, Attendee("b", "b@pact.example"))}),
    ],
)
def test_a_message_that_the_rfc_forbids_is_not_written(method: Method, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"needs|once|one attendee|confirmed|called off"):
        scheduling_text(method, an_event(**changes), "hu")


@given(st.text(), st.text())
def test_no_name_or_text_adds_a_line(name: str, text: str) -> None:
    plain = names(scheduling_text(Method.REQUEST, an_event(description="x"), "hu"))
    hostile = an_event(attendees=(Attendee(name, "a@b.example"),), summary=text, description="x")
    written = scheduling_text(Method.REQUEST, hostile, "hu")
    assert names(written) == plain
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert icalendar.Calendar.from_ical(written).walk("VEVENT")[0]["ATTENDEE"] == "mailto:a@b.example"


def reply(**changes: str) -> bytes:
    fields = {
        "method": "METHOD:REPLY",
        "attendee": "ATTENDEE;PARTSTAT=ACCEPTED;CN=Somebody:MAILTO:varos@pact.example",
        "uid": "UID:entry-1@tiszakecske.example",
        "sequence": "SEQUENCE:2",
        "stamp": "DTSTAMP:20181021T101500Z",
        "comment": "COMMENT;LANGUAGE=hu:Tíz perccel később\\, sajnos.",
    }
    body = "\r\n".join(line for line in (fields | changes).values() if line and not line.startswith("METHOD"))
    return (
        f"BEGIN:VCALENDAR\r\nPRODID:-//Elsewhere//Mail//EN\r\nVERSION:2.0\r\n{(fields | changes)['method']}\r\n"
        f"BEGIN:VEVENT\r\n{body}\r\nDTSTART:20181029T090000Z\r\nSUMMARY:Ülés\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def test_an_answer_is_read_with_its_sequence_time_and_comment() -> None:
    found = read_reply(reply())
    assert found.participation is Participation.ACCEPTED and found.sequence == 2
    assert found.uid == "entry-1@tiszakecske.example" and found.attendee == "varos@pact.example"
    assert found.stamp == datetime(2018, 10, 21, 10, 15, tzinfo=UTC)
    assert found.comment == "Tíz perccel később, sajnos."


def test_an_answer_without_a_sequence_is_to_the_first_state() -> None:
    assert read_reply(reply(sequence="")).sequence == 0


def test_a_comment_is_text_that_can_be_kept() -> None:
    found = read_reply(reply(comment="COMMENT:Late\x00r"))
    assert found.comment == "Later"


def test_our_own_reply_can_be_read_back() -> None:
    answered = Attendee("b", "b@pact.example", participation=Participation.DECLINED)
    text = scheduling_text(Method.REPLY, an_event(attendees=(answered,), status=None), "en")
    assert read_reply(text.encode()).participation is Participation.DECLINED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no calendar at all",
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n",
        reply(method="METHOD:REQUEST"),
        reply(attendee=""),
        reply(attendee="ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:a@b.example"),
        reply(attendee="ATTENDEE;PARTSTAT=PERHAPS:mailto:a@b.example"),
        reply(
            attendee="ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:c@d.example"
        ),
        reply(uid=""),
        reply(stamp=""),
        reply(stamp="DTSTAMP:soon"),
        reply(stamp="DTSTAMP;VALUE=DATE:20181021"),
        reply(stamp="DTSTAMP;TZID=Pacific/Kiritimati:00010101T000000"),
        reply(sequence="SEQUENCE:two"),
        b"X" * (LARGEST_REPLY + 1),
    ],
)
def test_what_is_no_answer_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(UnreadableReply, match=r"\w"):
        read_reply(content)


@given(st.binary(max_size=400))
def test_reading_survives_whatever_comes(content: bytes) -> None:
    start, end = b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n", b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    for whole in (content, start + content + end):
        try:
            read = read_reply(whole)
        except UnreadableReply:
            continue
        assert isinstance(read, Reply)
