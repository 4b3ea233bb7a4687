"""Whole lives of meetings, each in a browser and in its pact's language: convened, held, decided, minuted, closed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import sign_in
from tests.browser.test_journey import take_in_the_plan
from tests.support.pacts import Pact
from tests.support.plan_documents import real_plan, work_plan_docx
from tests.support.stage import Stage, stage_of

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture
def stage(app: "Flask") -> Iterator[Stage]:
    """The house on a stage whose time the tests set."""
    with stage_of(app, datetime(2018, 10, 15, 7, tzinfo=UTC)) as running:
        yield running


@pytest.fixture
def context(browser: "Browser") -> "Iterator[BrowserContext]":
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


class Desk:
    """The office's browser."""

    def __init__(self, stage: Stage, page: "Page", pact: Pact) -> None:
        self.stage, self.page, self.pact = stage, page, pact
        self.origin = stage.origin(pact)
        self.sign_in()

    def sign_in(self, role: str = "head") -> None:
        self.page.context.clear_cookies()
        sign_in(self.page, self.origin, self.pact, role)

    def open(self, path: str) -> None:
        self.page.goto(self.origin + path)

    def press(self, action: str) -> None:
        """Send the form whose address ends so ("" for one that sends to its own page), and wait for what comes."""
        form = f"main form[action$='{action}']" if action else "main form:not([action])"
        button = self.page.locator(f"{form} :is(button[type=submit], button:not([type]))").first
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
            button.click()
        assert answer.value.status < 400, answer.value.url
        self.page.wait_for_load_state("networkidle")

    def later(self, instant: datetime) -> None:
        """Let time pass; a session does not outlast weeks, so whoever is there signs in again."""
        self.stage.set_time(instant)
        self.sign_in()

    def vote(self, choices: str) -> None:
        """Open the vote on the motion of the page, give each seat its choice (`y`, `n`, `a`) in turn, and close it."""
        self.press("/sitting/votes")
        for index, choice in enumerate(choices):
            value = {"y": "yes", "n": "no", "a": "abstain"}[choice]
            radio = self.page.locator(f"table.vote input[type=radio][value={value}]").nth(index)
            with self.page.expect_response(lambda answer: answer.request.method == "POST"):
                radio.check()
        self.page.wait_for_load_state("networkidle")
        self.press("/close")
        self.page.locator("form[action$='/close']").wait_for(state="detached")

    def table(self, item: str, motion: str) -> None:
        """Come to an agenda item, and put a motion under it."""
        self.page.locator("ol.agenda a", has_text=item).click()
        self.press("/sitting/items")
        text = self.page.locator("main form[action$='/motions'] textarea[name=text]").first
        if not text.is_visible():
            self.page.locator("summary[data-key='m'], details:has(form[action$='/motions']) > summary").first.click()
        text.fill(motion)
        self.press("/sitting/motions")

    def text(self) -> str:
        return self.page.locator("main").inner_text()


@pytest.mark.requirement("N17")
@pytest.mark.requirement("T2")
@pytest.mark.requirement("T5")
def test_tiszakecske_founds_its_steering_group_and_adopts_the_programme(
    stage: Stage, context: "BrowserContext", browser: "Browser", pact: Pact, tmp_path: Path
) -> None:
    desk = Desk(stage, context.new_page(), pact)
    page = desk.page
    file = tmp_path / "munkaterv.docx"
    file.write_bytes(work_plan_docx(real_plan().read_text(encoding="utf-8")))
    take_in_the_plan(page, file)

    page.locator("table#plan a", has_text="1. Irányító Csoport").first.click()
    page.locator("main a[href$='/convene']").first.click()
    assert page.input_value("[name=day]") == "2018-10-29"
    assert page.input_value("[name=place]") == "Kecskemét"
    desk.press("/convene")
    meeting = page.url.removeprefix(desk.origin)
    desk.open("/programme/revisions")
    desk.press("/programme/revisions")
    desk.open(f"{meeting}/agenda")
    page.fill("form[action$='/agenda'] [name=title]", "A munkaprogram elfogadása")
    page.locator("form[action$='/agenda'] summary").click()
    page.select_option("form[action$='/agenda'] [name=subject]", index=1)
    desk.press("/agenda")

    desk.open(f"{meeting}/invitation")
    desk.press("/invitation/send")
    invitations = stage.mails(pact)
    assert len(invitations) == 5
    assert {mail.language for mail in invitations} == {"hu"}
    with browser.new_context(viewport={"width": 375, "height": 800}) as phone:
        member = phone.new_page()
        member.goto(invitations[0].link)
        member.locator("main button[name=answer][value=accepted], main [name=answer][value=accepted]").first.click()
        send = member.locator("main form:has([name=answer]) button[type=submit]")
        if send.count() and member.locator("input[type=radio][name=answer]").count():
            send.first.click()
        member.wait_for_load_state("networkidle")
    desk.open(f"{meeting}/invitation?answer=accepted")
    assert page.locator("main table tbody tr:has(th)").count() >= 1

    desk.later(datetime(2018, 10, 29, 9, 5, tzinfo=UTC))
    desk.open(f"{meeting}/sitting")
    desk.press("/sitting/open")
    desk.press("/everyone")
    page.locator(".presence .state-ok").wait_for()
    desk.table("A munkaprogram elfogadása", "Az Irányító Csoport elfogadja a munkaprogramot.")
    desk.vote("yyyya")
    assert "1/2018. (X. 29.) IG határozat" in desk.text()
    desk.open("/programme/revisions")
    assert "1/2018. (X. 29.) IG határozat" in desk.text(), "the plan heard that it was adopted"

    desk.open(f"{meeting}/sitting/end")
    desk.press("/sitting/end")
    desk.open(f"{meeting}/minutes")
    desk.press("/minutes")
    assert "1/2018. (X. 29.) IG határozat" in desk.text()
    desk.open(f"{meeting}/minutes/approve")
    page.fill("[name=approver]", "Az önkormányzat képviselője")
    desk.press("")
    desk.open(f"{meeting}/minutes")
    desk.press("/minutes/lock")
    desk.open(meeting)
    assert page.locator("main form[action$='/open-file']").count() == 1, "the file is closed"
    desk.open("/decisions")
    assert page.locator("main a", has_text="1/2018. (X. 29.) IG határozat").count() == 1
