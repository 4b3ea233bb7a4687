"""Decisions that live on: what a body recommends to another (T3), a report accepted (T4), the register (T5), tasks (L4)."""

import io
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from paktum.domains.meetings.queries import agenda_rows
from paktum.domains.sittings.rules.voting import Choice
from paktum.domains.sittings.service import agenda_progress
from tests.support.meetings import body_id, planned_meeting
from tests.support.pacts import Pact, Visitor
from tests.support.reports import a_finished_report
from tests.support.sittings import Sitting

YES: Choice = "yes"
SG = ("sg_municipality", "sg_county", "sg_chamber")


def titles_on_agenda(pact: Pact, meeting: uuid.UUID) -> list[str]:
    with pact.work() as session:
        return [item.title for item in agenda_rows(session, meeting)]


def carry(sitting: Sitting, item: int, text: str, voters: tuple[str, ...]) -> None:
    """Let the sitting decide under an item: a motion, and all who are there for it."""
    sitting.do(agenda_progress.take_up, sitting.items[item])
    vote = sitting.open_vote(sitting.table(text, item=item))
    sitting.note(vote, **dict.fromkeys(voters, YES))
    assert sitting.close(vote).outcome == "carried"


def decision_addresses(visitor: Visitor) -> list[str]:
    return re.findall(r'href="(/decisions/[0-9a-f-]{36})"', visitor.get("/decisions").text)


@pytest.mark.requirement("T3")
def test_a_recommendation_of_the_forum_comes_on_the_steering_groups_agenda_and_is_answered_by_its_decision(
    pact: Pact,
) -> None:
    officer = pact.signed_in("officer")
    form = {
        "kind": "recommendation",
        "from_body_id": str(body_id(pact, "forum")),
        "to_body_id": str(body_id(pact, "steering_group")),
        "title": "Hegesztőképzés indítása",
        "text": "A munkáltatók hegesztőket keresnek.",
    }
    address = officer.post("/referrals/new", form).location
    meeting = planned_meeting(pact)
    officer.post(f"/meetings/{meeting}/agenda/fill")
    assert "Hegesztőképzés indítása" in titles_on_agenda(pact, meeting)
    officer.post(f"/meetings/{meeting}/agenda/fill")
    assert titles_on_agenda(pact, meeting).count("Hegesztőképzés indítása") == 1

    sitting = Sitting(pact, starts_at=datetime(2027, 2, 25, 9, tzinfo=UTC), opened=False)
    referral = address.rpartition("/")[2]
    officer.post(
        f"/meetings/{sitting.id}/agenda",
        {"title": "Az ajánlás", "kind": "free", "subject": f"referral:{referral}", "working_group_id": ""},
    )
    with pact.work() as session:
        sitting.items = [item.id for item in agenda_rows(session, sitting.id)]
    from paktum.domains.sittings.service.sitting import open_sitting

    sitting.do(open_sitting)
    sitting.arrive(*SG)
    carry(sitting, 2, "Az Irányító Csoport képzést indít.", SG)
    page = pact.signed_in("member").get(address).text
    assert "1/2026. (XI. 21.) IG határozat" in page
    assert "Hegesztőképzés indítása" not in officer.get("/referrals").text


@pytest.mark.requirement("T4")
@pytest.mark.requirement("T5")
def test_the_body_accepts_a_report_and_the_register_keeps_the_decision_with_its_extract(pact: Pact) -> None:
    report = a_finished_report(pact)
    officer = pact.signed_in("officer")
    sitting = Sitting(pact, opened=False)
    officer.post(
        f"/meetings/{sitting.id}/agenda",
        {"title": "Beszámoló", "kind": "free", "subject": f"report:{report}", "working_group_id": ""},
    )
    with pact.work() as session:
        sitting.items = [item.id for item in agenda_rows(session, sitting.id)]
    from paktum.domains.sittings.service.sitting import open_sitting

    sitting.do(open_sitting)
    sitting.arrive(*SG)
    carry(sitting, 2, "A beszámolót elfogadja.", SG)

    reader = pact.signed_in("member")
    (address,) = decision_addresses(reader)
    assert address in reader.get(f"/reports/{report}").text
    assert f"/reports/{report}" in reader.get(address).text
    assert "/votes/" in reader.get(address).text
    extract = reader.get(f"{address}/extract.pdf").data
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(extract)).pages).split())
    assert "1/2026. (XI. 21.) IG határozat" in text
    assert "A beszámolót elfogadja." in text


@pytest.mark.requirement("L4")
def test_a_task_for_an_organisation_comes_up_at_each_meeting_of_the_group_until_it_is_done(
    make_pact: Callable[[str], Pact],
) -> None:
    pact = make_pact("liberec")
    officer = pact.signed_in("officer")
    organisation = re.search(r'href="/organisations/([0-9a-f-]{36})"', officer.get("/organisations").text)
    assert organisation is not None
    form = {
        "title": "Zmapovat nabídku rekvalifikací",
        "organisation_id": organisation[1],
        "membership_id": "",
        "body_id": str(body_id(pact, "education_group")),
        "due_on": "2027-02-10",
    }
    task = officer.post("/tasks/new", form).location

    def brought_to(day: int) -> str:
        meeting = planned_meeting(pact, ["education_group"], starts_at=datetime(2027, 2, day, 9, tzinfo=UTC))
        officer.post(f"/meetings/{meeting}/agenda/fill")
        return str(meeting)

    from sqlalchemy import select

    from paktum.domains.meetings.tables import AgendaItem
    from paktum.domains.tasks.service import tasks_on_agenda

    def reviewed(meeting: str) -> list[tuple[str, int]]:
        with pact.work() as session:
            item = session.scalars(
                select(AgendaItem.id).where(
                    AgendaItem.meeting_id == uuid.UUID(meeting), AgendaItem.kind == "task_review"
                )
            ).one()
            return [(one.title, one.agendas) for one in tasks_on_agenda(session, item)]

    assert reviewed(brought_to(3)) == [("Zmapovat nabídku rekvalifikací", 0)]
    assert reviewed(brought_to(17)) == [("Zmapovat nabídku rekvalifikací", 1)]
    officer.post(f"{task}/finish", {"note": "Přehled je hotov."})
    assert reviewed(brought_to(24)) == []
