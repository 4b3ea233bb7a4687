"""Papers of a meeting in a browser: the pack put together before one's eyes, and a Word template taken into use."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.findings import findings_in_every_look
from tests.support.meetings import planned_meeting
from tests.support.pacts import Pact
from tests.support.papers import add, blank_pdf

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., "Page"]


def test_the_pack_appears_on_the_page_that_asked_for_it(pact: Pact, open_page: OpenPage) -> None:
    from playwright.sync_api import expect

    meeting = planned_meeting(pact, items=("Munkaprogram elfogadása",))
    add(pact, meeting, "Munkaprogram.pdf", blank_pdf(2))
    page = open_page(pact, f"/meetings/{meeting}/pack", role="head")
    page.locator(f'form[action="/meetings/{meeting}/pack"] button').click()
    expect(page.locator(f'a[href="/meetings/{meeting}/pack/file"]').first).to_be_visible(timeout=60_000)
    page.reload()
    with page.expect_download() as waiting:
        page.locator(f'a.btn-primary[href="/meetings/{meeting}/pack/file"]').click()
    assert re.fullmatch(r"[a-z0-9-]+-2027-01-28\.pdf", waiting.value.suggested_filename)


def test_axe_finds_nothing_and_nothing_scrolls_sideways(pact: Pact, open_page: OpenPage) -> None:
    from tests.support.papers import bring_template, make_pack_now

    meeting = planned_meeting(pact, items=("Munkaprogram elfogadása",))
    add(pact, meeting, "Munkaprogram a következő évre, hosszú címmel.pdf", blank_pdf(2))
    make_pack_now(pact, meeting)
    bring_template(pact)
    page = open_page(pact, "/account", role="head")
    assert findings_in_every_look(page, (f"/meetings/{meeting}/pack", "/settings/word-templates")) == []
