"""No route shows or changes anything of another pact; a route without a declared access or a probe fails here (P1)."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from werkzeug.routing import Rule

from paktum.web.access import access_of
from tests.isolation.probes import PROBES, routes_with_ids, unprobed
from tests.support.pacts import Pact, Visitor, new_pact
from tests.support.pages import without_token

if TYPE_CHECKING:
    from flask import Flask

# Routes that guests may use, reviewed one by one; the reason stands beside the route.
OPEN_ROUTES = {
    "calendar.subscribed",
    "desk.home",
    "asset",
    "components.show",
    "health.live",
    "minutes.by_link",
    "minutes.remark_by_link",
    "demo_mail.enclosure",
    "demo_mail.inbox",
    "demo_mail.mail",
    "health.ready",
    "personal.announce",
    "personal.answer",
    "personal.calendar",
    "personal.document",
    "personal.pack",
    "personal.page",
    "people.accept_invitation",
    "people.ask_for_link",
    "people.forgotten",
    "people.invitation",
    "people.language",
    "people.link_sent",
    "people.new_password",
    "people.set_new_password",
    "people.sign_in",
    "people.sign_in_with_password",
    "phones.check_in_here",
    "phones.check_in_newcomer",
    "phones.do",
    "phones.news",
    "phones.now",
    "phones.room",
}


def ask(visitor: Visitor, rule: Rule, method: str, address: str) -> tuple[int, str]:
    """The status and the words of the answer, without what differs in every answer (token, the address itself)."""
    if method == "GET":
        answer = visitor.get(address)
    else:
        answer = visitor.client.open(
            address, method=method, base_url=visitor.pact.origin, data={"csrf_token": visitor.token()}
        )
    body = "" if answer.is_streamed and answer.mimetype != "text/html" else answer.text
    lines = [line for line in without_token(body).splitlines() if address not in line]
    return answer.status_code, "\n".join(lines)


def test_every_route_says_who_may_use_it(app: "Flask") -> None:
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "asset" and access_of(app.view_functions[rule.endpoint]) is None
    ]
    assert silent == []


def test_the_routes_open_to_guests_are_the_reviewed_ones(app: "Flask") -> None:
    found = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint == "asset"
        or ((access := access_of(app.view_functions[rule.endpoint])) and not access.permission)
    }
    assert found == OPEN_ROUTES


def test_every_route_with_an_id_has_a_probe(app: "Flask") -> None:
    assert unprobed(app) == []


def test_no_probe_is_left_of_a_route_that_is_gone(app: "Flask") -> None:
    assert set(PROBES) - {rule.endpoint for rule in routes_with_ids(app)} == set()


def test_a_route_without_a_probe_is_named() -> None:
    from flask import Flask

    other = Flask("other")
    other.add_url_rule("/leaflets/<uuid:leaflet_id>", "leaflets.leaflet", lambda leaflet_id: "")
    assert "leaflets.leaflet" in unprobed(other)


def test_a_route_that_says_nothing_is_closed_to_all(pact: Pact) -> None:
    app = pact.app
    visitor = pact.signed_in("head")
    with app.test_request_context("/account", base_url=pact.origin):
        view = app.view_functions["people.account"]
    app.view_functions["people.account"] = lambda: "open"
    try:
        assert visitor.get("/account").status_code == 403
    finally:
        app.view_functions["people.account"] = view


@pytest.fixture(scope="module")
def visitor(app: "Flask") -> Visitor:
    """The head of a pact of which no request of this file may change anything."""
    return new_pact(app).signed_in("head")


@pytest.mark.parametrize("endpoint", sorted(PROBES))
def test_another_pacts_id_looks_exactly_like_one_that_does_not_exist(
    app: "Flask", visitor: Visitor, pact: Pact, endpoint: str
) -> None:
    values = dict(PROBES[endpoint](pact))
    missing = {name: uuid.uuid4() if isinstance(value, uuid.UUID) else value for name, value in values.items()}
    for rule in (rule for rule in routes_with_ids(app) if rule.endpoint == endpoint):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            with app.test_request_context(base_url=visitor.pact.origin):
                from flask import url_for

                foreign, absent = url_for(endpoint, **values), url_for(endpoint, **missing)
            status, words = ask(visitor, rule, method, foreign)
            assert status == 404, f"{method} {foreign}"
            assert (status, words) == ask(visitor, rule, method, absent)


def test_the_same_page_at_two_pacts_shows_nothing_of_the_other(make_pact: Callable[[str], Pact]) -> None:
    """Pages without ids: none of the names that only the other pact has may stand on them."""
    here, there = make_pact("tiszakecske"), make_pact("liberec")
    names = ("Liberec", "Výkonná rada", "Řídicí výbor", there.slug)
    visitor = here.signed_in("head")
    for rule in here.app.url_map.iter_rules():
        access = access_of(here.app.view_functions[rule.endpoint])
        if rule.arguments or "GET" not in (rule.methods or ()) or not access or access.hosts == "apex":
            continue
        answer = visitor.get(rule.rule)
        if answer.mimetype == "text/html":
            assert [name for name in names if name in answer.text] == [], rule.rule
