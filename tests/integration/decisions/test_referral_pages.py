"""Pages of what bodies forward to each other: forwarding, taking up, answering, taking back."""

import re
import uuid
from datetime import date

from sqlalchemy import select, update

from paktum.core.clock import SystemClock
from paktum.core.messages import msg, say
from paktum.domains.bodies.tables import Body
from paktum.domains.decisions.service import TakenDecision, take_decision
from paktum.domains.decisions.tables import Referral
from tests.support.pacts import Pact, Visitor


def body_of(pact: Pact, code: str) -> str:
    with pact.work() as session:
        return str(session.scalars(select(Body.id).where(Body.code == code)).one())


def forwarded(pact: Pact, visitor: Visitor, **more: str) -> str:
    form = {
        "kind": "recommendation",
        "from_body_id": body_of(pact, "forum"),
        "to_body_id": body_of(pact, "steering_group"),
        "title": "Javaslat",
        "text": "A képzések köre bővüljön.",
    }
    answer = visitor.post("/referrals/new", form | more)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def state(pact: Pact) -> str:
    with pact.work() as session:
        found: str = session.scalars(select(Referral.state)).one()
    return found


def take(pact: Pact, code: str, day: date = date(2026, 12, 1)) -> uuid.UUID:
    with pact.work() as session:
        taken = TakenDecision(body_id=uuid.UUID(body_of(pact, code)), text="Támogatja.", decided_on=day)
        return take_decision(session, SystemClock(), pact.actor("officer"), taken)


def test_what_is_forwarded_waits_is_taken_up_and_answered_in_words(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = forwarded(pact, officer)
    assert "Javaslat" in officer.get("/referrals").text
    assert officer.post(f"{address}/take-up").status_code == 303
    assert state(pact) == "taken_up"
    assert officer.post(f"{address}/answer", {"text": "", "decision_id": ""}).status_code == 422
    assert officer.post(f"{address}/answer", {"text": "Jövőre.", "decision_id": ""}).status_code == 303
    assert "Jövőre." in pact.signed_in("member").get(address).text
    assert "Javaslat" not in officer.get("/referrals").text
    assert "Javaslat" in officer.get("/referrals?show=over").text


def test_a_decision_of_the_body_that_was_asked_can_be_chosen_as_the_answer(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = forwarded(pact, officer)
    own, other = take(pact, "steering_group"), take(pact, "forum")
    choices = re.findall(r'<option value="([0-9a-f-]{36})"', officer.get(f"{address}/answer").text)
    assert choices == [str(own)]
    assert officer.post(f"{address}/answer", {"text": "", "decision_id": str(other)}).status_code == 422
    assert officer.post(f"{address}/answer", {"text": "", "decision_id": str(own)}).status_code == 303
    assert state(pact) == "answered"
    assert officer.post(f"{address}/answer", {"text": "még egy", "decision_id": ""}).status_code == 409


def test_a_decision_is_forwarded_with_its_words(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    own = take(pact, "forum")
    page = officer.get(f"/referrals/new?decision={own}").text
    assert "Támogatja." in page
    address = forwarded(pact, officer, decision_id=str(own))
    assert "1/2026." in officer.get(address).text


def test_what_is_taken_back_says_why(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = forwarded(pact, officer)
    assert officer.post(f"{address}/withdraw", {"reason": ""}).status_code == 422
    assert officer.post(f"{address}/withdraw", {"reason": "Tárgytalan."}).status_code == 303
    assert state(pact) == "withdrawn"
    assert officer.post(f"{address}/take-up").status_code == 409


def test_a_body_forwards_nothing_to_itself(pact: Pact) -> None:
    body = body_of(pact, "forum")
    form = {"kind": "matter", "from_body_id": body, "to_body_id": body, "title": "x"}
    assert pact.signed_in("officer").post("/referrals/new", form).status_code == 422


def test_members_read_and_do_not_forward(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = forwarded(pact, officer)
    member = pact.signed_in("member")
    assert member.get(address).status_code == 200
    assert member.get("/referrals/new").status_code == 403
    assert member.post(f"{address}/answer", {"text": "x"}).status_code == 403


def test_the_receiver_that_stands_chosen_is_not_the_sender(pact: Pact) -> None:
    officer, decision = pact.signed_in("officer"), take(pact, "forum")

    def chosen(page: str, field: str) -> str:
        choices = page[page.index(f'id="{field}"') :].partition("</select>")[0]
        marked = re.search(r'selected value="([0-9a-f-]{36})"', choices) or re.search(r'value="([^"]+)"', choices)
        return marked[1] if marked else ""

    for address in ("/referrals/new", f"/referrals/new?decision={decision}"):
        page = officer.get(address).text
        assert chosen(page, "from_body_id") != chosen(page, "to_body_id") != "", address
    assert chosen(page, "from_body_id") == body_of(pact, "forum")


def test_with_one_body_only_nothing_can_be_forwarded_and_the_page_says_so(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    with pact.work() as session:
        session.execute(update(Body).where(Body.code != "forum").values(ended_on=date(2026, 1, 1)))
    page = officer.get("/referrals/new").text
    assert 'name="to_body_id"' not in page
    assert say(msg("There is no other body yet"), pact.language) in page
