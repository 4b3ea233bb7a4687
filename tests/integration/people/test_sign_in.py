"""Signing in and out, through the pages and with the real database."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from paktum.core.messages import msg, say
from paktum.installation import DEMO_PASSWORD
from tests.support.pacts import Pact, Visitor
from tests.support.pages import without_token
from tests.support.post import later


def test_the_head_signs_in_with_address_and_password(pact: Pact) -> None:
    head = pact.signed_in("head")
    assert head.get("/account").status_code == 200


def test_a_wrong_password_opens_nothing_and_keeps_the_address(pact: Pact) -> None:
    guest = pact.guest()
    answer = guest.post("/sign-in", {"email": pact.emails["head"], "password": "something else entirely"})
    assert answer.status_code == 422
    assert pact.emails["head"] in answer.text
    assert guest.get("/account").status_code == 303


def test_a_guest_is_asked_to_sign_in_and_then_led_on(pact: Pact) -> None:
    guest = pact.guest()
    asked = guest.get("/account")
    assert asked.headers["Location"] == "/sign-in?next=%2Faccount"
    answer = guest.post("/sign-in", {"email": pact.emails["head"], "password": DEMO_PASSWORD, "next": "/account"})
    assert answer.headers["Location"] == "/account"


def test_an_address_elsewhere_is_not_gone_on_to(pact: Pact) -> None:
    for evil in ("//evil.example", "/\\evil.example", "https://evil.example/", "/\tevil"):
        guest = pact.guest()
        answer = guest.post("/sign-in", {"email": pact.emails["head"], "password": DEMO_PASSWORD, "next": evil})
        assert answer.headers["Location"] == "/", evil


def test_a_cookie_of_one_pact_is_a_guests_at_another(make_pact: Callable[[str], Pact]) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    cookie = one.signed_in("head").client.get_cookie("paktum", domain=one.host)
    assert cookie is not None
    stranger = Visitor(other)
    stranger.client.set_cookie("paktum", cookie.value, domain=other.host)
    assert stranger.get("/account").status_code == 303


def test_a_copied_cookie_opens_nothing_after_sign_out(pact: Pact) -> None:
    head = pact.signed_in("head")
    cookie = head.client.get_cookie("paktum", domain=pact.host)
    assert cookie is not None
    assert head.post("/sign-out").status_code == 303
    thief = pact.guest()
    thief.client.set_cookie("paktum", cookie.value, domain=pact.host)
    assert thief.get("/account").status_code == 303


def test_an_open_session_is_ended_when_the_same_browser_signs_in_again(pact: Pact) -> None:
    head = pact.signed_in("head")
    before = head.client.get_cookie("paktum", domain=pact.host)
    head.post("/sign-in", {"email": pact.emails["officer"], "password": DEMO_PASSWORD})
    assert before
    thief = pact.guest()
    thief.client.set_cookie("paktum", before.value, domain=pact.host)
    assert thief.get("/account").status_code == 303


def test_a_session_that_a_stranger_prepared_is_not_the_one_that_opens(pact: Pact) -> None:
    """Case 19: the victim signs in with a cookie of the attacker's making; the attacker's copy stays a guest's."""
    attacker = pact.guest()
    attacker.token()
    planted = attacker.client.get_cookie("paktum", domain=pact.host)
    assert planted
    victim = pact.guest()
    victim.client.set_cookie("paktum", planted.value, domain=pact.host)
    victim.post("/sign-in", {"email": pact.emails["head"], "password": DEMO_PASSWORD})
    assert victim.get("/account").status_code == 200
    assert attacker.get("/account").status_code == 303
    opened = victim.client.get_cookie("paktum", domain=pact.host)
    assert opened and opened.value != planted.value


def test_a_session_ends_by_itself_after_twelve_hours(pact: Pact) -> None:
    head = pact.signed_in("head")
    with later(pact, timedelta(hours=11, minutes=59)):
        assert head.get("/account").status_code == 200
    with later(pact, timedelta(hours=12, minutes=1)):
        assert head.get("/account").status_code == 303


def test_twenty_wrong_passwords_stop_the_guesser_and_not_the_victim(pact: Pact) -> None:
    """Case 25: the guesser is held after ten; the person signs in from elsewhere all the while."""
    guesser = pact.guest()
    answers = [
        guesser.post("/sign-in", {"email": pact.emails["head"], "password": f"wrong guess {number}"}).status_code
        for number in range(20)
    ]
    assert answers == [422] * 10 + [429] * 10
    right = guesser.post("/sign-in", {"email": pact.emails["head"], "password": DEMO_PASSWORD})
    assert right.status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    victim = pact.guest()
    answer = victim.post("/sign-in", {"email": pact.emails["head"], "password": DEMO_PASSWORD}, environ_base=elsewhere)
    assert answer.status_code == 303
    with later(pact, timedelta(minutes=16)):
        answer = guesser.post("/sign-in", {"email": pact.emails["head"], "password": DEMO_PASSWORD})
        assert answer.status_code == 303


def test_a_guesser_is_not_told_whether_somebody_has_the_address(pact: Pact) -> None:
    guest = pact.guest()
    known = guest.post("/sign-in", {"email": pact.emails["head"], "password": "wrong wrong wrong"})
    unknown = guest.post("/sign-in", {"email": "nobody@paktum.example", "password": "wrong wrong wrong"})
    assert (known.status_code, unknown.status_code) == (422, 422)
    assert _without(known.text, pact.emails["head"]) == _without(unknown.text, "nobody@paktum.example")


def test_a_member_of_another_pact_is_not_let_in_here(make_pact: Callable[[str], Pact]) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    answer = other.guest().post("/sign-in", {"email": one.emails["head"], "password": DEMO_PASSWORD})
    assert answer.status_code == 422


def test_a_form_sent_from_a_sibling_pact_is_refused(pact: Pact) -> None:
    """Case 29: a sibling's subdomain counts as the same site, so cookies come along; where the form came from tells."""
    head = pact.signed_in("head")
    answer = head.post("/sign-out", headers={"Sec-Fetch-Site": "same-site"})
    assert answer.status_code == 403
    assert head.get("/account").status_code == 200


def test_a_form_without_its_token_is_refused(pact: Pact) -> None:
    head = pact.signed_in("head")
    assert head.client.post("/sign-out", base_url=pact.origin).status_code == 400
    assert head.get("/account").status_code == 200


def _without(page: str, address: str) -> str:
    return without_token(page).replace(address, "")


def test_a_form_sent_after_signing_out_says_that_it_was_not_saved_and_leads_back_to_it(pact: Pact) -> None:
    visitor = pact.signed_in("head")
    visitor.post("/sign-out")
    answer = visitor.post("/bodies/new", {"name": "Pályaválasztás"}, headers={"Referer": f"{pact.origin}/bodies/new"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=%2Fbodies%2Fnew")
    page = visitor.get("/sign-in?next=%2Fbodies%2Fnew")
    assert (
        say(msg("You were signed out, so what you sent was not saved. Sign in, and send it again."), pact.language)
        in page.text
    )


@pytest.mark.parametrize("before", ["https://elsewhere.example/bodies", "http://[broken", ""])
def test_a_form_sent_from_elsewhere_after_signing_out_leads_nowhere_else(pact: Pact, before: str) -> None:
    answer = pact.guest().post("/bodies/new", {"name": "x"}, headers={"Referer": before})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
