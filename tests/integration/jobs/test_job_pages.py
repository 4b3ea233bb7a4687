"""The pages of long work: whose runs are seen, and what can be done with them."""

import uuid
from pathlib import Path

from sqlalchemy import text, update

from paktum.core.messages import message_form, msg
from paktum.domains.jobs.tables import JobRun
from tests.support.pacts import Pact
from tests.support.runs import ask, state
from tests.support.statements import counted_statements


def put(pact: Pact, run: uuid.UUID, **values: object) -> None:
    with pact.work() as session:
        session.execute(update(JobRun).where(JobRun.id == run).values(**values))


def test_a_waiting_run_is_stopped_at_once(pact: Pact, tmp_path: Path) -> None:
    run, head = ask(pact, "probe.steps", tmp_path), pact.signed_in("head")
    assert f"/jobs/{run}/cancel" in head.get(f"/jobs/{run}").text
    assert head.post(f"/jobs/{run}/cancel").status_code == 303
    assert state(pact, run) == "cancelled"


def test_a_member_sees_only_their_own_runs_and_the_office_all(pact: Pact, tmp_path: Path) -> None:
    own, foreign = ask(pact, "probe.steps", tmp_path, "member"), ask(pact, "probe.steps", tmp_path, "head")
    member, officer = pact.signed_in("member"), pact.signed_in("officer")
    assert str(own) in member.get("/jobs").text and str(foreign) not in member.get("/jobs").text
    assert member.get(f"/jobs/{own}").status_code == 200
    for path in (f"/jobs/{foreign}", f"/jobs/{foreign}/progress"):
        assert member.get(path).status_code == 404
    assert member.post(f"/jobs/{foreign}/cancel").status_code == 404
    assert member.post(f"/jobs/{foreign}/retry").status_code == 404
    page = officer.get("/jobs").text
    assert str(own) in page and str(foreign) in page


def test_every_state_has_its_words(pact: Pact, tmp_path: Path) -> None:
    run, head = ask(pact, "probe.steps", tmp_path), pact.signed_in("head")
    head.post("/language", {"language": "en"})
    reason = message_form(msg("The logo cannot be read."))
    result = {"address": "/account", "message": message_form(msg("Ready."))}
    states = {
        "queued": ({}, "Waiting for its turn"),
        "running": ({"done": 2, "total": 5, "phrase": message_form(msg("Counting"))}, "2 of 5: Counting"),
        "failed": ({"failure": reason}, "The logo cannot be read."),
        "cancelled": ({}, "stopped"),
        "done": ({"result": result, "failure": None}, "Open the result"),
    }
    for name, (values, words) in states.items():
        put(pact, run, state=name, **values)
        assert words in head.get(f"/jobs/{run}").text, name
        assert head.get("/jobs").status_code == 200


def test_the_list_has_pages_and_asks_the_database_as_often_for_many(pact: Pact, tmp_path: Path) -> None:
    head = pact.signed_in("head")
    ask(pact, "probe.steps", tmp_path)
    head.get("/jobs")
    with counted_statements(pact.app) as few:
        head.get("/jobs")
    for _ in range(40):
        ask(pact, "probe.steps", tmp_path)
    with counted_statements(pact.app) as many:
        page = head.get("/jobs").text
    assert len(few) == len(many) <= 5, many
    assert "/jobs?page=2" in page and page.count('<th scope="row">') == 30
    assert head.get("/jobs?page=2").text.count('<th scope="row">') == 11


def test_nothing_is_stopped_twice_or_after_it_is_over(pact: Pact, tmp_path: Path) -> None:
    run, head = ask(pact, "probe.steps", tmp_path), pact.signed_in("head")
    put(pact, run, state="done")
    assert head.post(f"/jobs/{run}/cancel").status_code == 303
    assert state(pact, run) == "done"
    with pact.work() as session:
        assert session.scalar(text("select count(*) from audit_entry where action = 'job.cancelled'")) == 0
