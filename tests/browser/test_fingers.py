"""Where fingers press: on a touch screen every control of every page is 44 px high."""

from typing import TYPE_CHECKING

from tests.browser.conftest import sign_in
from tests.browser.test_every_page import addresses
from tests.support.meetings import meeting_with_announcements
from tests.support.pacts import Pact

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.live import LiveHouse

# The box of a choice counts with its label, which is pressed as well; heights are read to half a pixel.
SMALL = """() => [...document.querySelectorAll(".btn, button, summary, select, input, textarea")].filter((control) => {
  const pressed = control.closest(".form-check") || control;
  const box = pressed.getBoundingClientRect();
  const shown = control.checkVisibility() && box.width > 1 && !control.matches(".visually-hidden, [type=hidden]");
  return shown && box.height < 43.5;
}).map((control) => control.outerHTML.slice(0, 90))"""


def test_on_a_touch_screen_everything_that_is_pressed_is_44_pixels_high(
    pact: Pact, browser: "Browser", house: "LiveHouse"
) -> None:
    meeting, _, _ = meeting_with_announcements(pact)
    pages = [*addresses(pact), *(f"/meetings/{meeting}{rest}" for rest in ("", "/agenda", "/edit", "/documents"))]
    origin = f"http://{pact.host}:{house.port}"
    with browser.new_context(viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        sign_in(page, origin, pact, "head")
        found = []
        for address in pages:
            page.goto(origin + address)
            found += [f"{address}: {control}" for control in page.evaluate(SMALL)]
    assert found == []
