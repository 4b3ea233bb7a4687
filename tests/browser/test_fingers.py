"""Where fingers press: on a touch screen every control of every page is 44 px high."""

from typing import TYPE_CHECKING

from paktum.domains.sittings.service.annulling import call_vote_off
from tests.browser.conftest import sign_in
from tests.browser.test_every_page import addresses
from tests.support.meetings import meeting_with_announcements
from tests.support.pacts import Pact
from tests.support.sittings import Sitting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.live import LiveHouse

# The box of a choice counts with its label, which is pressed as well; heights are read to half a pixel.
CONTROLS = ".btn, button, summary, select, input, textarea, .agenda li"
SMALL = """(controls) => [...document.querySelectorAll(controls)].filter((control) => {
  const pressed = control.closest(".form-check, td label, .segments label") || control;
  const box = pressed.getBoundingClientRect();
  const shown = control.checkVisibility() && box.width > 1 && !control.matches(".visually-hidden, [type=hidden]");
  return shown && box.height < 43.5;
}).map((control) => control.outerHTML.slice(0, 90))"""


def pact_origin(pact: Pact, house: "LiveHouse") -> str:
    return f"http://{pact.host}:{house.port}"


def test_on_a_touch_screen_everything_that_is_pressed_is_44_pixels_high(
    pact: Pact, browser: "Browser", house: "LiveHouse"
) -> None:
    meeting, _, _ = meeting_with_announcements(pact)
    pages = [*addresses(pact), *(f"/meetings/{meeting}{rest}" for rest in ("", "/agenda", "/edit", "/documents"))]
    origin = pact_origin(pact, house)
    with browser.new_context(viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        sign_in(page, origin, pact, "head")
        found = []
        for address in pages:
            page.goto(origin + address)
            found += [f"{address}: {control}" for control in page.evaluate(SMALL, CONTROLS)]
    assert found == []


def test_on_a_touch_screen_presence_votes_and_the_agenda_of_a_sitting_are_pressed_with_a_finger(
    pact: Pact, browser: "Browser", house: "LiveHouse"
) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_municipality", "sg_county", "sg_chamber")
    here = f"{pact_origin(pact, house)}/meetings/{sitting.id}"
    with browser.new_context(viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        sign_in(page, pact_origin(pact, house), pact, "head")

        def small(*parts: str) -> list[str]:
            found = []
            for part in parts:
                page.goto(f"{here}/{part}")
                page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true })")
                found += [f"{part}: {control}" for control in page.evaluate(SMALL, CONTROLS)]
            return found

        found = small("sitting", "sitting/presence", "sitting/end", "check-in", "groups")
        for method in ("by_name", "show", "link"):
            vote = sitting.open_vote(sitting.table(f"By {method}."), method)
            found += small("sitting")
            sitting.do(call_vote_off, vote)
    assert found == []
