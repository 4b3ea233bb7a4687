"""Small papers with every kind of part."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from paktum.domains.documents.layouts.attendance_sheet import AttendanceSheet, BodySheet, SheetGuest, SheetSeat
from paktum.domains.documents.layouts.decision_extract import DecisionExtract, TaskOnPaper, VoteOnPaper
from paktum.domains.documents.layouts.minutes import MinutesPaper, PresenceOnPaper, SectionOnPaper
from paktum.domains.documents.letterhead import Letterhead
from paktum.domains.documents.paper import MeetingOnPaper
from paktum.domains.documents.rich import rich_text

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" fill="#0c5746"/></svg>'
PAPER: dict[str, Any] = {
    "letterhead": Letterhead(
        pact_name="Tiszakécskei Foglalkoztatási Paktum",
        reference="TOP-5.1.2-16",
        organisation="Tiszakécske Város Önkormányzata",
        place="Tiszakécske",
        logo_svg=LOGO,
    ),
    "language": "hu",
    "document_language": "hu",
    "taken_at": datetime(2018, 10, 30, 9, 30, tzinfo=UTC),
    "timezone": "Europe/Budapest",
    "made_by": "Paktumiroda-vezető",
}
MEETING = MeetingOnPaper(
    title="Irányító Csoport, 1/2018. ülés",
    title_language="hu",
    bodies=("Irányító Csoport",),
    starts_at=datetime(2018, 10, 29, 9, 0, tzinfo=UTC),
    ends_at=datetime(2018, 10, 29, 11, 0, tzinfo=UTC),
    place="Kecskemét",
)
SEATS = (
    SheetSeat(label="Önkormányzat képviselője", holder="Polgármester", office="elnök", substitutes=("Alpolgármester",)),
    SheetSeat(label="Kamara", organisation="Kereskedelmi és Iparkamara", weight=2),
    SheetSeat(label="Paktumiroda", holder="Paktumiroda-vezető", voting=False),
)
HTML = (
    "<p>A testület <strong>határozatképes</strong>.<br>Új sor &amp; jel.</p>"
    '<p><em>Az elnök</em> <span class="personal">magánjellegű</span> szava.</p>'
    "<ul><li>Megalakulás</li><li>Ügyrend</li></ul><ol><li>egy</li></ol>"
)


@pytest.fixture
def meeting() -> MeetingOnPaper:
    return MEETING


@pytest.fixture
def sheet() -> AttendanceSheet:
    return AttendanceSheet(
        **PAPER,
        meeting=MEETING,
        sheets=(BodySheet(body="Irányító Csoport", seats=SEATS, quorum="A szavazatok több mint fele kell."),),
        guests=(SheetGuest(name="Munkáltatói kapcsolattartó", organisation="Helyi Üzem"),),
        blank_lines=3,
    )


@pytest.fixture
def extract() -> DecisionExtract:
    return DecisionExtract(
        **PAPER,
        body="Irányító Csoport",
        meeting=MEETING.title,
        place=MEETING.place,
        item="3. A munkaprogram elfogadása",
        number="3/2018. (X. 29.) IG határozat",
        title="A munkaprogram elfogadása",
        text="Elfogadja a munkaprogramot.\nFelkéri a paktumirodát a közzétételre.",
        decided_on=date(2018, 10, 29),
        vote=VoteOnPaper(
            yes=14, no=0, abstain=1, not_cast=2, needed=13, there=15, quorum=11, secret=True, proof="ab" * 32
        ),
        due_on=date(2018, 11, 15),
        tasks=(TaskOnPaper(title="Közzététel", responsible="Paktumiroda", due_on=date(2018, 11, 15)),),
        certified_by=("Elnök",),
    )


@pytest.fixture
def minutes() -> MinutesPaper:
    return MinutesPaper(
        **PAPER,
        meeting=MEETING,
        word="jegyzőkönyv",
        number=3,
        sections=(
            SectionOnPaper(heading="Megnyitás", blocks=rich_text(HTML)),
            SectionOnPaper(number="1.", heading="Munkaprogram", blocks=rich_text(HTML)),
        ),
        presence=(
            PresenceOnPaper(seat="Kamara", organisation="Iparkamara", person="Titkár", times="10:00–12:00"),
            PresenceOnPaper(seat="Kormányhivatal", capacity="absent", note="kimentette magát"),
        ),
        attached=("Jelenléti ív",),
        signing=("Elnök", "Jegyzőkönyvvezető"),
    )
