"""Missions: a pact keeps its bodies through its pages (T2), and each pact shows its own kinds in its own words (P2)."""

import html
import re
from collections.abc import Callable

import pytest

from tests.support.pacts import Pact, Visitor

FIVE_SEATS = (
    "Tiszakécske Város Önkormányzata",
    "Bács-Kiskun Megyei Kormányhivatal",
    "Magyar Máltai Szeretetszolgálat Egyesület",
    "Bács-Kiskun Megyei Önkormányzat",
    "Bács-Kiskun Megyei Kereskedelmi és Iparkamara",
)


def address_of(visitor: Visitor, name: str) -> str:
    found = re.search(rf'href="(/bodies/[0-9a-f-]{{36}})"[^>]*>{name}<', visitor.get("/bodies").text)
    assert found is not None, name
    return found[1]


def seats_of(page: str) -> list[str]:
    """The rows of the seats' table, as plain text."""
    table = page[page.index('id="seats"') :].split("<tbody>")[1].split("</tbody>")[0]
    return [re.sub(r"<[^>]+>|\s+", " ", row) for row in table.split("</tr>") if "<th" in row]


def seat_address(visitor: Visitor, body: str, organisation: str) -> str:
    rows = visitor.get(body).text.split("</tr>")
    row = next(row for row in rows if f">{organisation}<" in row and "/seats/" in row)
    found = re.search(rf"{body}/seats/[0-9a-f-]{{36}}", row)
    assert found is not None
    return found[0]


def mandate_addresses(visitor: Visitor, seat: str) -> list[str]:
    return re.findall(r'href="(/bodies/[0-9a-f-]{36}/mandates/[0-9a-f-]{36})/replace"', visitor.get(seat).text)


@pytest.mark.requirement("T2")
def test_the_steering_group_of_tiszakecske_has_five_votes_each_held_by_its_organisation(pact: Pact) -> None:
    head = pact.signed_in("head")
    group = address_of(head, "Irányító Csoport")
    rows = seats_of(head.get(group).text)
    assert len(rows) == 5
    for organisation, row in zip(FIVE_SEATS, rows, strict=True):
        assert (organisation in row and "has a vote" in row) or "szavazat" in row
    quorum = re.search(r"<dt>[^<]*</dt><dd>3</dd>", head.get(group).text)
    assert quorum is not None, "three of five votes make a quorum"


