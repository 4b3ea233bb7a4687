"""Pages of bodies: what they show, how many statements they take, and what each role may do there."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from paktum.core.ids import new_id
from paktum.core.messages import msg, nmsg, say
from paktum.domains.bodies.tables import Body, Mandate, Seat
from tests.support.pacts import Pact, Visitor
from tests.support.statements import counted_statements

NOON = date(2026, 11, 21)


def address_of(visitor: Visitor, name: str) -> str:
    """The address of a body, as the list of bodies links to it."""
    found = re.search(rf'href="(/bodies/[0-9a-f-]{{36}})"[^>]*>{name}<', visitor.get("/bodies").text)
    assert found is not None, name
    return found[1]


def seat_addresses(visitor: Visitor, body: str) -> list[str]:
    return re.findall(rf'href="({body}/seats/[0-9a-f-]{{36}})"', visitor.get(body).text)


def fill(pact: Pact, number: int) -> None:
    """Give the Steering Group many more seats, each with a holder, a substitute and a former holder."""
    with pact.work() as session:
        body_id = session.scalars(select(Body.id).where(Body.code == "steering_group")).one()
        seats = [Seat(id=new_id(), body_id=body_id, label=f"Hely {n}", sequence=100 + n) for n in range(number)]
        session.add_all(seats)
        session.flush()
        for seat in seats:
            for role, last in (("member", None), ("substitute", None), ("member", date(2020, 1, 1))):
                session.add(
                    Mandate(id=new_id(), body_id=body_id, seat_id=seat.id, holder=seat.label, role=role, ended_on=last)
                )


@pytest.mark.parametrize("number", [10, 1000])
def test_a_body_takes_as_few_statements_with_many_seats_as_with_few(pact: Pact, number: int) -> None:
    head = pact.signed_in("head")
    body = address_of(head, "Irányító Csoport")
    fill(pact, number)
    head.get("/account")
    with counted_statements(pact.app) as fresh:
        page = head.get(body)
    head.get("/account")
    with counted_statements(pact.app) as kept:
        head.get(body)
    assert page.text.count("<tr") > 2 * number
    assert len(fresh) <= 5, fresh
    assert len(kept) <= 2, kept


def test_all_bodies_take_one_statement_of_their_own(pact: Pact) -> None:
    head = pact.signed_in("head")
    head.get("/bodies")
    with counted_statements(pact.app) as sent:
        head.get("/bodies")
    assert len(sent) <= 3, sent


def test_the_list_counts_seats_votes_and_names_the_chair(pact: Pact) -> None:
    text = pact.signed_in("viewer").get("/bodies").text
    row = text[text.index("Irányító Csoport") :].split("</tr>")[0]
    assert "Az önkormányzat képviselője" in row
    assert "Foglalkoztatási Fórum" in row
    assert ">5<" in row


def test_the_lists_leave_as_files(pact: Pact) -> None:
    viewer = pact.signed_in("viewer")
    body = address_of(viewer, "Irányító Csoport")
    for address in ("/bodies.csv", f"{body}/seats.csv"):
        answer = viewer.get(address)
        assert answer.mimetype == "text/csv"
        assert "önkormányzat" in answer.data.decode("utf-8-sig")
    assert viewer.get(f"{body}/seats.xlsx").data.startswith(b"PK")
    assert viewer.get("/bodies.exe").status_code == 404


def test_everybody_reads_and_only_the_office_writes(pact: Pact) -> None:
    head = pact.signed_in("head")
    body = address_of(head, "Irányító Csoport")
    seat = seat_addresses(head, body)[0]
    for role in ("member", "partner", "viewer"):
        reader = pact.signed_in(role)
        page = reader.get(body)
        assert page.status_code == 200
        assert "/mandates/new" not in page.text and f"{body}/edit" not in page.text
        for address in (f"{body}/seats/new", f"{body}/mandates/new", f"{seat}/edit", f"{body}/edit", "/bodies/new"):
            assert reader.get(address).status_code == 403, address
            assert reader.post(address).status_code == 403, address
    officer = pact.signed_in("officer")
    assert officer.get(f"{body}/mandates/new").status_code == 200
    assert officer.get("/bodies/new").status_code == 403
    assert officer.get(f"{body}/charters/new").status_code == 403


def test_the_head_adds_a_working_group_in_one_step_with_the_rules_of_its_kind(pact: Pact) -> None:
    head = pact.signed_in("head")
    forum = address_of(head, "Foglalkoztatási Fórum").rpartition("/")[2]
    answer = head.post(
        "/bodies/new", {"body_type": "hu.working_group", "name": "Képzési munkacsoport", "parent_id": forum}
    )
    assert answer.status_code == 303
    page = head.get(answer.headers["Location"]).text
    assert "Képzési munkacsoport" in page
    assert 'id="charter"' in page and "facts-rules" in page
    assert "Képzési munkacsoport" in head.get(f"/bodies/{forum}").text


def test_a_body_of_a_kind_without_children_takes_no_group(pact: Pact) -> None:
    head = pact.signed_in("head")
    office = address_of(head, "Paktumiroda").rpartition("/")[2]
    assert office not in head.get("/bodies/new").text
    answer = head.post("/bodies/new", {"body_type": "hu.working_group", "name": "Csoport", "parent_id": office})
    assert answer.status_code == 422
    assert 'value="Csoport"' in answer.text


def test_a_second_body_of_the_same_name_is_refused_at_the_name(pact: Pact) -> None:
    head = pact.signed_in("head")
    answer = head.post("/bodies/new", {"body_type": "hu.working_group", "name": "irányító csoport", "parent_id": ""})
    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text


def test_two_editors_of_a_body_see_both_versions(pact: Pact) -> None:
    head, other = pact.signed_in("head"), pact.signed_in("head")
    body = address_of(head, "Irányító Csoport")
    form = {"name": "Irányító Csoport", "short_name": "IG", "parent_id": "", "version": "1", "since": ""}
    assert head.post(f"{body}/edit", {**form, "area": "Az elsőé"}).status_code == 303
    answer = other.post(f"{body}/edit", {**form, "area": "A másodiké"})
    assert answer.status_code == 409
    assert "Az elsőé" in answer.text and "A másodiké" in answer.text
    again = {**form, "area": "A másodiké", "version": "2"}
    assert other.post(f"{body}/edit", {**again, "keep-area": "theirs"}).status_code == 303
    assert "Az elsőé" in other.get(body).text
    assert other.post(f"{body}/edit", {**again, "version": "2"}).status_code in (303, 409)


def test_new_rules_hold_from_their_day_and_the_old_ones_stay_readable(pact: Pact) -> None:
    head = pact.signed_in("head")
    body = address_of(head, "Irányító Csoport")
    before = head.get(body).text
    form = {
        "valid_from": "2026-11-01",
        "source": "7/2026. (X. 20.) IG határozat",
        "meets": "every_months",
        "meets_number": "2",
        "notice": "14",
        "notice_unit": "days",
        "forms": ["present"],
        "circular": "",
        "quorum": "2/3",
        "quorum_of": "votes",
        "second": "",
        "ordinary": "simple",
        "ordinary_of": "all",
        "qualified": "two_thirds",
        "qualified_of": "all",
        "tie": "rejected",
        "ballot": "secret",
        "proxies": "1",
        "substitutes": "2",
        "minutes": "5",
        "minutes_unit": "days",
        "numbering": "{n}/{year}",
        "restarts": "year",
    }
    assert head.post(f"{body}/charters/new", {**form, "valid_from": "2018-01-01"}).status_code == 422
    assert head.post(f"{body}/charters/new", {**form, "numbering": "{x}"}).status_code == 422
    assert head.post(f"{body}/charters/new", {**form, "meets_number": ""}).status_code == 422
    answer = head.post(f"{body}/charters/new", form)
    assert answer.status_code == 303, re.findall('field-error">(.*?)<', answer.text)
    page = head.get(body).text
    assert "7/2026. (X. 20.) IG határozat" in page and page != before
    former = re.search(rf'{body}/charters/[0-9a-f-]{{36}}(?=")', page)
    assert former is not None
    old = head.get(former[0])
    assert old.status_code == 200
    assert "<mark>" in old.text


def test_ending_a_body_ends_its_seats_and_keeps_its_history(pact: Pact) -> None:
    head = pact.signed_in("head")
    body, office = address_of(head, "Irányító Csoport"), address_of(head, "Paktumiroda")
    refused = head.post(f"{body}/end", {"ended_on": "2026-11-01"})
    assert refused.status_code == 422 and "Paktumiroda" in refused.text
    assert head.post(f"{office}/end", {"ended_on": "2026-10-31"}).status_code == 303
    assert head.post(f"{body}/end", {"ended_on": "2026-10-31"}).status_code == 303
    page = head.get(body).text
    assert "A kamara képviselője" in page and "/mandates/new" not in page
    with pact.work() as session:
        open_ends = session.scalars(select(Seat.id).where(Seat.ended_on.is_(None))).all()
    assert open_ends == []


def test_ending_a_body_speaks_of_its_seats_only_where_it_has_any(pact: Pact) -> None:
    head = pact.signed_in("head")
    with_seats = head.get(f"{address_of(head, 'Irányító Csoport')}/end").text
    without = head.get(f"{address_of(head, 'Foglalkoztatási Fórum')}/end").text
    lead = re.compile(r'<p class="lead">(.*?)</p>', re.S)
    assert "5" in lead.findall(with_seats)[0]
    assert lead.findall(without) == [say(msg("Nothing is deleted."), pact.language)]


def test_filled_seats_of_all_are_said_by_the_number_that_stands_before_them(pact: Pact) -> None:
    page = pact.signed_in("head").get(address_of(pact.signed_in("head"), "Irányító Csoport")).text
    words = say(nmsg("seat filled, of %(total)d", "seats filled, of %(total)d", 5, total=5), pact.language)
    assert f"<dt>{words}</dt><dd>5</dd>" in page
