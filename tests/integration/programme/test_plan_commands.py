"""`paktum plan`: preview without a database and with one, import, and what it says when it refuses."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import func, select

from paktum.domains.programme.tables import PlanEntry, PlanImport
from tests.support.commands import Done, run_here
from tests.support.imports import SMALL
from tests.support.live import environment_of
from tests.support.pacts import Pact
from tests.support.plan_documents import real_plan

# A machine without servers.
NOWHERE: Final = {"DATABASE_URL": None, "REDIS_URL": None, "PAKTUM_DATA": "/nowhere"}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "terv.docx"
    path.write_bytes(SMALL.docx())
    return path


def paktum(pact: Pact, command: str, plan: Path, *options: str) -> Done:
    """Run the command on the servers of the tests."""
    environment = environment_of(pact.app.extensions["paktum"].settings)
    return run_here("plan", command, plan, "--tenant", pact.slug, *options, environment=environment)


def test_a_preview_needs_no_database_and_prints_a_list_of_entries() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "paktum.cli", "plan", "preview", str(real_plan()), "--tenant", "tiszakecske", "--json"],
        env={name: value for name, value in os.environ.items() if name not in NOWHERE} | {"PAKTUM_DATA": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    entries = json.loads(done.stdout)
    assert [entry["kind"] for entry in entries] == ["session"] * 19 + ["event"] * 10
    keys = "kind sequence title body types period place purpose results_text results audiences prepares unsure notes"
    assert set(keys.split()) <= entries[0].keys()
    assert entries[0]["period"] == {"start": "2018-10-25", "end": "2018-10-26", "precision": "day"}
    assert entries[2]["body"] == "steering_group"
    assert entries[-1]["results"] == [
        {"measure": "participants", "at_least": 20},
        {"measure": "press_items", "at_least": 2},
    ]


def test_a_preview_without_json_is_for_people(plan: Path) -> None:
    done = run_here("plan", "preview", plan, "--tenant", "tiszakecske", environment=NOWHERE)
    assert done.code == 0
    assert "3 sessions and 3 events were understood." in done.out
    assert "No date was found" in done.out and "Kis munkaterv" in done.out


def test_a_preview_uses_the_words_of_the_pact_in_the_database(pact: Pact, plan: Path) -> None:
    done = paktum(pact, "preview", plan, "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)[0]["body"] == "steering_group"


def test_an_import_says_what_it_did_and_doing_it_again_changes_nothing(pact: Pact, plan: Path) -> None:
    first = paktum(pact, "import", plan)
    assert first.code == 0, first.err
    assert "5 entries added: S1 S2 E1 E2 E3" in first.out
    assert "× S3 2. Irányító Csoport ülés: It has no date." in first.out
    assert "In doubt, taken in as proposed:" in first.out
    again = paktum(pact, "import", plan)
    assert "0 entries added" in again.out and "5 entries unchanged" in again.out
    with pact.work() as session:
        assert session.scalar(select(func.count()).select_from(PlanEntry)) == 5
        assert session.scalar(select(func.count()).select_from(PlanImport)) == 1


def test_an_import_that_may_not_guess_takes_nothing_in(pact: Pact, plan: Path) -> None:
    done = paktum(pact, "import", plan, "--no-accept")
    assert done.code == 1 and "in doubt" in done.err
    with pact.work() as session:
        assert session.scalar(select(func.count()).select_from(PlanEntry)) == 0


def test_a_refused_file_ends_with_one_and_its_reason(tmp_path: Path) -> None:
    picture = tmp_path / "terv.docx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    done = run_here("plan", "preview", picture, "--tenant", "tiszakecske", environment=NOWHERE)
    assert done.code == 1
    assert "This is a picture" in done.err


def test_an_unknown_pact_ends_with_one(plan: Path) -> None:
    done = run_here("plan", "preview", plan, "--tenant", "nowhere", environment=NOWHERE)
    assert (done.code, done.err.strip()) == (1, "There is no pact with the short name nowhere.")
