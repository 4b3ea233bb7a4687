"""Pages of tasks: the list with its filters and files, one task, giving, changing and finishing it, each by role."""

import re
import uuid
from datetime import date

from sqlalchemy import select

from paktum.core.clock import SystemClock
from paktum.core.ids import new_id
from paktum.domains.bodies.tables import Body
from paktum.domains.decisions.service import TakenDecision, take_decision
from paktum.domains.tasks.service import TaskDraft, add_task
from paktum.domains.tasks.tables import Task
from tests.support.pacts import Pact
from tests.support.plans import enter, planned

TODAY = date(2026, 11, 21)
EMPTY = {"membership_id": "", "organisation_id": "", "body_id": ""}


def give(pact: Pact, title: str, *, to_member: bool = False, due_on: date | None = None) -> uuid.UUID:
    holder = pact.actor("member").membership_id if to_member else None
    with pact.work() as session:
        return add_task(
            session, SystemClock(), pact.actor("officer"), TaskDraft(title=title, membership_id=holder, due_on=due_on)
        )


def stored(pact: Pact) -> Task:
    with pact.work() as session:
        found: Task = session.scalars(select(Task)).one()
        session.expunge(found)
    return found


def test_the_list_shows_what_is_unfinished_and_ones_own_by_choice(pact: Pact) -> None:
    give(pact, "Az övé", to_member=True)
    give(pact, "Régi", due_on=date(2026, 11, 1))
    member = pact.signed_in("member")

    def titles(query: str = "") -> list[str]:
        return re.findall(r'href="/tasks/[0-9a-f-]{36}"[^>]*>([^<]+)<', member.get(f"/tasks{query}").text)

    assert titles() == ["Régi", "Az övé"]
    assert titles("?whose=mine") == ["Az övé"]
    assert titles("?state=late") == ["Régi"]
    assert titles("?text=REGI") == ["Régi"]
    assert titles("?state=done") == []


def test_the_list_leaves_as_files(pact: Pact) -> None:
    give(pact, "Régi", due_on=date(2026, 11, 1))
    member = pact.signed_in("member")
    assert "Régi" in member.get("/tasks.csv").data.decode("utf-8-sig")
    assert member.get("/tasks.xlsx").data[:2] == b"PK"


def test_the_viewer_sees_no_tasks_and_the_member_gives_none(pact: Pact) -> None:
    assert pact.signed_in("viewer").get("/tasks").status_code == 403
    assert pact.signed_in("member").get("/tasks/new").status_code == 403
    assert "/tasks/new" not in pact.signed_in("member").get("/tasks").text


def test_the_office_gives_changes_and_drops_a_task(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    form = EMPTY | {"title": "Küldje el", "assignee": "A hivatal vezetője", "due_on": "2026-12-01"}
    address = officer.post("/tasks/new", form).location
    assert "A hivatal vezetője" in officer.get(address).text
    assert officer.post(f"{address}/edit", form | {"title": "Vigye el", "version": "1"}).status_code == 303
    second = officer.post(f"{address}/edit", form | {"title": "Hozza el", "version": "1"})
    assert second.status_code == 409
    assert "Vigye el" in second.text
    assert "Hozza el" in second.text
    assert officer.post(f"{address}/drop", {"note": ""}).status_code == 422
    assert officer.post(f"{address}/drop", {"note": "Elmarad."}).status_code == 303
    assert stored(pact).closing_note == "Elmarad."


def test_a_form_with_a_fault_keeps_what_was_typed(pact: Pact) -> None:
    answer = pact.signed_in("officer").post("/tasks/new", EMPTY | {"title": "", "text": "Részletek"})
    assert answer.status_code == 422
    assert "Részletek" in answer.text


def test_whoever_has_the_task_takes_it_finishes_it_and_opens_it_again(pact: Pact) -> None:
    address = f"/tasks/{give(pact, 'Az övé', to_member=True)}"
    member = pact.signed_in("member")
    assert member.post(f"{address}/start").status_code == 303
    assert member.post(f"{address}/finish", {"note": "Elküldve."}).status_code == 303
    assert stored(pact).finished_on == TODAY
    assert "Elküldve." in member.get(address).text
    assert member.post(f"{address}/reopen").status_code == 303
    assert stored(pact).state == "open"


def test_the_task_of_somebody_else_offers_a_member_no_buttons(pact: Pact) -> None:
    address = f"/tasks/{give(pact, 'Másé')}"
    member, partner = pact.signed_in("member"), pact.signed_in("partner")
    page = member.get(address).text
    assert "/finish" not in page
    assert "/remarks" in page
    assert member.post(f"{address}/finish", {"note": ""}).status_code == 403
    assert partner.get(address).status_code == 404
    assert partner.post(f"{address}/remarks", {"text": "?"}).status_code == 404
    assert "Másé" not in partner.get("/tasks?whose=").text


def test_remarks_stand_below_the_task_in_their_order(pact: Pact) -> None:
    address = f"/tasks/{give(pact, 'Másé')}"
    member = pact.signed_in("member")
    for text in ("Első megjegyzés", "Második megjegyzés"):
        assert member.post(f"{address}/remarks", {"text": text}).status_code == 303
    assert member.post(f"{address}/remarks", {"text": " "}).status_code == 422
    page = pact.signed_in("head").get(address).text
    assert page.index("Első megjegyzés") < page.index("Második megjegyzés")


def test_a_task_that_is_not_there_is_not_found(pact: Pact) -> None:
    assert pact.signed_in("head").get(f"/tasks/{new_id()}").status_code == 404


def test_today_lists_ones_own_tasks_and_for_the_office_whatever_is_late(pact: Pact) -> None:
    enter(pact, planned("session", 1))
    give(pact, "Az övé", to_member=True, due_on=date(2026, 11, 22))
    give(pact, "Régi", due_on=date(2026, 11, 1))
    member, head = pact.signed_in("member").get("/").text, pact.signed_in("head").get("/").text
    assert "Az övé" in member
    assert "Régi" not in member
    assert "Régi" in head
    assert "Az övé" not in head


def test_a_task_given_for_a_decision_names_it_and_is_followed_by_its_body(pact: Pact) -> None:
    with pact.work() as session:
        body = session.scalars(select(Body.id).where(Body.code == "steering_group")).one()
        taken = TakenDecision(body_id=body, text="Elfogadja.", decided_on=date(2018, 10, 29))
        decision = take_decision(session, SystemClock(), pact.actor(), taken)
    officer = pact.signed_in("officer")
    address = f"/decisions/{decision}/tasks/new"
    assert re.search(rf'<option selected value="{body}"', officer.get(address).text)
    assert officer.post(address, EMPTY | {"title": "", "body_id": str(body)}).status_code == 422
    assert officer.post(address, EMPTY | {"title": "Hirdesse ki", "body_id": str(body)}).status_code == 303
    given = stored(pact)
    assert (given.decision_id, given.body_id, given.origin) == (decision, body, "1/2018. (X. 29.) IG határozat")
    assert "Hirdesse ki" in officer.get(f"/decisions/{decision}").text
