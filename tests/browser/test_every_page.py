"""Every page: no finding of axe, nothing that scrolls sideways, in light and dark, on a desk and on a phone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from paktum.web.access import access_of
from tests.browser.findings import findings_of
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


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (375, False), (375, True)])
def test_axe_finds_nothing_on_any_page(pact: Pact, open_page: "Callable[..., Page]", width: int, dark: bool) -> None:
    page = open_page(pact, "/account", width=width, dark=dark, role="head")
    origin = page.evaluate("location.origin")
    findings = []
    for address in addresses(pact):
        page.goto(origin + address)
        findings += [f"{address}: {finding}" for finding in findings_of(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            findings.append(f"{address}: scrolls sideways")
    assert findings == []


def test_nothing_scrolls_sideways_on_the_narrowest_phone(pact: Pact, open_page: "Callable[..., Page]") -> None:
    page = open_page(pact, "/account", width=320, role="head")
    origin = page.evaluate("location.origin")
    wide = []
    for address in addresses(pact):
        page.goto(origin + address)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(address)
    assert wide == []
