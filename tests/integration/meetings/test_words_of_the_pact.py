"""A meeting and the office are called by the pact's own words wherever they are named, on pages and in mails."""

import html
import re
from collections.abc import Callable

import pytest

from paktum.domains.meetings.rules.inviting import PastedGuest
from paktum.domains.meetings.service.invitees import add_guests
from paktum.domains.meetings.service.inviting import send_invitation
from tests.support.inviting import words_of
from tests.support.meetings import clock_of, planned_meeting
from tests.support.pacts import Pact
from tests.support.post import mails


@pytest.fixture
def network(make_pact: Callable[[str], Pact]) -> Pact:
    """The Slovak coordinators' network, which calls its sessions working meetings."""
    return make_pact("participation")


def test_a_page_names_a_meeting_by_the_word_of_the_pact(network: Pact) -> None:
    meeting = planned_meeting(network, ("network",))
    page = network.signed_in("head").get(f"/meetings/{meeting}").text
    assert ", pracovné stretnutie č. 1/2027" in page


def test_an_invitation_names_it_by_the_word_of_the_pact(network: Pact) -> None:
    meeting = planned_meeting(network, ("network",), place="Bratislava")
    with network.work() as session:
        clock, officer = clock_of(network), network.actor("officer")
        guest = PastedGuest("Hosť", "Samospráva", "guest@council.example")
        add_guests(session, clock, officer, meeting, [guest], network.language)
        send_invitation(session, clock, officer, words_of(network), meeting)
    assert ", pracovné stretnutie č. 1/2027" in mails(network)[0].subject


def test_who_has_no_seat_is_sent_to_the_office_by_the_word_of_the_pact(network: Pact) -> None:
    meeting = planned_meeting(network, ("network",))
    page = network.signed_in("officer").get(f"/meetings/{meeting}/phone")
    assert page.status_code == 403
    assert page.text.count("vedenie siete") == 2
    assert "kancelári" not in page.text


def test_a_word_that_the_head_changed_is_the_one_that_stands_there(pact: Pact) -> None:
    meeting, head = planned_meeting(pact), pact.signed_in("head")
    assert "évi 1. ülés" in head.get(f"/meetings/{meeting}").text
    form = {"hu_one": "gyűlés", "hu_many": "gyűlések", "hu_accusative": "gyűlést"}
    hidden = re.search(r'name="seen" type="hidden" value="([^"]*)"', head.get("/settings/words/session").text)
    assert hidden is not None
    assert head.post("/settings/words/session", {**form, "seen": html.unescape(hidden[1])}).status_code == 303
    assert "évi 1. gyűlés" in head.get(f"/meetings/{meeting}").text
