"""The pages of a meeting in a real browser: no finding of axe, nothing sideways, and an agenda put in order by hand."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from paktum.domains.meetings.queries import agenda_rows
from paktum.domains.meetings.service.agenda import ItemDraft, add_item
from tests.browser.findings import findings_in_every_look
from tests.support.meetings import body_id, clock_of, filled_meeting, meeting_with_announcements, planned_meeting
from tests.support.pacts import Pact

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_axe_finds_nothing_on_the_pages_of_a_meeting(pact: Pact, open_page: "Callable[..., Page]") -> None:
    meeting, _, _ = meeting_with_announcements(pact)
    with pact.work() as session:
        draft = ItemDraft("Költségterv", text="Az éves terv.", presenter="Paktumiroda", minutes=20)
        item = add_item(session, clock_of(pact), pact.actor("officer"), meeting, draft)
    joint = filled_meeting(pact, ("steering_group", "forum"), starts_at=datetime(2026, 12, 1, 9, tzinfo=UTC))
    page = open_page(pact, "/meetings", role="head")
    own = [
        f"/meetings/{meeting}{rest}" for rest in ("", "/agenda", "/edit", "/documents", "/announcements", "/convene")
    ]
    assert (
        findings_in_every_look(
            page, (*own, f"/meetings/{meeting}/agenda/{item}", f"/meetings/{joint}", "/meetings/new")
        )
        == []
    )


def order(pact: Pact, meeting: object) -> list[str]:
    with pact.work() as session:
        return [row.title for row in agenda_rows(session, meeting)]  # type: ignore[arg-type]


def test_an_item_is_dragged_to_the_top_and_moved_down_again_by_the_keyboard(
    pact: Pact, open_page: "Callable[..., Page]"
) -> None:
    meeting = planned_meeting(pact, items=["Első", "Második", "Harmadik"])
    page = open_page(pact, f"/meetings/{meeting}/agenda", role="officer")
    grip, top = page.locator(".grip").nth(2), page.locator("[data-order] > li").first
    start, end = grip.bounding_box(), top.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 4, start["y"] + 6)
    page.mouse.down()
    page.mouse.move(end["x"] + 4, end["y"] + 3, steps=6)
    with page.expect_navigation():
        page.mouse.up()
    assert order(pact, meeting) == ["Harmadik", "Első", "Második"]
    button = page.locator("[data-order] > li").first.locator("form:not([data-move]) button").first
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert order(pact, meeting) == ["Első", "Harmadik", "Második"]


def test_a_body_is_offered_neither_to_meet_with_itself_nor_to_forward_to_itself(
    pact: Pact, open_page: "Callable[..., Page]"
) -> None:
    group, forum = (str(body_id(pact, code)) for code in ("steering_group", "forum"))
    page = open_page(pact, "/meetings/new", role="head")
    page.locator("details:has([name=others]) summary").click()
    for leads, meets_too in ((group, forum), (forum, group)):
        page.locator("#body").select_option(leads)
        assert page.locator(f'[name=others][value="{leads}"]').is_hidden()
        box = page.locator(f'[name=others][value="{meets_too}"]')
        box.check()
        row, own = box.locator("xpath=..").bounding_box(), box.bounding_box()
        assert row and own and own["x"] == row["x"], "the box stands beside its name"
    page = open_page(pact, "/referrals/new", role="head")
    for sender in (group, forum):
        page.locator("#from_body_id").select_option(sender)
        assert page.locator(f'#to_body_id option[value="{sender}"]').is_disabled()
        assert page.locator("#to_body_id").input_value() not in ("", sender)


def test_the_tab_of_a_body_keeps_its_name_when_its_meetings_have_come(
    pact: Pact, open_page: "Callable[..., Page]"
) -> None:
    meeting = planned_meeting(pact)
    page = open_page(pact, f"/bodies/{body_id(pact, 'steering_group')}", role="head")
    page.locator(f'a[href="/meetings/{meeting}"]').wait_for()
    assert page.title().startswith("Irányító Csoport")
