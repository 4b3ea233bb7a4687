"""What every page may cost: statements sent to the database, the same for ten rows and a thousand, and its weight."""

import dataclasses
import gzip
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.isolation.probes import NOT_IDS, PROBES
from tests.support.pacts import Pact, Visitor, new_pact
from tests.support.pages import without_token
from tests.support.plans import enter, many
from tests.support.statements import counted_statements

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

# By endpoint: the statements of the first request after a change, when nothing that is kept of the page serves any more.
# Two of them every signed-in page needs: the transaction's scope, and who is there.
ALLOWED: Final[Mapping[str, int]] = {
    "audit.acts": 4,
    "audit.chain": 5,
    "bodies.ask_to_correct": 6,
    "bodies.ask_to_end_body": 5,
    "bodies.ask_to_end_mandate": 5,
    "bodies.ask_to_end_seat": 5,
    "bodies.ask_to_hand_over": 6,
    "bodies.ask_to_replace": 6,
    "bodies.bodies": 3,
    "bodies.bodies_file": 3,
    "bodies.body": 5,
    "bodies.charter": 5,
    "bodies.edit_body": 6,
    "bodies.edit_seat": 6,
    "bodies.new_body": 3,
    "bodies.new_charter": 5,
    "bodies.new_mandate": 6,
    "bodies.new_seat": 6,
    "bodies.seat": 5,
    "bodies.seats_file": 5,
    "calendar.addresses": 3,
    "calendar.show": 3,
    "calendar.subscribed": 4,
    "decisions.decision": 4,
    "decisions.execution": 3,
    "decisions.extract": 5,
    "decisions.new_decision": 3,
    "decisions.new_task": 4,
    "decisions.publishing": 3,
    "decisions.register": 4,
    "decisions.register_file": 3,
    "decisions.repealing": 4,
    "demo_mail.enclosure": 3,
    "demo_mail.inbox": 3,
    "demo_mail.mail": 3,
    "desk.home": 10,
    "desk.listed": 9,
    "jobs.job": 3,
    "jobs.jobs": 3,
    "jobs.progress": 3,
    "meetings.agenda": 9,
    "meetings.announcement": 5,
    "meetings.announcements": 5,
    "meetings.ask_again": 4,
    "meetings.ask_to_cancel": 3,
    "meetings.ask_to_close": 3,
    "meetings.ask_to_convene": 3,
    "meetings.ask_to_forward": 5,
    "meetings.ask_to_postpone": 3,
    "meetings.ask_to_remove": 3,
    "meetings.ask_whether_held": 3,
    "meetings.document": 3,
    "meetings.documents": 6,
    "meetings.edit_document": 6,
    "meetings.edit_meeting": 3,
    "meetings.item": 10,
    "meetings.meeting": 8,
    "meetings.meeting_file": 3,
    "meetings.meetings": 4,
    "meetings.meetings_file": 3,
    "meetings.new_meeting": 3,
    "meetings.of_body": 4,
    "meetings.pack": 6,
    "meetings.pack_download": 3,
    "meetings.pack_progress": 4,
    "meetings.sheet": 9,
    "meetings_groups.code": 4,
    "meetings_groups.groups": 6,
    "meetings_groups.topic_words": 4,
    "meetings_groups.wall": 4,
    "meetings_invitation.guests": 4,
    "meetings_invitation.invitation": 6,
    "meetings_invitation.invitation_file": 6,
    "meetings_invitation.invitee": 4,
    "meetings_sitting.ask_to_end": 9,
    "meetings_sitting.presence_page": 7,
    "meetings_sitting.projector": 9,
    "meetings_sitting.projector_now": 9,
    "meetings_sitting.proof_file": 3,
    "meetings_sitting.pulse": 9,
    "meetings_sitting.reword": 4,
    "meetings_sitting.show": 9,
    "meetings_sitting.vote_proof": 4,
    "members.invite": 2,
    "members.member": 3,
    "members.members": 4,
    "minutes.ask_to_approve": 6,
    "minutes.ask_to_drop": 4,
    "minutes.ask_to_reopen": 4,
    "minutes.ask_to_send": 4,
    "minutes.by_link": 6,
    "minutes.edit_section": 4,
    "minutes.evidence": 4,
    "minutes.evidence_file": 4,
    "minutes.file": 6,
    "minutes.public_view": 4,
    "minutes.show": 6,
    "minutes.versions": 6,
    "notices.notices": 3,
    "partners.edit_organisation": 3,
    "partners.new_organisation": 2,
    "partners.organisation": 3,
    "partners.organisations": 3,
    "partners.organisations_file": 3,
    "people.account": 3,
    "people.forgotten": 2,
    "people.invitation": 3,
    "people.link_sent": 2,
    "people.new_password": 3,
    "people.sign_in": 0,
    "phones.member": 8,
    "phones.news": 8,
    "phones.now": 8,
    "phones.room": 4,
    "personal.calendar": 5,
    "personal.document": 6,
    "personal.own": 6,
    "personal.pack": 5,
    "personal.page": 6,
    "programme.cancel": 3,
    "programme.convene": 7,
    "programme.day": 3,
    "programme.edit": 4,
    "programme.entry": 4,
    "programme.entry_file": 3,
    "programme.links": 4,
    "programme.new": 4,
    "programme.plan": 3,
    "programme.plan_file": 3,
    "programme.remove": 3,
    "programme.results": 3,
    "programme.revision": 3,
    "programme.revisions": 3,
    "programme_import.earlier": 3,
    "programme_import.original": 4,
    "programme_import.review": 5,
    "programme_import.row": 4,
    "programme_import.two_versions": 4,
    "programme_import.upload": 2,
    "referrals.answering": 4,
    "referrals.new_referral": 3,
    "referrals.referral": 3,
    "referrals.referrals": 3,
    "referrals.withdrawing": 3,
    "reports.file": 3,
    "reports.progress": 3,
    "reports.report": 4,
    "reports.reports": 3,
    "tasks.edit_task": 5,
    "tasks.new_task": 3,
    "tasks.task": 4,
    "tasks.tasks": 4,
    "tasks.tasks_file": 3,
    "tenancy.audiences": 3,
    "tenancy.body_types": 3,
    "tenancy.changes": 3,
    "tenancy.edit_event_type": 3,
    "tenancy.edit_group": 3,
    "tenancy.event_types": 3,
    "tenancy.new_event_type": 3,
    "tenancy.new_group": 3,
    "tenancy.settings": 3,
    "tenancy_papers.brought_file": 3,
    "tenancy_papers.sample": 4,
    "tenancy_papers.starter": 2,
    "tenancy_papers.word_templates": 3,
    "tenancy.word": 3,
    "tenancy.words": 3,
}
# Pages of which the process keeps all but the frame: asked again, they send only these two.
KEPT: Final = (
    "meetings.meeting",
    "meetings.meetings",
    "desk.home",
    "desk.listed",
    "programme.plan",
    "programme.entry",
    "bodies.body",
    "calendar.show",
    "meetings_sitting.projector",
)
MOST: Final = 12
MOST_KB: Final = 40

