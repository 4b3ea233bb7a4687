"""The rehearsal of pages before the web workers are forked: it makes every page, and leaves nothing behind."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from paktum.app import create_app
from paktum.core.clock import SystemClock
from paktum.domains.decisions.service import TakenDecision, VoteCounts, take_decision
from paktum.domains.tasks.service import TaskDraft, add_task
from paktum.serving import post_worker_init, rehearse_each_language
from paktum.web.context import House
from paktum.web.rehearsal import rehearse
from tests.support.meetings import body_id, filled_meeting
from tests.support.pacts import Pact
from tests.support.statements import counted_statements

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.parametrize("like", ["tiszakecske", "liberec"])
def test_every_page_of_the_navigation_passes_its_rehearsal(
    app: "Flask", make_pact: Callable[[str], Pact], like: str
) -> None:
    pact = make_pact(like)
    with counted_statements(app) as sent:
        assert rehearse(app, pact.host) == []
    house: House = app.extensions["paktum"]
    assert len(sent) > len(house.navigation)


def test_pages_of_a_pact_with_records_pass_their_rehearsal_too(app: "Flask", pact: Pact) -> None:
    filled_meeting(pact)
    body = body_id(pact, "steering_group")
    with pact.work() as session:
        taken = TakenDecision(
            body_id=body, text="A munkaprogram elfogadva.", decided_on=date(2026, 10, 29), counts=VoteCounts(4, 0, 1)
        )
        take_decision(session, SystemClock(), pact.actor("officer"), taken)
        task = TaskDraft(title="Meghívók", assignee="Paktumiroda", due_on=date(2026, 12, 1))
        add_task(session, SystemClock(), pact.actor("officer"), task)
    assert rehearse(app, pact.host) == []


def test_a_rehearsal_changes_nothing_of_the_pact(app: "Flask", pact: Pact) -> None:
    def revision() -> int:
        with pact.work() as session:
            return int(session.scalar(text("select revision from tenant_revision")) or 0)

    before = revision()
    rehearse(app, pact.host)
    assert revision() == before


def test_a_host_without_a_pact_is_rehearsed_as_guests_see_it(app: "Flask") -> None:
    assert rehearse(app, "nobody.localhost") == []


def test_a_page_that_fails_is_named_and_does_not_keep_the_others_from_being_made(
    app: "Flask", pact: Pact, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    monkeypatch.setitem(app.view_functions, "programme.plan", lambda: 1 / 0)
    monkeypatch.setitem(app.view_functions, "bodies.bodies", lambda: made.append("bodies"))
    assert rehearse(app, pact.host) == ["programme.plan"]
    assert made == ["bodies"]


def test_workers_start_without_a_database(app: "Flask", capsys: pytest.CaptureFixture[str]) -> None:
    house: House = app.extensions["paktum"]
    nowhere = replace(house.settings, database_url="postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    away = create_app(nowhere)
    rehearse_each_language(away)
    post_worker_init(SimpleNamespace(app=SimpleNamespace(wsgi=lambda: away)))
    assert away.test_client().get("/health/live").status_code == 200
    capsys.readouterr()
    assert away.test_client().get("/health/ready").status_code == 503
    assert json.loads(capsys.readouterr().err)["event"] == "not ready"
