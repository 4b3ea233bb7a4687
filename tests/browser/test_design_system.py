"""The design system in a real browser: accessible, usable by keyboard, whole on the narrowest phone, calm under its CSP."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from paktum.web.assets import build
from tests.browser.conftest import launch
from tests.support.design import make_app

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

OpenPage = Callable[..., "playwright_api.Page"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("assets")
    build(folder)
    server = make_server("127.0.0.1", 0, make_app(folder), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/components"
    server.shutdown()
    thread.join()


@pytest.fixture
def open_page(browser: "playwright_api.Browser", site: str) -> Iterator[OpenPage]:
    """Opens the page of components; keeps everything the console says in `page.said`."""
    with ExitStack() as contexts:

        def opened(width: int = 1280, theme: str = "light", **options: object) -> "playwright_api.Page":
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **options)
            contexts.callback(context.close)
            page = context.new_page()
            page.said = []
            page.on("console", lambda message: page.said.append(message.text))
            page.on("pageerror", lambda error: page.said.append(str(error)))
            page.goto(site)
            return page

        yield opened


def focused(page: "playwright_api.Page") -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing(open_page: OpenPage, width: int, theme: str) -> None:
    page = open_page(width, theme, bypass_csp=True)
    found = axe_api.Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_nothing_scrolls_sideways(open_page: OpenPage, width: int) -> None:
    page = open_page(width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_text_at_twice_its_size_stays_whole(runner: "playwright_api.Playwright", site: str) -> None:
    chromium = launch(runner, "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26")
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(site)
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    chromium.close()


def test_the_page_breaks_no_rule_of_its_policy(open_page: OpenPage) -> None:
    page = open_page(theme="dark")
    page.locator("[data-theme-switch]").click()
    assert page.said == []


def test_icons_come_from_the_sprite(open_page: OpenPage) -> None:
    page = open_page()
    box = page.locator(".page-head .actions .bi use").first.evaluate("use => use.getBBox().width")
    assert box > 0


def test_every_control_is_large_enough_to_hit(open_page: OpenPage) -> None:
    small = open_page(375).evaluate(
        """() => [...document.querySelectorAll('button, summary, select, .btn, .form-check-input + label, .chart a')]
            .filter(one => one.checkVisibility())
            .map(one => [one.getBoundingClientRect(), one])
            .filter(([box, one]) => box.height < 24 || (box.width < 24 && !one.matches('label')))
            .map(([box, one]) => `${one.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_a_slash_goes_to_the_search_and_stays_a_slash_while_typing(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.press("/")
    assert page.locator("#q").input_value() == "/"


def test_j_and_k_go_from_question_to_question(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert focused(page) == "q1-1"
    page.keyboard.press("j")
    assert focused(page) == "q2-1"
    page.keyboard.press("k")
    assert focused(page) == "q1-1"


def test_single_letter_keys_can_be_switched_off(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate("document.activeElement.blur(); document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("j")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement === document.body")
    assert not page.locator(".search kbd").is_visible()


def test_a_failed_form_takes_the_focus_to_its_summary_and_on_to_the_field(open_page: OpenPage) -> None:
    page = open_page()
    assert focused(page) == "error-summary"
    page.locator(".error-summary a[href='#email']").press("Enter")
    assert focused(page) == "email"


def test_on_a_phone_the_navigation_opens_and_closes_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(375)
    assert not page.locator("#nav").is_visible()
    page.locator("[popovertarget=nav]").first.press("Enter")
    assert page.locator("#nav").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#nav").is_visible()


def test_a_menu_closes_with_escape_and_gives_the_focus_back(open_page: OpenPage) -> None:
    page = open_page()
    menu = page.locator("details.menu").first
    menu.locator("summary").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_chosen_theme_stays(open_page: OpenPage) -> None:
    page = open_page(theme="light")
    page.locator("[data-theme-switch]").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_without_scripts_the_page_is_whole_and_follows_the_system(open_page: OpenPage) -> None:
    page = open_page(375, "dark", java_script_enabled=False)
    assert page.locator("h1").is_visible()
    assert not page.locator("[data-theme-switch]").is_visible()
    assert not page.locator("[data-copy]").is_visible()
    page.locator("[popovertarget=nav]").first.click()
    assert page.locator("#nav").is_visible()


def test_a_running_job_is_asked_for_anew_and_keeps_the_focus(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("#job-running-act").focus()
    page.evaluate("document.querySelector('#job-running progress').dataset.old = 'yes'")
    page.wait_for_selector("#job-running progress:not([data-old])", timeout=30_000)
    assert focused(page) == "job-running-act"
    assert page.said == []


def test_on_paper_there_is_nothing_to_click_and_the_letterhead_stands_on_top(open_page: OpenPage) -> None:
    page = open_page(theme="dark")
    page.emulate_media(media="print")
    assert page.locator(".letterhead").is_visible()
    assert [one for one in page.locator("button, .btn, .topbar, .sidenav").all() if one.is_visible()] == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.s-held')).fill") == "rgb(0, 0, 0)"


def test_charts_are_walked_through_by_keyboard(open_page: OpenPage) -> None:
    page = open_page()
    first = page.locator(".timeline .chart:not(.chart-phone) a").first
    first.focus()
    assert page.evaluate("document.activeElement.querySelector('title').textContent").startswith(
        "1st SG, 29 October 2018"
    )
