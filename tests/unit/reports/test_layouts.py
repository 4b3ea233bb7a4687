"""The one door to all reports: kinds, formats and the names of the files."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest

from paktum.core.errors import NotFound
from paktum.domains.documents.frozen import Names
from paktum.domains.documents.letterhead import Letterhead
from paktum.domains.reports.layouts import LAYOUTS, Layout, formats_of, render
from paktum.domains.reports.snapshot import PlanRevision, PlanWords, WorkPlanSnapshot

Plan = Callable[..., WorkPlanSnapshot]


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF-"), ("xlsx", b"PK\x03\x04")])
def test_a_report_has_a_name_for_people_its_type_and_its_bytes(plan: Plan, form: str, start: bytes) -> None:
    file = render("work-plan", form, plan())
    assert file.name == f"munkaterv-tiszakecskei-foglalkoztatasi-paktum-v1-2018-10-24.{form}"
    assert file.media_type == LAYOUTS["work-plan", form].media_type
    assert file.content.startswith(start)


@pytest.mark.parametrize("asked", [("work-plan", "docx"), ("budget", "pdf"), ("", "")])
def test_a_report_there_is_not_is_not_found(plan: Plan, asked: tuple[str, str]) -> None:
    with pytest.raises(NotFound):
        render(*asked, plan())


def test_another_report_is_one_more_row(plan: Plan) -> None:
    layouts = {("list", "txt"): Layout(lambda _: b"x", lambda _: "Łódź – Őrség", "text/plain")}
    assert render("list", "txt", plan(), layouts).name.startswith("lodz-orseg-")
    assert formats_of("list", layouts) == ("txt",)
    assert formats_of("work-plan") == ("pdf", "xlsx")


def test_no_name_whatever_leaves_the_folder_it_is_saved_in(plan: Plan) -> None:
    hostile = plan(
        letterhead=Letterhead(pact_name="../../\u202eexe.pdf"), words=PlanWords(work_plan=Names(hu="\r\nX: 1/..\\"))
    )
    assert render("work-plan", "xlsx", hostile).name == "x-1-exe-pdf-v1-2018-10-24.xlsx"


def test_knowing_the_reports_loads_neither_the_typesetter_nor_the_workbook_writer() -> None:
    asked = "import sys, paktum.domains.reports.layouts; print({'typst', 'xlsxwriter'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"


def test_a_plan_without_numbered_revisions_says_of_which_day_it_is(plan: Plan) -> None:
    snapshot = plan(revision=PlanRevision(dated=date(2018, 10, 24)))
    assert render("work-plan", "xlsx", snapshot).name == "munkaterv-tiszakecskei-foglalkoztatasi-paktum-2018-10-24.xlsx"
