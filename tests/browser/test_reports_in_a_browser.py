"""A report in a real browser: asked for, followed without reloading, saved; its pages are sound in every appearance."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.findings import findings_in_every_look
from tests.browser.pressing import press
from tests.support.pacts import Pact
from tests.support.reports import a_finished_report, a_waiting_report
from tests.support.small_plan import enter_small_plan

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_report_that_is_asked_for_offers_its_file_without_a_reload(
    pact: Pact, open_page: "Callable[..., Page]"
) -> None:
    enter_small_plan(pact)
    page = open_page(pact, "/reports", role="head")
    page.goto(page.evaluate("location.origin") + "/reports")
    page.select_option("#format", "xlsx")
    press(page, page.locator('form[action="/reports"] button[type=submit]'))
    link = page.locator("a[href$='/file']").first
    link.wait_for(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_the_pages_of_a_report_are_sound(pact: Pact, open_page: "Callable[..., Page]") -> None:
    enter_small_plan(pact)
    finished = a_finished_report(pact)
    waiting = a_waiting_report(pact)
    page = open_page(pact, "/reports", role="head")
    assert (
        findings_in_every_look(
            page, ("/reports", f"/reports/{finished}", f"/reports/{waiting}", "/reports?language=sk")
        )
        == []
    )
