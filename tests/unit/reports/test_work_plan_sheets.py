"""The work plan as a workbook: real dates and numbers, ready to sort and to print, and no cell that runs."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from paktum.core.languages import LANGUAGES, Language
from paktum.core.messages import msg, say
from paktum.domains.documents.frozen import Names
from paktum.domains.documents.letterhead import Letterhead
from paktum.domains.reports.layouts.work_plan_sheets import work_plan_workbook
from paktum.domains.reports.snapshot import EntrySnapshot, PlanWords, WorkPlanSnapshot

Plan = Callable[..., WorkPlanSnapshot]
Entry = Callable[..., EntrySnapshot]
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def sheet_names(content: bytes) -> list[str]:
    return [sheet.get("name") for sheet in fromstring(part(content, "xl/workbook.xml")).iter(f"{_MAIN}sheet")]


def rows_of(content: bytes, sheet: int) -> list[list[Any]]:
    """The cells of a sheet by row: texts as text, numbers as float, empty cells as None."""
    shared = ["".join(item.itertext()) for item in fromstring(part(content, "xl/sharedStrings.xml"))]
    rows: list[list[Any]] = []
    for row in fromstring(part(content, f"xl/worksheets/sheet{sheet}.xml")).iter(f"{_MAIN}row"):
        cells: list[Any] = []
        for cell in row:
            value = cell.findtext(f"{_MAIN}v")
            cells.append(value if value is None else shared[int(value)] if cell.get("t") == "s" else float(value))
        rows.append(cells)
    return rows


def said(key: str) -> str:
    """A heading as the Hungarian workbook has it."""
    return say(msg(key), "hu")


def day(number: float) -> date:
    return date(1899, 12, 30) + timedelta(days=number)


def test_the_workbook_has_a_cover_the_sessions_and_the_events(plan: Plan) -> None:
    assert sheet_names(work_plan_workbook(plan())) == ["Munkaterv", "Éves ülésterv", "Rendezvénynaptár"]


def test_sheets_that_would_bear_the_same_name_get_different_ones(plan: Plan) -> None:
    words = PlanWords(work_plan=Names(hu="Terv"), session_plan=Names(hu="TERV"), event_calendar=Names(hu="terv"))
    assert sheet_names(work_plan_workbook(plan(words=words))) == ["Terv", "2 TERV", "3 Terv"]


def test_the_cover_says_whose_plan_it_is_and_from_which_data(plan: Plan) -> None:
    cover = [cell for row in rows_of(work_plan_workbook(plan()), 1) for cell in row]
    assert {"Tiszakécskei Foglalkoztatási Paktum", "Munkaterv 2018–2021", "Irányító Csoport", plan().checksum} <= set(
        cover
    )


def test_a_fixed_day_is_a_real_date_and_a_month_stays_a_month(plan: Plan) -> None:
    head, *sessions = rows_of(work_plan_workbook(plan()), 2)
    when, first, last = (head.index(said(name)) for name in ("Date or month", "First day", "Last day"))
    assert [day(sessions[0][column]) for column in (when, first, last)] == [date(2018, 10, 25)] * 3
    assert sessions[1][when] == "2019. március"
    assert (day(sessions[1][first]), day(sessions[1][last])) == (date(2019, 3, 1), date(2019, 3, 31))


def test_expected_results_that_can_be_counted_are_numbers_under_their_measure(plan: Plan) -> None:
    head, *events = rows_of(work_plan_workbook(plan()), 3)
    assert events[0][head.index("résztvevők ≥")] == 40
    assert events[0][head.index("sajtóhírek ≥")] == 2
    assert events[1][head.index("résztvevők ≥")] in (None, "")


def test_columns_that_nobody_filled_are_left_out(plan: Plan, entry: Entry) -> None:
    full = rows_of(work_plan_workbook(plan()), 2)[0]
    bare = rows_of(work_plan_workbook(plan(entries=(entry(body=""),))), 2)[0]
    optional = {said("Body"), said("Prepares"), said("Notes")}
    assert optional <= set(full)
    assert not optional & set(bare)


def test_nothing_of_an_entry_is_lost(plan: Plan) -> None:
    content = work_plan_workbook(plan())
    cells = "\n".join(str(cell) for sheet in (2, 3) for row in rows_of(content, sheet) for cell in row)
    for one in plan().entries:
        names = [plan().said(each).text for each in (*one.types, *one.audiences)]
        for text in (one.title, one.place, one.purpose, one.results_text, one.cancel_reason, *one.prepares, *one.notes):
            assert text in cells
        assert [name for name in names if name not in cells] == []


@pytest.mark.parametrize("sheet", [2, 3])
def test_the_tables_keep_and_repeat_their_head_filter_and_print_on_a4_landscape(plan: Plan, sheet: int) -> None:
    content = work_plan_workbook(plan())
    xml = part(content, f"xl/worksheets/sheet{sheet}.xml")
    for setting in ('state="frozen"', "<autoFilter", 'paperSize="9"', 'orientation="landscape"', 'fitToHeight="0"'):
        assert setting in xml
    assert "&amp;P" in xml
    assert part(content, "xl/workbook.xml").count("_xlnm.Print_Titles") == 3
    assert part(content, "xl/workbook.xml").count("_xlnm.Print_Area") == 2


def test_an_ampersand_in_the_name_of_the_pact_is_no_command_in_the_page_header(plan: Plan) -> None:
    content = work_plan_workbook(plan(letterhead=Letterhead(pact_name="Munka & Jövő &P")))
    assert "&amp;LMunka &amp;&amp; Jövő &amp;&amp;P" in part(content, "xl/worksheets/sheet2.xml")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://attacker.example")', "https://x.example"],
)
def test_no_field_becomes_a_formula_or_a_link(plan: Plan, entry: Entry, text: str) -> None:
    value = f"{text} "
    one = entry(
        title=value,
        body=value,
        place=value,
        purpose=value,
        results_text=value,
        audiences=(Names(hu=value),),
        notes=(value,),
    )
    content = work_plan_workbook(plan(entries=(one,), words=PlanWords(session_plan=Names(hu=value)), made_by=value))
    for sheet in (1, 2, 3):
        xml = part(content, f"xl/worksheets/sheet{sheet}.xml")
        assert "<f>" not in xml
        assert "<hyperlink" not in xml


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_is_made_in_each_language_and_says_which(plan: Plan, language: Language) -> None:
    content = work_plan_workbook(plan(document_language=language, words=PlanWords()))
    assert f">{language}<" in part(content, "docProps/custom.xml")


def test_the_properties_name_title_pact_and_instant_and_the_bytes_are_the_same_each_time(plan: Plan) -> None:
    content = work_plan_workbook(plan())
    core = part(content, "docProps/core.xml")
    assert "<dc:title>Munkaterv 2018–2021</dc:title>" in core
    assert "2018-10-24T09:30:00Z" in core
    assert content == work_plan_workbook(plan())


def test_a_plan_without_entries_is_still_a_workbook(plan: Plan) -> None:
    assert len(rows_of(work_plan_workbook(plan(entries=())), 2)) == 1
