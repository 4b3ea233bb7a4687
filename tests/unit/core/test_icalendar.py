"""The calendar writer: what any strict reader gets back, how lines fold, and that no text can smuggle in a property."""

from datetime import UTC, date, datetime, timedelta, timezone
from time import process_time
from typing import Any

import icalendar
import pytest
from hypothesis import strategies as st

from paktum.core.icalendar import (
    Calendar,
    CalendarEvent,
    EventStatus,
    Organizer,
    calendar_bytes,
    plain_text,
)
from paktum.core.periods import Period
from tests.support.properties import given, settings

MODIFIED = datetime(2018, 10, 24, 9, 30, tzinfo=UTC)


def an_event(**changes: Any) -> CalendarEvent:
    fields: dict[str, Any] = {
        "uid": "entry-1@tiszakecske.example",
        "sequence": 0,
        "summary": "1. Foglalkoztatási fórum",
        "start": date(2019, 3, 1),
        "end": date(2019, 4, 1),
        "last_modified": MODIFIED,
    }
    return CalendarEvent(**(fields | changes))


def written(*events: CalendarEvent, **changes: Any) -> bytes:
    return calendar_bytes(Calendar(**({"name": "Munkaterv", "language": "hu", "events": events} | changes)))


def read_event(stream: bytes) -> Any:
    (event,) = icalendar.Calendar.from_ical(stream).walk("VEVENT")
    assert event.errors == []
    return event


def unfolded(stream: bytes) -> list[str]:
    return stream.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def test_a_calendar_has_the_properties_every_reader_needs_and_ends_its_lines_with_crlf() -> None:
    stream = written(an_event(), description="A paktum ülései", refresh_interval=timedelta(hours=6))
    lines = unfolded(stream)
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Paktum//Paktum calendar//EN"]
    assert {
        "NAME;LANGUAGE=hu:Munkaterv",
        "X-WR-CALNAME:Munkaterv",
        "X-WR-CALDESC:A paktum ülései",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    } <= set(lines)
    assert not any(line.startswith("METHOD") for line in lines)
    assert stream.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert stream.replace(b"\r\n", b"").count(b"\r") == stream.replace(b"\r\n", b"").count(b"\n") == 0


def test_all_fields_come_back_from_a_strict_reader() -> None:
    event = an_event(
        sequence=3,
        start=datetime(2019, 3, 12, 9, tzinfo=timezone(timedelta(hours=1))),
        end=datetime(2019, 3, 12, 11, 30, tzinfo=timezone(timedelta(hours=1))),
        status=EventStatus.CANCELLED,
        location="Tiszakécske, Kőrösi út 2.; I. emelet",
        description="Napirend:\n1. beszámoló\n2. egyebek",
        url="https://tiszakecske.example/munkaterv/1?nyelv=hu",
        categories=("tájékoztató", "partnerségépítő, egyeztető"),
        organizer=Organizer('Paktumiroda "Tiszakécske"', "iroda@tiszakecske.example"),
        created=datetime(2018, 10, 1, tzinfo=UTC),
    )
    back = read_event(written(event))
    assert back["UID"] == event.uid and back["SEQUENCE"] == 3 and back["STATUS"] == "CANCELLED"
    assert back.start == datetime(2019, 3, 12, 8, tzinfo=UTC) and back.end == datetime(2019, 3, 12, 10, 30, tzinfo=UTC)
    assert back["SUMMARY"] == event.summary and back["SUMMARY"].params["LANGUAGE"] == "hu"
    assert back["LOCATION"] == event.location and back["DESCRIPTION"] == event.description
    assert back["URL"] == event.url and back.categories == list(event.categories)
    assert back["ORGANIZER"] == "mailto:iroda@tiszakecske.example"
    assert back["DTSTAMP"].dt == back["LAST-MODIFIED"].dt == MODIFIED
    assert back["CREATED"].dt == event.created


def test_a_whole_day_ends_on_the_day_after() -> None:
    day = Period.on(date(2018, 10, 25))
    event = CalendarEvent.in_period(day, uid="1", sequence=0, summary="Alakuló ülés", last_modified=MODIFIED)
    lines = set(unfolded(written(event)))
    assert {"DTSTART;VALUE=DATE:20181025", "DTEND;VALUE=DATE:20181026", "STATUS:CONFIRMED", "TRANSP:OPAQUE"} <= lines


@pytest.mark.parametrize("period", [Period.month(2019, 3), Period.quarter(2019, 1), Period.year_of(2019)])
def test_an_entry_without_a_fixed_day_is_a_tentative_span_that_leaves_people_free(period: Period) -> None:
    event = CalendarEvent.in_period(period, uid="1", sequence=0, summary="Fórum", last_modified=MODIFIED)
    back = read_event(written(event))
    assert (back.start, back.end) == (period.start, period.end)
    assert back["STATUS"] == "TENTATIVE" and back["TRANSP"] == "TRANSPARENT"


def test_a_cancelled_entry_stays_in_the_feed_as_cancelled() -> None:
    event = CalendarEvent.in_period(
        Period.month(2019, 3),
        uid="1",
        sequence=1,
        summary="Fórum",
        last_modified=MODIFIED,
        status=EventStatus.CANCELLED,
    )
    assert read_event(written(event))["STATUS"] == "CANCELLED"


def test_an_empty_calendar_still_holds_the_one_component_the_standard_asks_for() -> None:
    calendar = icalendar.Calendar.from_ical(written())
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]


def test_the_same_events_give_the_same_bytes() -> None:
    assert written(an_event()) == written(an_event())


