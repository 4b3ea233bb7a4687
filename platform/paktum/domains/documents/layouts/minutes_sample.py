"""Minutes of a meeting that never was: what a Word template is tried with, and what its sample shows."""

from datetime import datetime, timedelta

from paktum.core.languages import Language
from paktum.core.messages import msg, say
from paktum.domains.documents.layouts.minutes import MinutesPaper, PresenceOnPaper, SectionOnPaper
from paktum.domains.documents.letterhead import Letterhead
from paktum.domains.documents.paper import MeetingOnPaper
from paktum.domains.documents.rich import RichBlock, RichRun


def sample_minutes(letterhead: Letterhead, language: Language, made_at: datetime, timezone: str) -> MinutesPaper:
    """Minutes with every kind of part, in the words of one language; `made_at` is aware, `timezone` an IANA name."""

    def line(text: str, **looks: bool) -> tuple[RichRun, ...]:
        return (RichRun(text=text, **looks),)

    sentence = say(msg("This is how a sentence of the minutes looks."), language)
    point = say(msg("An item of a list"), language)
    blocks = (
        RichBlock(lines=((RichRun(text=sentence + " "), RichRun(text=f"5 < 7 & 7 > 5 “{point}”", strong=True)),)),
        RichBlock(kind="bulleted", lines=(line(point), line(point, emphasis=True))),
        RichBlock(kind="numbered", lines=(line(point), line(point))),
    )
    opening, item = say(msg("Opening of the meeting"), language), say(msg("An item of the agenda"), language)
    seat = say(msg("Seat"), language)
    return MinutesPaper(
        letterhead=letterhead,
        language=language,
        document_language=language,
        taken_at=made_at,
        timezone=timezone,
        meeting=MeetingOnPaper(
            title=say(msg("Sample meeting"), language),
            title_language=language,
            bodies=(say(msg("Sample body"), language),),
            starts_at=made_at,
            ends_at=made_at + timedelta(hours=2),
            place=letterhead.place,
        ),
        number=1,
        state="approved",
        approval=say(msg("In the chair"), language),
        approved_at=made_at + timedelta(days=7),
        presence=(
            PresenceOnPaper(
                seat=f"{seat} 1", organisation=letterhead.organisation, person="A & B", times="10:00–12:00"
            ),
            PresenceOnPaper(seat=f"{seat} 2", capacity="absent"),
        ),
        sections=(
            SectionOnPaper(heading=opening, blocks=blocks),
            SectionOnPaper(number="1.", heading=item, blocks=blocks),
        ),
        attached=(say(msg("Attendance sheet"), language),),
    )
