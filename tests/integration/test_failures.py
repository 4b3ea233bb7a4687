"""Error pages: what they are called, and the ways on that they offer."""

import pytest

from paktum.core.messages import msg, say
from tests.support.minutes import sent
from tests.support.pacts import Pact


def test_a_page_that_is_refused_leads_back_to_the_page_that_led_to_it(pact: Pact) -> None:
    page = pact.signed_in("viewer").get("/settings", headers={"Referer": f"{pact.origin}/programme?year=2027"})
    assert page.status_code == 403
    assert '<a class="btn btn-primary" href="/programme?year=2027">' in page.text


@pytest.mark.parametrize(
    "before",
    [
        "https://elsewhere.example/programme",
        "/settings",
        "{origin}//elsewhere.example/",
        "{origin}/\\elsewhere.example",
    ],
)
def test_a_refused_page_leads_nowhere_but_to_another_page_of_the_site(pact: Pact, before: str) -> None:
    page = pact.signed_in("viewer").get("/settings", headers={"Referer": before.format(origin=pact.origin)})
    assert page.status_code == 403
    assert page.text.count('class="btn btn-primary" href="/"') == 1
    assert "elsewhere" not in page.text


def test_what_can_no_longer_be_done_is_not_called_the_change_of_somebody_else(pact: Pact) -> None:
    meeting = sent(pact)
    page = pact.signed_in("officer").get(f"/meetings/{meeting}/minutes/drop")
    assert page.status_code == 409
    assert f"<h1>{say(msg('This cannot be done now'), pact.language)}</h1>" in page.text
