"""Pages of decisions: the register with its filters and files, one decision, and what each role may do there."""

import re
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update

from paktum.core.actors import Role
from paktum.core.clock import SystemClock
from paktum.core.ids import new_id
from paktum.core.messages import msg, say
from paktum.domains.bodies.tables import Body
from paktum.domains.decisions.rules import ANNULLED
from paktum.domains.decisions.service import TakenDecision, TakenIn, VoteCounts, publish_decision, take_decision
from paktum.domains.decisions.tables import Decision
from paktum.domains.tasks.service import TaskDraft, TaskOrigin, add_task
from tests.support.meetings import body_id
from tests.support.pacts import Pact
from tests.support.statements import counted_statements

CLOCK = SystemClock()


def take(pact: Pact, text: str = "A munkaprogram elfogadása", **more: object) -> uuid.UUID:
    with pact.work() as session:
        body = session.scalars(select(Body.id).where(Body.code == "steering_group")).one()
        given = TakenDecision(
            body_id=body, text=text, title=text, decided_on=date(2018, 10, 29), counts=VoteCounts(4, 0, 1)
        )
        return take_decision(session, CLOCK, pact.actor("officer"), replace(given, **more))  # type: ignore[arg-type]


def fill(pact: Pact, number: int) -> None:
    with pact.work() as session:
        body = session.scalars(select(Body.id).where(Body.code == "steering_group")).one()
        session.add_all(
            Decision(
                id=new_id(),
                body_id=body,
                ordinal=1000 + n,
                year=2020,
                number=f"{n}/2020. IG határozat",
                title=f"Tárgy {n}",
                text="Szöveg",
                decided_on=date(2020, 1, 1),
            )
            for n in range(number)
        )


def stored(pact: Pact, decision_id: uuid.UUID) -> Decision:
    with pact.work() as session:
        found: Decision = session.scalars(select(Decision).where(Decision.id == decision_id)).one()
        session.expunge(found)
    return found


