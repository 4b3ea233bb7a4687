"""The pages of an invitation in a real browser: nothing that axe finds, nothing scrolls sideways, an answer by keys."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from paktum.domains.meetings.service.inviting import send_invitation
from paktum.domains.meetings.tables import AgendaItem, Invitee
from tests.browser.findings import findings_of
from tests.support.inviting import address_everybody, personal_secret, words_of
from tests.support.meetings import clock_of, planned_meeting
from tests.support.pacts import Pact

if TYPE_CHECKING:
    from playwright.sync_api import Page


def invited(pact: Pact) -> tuple[uuid.UUID, uuid.UUID]:
    """A convened meeting that takes announcements, and somebody who is asked to it."""
    address_everybody(pact)
    meeting = planned_meeting(pact, items=["Megnyitás", "Munkaprogram"], place="Kecskemét, Deák tér 3.")
    with pact.work() as session:
        session.add(AgendaItem(meeting_id=meeting, sequence=9, kind="announcements", title="Tervek"))
        send_invitation(session, clock_of(pact), pact.actor("officer"), words_of(pact), meeting)
    with pact.work() as session:
        return meeting, session.scalars(select(Invitee.id).where(Invitee.meeting_id == meeting).limit(1)).one()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (375, True), (320, False)])
def test_the_pages_of_an_invitation_have_no_findings(
    pact: Pact, open_page: "Callable[..., Page]", width: int, dark: bool
) -> None:
    meeting, who = invited(pact)
    page = open_page(pact, f"/meetings/{meeting}/invitation", width=width, dark=dark, role="officer")
    origin = page.evaluate("location.origin")
    here = f"/meetings/{meeting}/invitation"
    planned = planned_meeting(pact)
    findings = []
    for address in (
        here,
        f"/meetings/{planned}/invitation",
        f"{here}/guests?kind=hu.chamber",
        f"{here}/{who}",
        f"/m/{who}/{personal_secret(pact, who)}",
    ):
        page.goto(origin + address)
        findings += [f"{address}: {finding}" for finding in findings_of(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            findings.append(f"{address}: scrolls sideways")
    assert findings == []


def test_somebody_answers_with_the_keyboard_alone(pact: Pact, open_page: "Callable[..., Page]") -> None:
    _, who = invited(pact)
    page = open_page(pact, f"/m/{who}/{personal_secret(pact, who)}", width=375)
    page.focus("input[name=answer] >> nth=0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("osztályvezető")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice")
    with pact.work() as session:
        row = session.scalars(select(Invitee).where(Invitee.id == who)).one()
        assert (row.answer, row.stand_in) == ("declined", "osztályvezető")
