"""Lists for spreadsheets: no cell acts as a formula, and everything reads back as it was."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import strategies as st

from paktum.core.languages import Language
from paktum.core.messages import msg
from paktum.core.tabular import Cell, acts_like_formula, csv_bytes, sheet_name, xlsx_bytes
from tests.support.properties import given, settings

MADE_AT = datetime(2018, 10, 24, 9, 30, tzinfo=UTC)
HOSTILE = [
    "=1+1",
    '=HYPERLINK("https://attacker.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\ufeff=1+1",
    "\x00=1+1",
    "\uff1d1+1",
]
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_csv(content: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def workbook(*rows: list[Cell], header: list[str] | None = None, title: str = "Ülések") -> bytes:
    return xlsx_bytes(title, header or ["Megnevezés"], rows, "hu", made_at=MADE_AT)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_csv_cell_begins_like_a_formula(text: str) -> None:
    (header, row) = read_csv(csv_bytes([text], [[text]], "hu"))
    assert header[0].startswith("'") and row[0].startswith("'")


@settings(max_examples=200)
@given(st.text())
def test_no_text_whatever_becomes_a_csv_formula_or_another_cell(text: str) -> None:
    (_, row) = read_csv(csv_bytes(["x", "y"], [[text, "end"]], "cs"))
    assert len(row) == 2 and row[1] == "end"
    assert not acts_like_formula(row[0])


def test_a_csv_for_central_europe_has_a_mark_semicolons_and_decimal_commas() -> None:
    content = csv_bytes(["Név", "Összeg"], [["Kőrösi; fórum", Decimal("-1234.50")], ["", 0.5]], "hu")
    assert content == 'Név;Összeg\r\n"Kőrösi; fórum";-1234,50\r\n;0,500000\r\n'.encode("utf-8-sig")


def test_a_csv_in_english_has_commas_and_decimal_points() -> None:
    assert csv_bytes(["a", "b"], [["x,y", Decimal("1.5")]], "en") == b'\xef\xbb\xbfa,b\r\n"x,y",1.5\r\n'


def test_dates_are_iso_instants_show_the_time_of_their_own_zone_and_nothing_is_empty() -> None:
    instant = datetime(2019, 3, 12, 8, tzinfo=UTC).astimezone(ZoneInfo("Europe/Budapest"))
    (_, row) = read_csv(csv_bytes(["a"], [[date(2019, 3, 1), instant, None, 3]], "hu"))
    assert row == ["2019-03-01", "2019-03-12 09:00", "", "3"]


@pytest.mark.parametrize("language", ["hu", "en"])
def test_a_message_in_a_cell_is_said_in_the_language_of_the_list(language: Language) -> None:
    content = csv_bytes(["a"], [[msg("Row %(number)d", number=3)]], language).decode("utf-8-sig")
    assert "3" in content and "%" not in content


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = MADE_AT.replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        csv_bytes(["a"], [[naive]], "hu")
    with pytest.raises(ValueError, match="zone"):
        workbook([naive])


@pytest.mark.parametrize("text", HOSTILE)
def test_no_xlsx_cell_becomes_a_formula_or_a_link_and_it_stays_text_when_edited(text: str) -> None:
    content = workbook([text], header=[text])
    sheet = part(content, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet and "hyperlink" not in sheet
    cells = {cell.get("r"): cell for cell in fromstring(sheet).iter(f"{_MAIN}c")}
    assert cells["A2"].get("t") == "s"
    formats = fromstring(part(content, "xl/styles.xml")).find(f"{_MAIN}cellXfs")
    assert formats[int(cells["A2"].get("s"))].get("quotePrefix") == "1"


def test_an_address_in_a_cell_stays_text() -> None:
    content = workbook(["https://tiszakecske.example"])
    assert "hyperlink" not in part(content, "xl/worksheets/sheet1.xml")


def test_dates_and_numbers_are_real_dates_and_numbers() -> None:
    sheet = part(
        workbook([date(2019, 3, 1), 40, Decimal("2.5"), None], header=list("abcd")), "xl/worksheets/sheet1.xml"
    )
    values = {cell.get("r"): cell.findtext(f"{_MAIN}v") for cell in fromstring(sheet).iter(f"{_MAIN}c")}
    assert values["A2"] == "43525" and values["B2"] == "40" and values["C2"] == "2.5" and values["D2"] is None


def test_the_sheet_has_a_frozen_repeated_head_a_filter_and_prints_on_a4_landscape() -> None:
    content = workbook(["1. fórum"])
    sheet = part(content, "xl/worksheets/sheet1.xml")
    assert 'state="frozen"' in sheet and "<autoFilter" in sheet
    assert 'paperSize="9"' in sheet and 'orientation="landscape"' in sheet
    assert "_xlnm.Print_Titles" in part(content, "xl/workbook.xml")


def test_the_workbook_bears_its_title_language_and_date_and_is_the_same_each_time() -> None:
    content = workbook(["1. fórum"])
    core = part(content, "docProps/core.xml")
    assert "<dc:title>Ülések</dc:title>" in core and "2018-10-24T09:30:00Z" in core
    assert ">hu<" in part(content, "docProps/custom.xml")
    assert content == workbook(["1. fórum"])


def test_a_text_longer_than_a_cell_holds_ends_with_an_ellipsis() -> None:
    shared = part(workbook(["🙂" * 20_000]), "xl/sharedStrings.xml")
    assert "🙂…<" in shared


def test_what_a_sheet_has_no_room_for_is_refused_and_not_dropped() -> None:
    with pytest.raises(ValueError, match="no row 1, column 16385"):
        workbook(header=["a"] * 16_385)
    with pytest.raises(ValueError, match="2 cells under 1 headings"):
        workbook(["a", "b"])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ülések", "Ülések"),
        ("a/b\\c[d]:*?e", "a b c d    e"),
        ("'idézet'", "idézet"),
        ("x" * 40, "x" * 30 + "…"),
        ("History", "History "),
        ("", "1"),
        ("\x00\ud800", "1"),
    ],
)
def test_any_title_gives_a_name_a_sheet_may_have(title: str, name: str) -> None:
    assert sheet_name(title) == name


@settings(max_examples=15)
@given(st.text(max_size=60))
def test_any_title_and_cell_makes_a_readable_workbook(text: str) -> None:
    content = workbook([text], header=[text], title=text)
    for name in ("xl/workbook.xml", "xl/sharedStrings.xml", "docProps/core.xml"):
        if name in zipfile.ZipFile(io.BytesIO(content)).namelist():
            assert fromstring(part(content, name)).tag


def sizes_of(content: bytes) -> tuple[list[float], list[float]]:
    """The widths of the columns, and the heights of the rows that have one of their own."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = fromstring(archive.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    widths = [float(column.get("width")) for column in sheet.iter(f"{space}col")]
    return widths, [float(row.get("ht")) for row in sheet.iter(f"{space}row") if row.get("ht")]


