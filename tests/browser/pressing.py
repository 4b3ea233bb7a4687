"""Pressing a button that sends a form, whether the page sends it by itself or a script does, and waiting for what comes."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

_BY_SCRIPT = "button => Boolean(button.form.matches('#sitting form[data-send], [data-hx-post]'))"
_DRAWN = "() => !document.querySelector('[aria-busy=true], .htmx-request, .htmx-swapping, .htmx-settling')"


def press(page: "Page", button: "Locator") -> None:
    """Send the form of a button; returns when the answer is drawn, and fails when it is a refusal."""
    if not button.evaluate(_BY_SCRIPT):
        with page.expect_navigation() as arrived:
            button.click()
        answer = arrived.value
    else:
        with page.expect_response(lambda one: one.request.method == "POST") as sent:
            button.click()
        answer = sent.value
        wait_until_drawn(page)
    assert answer.status < 400, answer.url


def wait_until_drawn(page: "Page") -> None:
    """Wait until nothing that a script has sent is still on its way, and all that came is on the page."""
    page.wait_for_function(_DRAWN)
