"""`paktum report`: the file, the trace it leaves with the pact, and plain words when something refuses."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.support.commands import Done, run_here
from tests.support.live import environment_of
from tests.support.pacts import Pact
from tests.support.small_plan import enter_small_plan


def paktum(pact: Pact, *arguments: str | Path) -> Done:
    return run_here("report", *arguments, environment=environment_of(pact.app.extensions["paktum"].settings))


def test_the_command_makes_the_report_and_the_pact_keeps_it(pact: Pact, tmp_path: Path) -> None:
    enter_small_plan(pact)
    out = tmp_path / "plan.pdf"
    wanted = ("--tenant", pact.slug, "--format", "pdf", "--language", "pl", "--out", str(out))
    done = subprocess.run(
        [sys.executable, "-m", "paktum.cli", "report", "make", "work-plan", *wanted],
        env=environment_of(pact.app.extensions["paktum"].settings),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    pdf = PdfReader(io.BytesIO(out.read_bytes()))
    assert pdf.trailer["/Root"]["/Lang"] == "pl"
    listed = paktum(pact, "list", "--tenant", pact.slug).out.split("\t")
    assert listed[1:4] == ["work-plan", "pdf", "pl"]
    assert listed[-1].strip().endswith(".pdf")
    assert "2018-10-24.pdf" in pact.signed_in("member").get("/reports").text


def test_the_document_is_in_the_pacts_own_language_unless_another_is_named(pact: Pact) -> None:
    done = paktum(pact, "make", "work-plan", "--tenant", pact.slug, "--out", "-")
    assert done.code == 0, done.err
    assert PdfReader(io.BytesIO(done.content)).trailer["/Root"]["/Lang"] == "hu"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("make", "budget", "--tenant", "x", "--out", "x.pdf"), 1, "There is no report of this kind."),
        (("make", "work-plan", "--tenant", "x", "--format", "doc", "--out", "x"), 1, "not made in this format"),
        (("make", "work-plan", "--tenant", "x", "--language", "de", "--out", "x"), 2, "'de'"),
        (("make", "work-plan", "--tenant", "nowhere", "--out", "x.pdf"), 1, "no pact with the short name nowhere"),
        (("make", "work-plan", "--tenant", "x", "--out", "/no/such/folder/x.pdf"), 1, "There is no folder /no/such"),
        (("make", "work-plan", "--out", "x.pdf"), 2, "--tenant"),
        (("list", "--tenant", "nowhere"), 1, "no pact with the short name nowhere"),
    ],
)
def test_a_refusal_is_one_sentence_and_an_exit_code(
    pact: Pact, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = paktum(pact, *arguments)
    assert done.code == code
    assert words in done.err
    assert not Path("x.pdf").exists()


def test_a_file_that_cannot_be_written_leaves_no_report(pact: Pact, tmp_path: Path) -> None:
    done = paktum(pact, "make", "work-plan", "--tenant", pact.slug, "--out", "/proc/nothing.pdf")
    assert done.code == 1
    assert "could not be written" in done.err
    assert paktum(pact, "list", "--tenant", pact.slug).content == b""
