"""Pages of partner organisations: the list with its filters and files, adding, editing, ending."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from paktum.core.ids import new_id
from paktum.domains.partners.tables import Organisation
from tests.support.pacts import Pact, Visitor
from tests.support.statements import counted_statements

CHAMBER = "Bács-Kiskun Megyei Kereskedelmi és Iparkamara"


def address_of(visitor: Visitor, name: str) -> str:
    found = re.search(
        rf'href="(/organisations/[0-9a-f-]{{36}})"[^>]*>{name}<', visitor.get("/organisations?state=all").text
    )
    assert found is not None, name
    return found[1]


def names(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/organisations/[^"]*"[^>]*>([^<]+)<', text)


@pytest.mark.parametrize("number", [10, 1000])
def test_the_list_takes_as_few_statements_for_many_organisations_as_for_few(pact: Pact, number: int) -> None:
    with pact.work() as session:
        session.add_all(Organisation(id=new_id(), name=f"Vállalkozás {n}", kind="hu.enterprise") for n in range(number))
    head = pact.signed_in("head")
    head.get("/organisations")
    with counted_statements(pact.app) as sent:
        page = head.get("/organisations")
    assert page.text.count("<tr") > number
    assert len(sent) <= 3, sent


def test_the_list_is_in_the_order_of_the_readers_alphabet(pact: Pact) -> None:
    with pact.work() as session:
        for name in ("Zsana Község", "Zalka Kft.", "Ágasegyháza Község"):
            session.add(Organisation(id=new_id(), name=name, kind="hu.municipality"))
    found = names(pact.signed_in("head").get("/organisations").text)
    assert found[0] == "Ágasegyháza Község"
    assert found[-2:] == ["Zalka Kft.", "Zsana Község"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=hu.chamber", [CHAMBER]),
        ("text=IPARKAMARA", [CHAMBER]),
        ("text=nincs+ilyen", []),
        ("state=ended", []),
        ("sort=-name&kind=hu.chamber", [CHAMBER]),
        ("sort=evil&kind=hu.chamber&state=evil", [CHAMBER]),
    ],
)
def test_the_address_carries_the_filter_and_so_do_the_files(pact: Pact, query: str, found: list[str]) -> None:
    viewer = pact.signed_in("viewer")
    page = viewer.get(f"/organisations?{query}").text
    assert names(page) == found
    rows = viewer.get(f"/organisations.csv?{query}").data.decode("utf-8-sig").splitlines()[1:]
    assert [row.split(";")[0] for row in rows] == found


def test_the_other_way_round_is_the_other_order(pact: Pact) -> None:
    viewer = pact.signed_in("viewer")
    up, down = (names(viewer.get(f"/organisations?sort={sort}").text) for sort in ("name", "-name"))
    assert up == down[::-1] and len(up) == 5


def test_the_office_adds_edits_and_ends_an_organisation_and_takes_the_end_back(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    form = {"name": "  Tiszakécskei   Szakképző ", "kind": "hu.school", "place": "Tiszakécske", "consortium_role": ""}
    page = officer.post("/organisations/new", form).headers["Location"]
    assert "Tiszakécskei Szakképző" in officer.get(page).text
    changed = {**form, "name": "Szakképző Centrum", "version": "1"}
    assert officer.post(f"{page}/edit", changed).status_code == 303
    assert officer.post(f"{page}/end").status_code == 303
    assert "Szakképző Centrum" not in names(officer.get("/organisations").text)
    assert names(officer.get("/organisations?state=ended").text) == ["Szakképző Centrum"]
    assert officer.post(f"{page}/resume").status_code == 303
    assert "Szakképző Centrum" in names(officer.get("/organisations").text)


def test_an_organisation_does_not_come_back_beside_another_of_its_name(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    page = address_of(officer, CHAMBER)
    officer.post(f"{page}/end")
    form = {"name": CHAMBER, "kind": "hu.chamber", "place": "", "consortium_role": ""}
    assert officer.post("/organisations/new", form).status_code == 303
    answer = officer.post(f"{page}/resume")
    assert answer.status_code == 409
    assert names(officer.get("/organisations").text).count(CHAMBER) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", CHAMBER.upper()), ("kind", "hu.nothing"), ("consortium_role", "lead"), ("name", "x" * 500)],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(pact: Pact, field: str, value: str) -> None:
    form = {"name": "Új szervezet", "kind": "hu.school", "place": "Lakitelek", "consortium_role": "", field: value}
    answer = pact.signed_in("officer").post("/organisations/new", form)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert 'value="Lakitelek"' in answer.text


def test_two_editors_see_both_versions_and_choose(pact: Pact) -> None:
    one, other = pact.signed_in("officer"), pact.signed_in("head")
    page = address_of(one, CHAMBER)
    form = {"name": CHAMBER, "kind": "hu.chamber", "consortium_role": "", "version": "1"}
    assert one.post(f"{page}/edit", {**form, "place": "Kecskemét"}).status_code == 303
    answer = other.post(f"{page}/edit", {**form, "place": "Kalocsa"})
    assert answer.status_code == 409
    assert "Kecskemét" in answer.text and "Kalocsa" in answer.text
    version = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert version is not None
    mine = {**form, "place": "Kalocsa", "version": version[1], "keep-place": "theirs"}
    assert other.post(f"{page}/edit", mine).status_code == 303
    assert "Kecskemét" in other.get(page).text


def test_partners_read_and_change_nothing(pact: Pact) -> None:
    partner = pact.signed_in("partner")
    page = address_of(partner, CHAMBER)
    assert "/edit" not in partner.get(page).text
    for address in ("/organisations/new", f"{page}/edit", f"{page}/end", f"{page}/resume"):
        assert partner.post(address).status_code == 403


def test_kinds_are_called_as_the_reader_says(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("malopolska")
    head = pact.signed_in("head")
    assert "Wojewódzki urząd pracy" in head.get("/organisations").text
    with pact.work() as session:
        kinds = set(session.scalars(select(Organisation.kind)))
    assert not any(kind in head.get("/organisations").text.split("<table")[1] for kind in kinds)
