"""Pages of people, notices, jobs and the record that need a guest, an id or something to show; and what only a browser does."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import text, update

from paktum.core.ids import new_id
from paktum.core.messages import message_form, msg
from paktum.domains.jobs.tables import JobRun
from paktum.domains.notices.service import notify
from tests.browser.findings import findings_in_every_look, findings_of
from tests.support.pacts import Pact
from tests.support.post import mails, present_time

if TYPE_CHECKING:
    from playwright.sync_api import Page


def furnished(pact: Pact) -> dict[str, str]:
    """Give the pact something to show, and name the pages that show it: first those for guests, then the head's."""
    with present_time(pact):
        return _furnish(pact)


def _furnish(pact: Pact) -> dict[str, str]:
    head = pact.signed_in("head")
    head.post(
        "/members/invite", {"email": f"new@{pact.slug}.example", "post": "delegate", "role": "member", "language": "pl"}
    )
    head.post(f"/members/{pact.actor('member').membership_id}/end", {"version": "1"})
    invitation = mails(pact)[-1].path
    pact.guest().post("/forgotten", {"email": pact.emails["head"]})
    reset = mails(pact)[-1].path
    with pact.work() as session:
        mail = session.scalar(text("select id from mail_message order by created_at desc limit 1"))
        notify(
            session,
            pact.actor().membership_id,
            msg("Your invitation was accepted: %(post)s.", post="delegate"),
            "/members",
        )
    run = started(pact)
    return {
        "sign-in": "/sign-in",
        "forgotten": "/forgotten",
        "sent": "/forgotten/sent",
        "new-password": reset,
        "invitation": invitation,
        "closed": "/new-password/nothing",
        "inbox": "/demo/mail/",
        "mail": f"/demo/mail/{mail}",
        "member": f"/members/{pact.actor('officer').membership_id}",
        "members": "/members",
        "invite": "/members/invite",
        "account": "/account",
        "notices": "/notices",
        "jobs": "/jobs",
        "job": f"/jobs/{run}",
        "audit": "/audit",
        "chain": "/audit/chain",
    }


FOR_GUESTS = 8


def test_axe_finds_nothing_on_the_pages_of_people(pact: Pact, open_page: "Callable[..., Page]") -> None:
    pages = list(furnished(pact).values())
    guest = open_page(pact, "/sign-in")
    head = open_page(pact, "/sign-in", role="head")
    assert findings_in_every_look(guest, pages[:FOR_GUESTS]) == []
    assert findings_in_every_look(head, pages[FOR_GUESTS:]) == []


def test_axe_finds_nothing_on_a_run_in_any_state(pact: Pact, open_page: "Callable[..., Page]") -> None:
    run = started(pact)
    page, findings = open_page(pact, f"/jobs/{run}", role="head"), []
    for values in (
        {"state": "queued"},
        {"state": "running", "done": 2, "total": 5, "phrase": message_form(msg("Counting"))},
        {"state": "failed", "failure": message_form(msg("The logo cannot be read."))},
        {"state": "cancelled", "failure": None},
        {"state": "done", "result": {"address": "/account", "message": message_form(msg("Ready."))}},
    ):
        put(pact, run, **values)
        page.reload()
        findings += [f"{values['state']}: {finding}" for finding in findings_of(page)]
    assert findings == []


def started(pact: Pact) -> uuid.UUID:
    """A run that no worker hears of, so that it stays where the test puts it."""
    run = new_id()
    with pact.work() as session:
        member = pact.actor().membership_id
        session.add(JobRun(id=run, kind="none", title=message_form(msg("Plan")), parameters={}, requested_by=member))
    return run


def put(pact: Pact, run: uuid.UUID, **values: object) -> None:
    with pact.work() as session:
        session.execute(update(JobRun).where(JobRun.id == run).values(**values))


def test_a_runs_page_follows_the_run_by_itself_and_then_rests(pact: Pact, open_page: "Callable[..., Page]") -> None:
    run = started(pact)
    put(pact, run, state="running", done=1, total=5, phrase=message_form(msg("Counting")))
    page = open_page(pact, f"/jobs/{run}", role="head")
    page.wait_for_selector("progress[value='1']")
    put(pact, run, done=4)
    page.wait_for_selector("progress[value='4']")
    put(pact, run, state="done", result={"address": "/account", "message": message_form(msg("Ready."))})
    page.wait_for_selector(".state-ok")
    assert page.locator("[data-hx-get]").count() == 0


def test_a_notice_that_is_marked_goes_from_the_page_without_loading_it_anew(
    pact: Pact, open_page: "Callable[..., Page]"
) -> None:
    with pact.work() as session:
        notify(session, pact.actor().membership_id, msg("Ready."), "/account")
    page = open_page(pact, "/account", role="head")
    page.evaluate("window.stayed = true")
    page.locator(".notice button").nth(1).click()
    page.wait_for_selector(".notice", state="detached")
    assert page.evaluate("window.stayed") is True


def test_a_password_is_set_by_the_mail_with_the_keyboard_alone(pact: Pact, open_page: "Callable[..., Page]") -> None:
    page = open_page(pact, "/sign-in")
    page.locator("a[href='/forgotten']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/forgotten")
    page.locator("input[name=email]").focus()
    page.keyboard.type(pact.emails["head"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/forgotten/sent")
    inbox = page.evaluate("location.origin") + "/demo/mail/"
    page.goto(inbox)
    while page.locator("tbody a").count() == 0:
        page.goto(inbox)
    page.locator("tbody a").first.focus()
    page.keyboard.press("Enter")
    page.locator(".letter a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/new-password/*")
    page.locator("input[name=password]").focus()
    page.keyboard.type("short")
    page.keyboard.press("Enter")
    page.wait_for_selector(".error-summary")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.locator("input[name=password]").fill("a sentence to remember")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")
    assert page.locator(".notice").count() == 1
