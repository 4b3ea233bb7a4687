"""The main menu: it shows where one is on every page of a place, not only on its first."""

import re

import pytest

from paktum.core.actors import Role
from paktum.core.clock import SystemClock
from paktum.domains.tasks.service import TaskDraft, add_task, move_task
from tests.isolation.probes import PROBES
from tests.support.pacts import Pact


@pytest.mark.parametrize(
    ("endpoint", "place"),
    [
        ("minutes.show", "/meetings"),
        ("minutes.evidence", "/meetings"),
        ("meetings_invitation.invitation", "/meetings"),
        ("referrals.referral", "/decisions"),
        ("programme_import.review", "/programme"),
    ],
)
def test_the_menu_marks_the_place_that_a_page_belongs_to(pact: Pact, endpoint: str, place: str) -> None:
    from flask import url_for

    values = PROBES[endpoint](pact)
    with pact.app.test_request_context(base_url=pact.origin):
        address = url_for(endpoint, **values)
    page = pact.signed_in("head").get(address).text
    menu = page[page.index('class="sidenav') : page.index("</nav>")]
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', menu) == [place]


def test_the_menu_counts_the_tasks_that_wait_for_whoever_reads(pact: Pact) -> None:
    officer, clock = pact.actor("officer"), SystemClock()
    with pact.work() as session:
        first, *_ = [
            add_task(session, clock, officer, TaskDraft(title=title, membership_id=officer.membership_id))
            for title in ("Meghívók", "Terembérlés")
        ]
        add_task(session, clock, officer, TaskDraft(title="Sajtó", membership_id=pact.actor("head").membership_id))
    assert (_count(pact, "officer"), _count(pact, "head"), _count(pact, "member")) == ("2", "1", None)
    with pact.work() as session:
        move_task(session, clock, officer, first, "done", today=clock.now().date())
    assert _count(pact, "officer") == "1"


def _count(pact: Pact, role: Role) -> str | None:
    """The number that stands beside the tasks in somebody's menu."""
    found = re.search(r'href="/tasks".*?</li>', pact.signed_in(role).get("/account").text)
    assert found
    number = re.search(r'class="count"><span aria-hidden="true">(\d+)', found[0])
    return number and number[1]
