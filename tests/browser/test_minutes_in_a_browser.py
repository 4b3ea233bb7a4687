"""Minutes in a browser: saved as one types, both versions shown to the second editor, and every page good to look at."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.findings import findings_in_every_look, findings_of
from tests.isolation.minutes_probes import MINUTES_PROBES
from tests.support.minutes import approved, drafted, minutes_of, sent
from tests.support.pacts import Pact
from tests.support.waiting import wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]


def section(page: "Page", pact: Pact, meeting: uuid.UUID, kind: str = "closing") -> str:
    found = next(one for one in minutes_of(pact, meeting).sections if one.kind == kind)
    return f"#s-{found.id}"


def content(pact: Pact, meeting: uuid.UUID, kind: str = "closing") -> str:
    return next(one.content for one in minutes_of(pact, meeting).sections if one.kind == kind)


def test_what_is_typed_is_saved_by_itself(pact: Pact, open_page: OpenPage) -> None:
    meeting = drafted(pact)
    page = open_page(pact, f"/meetings/{meeting}/minutes", role="officer")
    place = section(page, pact, meeting)
    page.click(f"{place} [data-rich]")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Köszönettel.")
    page.wait_for_selector(f"{place}[data-version='2']")
    assert "Kmf. Köszönettel." in content(pact, meeting)
    page.reload()
    assert "Köszönettel." in page.inner_text(place)


def test_who_was_signed_out_meanwhile_is_told_and_loses_nothing(pact: Pact, open_page: OpenPage) -> None:
    meeting = drafted(pact)
    page = open_page(pact, f"/meetings/{meeting}/minutes", role="officer")
    place, cookies = section(page, pact, meeting), page.context.cookies()
    page.context.clear_cookies()
    page.click(f"{place} [data-rich]")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Kijelentkezve.")
    words = page.get_attribute("#minutes", "data-signed-out")
    assert words
    page.wait_for_selector(f"{place} [data-saved]:has-text('{words[:20]}')")
    page.context.add_cookies(cookies)
    page.wait_for_selector(f"{place}[data-version='2']")
    assert "Kijelentkezve." in content(pact, meeting)


def test_words_are_made_strong_and_personal_and_lists_are_made(pact: Pact, open_page: OpenPage) -> None:
    meeting = drafted(pact)
    page = open_page(pact, f"/meetings/{meeting}/minutes", role="officer")
    place = section(page, pact, meeting)
    page.click(f"{place} [data-rich]")
    page.keyboard.press("Control+A")
    page.keyboard.type("egy")
    page.keyboard.press("Control+A")
    page.click("[data-do=bold]")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.click("[data-do=insertUnorderedList]")
    page.keyboard.type("titok")
    page.keyboard.press("Shift+Home")
    page.click("[data-do=personal]")
    page.keyboard.press("Control+S")
    wait_for("the personal words to be saved", lambda: 'class="personal"' in content(pact, meeting))
    saved = content(pact, meeting)
    assert "<strong>egy</strong>" in saved
    assert "<li>" in saved


def test_the_second_editor_sees_both_versions_and_chooses(pact: Pact, open_page: OpenPage) -> None:
    meeting = drafted(pact)
    first = open_page(pact, f"/meetings/{meeting}/minutes", role="officer")
    second = open_page(pact, f"/meetings/{meeting}/minutes", role="head")
    place = section(first, pact, meeting)
    for page, words in ((first, "Az elsőé."), (second, "A másodiké.")):
        page.click(f"{place} [data-rich]")
        page.keyboard.press("Control+A")
        page.keyboard.type(words)
        page.keyboard.press("Control+S")
        if page is first:
            page.wait_for_selector(f"{place}[data-version='2']")
    second.wait_for_selector(f"{place} [data-theirs]")
    assert "Az elsőé." in second.inner_text(f"{place} [data-theirs]")
    assert "A másodiké." in second.inner_text(f"{place} [data-rich]")
    assert findings_of(second) == []
    second.click(f"{place} [data-keep=mine]")
    second.wait_for_selector(f"{place}[data-version='3']")
    assert "A másodiké." in content(pact, meeting)


def test_what_was_typed_while_nothing_answered_is_saved_when_it_does_again(pact: Pact, open_page: OpenPage) -> None:
    meeting = drafted(pact)
    page = open_page(pact, f"/meetings/{meeting}/minutes", role="officer")
    place = section(page, pact, meeting)
    page.route("**/sections/*", lambda route: route.fulfill(status=404, body="a page of the network in between"))
    page.click(f"{place} [data-rich]")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Vonatról írva.")
    page.wait_for_selector(f"{place} [data-saved][data-trouble]")
    page.unroute("**/sections/*")
    page.wait_for_selector(f"{place}[data-version='2']")
    assert "Vonatról írva." in content(pact, meeting)


def pages_of(pact: Pact) -> dict[str, str]:
    """The pages of minutes, each as it looks on its way."""
    first, second, third = drafted(pact), sent(pact), approved(pact)
    head = pact.signed_in("head")
    address = f"/meetings/{second}/minutes"
    section_id = minutes_of(pact, second).sections[-1].id
    head.post(
        f"{address}/sections/{section_id}",
        {"html": "<p>Az ülés 13 órakor ért véget.</p>", "heading": "Zárás", "public": "y", "version": "1"},
    )
    head.post(f"{address}/remarks", {"section_id": str(section_id), "text": "A zárás ideje 13:05."})
    head.post(f"{address}/remarks", {"section_id": "", "text": "Rendben van."})
    link = MINUTES_PROBES["minutes.by_link"](pact)
    head.post(f"/meetings/{third}/minutes/publish")
    return {
        "by-link": f"/minutes/{link['invitee_id']}/{link['secret']}",
        "drafted": f"/meetings/{first}/minutes",
        "sent": address,
        "approved": f"/meetings/{third}/minutes",
        "versions": f"{address}/versions",
        "section": f"{address}/sections/{section_id}",
        "public": f"{address}/public",
        "approve": f"{address}/approve",
        "evidence": f"/meetings/{first}/evidence",
    }


def test_axe_finds_nothing_on_the_pages_of_minutes(pact: Pact, open_page: OpenPage) -> None:
    page = open_page(pact, "/account", role="head")
    assert findings_in_every_look(page, pages_of(pact).values()) == []
