"""Missions of the platform: pacts side by side and apart (P1), and every page in the reader's language (P6)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from paktum.core.languages import LANGUAGES, Language
from paktum.core.messages import msg, say
from paktum.web.access import access_of
from tests.support.pacts import Pact, Visitor

if TYPE_CHECKING:
    from flask import Flask

# A sentence that stands on every page of a signed-in person.
SKIP_LINK = msg("Skip to the content")
NOT_PAGES = ("/health/", "/assets/", ".docx", ".xlsx", ".csv", ".ics", "/components")


def pages(app: "Flask") -> list[str]:
    """The pages of a pact that need no id."""
    found = []
    for rule in app.url_map.iter_rules():
        access = access_of(app.view_functions[rule.endpoint])
        if rule.arguments or "GET" not in (rule.methods or ()) or not access or access.hosts == "apex":
            continue
        if not any(part in rule.rule for part in NOT_PAGES):
            found.append(rule.rule)
    return sorted(found)


@pytest.mark.requirement("P1")
def test_two_pacts_live_side_by_side_and_nothing_of_one_shows_in_the_other(make_pact: Callable[[str], Pact]) -> None:
    here, there = make_pact("tiszakecske"), make_pact("liberec")
    head, other_head = here.signed_in("head"), there.signed_in("head")
    assert "Irányító Csoport" in head.get("/bodies").text
    assert "Výkonná rada" in other_head.get("/bodies").text
    for page in pages(here.app):
        text = head.get(page).text
        assert "Výkonná rada" not in text and there.slug not in text, page


@pytest.mark.requirement("P1")
def test_a_person_of_one_pact_cannot_sign_in_at_another(make_pact: Callable[[str], Pact]) -> None:
    from paktum.installation import DEMO_PASSWORD

    here, there = make_pact("tiszakecske"), make_pact("liberec")
    stranger = Visitor(there)
    answer = stranger.post("/sign-in", {"email": here.emails["head"], "password": DEMO_PASSWORD})
    assert answer.status_code == 422
    assert stranger.get("/bodies").headers["Location"].startswith("/sign-in")


@pytest.mark.requirement("P1")
def test_a_host_that_nobody_has_names_nothing(app: "Flask", pact: Pact) -> None:
    answer = app.test_client().get("/sign-in", base_url="http://nobody.localhost")
    assert answer.status_code == 404
    assert pact.slug not in answer.text and "Tiszakécske" not in answer.text


@pytest.mark.requirement("P1")
def test_the_apex_lists_the_pacts_and_leads_to_each(app: "Flask", make_pact: Callable[[str], Pact]) -> None:
    one, other = make_pact("tiszakecske"), make_pact("malopolska")
    answer = app.test_client().get("/", base_url="http://localhost")
    assert answer.status_code == 200
    assert f"//{one.host}" in answer.text and f"//{other.host}" in answer.text


@pytest.mark.requirement("P6")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_the_readers_language(pact: Pact, language: Language) -> None:
    head = pact.signed_in("head")
    assert head.post("/language", {"language": language, "next": "/"}).status_code == 303
    for page in pages(pact.app):
        answer = head.get(page, follow_redirects=True)
        assert answer.status_code == 200, page
        assert f'<html lang="{language}"' in answer.text, page
        assert say(SKIP_LINK, language) in answer.text, page


@pytest.mark.requirement("P6")
@pytest.mark.parametrize(
    ("like", "language", "word"),
    [
        ("tiszakecske", "hu", "Munkaprogram"),
        ("liberec", "cs", "Plán činnosti"),
        ("participation", "sk", "Plán činnosti"),
        ("malopolska", "pl", "Plan pracy"),
        ("nyiregyhaza", "hu", "Munkaprogram"),
    ],
)
def test_each_pact_greets_in_its_own_language_and_words(
    make_pact: Callable[[str], Pact], like: str, language: str, word: str
) -> None:
    pact = make_pact(like)
    page = pact.signed_in("head").get("/").text
    assert f'<html lang="{language}"' in page
    assert word in page


@pytest.mark.requirement("P6")
def test_a_chosen_language_stays_with_the_person(pact: Pact) -> None:
    pact.signed_in("officer").post("/language", {"language": "pl", "next": "/"})
    assert '<html lang="pl"' in pact.signed_in("officer").get("/").text
    assert '<html lang="hu"' in pact.signed_in("head").get("/").text
