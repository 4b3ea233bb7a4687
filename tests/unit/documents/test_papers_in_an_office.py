"""What an office expects of a paper: where it is dated, who signs, and that no sheet is lost or signed without words on it."""

import io

import pytest
from pypdf import PdfReader

from paktum.core.messages import msg, say
from paktum.domains.documents.layouts.attendance_sheet import (
    AttendanceSheet,
    BodySheet,
    SheetSeat,
    attendance_sheet_data,
    attendance_sheet_pdf,
)
from paktum.domains.documents.layouts.decision_extract import DecisionExtract, decision_extract_data
from paktum.domains.documents.layouts.minutes import MinutesPaper, SectionOnPaper, minutes_data, minutes_pdf
from paktum.domains.documents.rich import rich_text


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_a_paper_is_dated_at_the_place_of_the_lead_organisation_or_without_one(minutes: MinutesPaper) -> None:
    placed = minutes_data(minutes)["words"]["dated"]
    assert placed == say(msg("Done at %(place)s on %(date)s", place="Tiszakécske", date="2018. október 30."), "hu")
    nowhere = minutes.model_copy(update={"letterhead": minutes.letterhead.model_copy(update={"place": ""})})
    assert minutes_data(nowhere)["words"]["dated"] == say(msg("Dated %(date)s", date="2018. október 30."), "hu")


@pytest.mark.parametrize("filling", range(16, 32))
def test_nobody_signs_on_a_sheet_without_the_end_of_the_minutes_and_none_follows(
    minutes: MinutesPaper, filling: int
) -> None:
    told = SectionOnPaper(heading="Beszámoló", blocks=rich_text("<p>Szó</p>" * filling))
    end = SectionOnPaper(heading="Az ülés bezárása", blocks=rich_text("<p>Végszó előtti</p><p>Utolsó szó</p>"))
    paper = minutes.model_copy(update={"sections": (told, end), "attached": (), "presence": ()})
    *_, last = pages_of(minutes_pdf(paper))
    assert "Jegyzőkönyvvezető" in last
    assert "Utolsó szó" in last


@pytest.mark.parametrize("filling", range(18, 34))
def test_the_number_of_a_decision_never_ends_a_page(minutes: MinutesPaper, filling: int) -> None:
    html = "<p>Szó</p>" * filling + "<p><strong>3/2018. határozat</strong></p><p>Elfogadja.</p><p>Vége</p><p>Vége</p>"
    paper = minutes.model_copy(
        update={"sections": (SectionOnPaper(heading="Beszámoló", blocks=rich_text(html)),), "presence": ()}
    )
    numbered = next(page for page in pages_of(minutes_pdf(paper)) if "3/2018. határozat" in page)
    assert "Elfogadja." in numbered


def test_an_extract_is_signed_by_the_chair_and_attested_when_the_pact_names_nobody(extract: DecisionExtract) -> None:
    assert decision_extract_data(extract)["signing"] == ["Elnök"]
    unnamed = decision_extract_data(extract.model_copy(update={"certified_by": ()}))
    assert unnamed["signing"] == [say(msg("Chair of the body"), "hu"), say(msg("Attested by"), "hu")]


def test_a_seat_named_after_its_organisation_does_not_name_it_twice(sheet: AttendanceSheet) -> None:
    seats = (
        SheetSeat(
            label="Tiszakécske Város Önkormányzatának képviselője", organisation="Tiszakécske Város Önkormányzata"
        ),
        SheetSeat(label="Kamara", organisation="Kereskedelmi és Iparkamara"),
    )
    body = BodySheet(body="Irányító Csoport", seats=seats)
    rows = attendance_sheet_data(sheet.model_copy(update={"sheets": (body,)}))["papers"][0]["groups"][0]["rows"]
    assert [row["lines"] for row in rows] == [[], ["Kereskedelmi és Iparkamara"]]


def test_every_page_of_a_long_sheet_names_the_meeting_and_whose_names_go_on(sheet: AttendanceSheet) -> None:
    guests = tuple(sheet.guests[0].model_copy(update={"name": f"Meghívott {n}"}) for n in range(120))
    pages = pages_of(attendance_sheet_pdf(sheet.model_copy(update={"guests": guests})))
    heading = say(msg("Invited persons and guests"), "hu")
    assert len(pages) > 4
    for page in pages[1:-1]:
        assert "Irányító Csoport, 1/2018. ülés, 2018. október 29." in page
        assert heading in page


def test_each_body_of_a_joint_session_has_a_sheet_headed_by_the_letterhead_alone(sheet: AttendanceSheet) -> None:
    body = BodySheet(body="Fórum", seats=(SheetSeat(label="Kamara"),))
    joint = sheet.model_copy(update={"sheets": (*sheet.sheets, body)})
    pages = pages_of(attendance_sheet_pdf(joint))
    assert [page.count("Tiszakécskei Foglalkoztatási Paktum") for page in pages] == [1, 1, 1]
    assert [page.count("Jelenléti ív") for page in pages] == [1, 1, 1]