@pytest.mark.requirement("T2")
def test_mandates_change_over_time_and_the_history_tells_who_sat_when(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    group = address_of(officer, "Irányító Csoport")
    chamber = seat_address(officer, group, FIVE_SEATS[4])

    # The chamber names a substitute, and later another representative.
    substitute = {
        "seat": chamber.rpartition("/")[2],
        "office": "substitute",
        "holder": "A kamara titkára",
        "since": "2026-03-01",
    }
    assert officer.post(f"{group}/mandates/new", substitute).status_code == 303
    holder = mandate_addresses(officer, chamber)[0]
    successor = {"holder": "A kamara alelnöke", "since": "2026-06-01", "reason": "Tisztújítás"}
    assert officer.post(f"{holder}/replace", successor).status_code == 303

    # The charity's representative resigns; its seat stays, with its vote.
    charity = seat_address(officer, group, FIVE_SEATS[2])
    resigned = {"ended_on": "2026-09-30", "reason": "Lemondott"}
    assert officer.post(f"{mandate_addresses(officer, charity)[0]}/end", resigned).status_code == 303

    page = officer.get(group).text
    rows = seats_of(page)
    assert "A kamara alelnöke" in rows[4] and "A kamara titkára" in rows[4]
    assert "A szeretetszolgálat képviselője" not in rows[2]
    history = page[page.index('id="history"') :]
    assert "A kamara képviselője" in history and "Tisztújítás" in history
    assert "A szeretetszolgálat képviselője" in history and "Lemondott" in history
    assert "<dd>5</dd>" in page and "<dd>4</dd>" in page

    # What the rules forbid is refused with everything that was typed.
    second = {**substitute, "holder": "Második helyettes"}
    answer = officer.post(f"{group}/mandates/new", second)
    assert answer.status_code == 422 and 'value="Második helyettes"' in answer.text
    early = officer.post(
        f"{mandate_addresses(officer, chamber)[0]}/replace", {"holder": "Korai", "since": "2026-06-01"}
    )
    assert early.status_code == 422


@pytest.mark.requirement("T2")
def test_the_seat_of_an_organisation_that_leaves_passes_to_another_with_its_vote(pact: Pact) -> None:
    head = pact.signed_in("head")
    school = {"name": "Kecskeméti Szakképző", "kind": "hu.school", "place": "Kecskemét", "consortium_role": ""}
    organisation = head.post("/organisations/new", school).headers["Location"].rpartition("/")[2]
    group = address_of(head, "Irányító Csoport")
    county = seat_address(head, group, FIVE_SEATS[3])
    form = {"organisation_id": organisation, "label": "A szakképzés képviselője", "since": "2026-09-01"}
    new = head.post(f"{county}/hand-over", form).headers["Location"]
    mandate = {"seat": new.rpartition("/")[2], "office": "member", "holder": "Az igazgató", "since": "2026-09-01"}
    assert head.post(f"{group}/mandates/new", mandate).status_code == 303
    page = head.get(group).text
    rows = seats_of(page)
    assert len(rows) == 5 and "Kecskeméti Szakképző" in rows[3] and "Az igazgató" in rows[3]
    assert "Bács-Kiskun Megyei Önkormányzat képviselője" in page[page.index('id="history"') :]


OWN_WORDS = {
    "tiszakecske": ("hu", "Irányító Csoport", "Testületek", "pályaorientációs"),
    "nyiregyhaza": ("hu", "Irányító Csoport", "Testületek", "tájékoztató"),
    "liberec": ("cs", "Výkonná rada", "Orgány", None),
    "participation": ("sk", "koordinátor", "Orgány", None),
    "malopolska": ("pl", "Rada Partnerów", "Organy", None),
}


@pytest.mark.requirement("P2")
@pytest.mark.parametrize("slug", OWN_WORDS)
def test_each_pact_shows_its_own_bodies_in_its_own_language(make_pact: Callable[[str], Pact], slug: str) -> None:
    language, body, bodies, event_type = OWN_WORDS[slug]
    head = make_pact(slug).signed_in("head")
    page = head.get("/bodies").text
    assert f'<html lang="{language}"' in page
    assert body in page and f"<h1>{bodies}" in page
    if event_type:
        assert event_type in head.get("/settings/events").text
    foreign = {words[1] for words in OWN_WORDS.values()} - {body}
    assert [name for name in foreign if name in page] == []


@pytest.mark.requirement("P2")
def test_body_types_event_types_and_words_differ_from_pact_to_pact(make_pact: Callable[[str], Pact]) -> None:
    found = {}
    for slug in ("tiszakecske", "liberec", "participation", "malopolska"):
        head = make_pact(slug).signed_in("head")
        for part in ("bodies", "events", "words"):
            page = head.get(f"/settings/{part}").text
            names = re.findall(
                r'<th scope="row"[^>]*>(?:<span[^>]*>)?([^<]+)<|<h2 id="kind-\d+">([^<]+)<',
                page,
            )
            found[slug, part] = {first or second for first, second in names}
            assert found[slug, part], (slug, part)
    for part in ("bodies", "events"):
        slugs = [slug for slug, known in found if known == part]
        for one in slugs:
            for other in slugs:
                assert one == other or not found[one, part] & found[other, part], (one, other, part)
    assert found["liberec", "words"] != found["participation", "words"]


@pytest.mark.requirement("P2")
def test_the_head_makes_the_plugin_fit_without_touching_it(pact: Pact) -> None:
    """Renames a word, switches an event type off, adds a kind of working group and founds one of it."""
    head = pact.signed_in("head")
    page = head.get("/settings/words/body").text
    mark = html.unescape(re.findall(r'name="seen" type="hidden" value="([^"]*)"', page)[0])
    word = {"hu_one": "grémium", "hu_many": "grémiumok", "hu_accusative": "grémiumot", "seen": mark}
    assert head.post("/settings/words/body", word).status_code == 303
    assert head.post("/settings/events/hu.evaluating/off").status_code == 303
    kind = {
        "own_name": "Ágazati csoport",
        "english_name": "Branch group",
        "base": "hu.working_group",
        "area": "ipar",
        "short": "",
    }
    assert head.post("/settings/bodies/new", kind).status_code == 303
    code = re.findall(r'value="([a-z0-9_]+\.branch_group)"', head.get("/bodies/new").text)[0]
    group = {"body_type": code, "name": "Faipari csoport", "parent_id": ""}
    assert head.post("/bodies/new", group).status_code == 303
    page = head.get("/bodies").text
    assert "<h1>Grémiumok" in page and "Faipari csoport" in page
    changes = head.get("/settings/changes").text
    assert "grémium" in changes and "Ágazati csoport" in changes and "/settings/events/hu.evaluating/on" in changes
