"""Papers of a meeting as PDF: kept by the archive, read aloud, complete, and deaf to what their data would have them do."""

import io
from collections.abc import Callable
from datetime import timedelta
from html import escape

import pytest
from hypothesis import strategies as st
from pypdf import PdfReader

from paktum.core.languages import LANGUAGES, Language
from paktum.domains.documents.layouts.attendance_sheet import (
    AttendanceSheet,
    BodySheet,
    SheetSeat,
    attendance_sheet_data,
    attendance_sheet_pdf,
)
from paktum.domains.documents.layouts.decision_extract import (
    DecisionExtract,
    decision_extract_data,
    decision_extract_pdf,
)
from paktum.domains.documents.layouts.minutes import MinutesPaper, minutes_data, minutes_pdf
from paktum.domains.documents.paper import MeetingOnPaper, meeting_details, meeting_time
from paktum.domains.documents.rich import rich_text
from tests.support.properties import given


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.fixture(params=["sheet", "extract", "minutes"])
def made(request: pytest.FixtureRequest) -> Callable[[Language], bytes]:
    makers = {"sheet": attendance_sheet_pdf, "extract": decision_extract_pdf, "minutes": minutes_pdf}
    paper, make = request.getfixturevalue(request.param), makers[request.param]
    return lambda language: make(paper.in_language(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_is_made_in_every_language_tagged_and_fit_to_be_kept(
    made: Callable[[Language], bytes], language: Language
) -> None:
    root = PdfReader(io.BytesIO(made(language))).trailer["/Root"]
    described = root["/Metadata"].get_object().get_data().decode()
    assert root["/Lang"] == language
    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in described


def test_the_same_data_gives_the_same_bytes(made: Callable[[Language], bytes]) -> None:
    assert made("hu") == made("hu")


def test_the_sheet_has_everybody_with_a_line_to_sign_members_with_a_vote_first(sheet: AttendanceSheet) -> None:
    (paper,) = attendance_sheet_data(sheet)["papers"]
    names = [[row["name"] for row in group["rows"]] for group in paper["groups"]]
    assert names == [
        ["Önkormányzat képviselője", "Kamara"],
        ["Paktumiroda"],
        ["Munkáltatói kapcsolattartó", "", "", ""],
    ]
    printed = text_of(attendance_sheet_pdf(sheet))
    for passage in ("Polgármester (elnök)", "Alpolgármester", "Helyi Üzem", "2018. október 29.", "Kecskemét"):
        assert passage in printed


def test_votes_stand_beside_the_members_only_where_they_weigh_differently(sheet: AttendanceSheet) -> None:
    weighted = attendance_sheet_data(sheet)["papers"][0]["groups"][0]["rows"]
    assert all(row["votes"] for row in weighted)
    plain = BodySheet(body="Fórum", seats=(SheetSeat(label="Egy"), SheetSeat(label="Kettő")))
    rows = attendance_sheet_data(sheet.model_copy(update={"sheets": (plain,)}))["papers"][0]["groups"][0]["rows"]
    assert not any(row["votes"] for row in rows)


def test_a_joint_session_has_a_sheet_for_each_body_and_one_for_guests(sheet: AttendanceSheet) -> None:
    joint = sheet.model_copy(update={"sheets": (*sheet.sheets, BodySheet(body="Fórum", seats=sheet.sheets[0].seats))})
    papers = attendance_sheet_data(joint)["papers"]
    assert [paper["body"] for paper in papers] == ["Irányító Csoport", "Fórum", ""]
    assert [len(paper["groups"]) for paper in papers] == [2, 2, 1]
    assert len(PdfReader(io.BytesIO(attendance_sheet_pdf(joint))).pages) == 3


def test_a_forum_of_three_hundred_guests_is_printed_whole(sheet: AttendanceSheet) -> None:
    guests = tuple(sheet.guests[0].model_copy(update={"name": f"Meghívott {n}"}) for n in range(300))
    printed = text_of(attendance_sheet_pdf(sheet.model_copy(update={"guests": guests})))
    assert "Meghívott 0 " in printed
    assert "Meghívott 299" in printed


def test_everything_of_a_decision_is_on_its_extract(extract: DecisionExtract) -> None:
    printed = text_of(decision_extract_pdf(extract))
    for passage in (
        extract.number,
        "Irányító Csoport, 1/2018. ülés",
        "Kecskemét",
        "3. A munkaprogram elfogadása",
        "Felkéri a paktumirodát a közzétételre.",
        "2018. november 15.",
        "Közzététel",
        "Elnök",
        extract.checksum,
        "ab" * 32,
    ):
        assert passage in printed
    counts = [number for _, number in decision_extract_data(extract)["votes"]["counts"]]
    assert counts == ["14", "0", "1", "2"]


def test_a_decision_taken_without_a_vote_or_meeting_has_an_extract_too(extract: DecisionExtract) -> None:
    bare = extract.model_copy(
        update={"vote": None, "meeting": "", "place": "", "item": "", "tasks": (), "due_on": None}
    )
    assert decision_extract_data(bare)["votes"] is None
    assert extract.number in text_of(decision_extract_pdf(bare))


def test_a_repealed_decision_says_so(extract: DecisionExtract) -> None:
    assert "9/2019" in text_of(decision_extract_pdf(extract.model_copy(update={"repealed_by": "9/2019"})))


def test_a_draft_of_minutes_says_that_it_is_one_and_approved_minutes_who_approved_them(minutes: MinutesPaper) -> None:
    assert minutes_data(minutes)["draft"]
    approved = minutes.model_copy(
        update={"state": "approved", "approval": "Az elnök", "approved_at": minutes.taken_at + timedelta(days=3)}
    )
    data = minutes_data(approved)
    assert not data["draft"]
    assert [value for _, value, _ in data["details"]][-2:] == ["Az elnök", "2018. november 2."]


def test_minutes_bear_the_pacts_own_word_only_in_its_own_language(minutes: MinutesPaper) -> None:
    assert minutes_data(minutes)["title"] == "Jegyzőkönyv"
    assert minutes_data(minutes.in_language("pl"))["title_lang"] == "pl"


def test_everything_of_minutes_is_printed(minutes: MinutesPaper) -> None:
    printed = text_of(minutes_pdf(minutes))
    for passage in (
        "határozatképes",
        "Új sor & jel.",
        "Megalakulás",
        "1. egy",
        "Titkár",
        "Jelenléti ív",
        minutes.checksum,
    ):
        assert passage in printed


def test_a_meeting_over_several_days_names_both_and_its_form(extract: DecisionExtract, meeting: MeetingOnPaper) -> None:
    circular = meeting.model_copy(update={"ends_at": meeting.starts_at + timedelta(days=8), "form": "circular"})
    told = meeting_time(extract, circular)
    assert "október 29." in told and "november 6." in told
    assert len(meeting_details(extract, circular)) == len(meeting_details(extract, meeting)) + 1


def test_rich_text_keeps_paragraphs_lists_and_looks_and_no_other_markup() -> None:
    blocks = rich_text("<p>a <strong>b</strong><script>x</script></p><ul><li>c<ol><li>d</li></ol></li></ul><h1>e</h1>")
    assert [block.kind for block in blocks] == ["paragraph", "bulleted", "numbered", "paragraph"]
    assert [run.strong for run in blocks[0].lines[0]][:2] == [False, True]
    assert rich_text("") == ()


@given(st.text(max_size=200))
def test_no_text_becomes_markup_and_none_is_lost(text: str) -> None:
    blocks = rich_text(f"<p>{escape(text)}</p>")
    read = "".join(run.text for block in blocks for line in block.lines for run in line)
    assert read == (text.replace("\r", " ").replace("\n", " ") if text.strip() else "")


@pytest.mark.parametrize("text", ["#panic()", "$x^2$", "*nem kövér*", "@hivatkozás", "= cím", "🙂 漢字", "\\u{1F600}"])
def test_what_would_be_code_in_a_template_is_printed_as_it_is(minutes: MinutesPaper, text: str) -> None:
    section = minutes.sections[0].model_copy(update={"heading": text, "blocks": rich_text(f"<p>{text} vége</p>")})
    printed = text_of(minutes_pdf(minutes.model_copy(update={"sections": (section,), "attached": (text,)})))
    assert "vége" in printed
    if text.isascii() or text[0] == "*":
        assert text in printed
