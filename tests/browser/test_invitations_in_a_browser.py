"""The pages of an invitation in a real browser: nothing that axe finds, nothing scrolls sideways, an answer by keys."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import select

from paktum.domains.meetings.service.inviting import send_invitation
from paktum.domains.meetings.tables import AgendaItem, Invitee
from tests.browser.findings import findings_in_every_look
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


def test_the_pages_of_an_invitation_have_no_findings(pact: Pact, open_page: "Callable[..., Page]") -> None:
    meeting, who = invited(pact)
    page = open_page(pact, f"/meetings/{meeting}/invitation", role="officer")
    here = f"/meetings/{meeting}/invitation"
    planned = planned_meeting(pact)
    assert (
        findings_in_every_look(
            page,
            (
                here,
                f"/meetings/{planned}/invitation",
                f"{here}/guests?kind=hu.chamber",
                f"{here}/{who}",
                f"/m/{who}/{personal_secret(pact, who)}",
            ),
        )
        == []
    )


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