def printed(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("number", [10, 1000])
def test_the_register_takes_as_few_statements_with_many_decisions_as_with_few(pact: Pact, number: int) -> None:
    fill(pact, number)
    reader = pact.signed_in("member")
    reader.get("/decisions")
    with counted_statements(pact.app) as sent:
        page = reader.get("/decisions")
    assert len(sent) <= 4, sent
    assert page.text.count("<tr") == min(number, 50) + 1


def test_the_register_finds_words_bodies_years_and_states(pact: Pact) -> None:
    take(pact, "A 100%-os munkaprogram")
    take(pact, "Az éves ülésterv", decided_on=date(2019, 3, 1), due_on=date(2019, 4, 1))
    take(pact, "A tisztségviselők megválasztása", decided_on=date(2019, 3, 1), execution="none")
    reader = pact.signed_in("member")

    def found(query: str) -> list[str]:
        return re.findall(r'class="sub"[^>]*>([^<]+)</span></th>', reader.get(f"/decisions?{query}").text)

    assert found("text=100%25") == ["A 100%-os munkaprogram"]
    assert found("text=ÜLÉSTERV") == ["Az éves ülésterv"]
    assert found("text=ulesterv") == ["Az éves ülésterv"]
    assert found("text=_") == []
    assert found("year=2018") == ["A 100%-os munkaprogram"]
    assert found("execution=none") == ["A tisztségviselők megválasztása"]
    assert found("execution=late") == ["Az éves ülésterv"]
    assert len(found("execution=due")) == 2
    assert found("published=yes") == []
    assert len(found("year=nonsense&body=1&execution=x")) == 3


def test_the_register_leaves_as_files_with_the_votes_in_cells_of_their_own(pact: Pact) -> None:
    take(pact)
    reader = pact.signed_in("member")
    line = reader.get("/decisions.csv").data.decode("utf-8-sig").splitlines()[1]
    assert line.startswith("1/2018. (X. 29.) IG határozat;")
    assert ";4;0;1;" in line
    assert reader.get("/decisions.xlsx").data[:2] == b"PK"
    assert reader.get("/decisions.pdf").status_code == 404


def test_a_decision_shows_its_votes_and_text_to_everybody_and_offers_changes_to_the_office_alone(pact: Pact) -> None:
    address = f"/decisions/{take(pact)}"
    seen = pact.signed_in("member").get(address).text
    assert "1/2018. (X. 29.) IG határozat" in seen
    assert "/execution" not in seen
    assert "/publish" not in pact.signed_in("officer").get(address).text
    assert f"{address}/publish" in pact.signed_in("head").get(address).text


def test_a_decision_entered_by_hand_gets_the_next_number(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    with pact.work() as session:
        body = session.scalars(select(Body.id).where(Body.code == "steering_group")).one()
    form = {"body_id": str(body), "decided_on": "2018-10-29", "text": "Elfogadta.", "yes": "5", "execution": "open"}
    answer = officer.post("/decisions/new", form, follow_redirects=True)
    assert "1/2018. (X. 29.) IG határozat" in answer.text
    wrong = officer.post("/decisions/new", {**form, "text": "", "due_on": "2018-01-01"})
    assert wrong.status_code == 422


@pytest.mark.parametrize(("votes", "doubted"), [((5, 0, 0), False), ((4, 1, 1), True)])
def test_more_votes_than_the_body_has_now_are_accepted_by_hand_and_doubted_aloud(
    pact: Pact, votes: tuple[int, int, int], doubted: bool
) -> None:
    doubt = say(msg("More votes than the voting seats of the body have now (%(votes)d)", votes=5), "hu")
    office = pact.signed_in("officer")
    form = {
        "body_id": body_id(pact, "steering_group"),
        "decided_on": "2018-10-29",
        "text": "Szöveg",
        "execution": "open",
    }
    answer = office.post("/decisions/new", form | dict(zip(("yes", "no", "abstain"), votes, strict=True)))
    assert answer.status_code == 303
    assert (doubt in office.get(answer.headers["Location"]).text) is doubted
    assert doubt not in pact.signed_in("member").get(answer.headers["Location"]).text


def test_a_decision_is_not_entered_for_a_day_that_is_yet_to_come(pact: Pact) -> None:
    officer, body = pact.signed_in("officer"), body_id(pact, "steering_group")
    form = {"body_id": str(body), "decided_on": "2099-01-01", "text": "Elfogadja.", "execution": "none"}
    answer = officer.post("/decisions/new", form)
    assert answer.status_code == 422 and 'class="error-summary"' in answer.text
    assert officer.post("/decisions/new", {**form, "decided_on": "2018-10-29"}).status_code == 303


def test_a_decision_entered_by_hand_names_the_meeting_its_place_and_the_item_if_the_office_says_them(
    pact: Pact,
) -> None:
    officer = pact.signed_in("officer")
    with pact.work() as session:
        body = session.scalars(select(Body.id).where(Body.code == "steering_group")).one()
    form = {"body_id": str(body), "decided_on": "2018-10-29", "text": "Elfogadta.", "execution": "open"}
    said = {"meeting": " Alakuló  ülés ", "place": "Városháza", "item": "4. Az ügyrend"}
    address = officer.post("/decisions/new", {**form, **said}).headers["Location"]
    page, paper = officer.get(address).text, printed(officer.get(f"{address}/extract.pdf").data)
    exported = officer.get("/decisions.csv").data.decode("utf-8-sig")
    for words in ("Alakuló ülés", "Városháza", "4. Az ügyrend"):
        assert words in page and words in paper and words in exported, words
    silent = officer.post("/decisions/new", form).headers["Location"]
    row = stored(pact, uuid.UUID(silent.rpartition("/")[2]))
    assert (row.meeting_called, row.meeting_place, row.item_called) == (None, None, None)
    assert officer.get(silent).status_code == officer.get(f"{silent}/extract.pdf").status_code == 200
    assert officer.post("/decisions/new", {**form, "item": "x" * 401}).status_code == 422


def test_following_the_execution_keeps_what_two_people_typed(pact: Pact) -> None:
    own = take(pact)
    officer = pact.signed_in("officer")
    form = {"execution": "in_progress", "execution_note": "Megkezdődött.", "due_on": "2018-12-31", "version": "1"}
    assert officer.post(f"/decisions/{own}/execution", form).status_code == 303
    second = officer.post(f"/decisions/{own}/execution", {**form, "execution": "done", "execution_note": "Kész."})
    assert second.status_code == 409
    assert "Megkezdődött." in second.text
    assert "Kész." in second.text
    assert stored(pact, own).execution == "in_progress"


def test_a_lapsed_decision_says_why(pact: Pact) -> None:
    own = take(pact)
    answer = pact.signed_in("officer").post(f"/decisions/{own}/execution", {"execution": "lapsed", "version": "1"})
    assert answer.status_code == 422


def test_what_is_published_leaves_the_record_as_it_was(pact: Pact) -> None:
    own = take(pact, "Kiss Bt. támogatása")
    head = pact.signed_in("head")
    form = {"public_text": "Egy vállalkozás támogatása", "version": "1"}
    assert head.post(f"/decisions/{own}/publish", form).status_code == 303
    row = stored(pact, own)
    assert (row.public_text, row.text, row.published_at is not None) == (
        "Egy vállalkozás támogatása",
        "Kiss Bt. támogatása",
        True,
    )
    head.post(f"/decisions/{own}/withdraw")
    assert stored(pact, own).published_at is None
    assert stored(pact, own).public_text == "Egy vállalkozás támogatása"


def test_the_officer_does_not_publish(pact: Pact) -> None:
    own = take(pact)
    answer = pact.signed_in("officer").post(f"/decisions/{own}/publish", {"public_text": "x", "version": "1"})
    assert answer.status_code == 403


def test_a_second_publisher_sees_both_versions(pact: Pact) -> None:
    own = take(pact)
    with pact.work() as session:
        publish_decision(session, CLOCK, pact.actor("head"), own, 1, "Első")
    answer = pact.signed_in("head").post(f"/decisions/{own}/publish", {"public_text": "Második", "version": "1"})
    assert answer.status_code == 409
    assert "Első" in answer.text


def test_a_repealed_decision_lapses_and_names_the_one_that_repeals_it(pact: Pact) -> None:
    own, later = take(pact), take(pact, "Új program", decided_on=date(2019, 1, 7))
    head = pact.signed_in("head")
    assert head.post(f"/decisions/{own}/repeal", {"by_id": str(later)}).status_code == 303
    assert stored(pact, own).execution == "lapsed"
    assert "1/2019. (I. 7.) IG határozat" in head.get(f"/decisions/{own}").text
    assert "1/2018. (X. 29.) IG határozat" in head.get(f"/decisions/{later}").text
    assert head.post(f"/decisions/{own}/repeal", {"by_id": str(later)}).status_code == 409


def test_an_earlier_decision_repeals_nothing(pact: Pact) -> None:
    own, later = take(pact), take(pact, "Új program", decided_on=date(2019, 1, 7))
    assert pact.signed_in("head").post(f"/decisions/{later}/repeal", {"by_id": str(own)}).status_code == 422


def test_the_extract_is_a_paper_with_the_number_the_votes_and_the_tasks(pact: Pact) -> None:
    own = take(pact)
    with pact.work() as session:
        draft = TaskDraft(title="Hirdesse ki", assignee="A paktumiroda vezetője", due_on=date(2018, 11, 30))
        add_task(session, CLOCK, pact.actor(), draft, TaskOrigin(decision_id=own))
    answer = pact.signed_in("member").get(f"/decisions/{own}/extract.pdf?language=en")
    assert answer.headers["Content-Disposition"].endswith("1-2018-X-29-IG-hat%C3%A1rozat.pdf")
    text = printed(answer.data)
    for words in ("1/2018. (X. 29.) IG határozat", "Hirdesse ki", "30 November 2018"):
        assert words in text, words


def test_who_looks_on_from_outside_finds_published_words_only(pact: Pact) -> None:
    told = TakenIn("Zárt ülés", "Polgármesteri szoba", "2. Kiss Bt. kérelme")
    secret, own = take(pact, "Titkos tárgy"), take(pact, "Kiss Bt. támogatása", taken_in=told)
    with pact.work() as session:
        publish_decision(session, CLOCK, pact.actor("head"), own, 1, "Egy vállalkozás támogatása")
    roles: tuple[Role, ...] = ("viewer", "partner")
    for role in roles:
        outsider = pact.signed_in(role)
        listed = outsider.get("/decisions").text
        assert "Egy vállalkozás" in listed
        assert "Kiss" not in listed
        assert "Titkos" not in listed
        page = outsider.get(f"/decisions/{own}").text
        assert "Egy vállalkozás támogatása" in page
        assert not any(words in page for words in ("Kiss", "Zárt ülés", "Polgármesteri szoba"))
        assert outsider.get(f"/decisions/{secret}").status_code == 404
        assert "Egy vállalkozás" not in outsider.get("/decisions?text=Kiss").text
        for address in ("/decisions.csv", f"/decisions/{own}/extract.pdf", "/referrals"):
            assert outsider.get(address).status_code == 403


@pytest.mark.parametrize("address", ["/decisions?year=0000", "/decisions.csv?year=0000", "/decisions?year=9999"])
def test_a_year_that_no_calendar_has_narrows_nothing_and_breaks_nothing(pact: Pact, address: str) -> None:
    assert pact.signed_in("head").get(address).status_code == 200


def test_the_day_of_publication_is_the_one_by_the_clocks_of_the_pact(pact: Pact) -> None:
    decision = take(pact)
    with pact.work() as session:
        late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
        session.execute(update(Decision).where(Decision.id == decision).values(published_at=late, public_text="x"))
    assert "2026-03-02" in pact.signed_in("head").get("/decisions.csv").text


def test_why_an_execution_cannot_be_noted_stands_at_its_field(pact: Pact) -> None:
    decision, officer = take(pact), pact.signed_in("officer")
    form = {"execution": "lapsed", "execution_note": "", "due_on": "", "version": "1"}
    answer = officer.post(f"/decisions/{decision}/execution", form)
    assert answer.status_code == 422 and 'id="execution_note-error"' in answer.text


@pytest.mark.parametrize(
    ("page", "form"),
    [("execution", {"execution": "done", "execution_note": "", "due_on": ""}), ("publish", {"public_text": "x"})],
)
def test_who_changes_an_annulled_decision_reads_that_it_was_annulled(
    pact: Pact, page: str, form: dict[str, str]
) -> None:
    decision, head = take(pact), pact.signed_in("head")
    with pact.work() as session:
        session.execute(update(Decision).where(Decision.id == decision).values(annulled_because="A slip."))
    answer = head.post(f"/decisions/{decision}/{page}", {**form, "version": "1"})
    assert answer.status_code == 409 and say(ANNULLED, pact.language) in answer.text