@pytest.mark.parametrize(
    ("uid", "sizes"),
    [
        ("x" * 71, [75]),
        ("x" * 72, [75, 2]),
        ("x" * 145, [75, 75]),
        ("x" * 146, [75, 75, 2]),
        ("ő" * 35, [74]),
        ("ő" * 36, [74, 3]),
        ("€" * 24, [73, 4]),
        ("x" * 70 + "🙂", [74, 5]),
    ],
)
def test_a_line_folds_at_75_octets_and_not_before(uid: str, sizes: list[int]) -> None:
    stream = written(an_event(uid=uid))
    value = stream[stream.index(b"UID:") : stream.index(b"\r\nDTSTAMP")]
    assert [len(line) for line in value.split(b"\r\n")] == sizes
    assert value.replace(b"\r\n ", b"").decode() == f"UID:{uid}"


def test_text_is_escaped_as_the_standard_shows() -> None:
    # The value of the example in RFC 5545, 3.3.11, and the three further characters it names.
    event = an_event(description="Project XYZ Final Review\nConference Room - 3B\nCome Prepared.", summary="a\\b;c,d:e")
    lines = unfolded(written(event))
    assert r"DESCRIPTION;LANGUAGE=hu:Project XYZ Final Review\nConference Room - 3B\nCome Prepared." in lines
    assert r"SUMMARY;LANGUAGE=hu:a\\b\;c\,d:e" in lines


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from("aőř€🙂 "), min_size=1, max_size=300))
def test_no_line_is_longer_than_75_octets_and_no_character_is_cut(text: str) -> None:
    stream = written(an_event(description=text))
    for line in stream.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # raises when a character was cut
    assert f"DESCRIPTION;LANGUAGE=hu:{text}" in unfolded(stream)


@settings(max_examples=250)
@given(st.text(min_size=1, max_size=200))
def test_any_text_comes_back_as_its_plain_form(text: str) -> None:
    expected = plain_text(text)
    back = read_event(written(an_event(summary=text, location=text, description=text)))
    assert [back[name] if expected else str(back.get(name, "")) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")] == [
        expected
    ] * 3


@settings(max_examples=150)
@given(st.lists(st.text(min_size=1, max_size=20).filter(plain_text), min_size=1, max_size=5))
def test_any_categories_come_back_as_many_as_they_were(categories: list[str]) -> None:
    back = read_event(written(an_event(categories=tuple(categories))))
    assert back.categories == [plain_text(category) for category in categories]


HOSTILE = [
    "Ülés\r\nATTENDEE:mailto:eve@attacker.example",
    "Ülés\nEND:VEVENT\nBEGIN:VALARM",
    "Ülés\rURL:https://attacker.example",
    "Ülés\u2028ATTACH:https://attacker.example",
    "Ülés\x85X-INJECTED:1",
    "Ülés\x0b\x0cX-INJECTED:1",
    "Ülés\x00\x1b[31m",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["uid", "summary", "location", "description", "url", "categories", "organizer"])
def test_line_ends_and_controls_in_a_field_add_no_property(field: str, text: str) -> None:
    value: Any = {"categories": (text, text), "organizer": Organizer(text, text)}.get(field, text)
    harmless: Any = {"categories": ("x", "x"), "organizer": Organizer("x", "x")}.get(field, "x")
    names = [line.split(":")[0].split(";")[0] for line in written(an_event(**{field: value})).decode().splitlines()
             if not line.startswith(" ")]  # fmt: skip
    plain = [line.split(":")[0].split(";")[0] for line in written(an_event(**{field: harmless})).decode().splitlines()]
    assert names == plain
    read_event(written(an_event(**{field: value})))


def test_line_ends_in_the_name_of_the_calendar_add_no_property() -> None:
    calendar = icalendar.Calendar.from_ical(written(an_event(), name="A\r\nMETHOD:CANCEL", description="B\nX-Y:1"))
    assert "METHOD" not in calendar and "X-Y" not in calendar
    assert calendar["DESCRIPTION"] == "B\nX-Y:1"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"end": date(2019, 3, 1)}, "must end after"),
        ({"end": datetime(2019, 4, 1, tzinfo=UTC)}, "both be dates"),
        ({"start": datetime(2019, 3, 1), "end": datetime(2019, 3, 2)}, "time zone"),
        ({"last_modified": datetime(2019, 3, 1)}, "time zone"),
    ],
)
def test_an_event_whose_times_make_no_sense_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        an_event(**changes)


def test_publishing_needs_an_organizer_for_every_event() -> None:
    with pytest.raises(ValueError, match="organizer"):
        written(an_event(), publish=True)
    event = an_event(organizer=Organizer("Paktumiroda", "iroda@tiszakecske.example"))
    assert b"METHOD:PUBLISH\r\n" in written(event, publish=True)


def test_a_thousand_events_are_written_in_less_than_60_milliseconds() -> None:
    events = [
        an_event(
            uid=f"entry-{n}@tiszakecske.example",
            location="Tiszakécske",
            description="Tájékozódás a térség munkaerő-piaci helyzetéről; a felmerülő problémák okainak elemzése, " * 3,
            categories=("tájékoztató", "egyeztető"),
            url=f"https://tiszakecske.example/munkaterv/{n}",
        )
        for n in range(1000)
    ]
    fastest = 1.0
    for _ in range(5):
        begun = process_time()
        stream = written(*events)
        fastest = min(fastest, process_time() - begun)
    assert stream.count(b"BEGIN:VEVENT") == 1000
    assert fastest < 0.060