# What stands in the address of routes that take no id of the pact's own.
_VALUES: Final[Mapping[str, Mapping[str, Any]]] = {
    "programme.plan_file": {"form": "csv"},
    "meetings.meetings_file": {"file_format": "csv"},
    "desk.listed": {"urgency": "late"},
    "programme.new": {"kind": "session"},
    "bodies.bodies_file": {"file_format": "csv"},
    "partners.organisations_file": {"file_format": "csv"},
    "decisions.register_file": {"file_format": "csv"},
    "tasks.tasks_file": {"file_format": "csv"},
    "tenancy.word": {"code": "body"},
}
# Whoever is signed in is led on.
_FOR_GUESTS: Final = frozenset({"people.sign_in"})
# Neither a page nor of a pact.
_NO_PAGES: Final = frozenset({"asset", "health.live", "health.ready", "components.show"})


@pytest.fixture(scope="module")
def few(app: "Flask") -> Visitor:
    """The head of a pact with ten entries."""
    return _filled(new_pact(app), 10)


@pytest.fixture(scope="module")
def hundred(app: "Flask") -> Visitor:
    """The head of a pact with a hundred entries: a work programme of several years."""
    return _filled(new_pact(app), 100)


@pytest.fixture(scope="module")
def thousand(app: "Flask") -> Visitor:
    """The head of a pact with a thousand entries, and as many seats in one body."""
    return _filled(new_pact(app), 1000)


