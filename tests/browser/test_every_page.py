"""Every page: no finding of axe, nothing that scrolls sideways, in light and dark, on a desk and on a phone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from paktum.web.access import access_of
from tests.browser.findings import findings_in_every_look
from tests.support.pacts import Pact

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Pages without ids that are not HTML or not for looking at.
NOT_PAGES = ("/health/", "/assets/", ".docx", ".xlsx", ".csv", ".ics", "/components")


def addresses(pact: Pact) -> list[str]:
    """The pages of a pact that need no id."""
    found = []
    for rule in pact.app.url_map.iter_rules():
        access = access_of(pact.app.view_functions[rule.endpoint])
        if rule.arguments or "GET" not in (rule.methods or ()) or not access or access.hosts == "apex":
            continue
        if not any(part in rule.rule for part in NOT_PAGES):
            found.append(rule.rule)
    return sorted(found)


def test_every_page_is_sound_in_every_look(pact: Pact, open_page: "Callable[..., Page]") -> None:
    page = open_page(pact, "/account", role="head")
    assert findings_in_every_look(page, addresses(pact)) == []
