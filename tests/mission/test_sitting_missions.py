"""Missions: a steering group sits, votes and decides (N17), and two bodies sit together, each counted for itself (L3)."""

import html
import re
from collections.abc import Callable, Mapping

import pytest

from paktum.core.ids import new_id
from tests.support.pacts import Pact, Visitor
from tests.support.sittings import Sitting

PROGRAMME = "Az Irányító Csoport elfogadja a 2019. évi munkaprogramot."
FIVE = (
    "Tiszakécske Város Önkormányzata",
    "Bács-Kiskun Megyei Kormányhivatal",
    "Magyar Máltai Szeretetszolgálat Egyesület",
    "Bács-Kiskun Megyei Önkormányzat",
    "Bács-Kiskun Megyei Kereskedelmi és Iparkamara",
)


def words_of(page: str) -> str:
    """The page as it reads, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1])).split())


def vote_by_name(
    office: Visitor, here: str, motion: object, choices: Mapping[object, str], *, method: str = "by_name"
) -> str:
    """Open the vote on a motion, mark the votes, close it; gives the path of its proof."""
    vote = new_id()
    assert office.post(f"{here}/votes", {"id": vote, "motion": motion, "method": method}).status_code == 303
    marked = {f"seat-{seat}": choice for seat, choice in choices.items()}
    assert office.post(f"{here}/votes/{vote}", marked).status_code == 303
    assert office.post(f"{here}/votes/{vote}/close").status_code == 303
    return here.replace("/sitting", f"/votes/{vote}")


@pytest.mark.requirement("N17")
@pytest.mark.requirement("T2")
def test_the_steering_group_sits_with_a_quorum_of_three_adopts_its_programme_and_keeps_the_proof(pact: Pact) -> None:
    sitting = Sitting(pact, items=("Megnyitás", "A 2019. évi munkaprogram"), opened=False)
    office, here = pact.signed_in("officer"), f"/meetings/{sitting.id}/sitting"
    office.post(f"{here}/open")
    for code in ("sg_municipality", "sg_county"):
        office.post(f"{here}/seats", {"id": new_id(), "note": f"arrive.{sitting.seats[code]}", "from": "screen"})
    assert "state-late" in office.get(here).text, "two of five votes are no quorum"
    office.post(f"{here}/arrivals", {"id": new_id(), "seat": sitting.seats["sg_chamber"], "other": "Kamarai titkár"})
    office.post(f"{here}/items", {"item": sitting.items[1]})
    motion = new_id()
    office.post(f"{here}/motions", {"id": motion, "item": sitting.items[1], "text": PROGRAMME, "title": "Munkaprogram"})
    seats = [sitting.seats[code] for code in ("sg_municipality", "sg_county", "sg_chamber")]
    proof = vote_by_name(office, here, motion, dict(zip(seats, ("yes", "yes", "abstain"), strict=True)))
    page = office.get(here).text
    assert "1/2026. (XI. 21.) IG határozat" in page and "Munkaprogram" in page
    told = words_of(office.get(proof).text)
    assert PROGRAMME in told and "Kamarai titkár" in told
    assert all(name in told for name in FIVE)
    before = told
    with pact.work() as session:
        from sqlalchemy import update

        from paktum.domains.bodies.tables import Seat

        session.execute(update(Seat).values(voting=False, label="Másként"))
    assert words_of(office.get(proof).text) == before, "later edits of seats do not change the proof"


@pytest.mark.requirement("L3")
def test_a_joint_session_counts_presence_quorum_and_votes_for_each_body(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("liberec")
    sitting = Sitting(pact, ("steering_committee", "executive_council"), items=("Zahájení", "Plán činnosti"))
    office, here = pact.signed_in("officer"), f"/meetings/{sitting.id}/sitting"
    committee = [code for code in sitting.seats if code.startswith("sc_")]
    council = [code for code in sitting.seats if code.startswith("ec_")]
    for code in (*committee[:4], *council[:2]):
        office.post(f"{here}/seats", {"id": new_id(), "note": f"arrive.{sitting.seats[code]}", "from": "screen"})
    page = office.get(here).text
    assert page.count('class="presence"') == 2 and page.count("state-late") == 1, "only the council lacks a quorum"
    proxy = {"id": new_id(), "seat": sitting.seats[council[2]], "holder": sitting.seats[council[0]]}
    office.post(f"{here}/proxies", proxy)
    assert "state-late" not in office.get(here).text, "a vote given away counts as present"
    motion = new_id()
    words = {"id": motion, "item": sitting.items[0], "text": "Plán činnosti se schvaluje.", "title": "Plán činnosti"}
    office.post(f"{here}/motions", words)
    voters = (*committee[:4], *council[:3])
    proof = vote_by_name(office, here, motion, {sitting.seats[code]: "yes" for code in voters})
    decisions = re.findall(r"<b[^>]*>([^<]*1/2026)</b>", office.get(here).text)
    assert len(decisions) == 2, "each body takes a decision under its own number"
    facts = office.get(f"{proof}.json").json
    assert facts is not None
    assert [body["votes"]["yes"] for body in facts["bodies"]] == [4, 3]
    assert [body["quorum"]["there"] for body in facts["bodies"]] == [4, 3]