@pytest.fixture(scope="module", autouse=True)
def known_hosts(app: "Flask") -> Iterator[None]:
    """Hosts are trusted all through this file: when they are asked for again depends on the time otherwise."""
    from paktum.domains.tenancy.queries import HostDirectory

    parts = dataclasses.replace(app.extensions["paktum"], tenant_of_host=HostDirectory(seconds=lambda: 0.0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.extensions, "paktum", parts)
        yield


def _filled(pact: Pact, number: int) -> Visitor:
    from sqlalchemy import insert

    from paktum.core.ids import new_id
    from paktum.domains.bodies.tables import Seat
    from paktum.domains.decisions.tables import Decision
    from paktum.domains.tasks.tables import Task

    enter(pact, *many(number))
    body = PROBES["bodies.body"](pact)["body_id"]
    with pact.work() as session:
        rows = [
            {"tenant_id": pact.id, "id": new_id(), "body_id": body, "label": f"Szék {n}", "sequence": n}
            for n in range(number)
        ]
        session.execute(insert(Seat), rows)
        session.execute(insert(Decision), [_decision(pact, body, n) for n in range(number)])
        session.execute(insert(Task), [_task(pact, body, n) for n in range(number)])
    return pact.signed_in("head")


def _decision(pact: Pact, body: Any, number: int) -> dict[str, Any]:
    from paktum.core.ids import new_id

    return {
        "tenant_id": pact.id,
        "id": new_id(),
        "body_id": body,
        "ordinal": number + 1,
        "year": 2020,
        "number": f"{number + 1}/2020.",
        "title": f"Tárgy {number}",
        "text": "Elfogadja.",
        "decided_on": date(2020, 1, 1),
        "due_on": date(2020, 2, 1),
    }


def _task(pact: Pact, body: Any, number: int) -> dict[str, Any]:
    from paktum.core.ids import new_id

    return {
        "tenant_id": pact.id,
        "id": new_id(),
        "body_id": body,
        "title": f"Feladat {number}",
        "due_on": date(2020, 2, 1),
    }


def _pages(app: "Flask") -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} - _NO_PAGES


def _opened(head: Visitor, endpoint: str) -> tuple[Visitor, str]:
    """Who opens a page, and its address; what the process kept of pages is stale, and no notice waits."""
    from sqlalchemy import func, update

    from paktum.domains.notices.tables import Notice

    pact = head.pact
    values = PROBES[endpoint](pact) if endpoint in PROBES else _VALUES.get(endpoint, {})
    visitor = pact.guest() if endpoint in _FOR_GUESTS else head
    with pact.app.test_request_context(base_url=pact.origin):
        from flask import url_for

        address = url_for(endpoint, **values)
    with pact.work() as session:
        session.execute(update(Notice).values(read_at=func.now()))
    # Another page first: the process reads the pact's words anew when they changed, whatever page is asked for next.
    head.get("/account").close()
    return visitor, address


def _asked(visitor: Visitor, address: str) -> "tuple[list[str], TestResponse]":
    with counted_statements(visitor.pact.app) as sent:
        answer = visitor.get(address)
    assert answer.status_code in (200, 204), (address, answer.status_code)
    return sent, answer


def test_every_page_has_a_budget(app: "Flask") -> None:
    assert _pages(app) == set(ALLOWED)
    assert max(ALLOWED.values()) <= MOST


def test_every_route_without_an_id_says_what_stands_in_its_address() -> None:
    assert set(_VALUES) <= set(NOT_IDS)


@pytest.mark.parametrize("endpoint", sorted(ALLOWED))
def test_a_page_keeps_its_budget_with_ten_rows_and_with_a_thousand_and_is_light_with_ten(
    few: Visitor, thousand: Visitor, endpoint: str
) -> None:
    for head in (few, thousand):
        sent, answer = _asked(*_opened(head, endpoint))
        assert len(sent) <= ALLOWED[endpoint], "\n".join(sent)
        if head is few and answer.mimetype == "text/html":
            assert len(gzip.compress(answer.data, 6)) / 1000 <= MOST_KB
        answer.close()


@pytest.mark.parametrize("endpoint", KEPT)
def test_a_kept_page_asks_only_who_is_there(few: Visitor, endpoint: str) -> None:
    visitor, address = _opened(few, endpoint)
    first = visitor.get(address).text
    sent, answer = _asked(visitor, address)
    assert len(sent) == 2, "\n".join(sent)
    assert without_token(answer.text) == without_token(first)


def test_a_programme_of_a_hundred_entries_or_a_thousand_is_light_when_compressed(
    hundred: Visitor, thousand: Visitor
) -> None:
    for head in (hundred, thousand):
        for query in ("", "?page=2", "?order=kind", "?kind=session"):
            page = head.get(f"/programme{query}").data
            assert len(gzip.compress(page, 6)) / 1000 <= 30, query


def test_all_assets_together_are_light() -> None:
    from tests.bench.report import assets_kb

    assert assets_kb() <= 150
