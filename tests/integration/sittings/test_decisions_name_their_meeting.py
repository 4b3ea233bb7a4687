"""A decision taken in a sitting says of which meeting, where and under which item, as these were called when it was taken."""

import uuid
from collections.abc import Callable
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import select, update

from paktum.core.messages import Message, say
from paktum.domains.decisions.tables import Decision
from paktum.domains.meetings.queries import meeting_head
from paktum.domains.meetings.tables import AgendaItem, Meeting
from tests.support.pacts import Pact
from tests.support.sittings import Sitting


def carried(led: Sitting, item: int, *seats: str) -> uuid.UUID:
    vote = led.open_vote(led.table(item=item))
    led.note(vote, **dict.fromkeys(seats, "yes"))
    led.close(vote)
    return vote


def three_there(pact: Pact, **values: object) -> tuple[Sitting, tuple[str, ...]]:
    led, seats = (
        Sitting(pact, items=("Megnyitás", "Beszámoló"), **values),
        ("sg_municipality", "sg_county", "sg_chamber"),
    )
    led.arrive(*seats)
    return led, seats


def decisions(pact: Pact) -> list[Decision]:
    with pact.work() as session:
        found = session.scalars(select(Decision).order_by(Decision.ordinal)).all()
        session.expunge_all()
        return list(found)


def test_a_decision_keeps_how_its_meeting_and_item_were_called_when_it_was_taken(pact: Pact) -> None:
    led, seats = three_there(pact, title="Őszi ülés", place="Városháza, nagyterem")
    carried(led, 1, *seats)
    with pact.work() as session:
        session.execute(update(Meeting).where(Meeting.id == led.id).values(title="Más", place="Máshol"))
        session.execute(update(AgendaItem).where(AgendaItem.id == led.items[1]).values(title="Egyéb"))
    (decision,) = decisions(pact)
    told = (decision.meeting_called, decision.meeting_place, decision.item_called)
    assert told == ("Őszi ülés", "Városháza, nagyterem", "2. Beszámoló")
    reader = pact.signed_in("member")
    page = reader.get(f"/decisions/{decision.id}").text
    extract = PdfReader(BytesIO(reader.get(f"/decisions/{decision.id}/extract.pdf").data))
    paper = " ".join(" ".join(sheet.extract_text() for sheet in extract.pages).split())
    exported = reader.get("/decisions.csv").data.decode("utf-8-sig")
    for words in told:
        assert words in page and words in paper and words in exported, words


def test_a_meeting_without_a_title_is_called_in_the_pacts_language(pact: Pact) -> None:
    led, seats = three_there(pact)
    carried(led, 0, *seats)
    (decision,) = decisions(pact)
    with pact.work() as session:
        called = meeting_head(session, led.id).called
    assert isinstance(called, Message)
    assert decision.meeting_called == say(called, "hu") != say(called, "en")
    assert (decision.meeting_place, decision.item_called) == (None, "1. Megnyitás")


def test_the_number_of_an_item_passes_over_those_that_do_not_stand(pact: Pact) -> None:
    led, seats = three_there(pact)
    with pact.work() as session:
        session.execute(update(AgendaItem).where(AgendaItem.id == led.items[0]).values(state="withdrawn"))
    carried(led, 1, *seats)
    assert [one.item_called for one in decisions(pact)] == ["1. Beszámoló"]


def test_each_decision_of_a_joint_session_names_the_same_meeting_and_item(make_pact: Callable[[str], Pact]) -> None:
    led = Sitting(make_pact("liberec"), ("steering_committee", "executive_council"), place="Krajský úřad")
    led.arrive(*led.seats)
    carried(led, 0, *led.seats)
    first, second = decisions(led.pact)
    assert first.body_id != second.body_id
    assert (first.meeting_called, first.meeting_place, first.item_called) == (
        second.meeting_called,
        "Krajský úřad",
        "1. Opening",
    )
