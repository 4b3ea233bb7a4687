"""The newcomer's journey in a real browser: sign in, import the plan, see it as a time line, get it as a report (T11, P4)."""

import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from tests.browser.pressing import press
from tests.support.pacts import Pact
from tests.support.plan_documents import real_plan, work_plan_docx

if TYPE_CHECKING:
    from playwright.sync_api import Page


def take_in_the_plan(page: "Page", file: Path) -> None:
    """Upload, look, take in."""
    page.goto(page.evaluate("location.origin") + "/programme/import")
    page.set_input_files("main input[type=file]", file)
    press(page, page.locator("main form:has(input[type=file]) button[type=submit]"))
    press(page, page.locator(".dock button.btn-primary"))


@pytest.mark.requirement("T11")
@pytest.mark.requirement("P4")
def test_the_real_plan_becomes_a_time_line_and_a_report(
    pact: Pact, open_page: "Callable[..., Page]", tmp_path: Path
) -> None:
    file = tmp_path / "munkaterv.docx"
    file.write_bytes(work_plan_docx(real_plan().read_text(encoding="utf-8")))
    page = open_page(pact, "/", role="head")
    take_in_the_plan(page, file)
    assert page.locator("table#plan tbody tr:not(.grp)").count() == 29
    assert page.locator(".timeline svg.chart a").count() >= 29
    assert "19" in page.locator(".page-head .lead").inner_text()

    page.goto(page.evaluate("location.origin") + "/reports")
    press(page, page.locator("form:has(select[name=format]) button.btn-primary"))
    download_link = page.locator("main a[href$='/file']").first
    download_link.wait_for(timeout=60_000)
    with page.expect_download() as download:
        download_link.click()
    paper = PdfReader(download.value.path())
    text = "\n".join(sheet.extract_text() for sheet in paper.pages)
    assert "Pályaválasztási napok" in text and "2019. március" in text


@pytest.mark.requirement("T11")
def test_a_doubt_is_answered_by_keyboard_and_kept_without_leaving_the_page(
    pact: Pact, open_page: "Callable[..., Page]", tmp_path: Path
) -> None:
    file = tmp_path / "munkaterv.txt"
    file.write_bytes(real_plan().read_bytes())
    page = open_page(pact, "/programme/import", role="officer")
    page.set_input_files("main input[type=file]", file)
    press(page, page.locator("main form:has(input[type=file]) button[type=submit]"))
    page.keyboard.press("j")
    focused = page.evaluate("document.activeElement.closest('fieldset, .question') !== null")
    assert focused
    address = page.url
    page.keyboard.press("ArrowDown")
    page.wait_for_load_state("networkidle")
    assert page.url == address


def test_without_scripts_everything_still_works(pact: Pact, browser: "object", house: "object", tmp_path: Path) -> None:
    from playwright.sync_api import Browser

    from tests.browser.conftest import sign_in
    from tests.support.live import LiveHouse
    from tests.support.small_plans import SMALL_PLANS

    assert isinstance(browser, Browser) and isinstance(house, LiveHouse)
    file = tmp_path / "terv.docx"
    file.write_bytes(SMALL_PLANS["hu"].docx())
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    origin = f"http://{pact.host}:{house.port}"
    sign_in(page, origin, pact, "head")
    page.goto(f"{origin}/programme/import")
    page.set_input_files("main input[type=file]", file)
    press(page, page.locator("main form:has(input[type=file]) button[type=submit]"))
    press(page, page.locator(".dock button.btn-primary"))
    assert page.url.endswith("/programme")
    assert page.locator("table#plan tbody tr:not(.grp)").count() >= 3
    context.close()


def test_the_calendars_address_gives_a_calendar_that_programs_read(
    pact: Pact, open_page: "Callable[..., Page]", tmp_path: Path
) -> None:
    from tests.support.small_plans import SMALL_PLANS

    file = tmp_path / "terv.docx"
    file.write_bytes(SMALL_PLANS["hu"].docx())
    page = open_page(pact, "/", role="head")
    take_in_the_plan(page, file)
    page.goto(page.evaluate("location.origin") + "/calendar/addresses")
    press(page, page.locator("main form button.btn").first)
    found = re.search(r"https?://[^\s\"]+\.ics", page.content())
    assert found is not None
    with urllib.request.urlopen(
        urllib.request.Request(
            f"http://127.0.0.1:{page.evaluate('location.port')}{urlsplit(found[0]).path}", headers={"Host": pact.host}
        )
    ) as answer:
        calendar = Calendar.from_ical(answer.read())
    assert len(calendar.walk("VEVENT")) >= 3
