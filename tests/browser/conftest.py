"""A real Chromium on the whole running house; without one these tests are left out, and say how to get it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, Page, Playwright

    from tests.support.live import LiveHouse
    from tests.support.pacts import Pact
    from tests.support.servers import Servers

# The first that is here is taken. The shell has no window to draw and needs half the work of a whole browser.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here; leave it out where there is no browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if _chromium() is None:
                item.add_marker(
                    pytest.mark.skip(
                        reason="no Chromium here: install it (Debian: apt-get install chromium-headless-shell) to run these"
                    )
                )


def _chromium() -> str | None:
    named = os.environ.get("PAKTUM_CHROMIUM")
    return named or next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="session")
def app(servers: "Servers", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Flask]":
    """The application on a database of its own: the house's worker must not take the jobs of other tests."""
    from tests.support.apps import application
    from tests.support.servers import own_database

    with (
        own_database(servers, f"test_browser_{os.getpid()}") as urls,
        application(servers, urls, tmp_path_factory.mktemp("files")) as built,
    ):
        yield built


@pytest.fixture(scope="session")
def house(app: "Flask", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[LiveHouse]":
    """The running house, on the database that the test's own application uses."""
    from tests.support.live import free_port, live_house

    settings = replace(app.extensions["paktum"].settings, port=free_port())
    with live_house(settings, tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="session")
def runner() -> "Iterator[Playwright]":
    """What starts browsers: one for all tests of a process, for a second would not start beside it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(runner: "Playwright") -> "Iterator[Browser]":
    """One Chromium for all tests."""
    opened = launch(runner)
    yield opened
    opened.close()


def launch(runner: "Playwright", *flags: str) -> "Browser":
    """A Chromium of its own, with further flags."""
    return runner.chromium.launch(executable_path=_chromium(), args=[*_FLAGS, *flags])


@pytest.fixture
def open_page(browser: "Browser", house: "LiveHouse") -> "Iterator[Callable[..., Page]]":
    """Opens an address of a pact: `open_page(pact, "/sign-in", width=375, dark=True)`; errors in the page fail the test."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def open_it(
        pact: "Pact", address: str, *, width: int = 1280, dark: bool = False, role: str | None = None
    ) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        origin = f"http://{pact.host}:{house.port}"
        if role:
            sign_in(page, origin, pact, role)
        page.goto(origin + address)
        return page

    yield open_it
    for context in contexts:
        context.close()
    # The browser notes as errors what tests do on purpose: pages that answer 4xx, and connections that are cut.
    expected = ("status of 4", "net::ERR_FAILED")
    assert [line for line in wrong if not any(part in line for part in expected)] == []


def sign_in(page: "Page", origin: str, pact: "Pact", role: str) -> None:
    """Sign in by the form, as a person does."""
    from paktum.installation import DEMO_PASSWORD
    from tests.browser.pressing import press

    page.goto(f"{origin}/sign-in")
    page.fill("input[name=email]", pact.emails[role])  # type: ignore[index]
    page.fill("input[name=password]", DEMO_PASSWORD)
    press(page, page.locator("form:has(input[name=password]) button[type=submit]"))
