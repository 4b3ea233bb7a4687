"""The main menu: it shows where one is on every page of a place, not only on its first."""

import re

import pytest

from tests.isolation.probes import PROBES
from tests.support.pacts import Pact


@pytest.mark.parametrize(
    ("endpoint", "place"),
    [
        ("minutes.show", "/meetings"),
        ("minutes.evidence", "/meetings"),
        ("meetings_invitation.invitation", "/meetings"),
        ("referrals.referral", "/decisions"),
        ("programme_import.review", "/programme"),
    ],
)
def test_the_menu_marks_the_place_that_a_page_belongs_to(pact: Pact, endpoint: str, place: str) -> None:
    from flask import url_for

    values = PROBES[endpoint](pact)
    with pact.app.test_request_context(base_url=pact.origin):
        address = url_for(endpoint, **values)
    page = pact.signed_in("head").get(address).text
    menu = page[page.index('class="sidenav') : page.index("</nav>")]
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', menu) == [place]
