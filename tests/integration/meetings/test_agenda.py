"""Agendas on the real database: what they begin with, their order, what is carried over, forwarded and taken off."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from paktum.core.errors import Conflict, Forbidden, Invalid
from paktum.domains.decisions.tables import Referral
from paktum.domains.meetings.page_queries import earlier_agendas
from paktum.domains.meetings.queries import AgendaRow, agenda_rows, document_rows
from paktum.domains.meetings.service import agenda, carrying, documents, life
from paktum.domains.meetings.service.agenda import ItemDraft
from paktum.domains.meetings.service.forwarding import Forwarding, forward_item
from tests.support.meetings import USUAL_START, body_id, clock_of, filled_meeting, planned_meeting
from tests.support.pacts import Pact
from tests.support.statements import counted_statements

LATER = USUAL_START + timedelta(days=60)


def rows_of(pact: Pact, meeting: uuid.UUID) -> list[AgendaRow]:
    with pact.work() as session:
        return agenda_rows(session, meeting)


def titles(pact: Pact, meeting: uuid.UUID) -> list[str]:
    return [row.title for row in rows_of(pact, meeting)]


def do(pact: Pact, verb: Callable[..., Any], *arguments: Any) -> Any:
    actor = pact.actor("officer")
    with pact.work() as session:
        return verb(session, clock_of(pact), actor, *arguments)


def test_liberecs_council_begins_with_theme_questions_and_news_of_the_signatories(
    make_pact: Callable[[str], Pact],
) -> None:
    pact = make_pact("liberec")
    kinds = [row.kind for row in rows_of(pact, filled_meeting(pact, ("executive_council",)))]
    assert kinds == ["opening", "task_review", "theme", "questions", "announcements", "closing"]


def test_a_joint_session_has_what_stands_on_either_agenda_once(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("liberec")
    rows = rows_of(pact, filled_meeting(pact, ("steering_committee", "executive_council")))
    kinds = [row.kind for row in rows]
    assert kinds == ["opening", "task_review", "questions", "theme", "announcements", "closing"]
    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]


def test_an_item_comes_before_the_closing_and_is_moved_to_where_one_wants_it(pact: Pact) -> None:
    meeting = filled_meeting(pact)
    item = do(pact, agenda.add_item, meeting, ItemDraft("Paktumiroda felállítása", minutes=20))
    rows = rows_of(pact, meeting)
    assert [row.id for row in rows][-2] == item and rows[-1].kind == "closing"
    for _ in range(2):
        do(pact, agenda.move_item, meeting, item, 1)
    assert [row.id for row in rows_of(pact, meeting)][1] == item
    do(pact, agenda.move_item, meeting, item, 999)
    assert rows_of(pact, meeting)[-1].id == item


def test_two_editors_of_an_item_do_not_overwrite_each_other(pact: Pact) -> None:
    meeting = planned_meeting(pact, items=["Első"])
    row = rows_of(pact, meeting)[0]
    do(pact, agenda.edit_item, meeting, row.id, row.version, ItemDraft("Egyik"))
    with pytest.raises(Conflict):
        do(pact, agenda.edit_item, meeting, row.id, row.version, ItemDraft("Másik"))
    assert titles(pact, meeting) == ["Egyik"]


def test_an_item_without_a_title_or_with_an_impossible_length_is_refused_at_its_fields(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    with pytest.raises(Invalid) as refused:
        do(pact, agenda.add_item, meeting, ItemDraft("  ", minutes=0))
    assert set(refused.value.fields) == {"title", "minutes"}


def test_an_item_taken_off_loses_its_number_and_gets_it_back(pact: Pact) -> None:
    meeting = planned_meeting(pact, items=["Első", "Második"])
    first = rows_of(pact, meeting)[0]
    do(pact, agenda.withdraw_item, meeting, first.id)
    assert [(row.title, row.number) for row in rows_of(pact, meeting)] == [("Első", None), ("Második", 1)]
    do(pact, agenda.put_back_item, meeting, first.id)
    assert [row.number for row in rows_of(pact, meeting)] == [1, 2]


def test_what_was_not_dealt_with_goes_to_the_next_meeting_with_its_documents_and_its_history(pact: Pact) -> None:
    first = planned_meeting(pact, items=["Költségterv"])
    second = planned_meeting(pact, starts_at=LATER)
    item = rows_of(pact, first)[0]
    store = pact.app.extensions["paktum"].store
    from io import BytesIO

    draft = documents.DocumentDraft("Előterjesztés", item_id=item.id)
    do(pact, documents.add_document, store, first, draft, "e.pdf", BytesIO(b"%PDF-1.7 x"))
    assert do(pact, carrying.carry_item, first, item.id) is True
    assert do(pact, carrying.carry_item, first, item.id) is True
    assert [row.state for row in rows_of(pact, first)] == ["carried"]
    carried = rows_of(pact, second)
    assert [(row.title, row.carried_from_id) for row in carried] == [("Költségterv", item.id)]
    assert [one.title for one in carried[0].documents] == ["Előterjesztés"]
    with pact.work() as session:
        assert [one.meeting_id for one in earlier_agendas(session, carried[0].id, second)] == [first]
        assert len(document_rows(session, second)) == 1


def test_without_a_next_meeting_it_waits_for_the_one_that_is_planned_later(pact: Pact) -> None:
    first = planned_meeting(pact, items=["Költségterv"])
    assert do(pact, carrying.carry_item, first, rows_of(pact, first)[0].id) is False
    second = filled_meeting(pact, starts_at=LATER)
    assert "Költségterv" in titles(pact, second)
    third = filled_meeting(pact, starts_at=LATER + timedelta(days=30))
    assert "Költségterv" not in titles(pact, third)


def test_an_item_that_stands_on_a_later_agenda_is_not_put_back(pact: Pact) -> None:
    first, _ = planned_meeting(pact, items=["Költségterv"]), planned_meeting(pact, starts_at=LATER)
    item = rows_of(pact, first)[0]
    do(pact, carrying.carry_item, first, item.id)
    with pytest.raises(Conflict):
        do(pact, agenda.put_back_item, first, item.id)
    with pytest.raises(Forbidden), pact.work() as session:
        agenda.put_back_item(session, clock_of(pact), pact.actor("member"), first, item.id)


def test_only_an_item_that_nothing_hangs_on_is_removed(pact: Pact) -> None:
    meeting = planned_meeting(pact, items=["Tévedés", "Iratokkal"])
    mistake, used = rows_of(pact, meeting)
    from io import BytesIO

    draft = documents.DocumentDraft("Irat", item_id=used.id)
    store = pact.app.extensions["paktum"].store
    do(pact, documents.add_document, store, meeting, draft, "i.pdf", BytesIO(b"%PDF-1.7 x"))
    do(pact, agenda.remove_item, meeting, mistake.id)
    with pytest.raises(Conflict):
        do(pact, agenda.remove_item, meeting, used.id)
    assert titles(pact, meeting) == ["Iratokkal"]


@pytest.mark.requirement("T3")
def test_the_forums_recommendation_comes_on_the_steering_groups_next_agenda_by_itself(pact: Pact) -> None:
    forum = planned_meeting(pact, ("forum",), items=["Képzési igények"])
    item = rows_of(pact, forum)[0]
    forwarding = Forwarding("recommendation", body_id(pact, "steering_group"), "Képzések indítása", "Három szakmában.")
    referral = do(pact, forward_item, forum, item.id, forwarding)
    steering = filled_meeting(pact, starts_at=LATER)
    row = next(one for one in rows_of(pact, steering) if one.title == "Képzések indítása")
    assert row.subject is not None and row.subject.id == referral
    with pact.work() as session:
        found = session.execute(select(Referral.state, Referral.taken_item_id)).one()
    assert tuple(found) == ("taken_up", row.id)
    assert "Képzések indítása" not in titles(pact, filled_meeting(pact, starts_at=LATER + timedelta(days=30)))


def test_a_second_convening_takes_along_what_was_left_in_its_order(pact: Pact) -> None:
    from paktum.domains.meetings.service.planning import convene_again

    first = filled_meeting(pact)
    do(pact, life.open_sitting, first)
    do(pact, life.end_sitting, first)
    before = [row.kind for row in rows_of(pact, first)]
    again = do(pact, convene_again, first, LATER, LATER + timedelta(hours=1))
    assert [row.kind for row in rows_of(pact, again)] == before
    assert {row.state for row in rows_of(pact, first)} == {"carried"}
    with pytest.raises(Conflict):
        do(pact, convene_again, first, LATER, LATER + timedelta(hours=1))


@pytest.mark.parametrize("number", [3, 60])
def test_an_agenda_is_read_in_one_statement_however_long(pact: Pact, number: int) -> None:
    meeting = planned_meeting(pact, items=[f"Pont {n}" for n in range(number)])
    with pact.work() as session, counted_statements(pact.app) as sent:
        assert len(agenda_rows(session, meeting)) == number
    assert len([one for one in sent if "set_config" not in one]) == 1, sent
