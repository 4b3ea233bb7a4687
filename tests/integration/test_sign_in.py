"""Signing in and out, through the pages and with the real database."""

from collections.abc import Callable

from tests.support.pacts import Pact, Visitor

from paktum.installation import DEMO_PASSWORD


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
