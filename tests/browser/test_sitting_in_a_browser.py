"""The meeting screen in a real browser: taps, votes, notes and a lost connection, and how it looks in every appearance."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import select

from paktum.domains.meetings.tables import AgendaItem
from paktum.domains.sittings.service import voting
from paktum.domains.sittings.tables import Vote
from tests.browser.findings import findings_in_every_look
from tests.support.meetings import body_id
from tests.support.pacts import Pact
from tests.support.sittings import Sitting

if TYPE_CHECKING:
    from playwright.sync_api import Page

THREE = ("sg_municipality", "sg_county", "sg_chamber")


def choices(pact: Pact) -> dict[object, str]:
    with pact.work() as session:
        return {row.seat_id: row.choice for row in session.execute(select(Vote.seat_id, Vote.choice))}


def radio(sitting: Sitting, code: str, choice: str) -> str:
    return f'input[name="seat-{sitting.seats[code]}"][value="{choice}"]'


def test_a_sitting_is_led_from_opening_to_decision_without_reloading(
    pact: Pact, open_page: "Callable[..., Page]"
) -> None:
    sitting = Sitting(pact, opened=False)
    page = open_page(pact, f"/meetings/{sitting.id}/sitting", role="officer")
    page.evaluate("window.unloaded = false; addEventListener('beforeunload', () => { window.unloaded = true })")
    page.click(f'form[action$="{sitting.id}/sitting/open"] button')
    page.click("#everyone")
    page.locator(".quorum b", has_text="5").wait_for()
    page.locator(f"#bar-{sitting.seats['sg_chamber']}").click()
    page.locator(".quorum b", has_text="4").wait_for()
    page.fill("#motion-text", "A testület elfogadja a beszámolót.")
    page.click('form[action$="/motions"]:has(#motion-text) button[type=submit]')
    page.locator('form[action$="/votes"] button[type=submit]').click()
    for code in ("sg_municipality", "sg_county", "sg_government_office"):
        page.check(radio(sitting, code, "yes"))
    page.check(radio(sitting, "sg_maltese_charity", "no"))
    page.locator("tfoot td").first.get_by_text("3").wait_for()
    page.click("#close-vote")
    page.locator("#decided-part .lines a").first.wait_for()
    assert page.evaluate("window.unloaded") is False
    assert sorted(choices(pact).values()) == ["no", "yes", "yes", "yes"]


def test_votes_marked_without_a_connection_are_sent_when_it_is_back(
    pact: Pact, open_page: "Callable[..., Page]"
) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    sitting.open_vote(sitting.table())
    page = open_page(pact, f"/meetings/{sitting.id}/sitting", role="officer")
    cut = True

    def answer(route: "object") -> None:
        route.abort() if cut else route.continue_()  # type: ignore[attr-defined]

    page.route("**/votes/*", answer)
    page.check(radio(sitting, "sg_county", "yes"))
    page.locator("#went-on .notice-late").wait_for()
    page.check(radio(sitting, "sg_county", "no"))
    assert choices(pact) == {}
    cut = False
    page.locator("#went-on .notice-late").wait_for(state="detached", timeout=30_000)
    page.locator("tfoot td").nth(1).get_by_text("1").wait_for()
    assert choices(pact) == {sitting.seats["sg_county"]: "no"}


def test_two_quick_taps_are_two_arrivals_and_a_half_typed_motion_stays(
    pact: Pact, open_page: "Callable[..., Page]"
) -> None:
    sitting = Sitting(pact)
    page = open_page(pact, f"/meetings/{sitting.id}/sitting", role="officer")
    page.fill("#motion-text", "Half a sen")
    page.evaluate(
        "ids => ids.forEach(id => document.getElementById(id).click())",
        [f"bar-{sitting.seats[code]}" for code in THREE],
    )
    page.locator(".quorum b", has_text="3").wait_for()
    assert page.input_value("#motion-text") == "Half a sen"


def test_notes_are_saved_while_they_are_typed(pact: Pact, open_page: "Callable[..., Page]") -> None:
    sitting = Sitting(pact)
    page = open_page(pact, f"/meetings/{sitting.id}/sitting", role="officer")
    with page.expect_response("**/sitting/notes"):
        page.locator("#notes").press_sequentially("Megnyitás", delay=5)
    page.locator("#notes-state input[name=based_on]").wait_for(state="attached")
    with page.expect_response("**/sitting/notes"):
        page.locator("#notes").press_sequentially(", jelenlét", delay=5)
    with pact.work() as session:
        assert (
            session.scalar(select(AgendaItem.notes).where(AgendaItem.id == sitting.items[0])) == "Megnyitás, jelenlét"
        )


def test_what_happens_elsewhere_comes_onto_the_screen_by_itself(pact: Pact, open_page: "Callable[..., Page]") -> None:
    sitting = Sitting(pact)
    page = open_page(pact, f"/meetings/{sitting.id}/sitting", role="officer")
    page.locator(".quorum b", has_text="0").wait_for()
    sitting.arrive(*THREE)
    page.locator(".quorum b", has_text="3").wait_for(timeout=30_000)
    assert page.locator(".quorum .state-ok").count() == 1


def test_votes_that_another_clerk_marks_come_onto_the_screen_and_leave_alone_what_is_marked_here(
    pact: Pact, open_page: "Callable[..., Page]"
) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    vote = sitting.open_vote(sitting.table())
    page = open_page(pact, f"/meetings/{sitting.id}/sitting", role="officer")
    cut = True

    def answer(route: "object") -> None:
        route.abort() if cut else route.continue_()  # type: ignore[attr-defined]

    page.route("**/votes/*", answer)
    page.check(radio(sitting, "sg_county", "yes"))
    sitting.note(vote, sg_county="no", sg_chamber="yes")
    page.locator(radio(sitting, "sg_chamber", "yes") + ":checked").wait_for(timeout=30_000)
    assert page.is_checked(radio(sitting, "sg_county", "yes"))
    assert page.evaluate("document.activeElement.name") == f"seat-{sitting.seats['sg_county']}"
    cut = False
    page.locator("tfoot td").first.get_by_text("2").wait_for(timeout=30_000)
    assert choices(pact) == {sitting.seats["sg_county"]: "yes", sitting.seats["sg_chamber"]: "yes"}
    sitting.note(vote, sg_chamber=None)
    page.locator(radio(sitting, "sg_chamber", "none") + ":checked").wait_for(timeout=30_000)
    assert page.is_checked(radio(sitting, "sg_county", "yes"))


def test_hands_that_another_clerk_counts_come_onto_the_screen(pact: Pact, open_page: "Callable[..., Page]") -> None:
    from playwright.sync_api import expect

    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    vote = sitting.open_vote(sitting.table(), "show")
    body = body_id(pact, "steering_group")
    page = open_page(pact, f"/meetings/{sitting.id}/sitting", role="officer")
    page.locator(f"#count-{body}-no").focus()
    sitting.do(voting.note_counts, vote, {(body, "yes"): 2, (body, "no"): 1})
    expect(page.locator(f"#count-{body}-yes")).to_have_value("2", timeout=30_000)
    assert page.input_value(f"#count-{body}-no") == ""


def test_the_keyboard_leads_a_sitting_and_never_loses_its_place(pact: Pact, open_page: "Callable[..., Page]") -> None:
    sitting = Sitting(pact, opened=False)
    page = open_page(pact, f"/meetings/{sitting.id}/sitting", role="officer")

    def press(selector: str, key: str = "Enter") -> str:
        """Press a key on something, wait until the screen was drawn anew, and tell where the keyboard stands then."""
        page.focus(selector)
        page.evaluate("document.getElementById('pulse').dataset.old = '1'")
        page.keyboard.press(key)
        page.locator("#pulse:not([data-old])").wait_for(state="attached")
        found: str = page.evaluate("document.activeElement.id || document.activeElement.name")
        return found

    seats = sitting.seats
    assert press(f'form[action$="{sitting.id}/sitting/open"] button') == "at-hand"
    for code in THREE:
        assert press(f"#bar-{seats[code]}", "Space") == f"bar-{seats[code]}"
    page.fill("#motion-text", "A testület elfogadja a beszámolót.")
    assert press('form[action$="/motions"]:has(#motion-text) button[type=submit]').startswith("open-")
    first = press('form[action$="/votes"] button[type=submit]')
    assert first.startswith("seat-"), "a vote by name begins at the first member"
    assert press("#rest") == "rest"
    motion = press("#close-vote")
    assert motion.startswith("motion-")
    page.focus("summary[id^=undo-]")
    page.keyboard.press("Enter")
    page.fill("input[id^=why-]", "Ez egy másik szavazás volt.")
    assert press('form[action$="/undo"] button') == motion
    page.focus("#give-task")
    page.keyboard.press("Enter")
    page.fill("#task-title", "A lista elküldése")
    assert press('form[action$="/sitting/tasks"] button') == "give-task"
    assert press(f"section[aria-labelledby={motion}] form[action$='/withdraw'] button") == motion
    assert press("#next-item") == "next-item"


def test_on_the_list_of_presence_the_keyboard_stays_at_the_seat(pact: Pact, open_page: "Callable[..., Page]") -> None:
    sitting = Sitting(pact)
    page = open_page(pact, f"/meetings/{sitting.id}/sitting/presence", role="officer")
    line = f"#seat-{sitting.seats['sg_chamber']}"
    page.focus(f"{line} summary")
    page.keyboard.press("Enter")
    page.fill(f"{line} input[name=reason]", "Szabadságon")
    page.keyboard.press("Enter")
    page.locator(f"{line} p", has_text="Szabadságon").wait_for()
    assert page.evaluate(f"document.activeElement.closest('{line}') !== null")
    page.focus(f"{line} .actions button")
    page.keyboard.press("Enter")
    page.locator(f"{line} .state-held").wait_for()
    assert page.evaluate(f"document.activeElement.closest('{line}') !== null")


def test_the_pages_of_a_sitting_are_sound(make_pact: Callable[[str], Pact], open_page: "Callable[..., Page]") -> None:
    pact = make_pact("liberec")
    joint = Sitting(pact, ("steering_committee", "executive_council"))
    joint.arrive(*joint.seats)
    joint.leave("ec_chamber")
    joint.give("ec_chamber", "ec_region")
    closed = joint.open_vote(joint.table("Plán činnosti se schvaluje.", title="Plán činnosti"))
    joint.note(closed, **dict.fromkeys(joint.seats, "yes"))  # type: ignore[arg-type]
    joint.close(closed)
    joint.open_vote(joint.table("Zpráva se bere na vědomí."))
    other = Sitting(pact, ("executive_council",), items=("Zahájení",))
    other.arrive("ec_bearer", "ec_region", "ec_labour_office")
    motion = other.table("Rada volí předsedu.")
    other.table("Rada volí místopředsedu.", amends=motion)
    page = open_page(pact, "/account", role="officer")
    places = [f"/meetings/{joint.id}/{part}" for part in ("sitting", "sitting/presence", "projector", "sitting/end")]
    places += [f"/meetings/{joint.id}/votes/{closed}", f"/meetings/{other.id}/sitting"]
    places += [f"/meetings/{other.id}/sitting/motions/{motion}"]
    counted, linked = Sitting(pact, ("executive_council",)), Sitting(pact, ("executive_council",))
    for one, method in ((counted, "show"), (linked, "link")):
        one.arrive("ec_bearer", "ec_region", "ec_labour_office")
        one.open_vote(one.table("Rada bere na vědomí zprávu."), method)
        places.append(f"/meetings/{one.id}/sitting")
    assert findings_in_every_look(page, places) == []
