"""Whole lives of meetings, each in a browser and in its pact's language: convened, held, decided, minuted, closed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import sign_in
from tests.browser.pressing import press, wait_until_drawn
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
        press(
            self.page,
            self.page.locator(f"{form} :is(button[type=submit], button:not([type])):not([formaction])").first,
        )

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
        wait_until_drawn(self.page)
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
        member.locator("main [name=answer][value=accepted]").check()
        press(member, member.locator("main form:has([name=answer]) button[type=submit]"))
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


@pytest.mark.requirement("L3")
def test_liberec_sits_jointly_and_each_body_is_counted_for_itself(
    stage: Stage, context: "BrowserContext", make_pact: Callable[[str], Pact]
) -> None:
    stage.set_time(datetime(2018, 10, 1, 7, tzinfo=UTC))
    desk = Desk(stage, context.new_page(), make_pact("liberec"))
    page = desk.page
    desk.open("/meetings/new")
    council = page.locator("select[name=body] option", has_text="Výkonná rada").get_attribute("value")
    page.select_option("select[name=body]", council)
    page.locator("details:has([name=others]) > summary").click()
    page.locator("label", has_text="Řídicí výbor").click()
    page.fill("[name=day]", "2018-11-15")
    page.fill("[name=starts]", "09:00")
    page.fill("[name=ends]", "11:30")
    page.fill("[name=place]", "Liberec, U Jezu 642/2a")
    desk.press("")
    meeting = page.url.removeprefix(desk.origin)
    desk.open(f"{meeting}/invitation")
    desk.press("/invitation/send")
    assert {mail.language for mail in stage.mails(desk.pact)} == {"cs"}

    desk.later(datetime(2018, 11, 15, 8, 4, tzinfo=UTC))
    desk.open(f"{meeting}/sitting")
    desk.press("/sitting/open")
    desk.press("/everyone")
    page.locator(".presence").nth(1).wait_for()
    assert page.locator(".presence").count() == 2, "a strip for each body"
    item = page.locator("ol.agenda a").first.inner_text()
    desk.table(item, "Společné zasedání bere na vědomí zprávu o činnosti paktu.")
    voters = page.locator(".presence li:not(.is-away)").count()
    desk.vote("y" * voters)
    decided = desk.text()
    assert "VR 1/2018" in decided and "ŘV 1/2018" in decided, "each body decides under its own number"
    desk.open(f"{meeting}/sitting/end")
    desk.press("/sitting/end")
    desk.open(f"{meeting}/minutes")
    desk.press("/minutes")
    drafted = desk.text()
    assert "Výkonná rada" in drafted and "Řídicí výbor" in drafted and "VR 1/2018" in drafted


TOPICS = ("Wskaźniki", "Motywowanie Partnerów", "Motywowanie Konsultantów", "Baza danych")


@pytest.mark.requirement("M1")
@pytest.mark.requirement("M3")
def test_the_council_of_28_november_forms_its_four_groups(
    stage: Stage, context: "BrowserContext", browser: "Browser", make_pact: Callable[[str], Pact]
) -> None:
    stage.set_time(datetime(2011, 10, 20, 7, tzinfo=UTC))
    desk = Desk(stage, context.new_page(), make_pact("malopolska"))
    page = desk.page
    desk.open("/meetings/new")
    council = page.locator("select[name=body] option", has_text="Rada Partnerów").get_attribute("value")
    page.select_option("select[name=body]", council)
    page.fill("[name=day]", "2011-11-28")
    page.fill("[name=starts]", "10:00")
    page.fill("[name=ends]", "14:00")
    page.fill("[name=place]", "Kraków")
    desk.press("")
    meeting = page.url.removeprefix(desk.origin)
    desk.open(f"{meeting}/agenda")
    page.fill("form[action$='/agenda'] [name=title]", "Grupy robocze")
    page.locator("form[action$='/agenda'] summary").click()
    page.select_option("form[action$='/agenda'] [name=kind]", "groups")
    desk.press("/agenda")
    desk.open(f"{meeting}/invitation/guests")
    guests = "\n".join(f"Konsultant {n}; Instytucja {n}; konsultant{n}@malopolska.example" for n in range(1, 5))
    page.fill("main textarea", guests)
    desk.press("/guests")
    desk.open(f"{meeting}/invitation")
    desk.press("/invitation/send")
    letters = [mail for mail in stage.mails(desk.pact) if mail.recipient.startswith("konsultant")]
    assert len(letters) >= 4 and {mail.language for mail in letters} == {"pl"}

    desk.later(datetime(2011, 11, 28, 9, 10, tzinfo=UTC))
    desk.open(f"{meeting}/sitting")
    desk.press("/sitting/open")
    desk.press("/everyone")
    for title in TOPICS:
        desk.open(f"{meeting}/groups")
        page.fill("form[action$='/groups/topics'] [name=title]", title)
        desk.press("/groups/topics")
    with browser.new_context(viewport={"width": 375, "height": 800}) as phones:
        for index, letter in enumerate(letters[:4]):
            _choose_by_phone(phones.new_page(), letter.link, index)
        desk.open(f"{meeting}/groups")
        for _ in TOPICS:
            desk.press("/elect")
        for letter in letters[:4]:
            _prefer_by_phone(phones.new_page(), letter.link)
    desk.open(f"{meeting}/groups")
    assert page.locator("section:has(form[action$='/leader'])").count() == 4, "each topic has people to lead it"
    for _ in TOPICS:
        desk.press("/leader")
        page.locator("form[action$='/first-day'] input[type=date]").last.fill("2011-12-12")
        desk.press("/first-day")
        desk.press("/form")
    formed = desk.text()
    assert all(title in formed for title in TOPICS)
    assert page.locator("main a[href^='/bodies/']").count() == 4, "four working groups came out of the meeting"
    desk.open("/bodies")
    assert all(desk.text().count(title) for title in TOPICS)


def _by_phone(phone: "Page", link: str) -> None:
    """From the personal link to the page of the sitting."""
    phone.goto(link)
    with phone.expect_navigation():
        phone.locator("main a[href*='/now/']").first.click()


def _choose_by_phone(phone: "Page", link: str, topic: int) -> None:
    _by_phone(phone, link)
    if phone.locator("button[name=way]").count():
        press(phone, phone.locator("button[name=way]").first)
    with phone.expect_response(lambda answer: answer.request.method == "POST"):
        phone.locator("button[name=topic]").nth(topic).click()
    phone.locator(".own-group").wait_for()
    phone.close()


def _prefer_by_phone(phone: "Page", link: str) -> None:
    _by_phone(phone, link)
    press(phone, phone.locator("form[action$='/prefer'] button[name=sign_up]").first)
    phone.close()
