"""What is wrong with a page as people see it: what axe finds, what scrolls sideways, and what fingers cannot hit."""

from collections.abc import Iterable
from itertools import cycle
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE, NARROWEST = 375, 320
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
_ALL_BUT_CONTRAST = {"runOnly": RULES, "rules": {"color-contrast": {"enabled": False}}}
# All rules in the two looks that differ most. Contrast takes nearly all of axe's time: in the dark it is looked at on a phone
# on one page, and on a desk on the next. Light on a phone has the colours of the first look and the layout of the last.
_Look = tuple[int, str, dict[str, Any]]
_IN_TURN: tuple[tuple[_Look, ...], ...] = (
    ((1280, "light", {"runOnly": RULES}), (1280, "dark", _CONTRAST), (PHONE, "dark", _ALL_BUT_CONTRAST)),
    ((1280, "light", {"runOnly": RULES}), (PHONE, "dark", {"runOnly": RULES})),
)

# The box of a choice counts with its label, which is pressed as well, and a line of an agenda as a whole; what is folded is
# unfolded, and heights are read to half a pixel.
_PRESSED = ".btn, button, summary, select, input, textarea, .agenda li"
_SMALL = """(all) => [...document.querySelectorAll(all)].filter((control) => {
  control.closest("main details")?.setAttribute("open", "");
  const pressed = control.closest(".form-check, td label, .segments label") || control;
  const box = pressed.getBoundingClientRect();
  const shown = control.checkVisibility() && box.width > 1 && !control.matches(".visually-hidden, [type=hidden]");
  return shown && box.height < 43.5;
}).map((control) => control.outerHTML.slice(0, 90))"""


def findings_of(page: "Page", options: dict[str, Any] | None = None) -> list[str]:
    """What axe finds, as rule and place."""
    from axe_playwright_python.sync_playwright import Axe

    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    # Only what is wrong comes over: axe also tells of every element that it found right.
    chosen = {"resultTypes": ["violations"], "preload": False, **(options or {"runOnly": RULES})}
    found = page.evaluate("async options => (await axe.run(document, options)).violations", chosen)
    return [f"{rule['id']} at {node['target']}" for rule in found for node in rule["nodes"]]


def findings_in_every_look(page: "Page", addresses: Iterable[str]) -> list[str]:
    """What is wrong with pages of the page's own site in light and dark, on a desk, a phone and the narrowest phone."""
    origin, found = page.evaluate("location.origin"), []
    screen = page.context.new_cdp_session(page)
    for address, looks in zip(addresses, cycle(_IN_TURN)):
        page.goto(origin + address)
        for width, theme, options in looks:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
            found += [f"{address} ({width}, {theme}): {finding}" for finding in findings_of(page, options)]
            found += _sideways(page, address, width)
        screen.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        found += [
            f"{address}: {control} is less than 44 pixels high under a finger"
            for control in page.evaluate(_SMALL, _PRESSED)
        ]
        page.set_viewport_size({"width": NARROWEST, "height": 900})
        found += _sideways(page, address, NARROWEST)
        screen.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    screen.detach()
    return found


def _sideways(page: "Page", address: str, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [f"{address} ({width}): scrolls sideways"] if wide else []
