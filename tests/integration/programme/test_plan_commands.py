"""`paktum plan`: preview without a database and with one, import, and what it says when it refuses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from paktum.cli import main
from paktum.core.settings import Settings
from paktum.domains.programme.tables import PlanEntry, PlanImport
from tests.support.imports import SMALL
from tests.support.live import environment_of
from tests.support.pacts import Pact
from tests.support.plan_documents import real_plan


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "terv.docx"
    path.write_bytes(SMALL.docx())
    return path


def run(*arguments: str, settings: Settings | None = None) -> "subprocess.CompletedProcess[str]":
    """Run the command as from a shell in an English terminal, with the servers of a test or with none."""
    environment = environment_of(settings) if settings else dict(os.environ) | {"PYTHONPATH": os.pathsep.join(sys.path)}
    if settings is None:
        for name in ("DATABASE_URL", "REDIS_URL"):
            environment.pop(name, None)
        environment["PAKTUM_DATA"] = "/nowhere"
    environment |= {"LC_ALL": "en_GB.UTF-8", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "paktum.cli", "plan", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def settings_of(pact: Pact) -> Settings:
    settings: Settings = pact.app.extensions["paktum"].settings
    return settings


def test_a_preview_needs_no_database_and_prints_a_list_of_entries() -> None:
    done = run("preview", str(real_plan()), "--tenant", "tiszakecske", "--json")
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
    done = run("preview", str(plan), "--tenant", "tiszakecske")
    assert done.returncode == 0
    assert "3 sessions and 3 events were understood." in done.stdout
    assert "No date was found" in done.stdout and "Kis munkaterv" in done.stdout


def test_a_preview_uses_the_words_of_the_pact_in_the_database(pact: Pact, plan: Path) -> None:
    done = run("preview", str(plan), "--tenant", pact.slug, "--json", settings=settings_of(pact))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["body"] == "steering_group"


def test_an_import_says_what_it_did_and_doing_it_again_changes_nothing(pact: Pact, plan: Path) -> None:
    first = run("import", str(plan), "--tenant", pact.slug, settings=settings_of(pact))
    assert first.returncode == 0, first.stderr
    assert "5 entries added: S1 S2 E1 E2 E3" in first.stdout
    assert "× S3 2. Irányító Csoport ülés: It has no date." in first.stdout
    assert "In doubt, taken in as proposed:" in first.stdout
    again = run("import", str(plan), "--tenant", pact.slug, settings=settings_of(pact))
    assert "0 entries added" in again.stdout and "5 entries unchanged" in again.stdout
    with pact.work() as session:
        assert session.scalar(select(func.count()).select_from(PlanEntry)) == 5
        assert session.scalar(select(func.count()).select_from(PlanImport)) == 1


def test_an_import_that_may_not_guess_takes_nothing_in(pact: Pact, plan: Path) -> None:
    done = run("import", str(plan), "--tenant", pact.slug, "--no-accept", settings=settings_of(pact))
    assert done.returncode == 1 and "in doubt" in done.stderr
    with pact.work() as session:
        assert session.scalar(select(func.count()).select_from(PlanEntry)) == 0


def test_a_refused_file_ends_with_one_and_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "terv.docx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(SystemExit) as ended:
        main(["plan", "preview", str(picture), "--tenant", "tiszakecske"])
    assert ended.value.code == 1
    assert "This is a picture" in capsys.readouterr().err


def test_an_unknown_pact_ends_with_one(plan: Path) -> None:
    done = run("preview", str(plan), "--tenant", "nowhere")
    assert (done.returncode, done.stderr.strip()) == (1, "There is no pact with the short name nowhere.")