def test_a_list_with_long_texts_prints_on_the_width_of_a_page_with_rows_as_high_as_their_texts() -> None:
    header = ("No.", "Text of the decision", "Votes that were cast for it", *(f"Remark {n}" for n in range(8)))
    rows = [(1, "word " * 60, 4, *("a remark of some length" for _ in range(8)))]
    widths, heights = sizes_of(xlsx_bytes("Decisions", header, rows, "en", made_at=MADE_AT))
    assert sum(widths) < 230
    assert widths[2] < 12, "figures need no more room than the longest word above them"
    assert max(widths) == widths[1], "the longest text has the most room"
    assert max(heights) > 60


@pytest.mark.parametrize(
    ("language", "code"), [("hu", "yyyy&quot;. &quot;mm"), ("en", "dd/mm/yyyy"), ("cs", "d&quot;. ")]
)
def test_days_are_written_as_the_language_writes_them(language: Language, code: str) -> None:
    made = xlsx_bytes("Days", ("Day",), [(date(2018, 10, 29),)], language, made_at=MADE_AT)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert code in archive.read("xl/styles.xml").decode()


def test_a_printed_list_bears_its_title_and_the_number_of_its_pages() -> None:
    made = xlsx_bytes("Terms & days", ("Day",), [], "en", made_at=MADE_AT)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "Terms &amp;&amp; days" in sheet and "&amp;P" in sheet and "&amp;N" in sheet
