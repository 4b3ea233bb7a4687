"""The attendance sheet of a meeting to be signed by hand: a sheet for each body, and one for those who come as guests."""

from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field

from paktum.core.messages import Message, msg, nmsg
from paktum.domains.documents.frozen import Frozen, Name, Text
from paktum.domains.documents.paper import MeetingOnPaper, Paper, about_data, meeting_details, paper_data
from paktum.domains.documents.typesetting import typeset_pdf
from paktum.domains.documents.wording import breakable, day_text, names_organisation
from paktum.plugin.vocabulary import Said

_TEMPLATE: Final = Path(__file__).with_name("attendance_sheet.typ")
# With more guests than this, lines are set closer to save paper.
_MANY: Final = 60


class SheetSeat(Frozen):
    """A seat on the sheet: what it is called, the organisation that holds it, who fills it and who stands in.

    `holder` and `substitutes` are posts or names as the mandates have them; `office` is a word such as chair, or empty.
    """

    label: Name
    organisation: Text = ""
    holder: Text = ""
    office: Text = ""
    voting: bool = True
    weight: Annotated[int, Field(ge=1)] = 1
    substitutes: tuple[Name, ...] = ()


class SheetGuest(Frozen):
    """Somebody invited who has no seat."""

    name: Name
    organisation: Text = ""


class BodySheet(Frozen):
    """The members of one body; `quorum` says in words what it needs in order to decide, or is empty."""

    body: Name
    seats: tuple[SheetSeat, ...] = ()
    quorum: Text = ""


class AttendanceSheet(Paper):
    """Everything the sheets of one meeting print; `blank_lines` are for those who come without being on the list."""

    meeting: MeetingOnPaper
    sheets: Annotated[tuple[BodySheet, ...], Field(min_length=1)]
    guests: tuple[SheetGuest, ...] = ()
    blank_lines: Annotated[int, Field(ge=0, le=400)] = 6


def attendance_sheet_pdf(sheet: AttendanceSheet) -> bytes:
    """Make the PDF: A4 portrait, one sheet a body in the order of the meeting, the last also for guests."""
    return typeset_pdf(_TEMPLATE, attendance_sheet_data(sheet), made_at=sheet.taken_at)


def attendance_sheet_data(sheet: AttendanceSheet) -> dict[str, Any]:
    """What the template prints, as JSON values."""
    language = sheet.document_language
    title = Said(sheet.says(msg("Attendance sheet")), language)
    meeting = sheet.meeting
    data = paper_data(
        sheet,
        title=title,
        summary=meeting.title,
        version=sheet.says(msg("Printed on %(date)s", date=day_text(sheet.taken_local.date(), language))),
    )
    joint = len(sheet.sheets) > 1
    papers = [_body_data(sheet, each, named=joint) for each in sheet.sheets]
    if joint:
        papers.append({"body": "", "groups": [], "quorum": ""})
    papers[-1]["groups"].append(_guests(sheet))
    data["words"] |= {
        "head": [sheet.says(each) for each in (msg("No."), msg("Member"), msg("Name in capital letters"))],
        "signature": sheet.says(msg("Signature")),
        "kept_by": sheet.says(msg("Sheet kept by")),
        "chair": sheet.says(msg("In the chair")),
        "substitute": sheet.says(msg("Substitute:")),
        "kept_with": sheet.says(
            msg("This sheet proves who took part. It is kept with the minutes and shown to nobody else.")
        ),
    }
    day = day_text(sheet.local(meeting.starts_at).date(), language)
    return data | {
        # Sheets are passed around and get apart: each names its meeting at its head.
        "document_title": sheet.own(f"{title.text} – {meeting.title}, {day}"),
        "many": len(sheet.guests) > _MANY,
        "meeting": sheet.own(meeting.title),
        "meeting_lang": meeting.title_language,
        "details": about_data(meeting_details(sheet, meeting)[1:]),
        "papers": papers,
    }


def _body_data(sheet: AttendanceSheet, body: BodySheet, *, named: bool) -> dict[str, Any]:
    voting = [seat for seat in body.seats if seat.voting]
    others = [seat for seat in body.seats if not seat.voting]
    votes = sum(seat.weight for seat in voting)
    weighted = any(seat.weight > 1 for seat in voting)
    groups = []
    if voting:
        heading = nmsg("Members with a vote: %(num)d vote", "Members with a vote: %(num)d votes", votes)
        groups.append(_group(sheet, heading, voting, 0, weighted))
    if others:
        heading = msg("Members without a vote") if voting else msg("Members of the body")
        groups.append(_group(sheet, heading, others, len(voting), False))
    return {"body": sheet.own(body.body) if named else "", "groups": groups, "quorum": sheet.own(body.quorum)}


def _group(
    sheet: AttendanceSheet, heading: Message, seats: list[SheetSeat], before: int, weighted: bool
) -> dict[str, Any]:
    rows = [_seat_data(sheet, seat, before + place, weighted) for place, seat in enumerate(seats, 1)]
    return {"heading": sheet.says(heading), "rows": rows}


def _seat_data(sheet: AttendanceSheet, seat: SheetSeat, number: int, weighted: bool) -> dict[str, Any]:
    lines = [seat.organisation] if seat.organisation and not names_organisation(seat.label, seat.organisation) else []
    if seat.holder and (seat.office or seat.holder.casefold() != seat.label.casefold()):
        lines.append(f"{seat.holder} ({seat.office})" if seat.office else seat.holder)
    votes = sheet.says(nmsg("%(num)d vote", "%(num)d votes", seat.weight)) if weighted else ""
    return {
        "number": f"{number}.",
        "name": breakable(sheet.own(seat.label)),
        "lines": [breakable(sheet.own(line)) for line in lines],
        "votes": votes,
        "substitutes": [breakable(sheet.own(each)) for each in seat.substitutes],
    }


def _guests(sheet: AttendanceSheet) -> dict[str, Any]:
    rows: list[dict[str, Any]] = [
        {
            "number": f"{number}.",
            "name": breakable(sheet.own(guest.name)),
            "lines": [breakable(sheet.own(guest.organisation))] if guest.organisation else [],
            "votes": "",
            "substitutes": [],
        }
        for number, guest in enumerate(sheet.guests, 1)
    ]
    for number in range(len(rows) + 1, len(rows) + 1 + sheet.blank_lines):
        rows.append({"number": f"{number}.", "name": "", "lines": [], "votes": "", "substitutes": []})
    return {"heading": sheet.says(msg("Invited persons and guests")), "rows": rows}
