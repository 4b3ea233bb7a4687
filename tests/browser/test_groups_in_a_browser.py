"""The Partner Council of 28 November 2011 in Kraków, in Polish: four topics, each participant picks one with a phone, each
group elects a leader and fixes a first date, others join later, and the results come back at the next Council (M3)."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests.browser.findings import findings_of
from tests.support.pacts import Pact
from tests.support.waiting import wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The four fields of the report, as questions to a group; the participants are posts.
TOPICS: Final = {
    "Pomiar efektów": "Jakimi wskaźnikami mierzyć wspólne działania?",
    "Korzyści dla instytucji": "Co motywuje Partnerów?",
    "Aktywność Konsultantów": "Co motywuje Konsultantów?",
    "Baza Partnerstwa": "Jakie dane i usługi możemy sobie dawać?",
}
PARTNERS: Final = ("Dyrektor powiatowego urzędu pracy", "Prezes izby", "Dyrektor szkoły", "Kierownik ośrodka pomocy")
ZONE: Final = ZoneInfo("Europe/Warsaw")


@pytest.fixture
def council(make_pact: Callable[[str], Pact]) -> Pact:
    return make_pact("malopolska")


def plan(pact: Pact, day: datetime) -> uuid.UUID:
    """Plan a meeting of the Partner Council."""
    from paktum.domains.bodies.tables import Body
    from paktum.domains.meetings.service.planning import MeetingDraft, plan_meeting

    with pact.work() as session:
        body = session.scalars(select(Body.id).where(Body.code == "council")).one()
        draft = MeetingDraft(body_ids=(body,), starts_at=day, ends_at=day.replace(hour=15), place="Kraków")
        return plan_meeting(session, pact.app.extensions["paktum"].clock, pact.actor("head"), draft)


def prepare(pact: Pact, meeting: uuid.UUID) -> None:
    """What the office did before: the partners are asked, the groups stand on the agenda, the sitting is open."""
    from paktum.domains.meetings.rules.inviting import PastedGuest
    from paktum.domains.meetings.service.agenda import ItemDraft, add_item
    from paktum.domains.meetings.service.invitees import add_guests
    from paktum.domains.meetings.tables import Meeting

    clock, head = pact.app.extensions["paktum"].clock, pact.actor("head")
    with pact.work() as session:
        add_guests(session, clock, head, meeting, [PastedGuest(name) for name in PARTNERS], "pl")
        add_item(session, clock, head, meeting, ItemDraft(title="Grupy robocze", kind="groups"))
        session.get_one(Meeting, (pact.id, meeting)).state = "in_session"


def reports(pact: Pact, meeting: uuid.UUID) -> list[str]:
    from paktum.domains.meetings.tables import AgendaItem

    with pact.work() as session:
        items = select(AgendaItem.presenter).where(
            AgendaItem.meeting_id == meeting,
            AgendaItem.kind == "group_reports",
            AgendaItem.working_group_id.is_not(None),
        )
        return sorted(session.scalars(items))


@pytest.mark.requirement("M3")
def test_four_groups_form_in_the_council_and_report_at_the_next_one(
    council: Pact, open_page: "Callable[..., Page]"
) -> None:
    meeting = plan(council, datetime(2011, 11, 28, 10, tzinfo=ZONE))
    prepare(council, meeting)
    base = f"/meetings/{meeting}"
    office = open_page(council, f"{base}/groups", role="officer")
    origin = office.evaluate("location.origin")
    assert office.get_attribute("html", "lang") == "pl"

    # The office offers the four topics.
    for title, question in TOPICS.items():
        office.fill("#title", title)
        office.fill("#question", question)
        office.click("form[action$='/groups/topics'] button[type=submit]")
        office.wait_for_selector(f"h2:text-is('{title}')")

    # Each participant points the phone at the code, says who they are, and picks a topic.
    office.goto(f"{origin}{base}/check-in")
    code = "/" + office.inner_text(".address").partition("//")[2].partition("/")[2]
    phones = {}
    for name, topic in zip(PARTNERS, ("Pomiar efektów", *list(TOPICS)[:3]), strict=True):
        phone = phones[name] = open_page(council, code, width=375)
        phone.click(f"button[name=invitee]:has-text('{name}')")
        phone.wait_for_selector("#now")
        assert findings_of(phone) == []
        phone.click(f"button[name=topic]:has-text('{topic}')")
        phone.wait_for_selector(f".own-group h3:text-is('{topic}')")

    # Who has no phone is entered by the office.
    office.goto(f"{origin}{base}/groups")
    last = office.locator("section.topic", has=office.locator("h2:text-is('Baza Partnerstwa')"))
    last.locator("details:has(input[name=person]) summary").click()
    last.locator("input[name=person]").fill("Kierownik biblioteki")
    last.locator("form[action$='/members'] button").click()
    office.wait_for_selector("text=Kierownik biblioteki")

    # The first group elects its leader with its phones, and the leader fixes the first date; the others do it aloud.
    first = office.locator("section.topic", has=office.locator("h2:text-is('Pomiar efektów')"))
    first.locator("form[action$='/elect'] button").click()
    for name in PARTNERS[:2]:
        phones[name].click(f"button[name=sign_up].person:has-text('{PARTNERS[0]}')")
        phones[name].wait_for_selector("button.person[aria-pressed=true]")
    for title in TOPICS:
        section = office.locator("section.topic", has=office.locator(f"h2:text-is('{title}')"))
        section.locator("form[action$='/leader'] button").first.click()
        section.locator("form[action$='/form'] button").wait_for()
    leader = phones[PARTNERS[0]]
    leader.fill("#first_day", "2031-01-10")
    leader.click("form[action$='/first-day'] button")
    leader.wait_for_selector(".own-group b:has-text('2031')")

    # They become working groups.
    for title in TOPICS:
        section = office.locator("section.topic", has=office.locator(f"h2:text-is('{title}')"))
        section.locator("form[action$='/form'] button").click()
        office.locator("section.topic", has=office.locator(f"h2:text-is('{title}')")).locator(
            "a[href^='/bodies/']"
        ).wait_for()
    assert findings_of(office) == []

    # At the next Council their results come back by themselves: the worker puts them on the agenda.
    following = plan(council, datetime(2012, 5, 28, 10, tzinfo=ZONE))
    expected = sorted([PARTNERS[0], PARTNERS[2], PARTNERS[3], "Kierownik biblioteki"])
    wait_for("the reports on the agenda", lambda: reports(council, following) == expected)
