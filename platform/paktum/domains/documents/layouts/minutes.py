"""Minutes of a meeting on paper, from one frozen version of their text."""

from pathlib import Path
from typing import Any, Final, Literal

from pydantic import AwareDatetime

from paktum.core.messages import Message, msg
from paktum.domains.documents.frozen import Frozen, Name, Text
from paktum.domains.documents.paper import (
    AboutRow,
    MeetingOnPaper,
    Paper,
    about_data,
    file_number,
    made_rows,
    meeting_details,
    paper_data,
)
from paktum.domains.documents.rich import RichBlock, rich_data
from paktum.domains.documents.typesetting import typeset_pdf
from paktum.domains.documents.wording import breakable, day_text
from paktum.plugin.vocabulary import Said

_TEMPLATE: Final = Path(__file__).with_name("minutes.typ")


class SectionOnPaper(Frozen):
    """A section of the minutes; `number` is that of the agenda item with its point, or empty."""

    heading: Name
    number: Text = ""
    blocks: tuple[RichBlock, ...] = ()


class PresenceOnPaper(Frozen):
    """Who filled a seat, or came as a guest (then `seat` is empty); `times` are words, such as 10:05–11:30, or empty."""

    body: Text = ""
    seat: Text = ""
    organisation: Text = ""
    person: Text = ""
    capacity: Literal["holder", "substitute", "guest", "absent"] = "holder"
    note: Text = ""
    times: Text = ""


class MinutesPaper(Paper):
    """One version of the minutes. `word` is what the pact calls them (in its language), or empty for the usual word.

    `rendering` `public` says on the paper that personal parts were left out: leaving them out is done before.
    `approval` says who approved them, with `approved_at`; `signing` are the posts of those who sign; `attached` the titles
    of what belongs to them.
    """

    meeting: MeetingOnPaper
    word: Text = ""
    number: int
    state: Literal["drafted", "sent", "approved", "locked"] = "drafted"
    rendering: Literal["whole", "public"] = "whole"
    approval: Text = ""
    approved_at: AwareDatetime | None = None
    presence: tuple[PresenceOnPaper, ...] = ()
    sections: tuple[SectionOnPaper, ...] = ()
    attached: tuple[Name, ...] = ()
    signing: tuple[Name, ...] = ()

    @property
    def final(self) -> bool:
        """Whether the text is approved and no draft any more."""
        return self.state in ("approved", "locked")


def minutes_pdf(minutes: MinutesPaper) -> bytes:
    """Make the PDF of minutes: A4 portrait, tagged (PDF/UA-1) and made to be kept (PDF/A-2a)."""
    return typeset_pdf(_TEMPLATE, minutes_data(minutes), made_at=minutes.taken_at)


def minutes_title(minutes: MinutesPaper) -> Said:
    """What the paper is called: the pact's own word for minutes, else that of the document's language."""
    if minutes.word and minutes.document_language == minutes.language:
        return Said(minutes.word[:1].upper() + minutes.word[1:], minutes.language)
    return Said(minutes.says(msg("Minutes")), minutes.document_language)


def minutes_state(minutes: MinutesPaper) -> str:
    """Which version this is and how far it has come, in the document's language."""
    return minutes.says(_STATES[minutes.final](minutes.number))


_STATES: Final = {
    False: lambda number: msg("Draft, version %(number)d", number=number),
    True: lambda number: msg("Approved, version %(number)d", number=number),
}


def minutes_data(minutes: MinutesPaper) -> dict[str, Any]:
    """What the template prints, as JSON values."""
    title, state = minutes_title(minutes), minutes_state(minutes)
    data = paper_data(minutes, title=title, summary=minutes.meeting.title, version=state)
    data["words"] |= {
        "presence": minutes.says(msg("Those present")),
        "presence_head": [minutes.says(each) for each in (msg("Member"), msg("Person"), msg("Time present"))],
        "attached": minutes.says(msg("Annexes")),
        "dated": minutes.dated,
        **file_number(minutes),
    }
    return data | {
        "document_title": minutes.own(f"{title.text} – {minutes.meeting.title}"),
        "meeting": minutes.own(minutes.meeting.title),
        "meeting_lang": minutes.meeting.title_language,
        "draft": "" if minutes.final else state,
        "notice": minutes.says(msg("Personal parts were left out of this copy."))
        if minutes.rendering == "public"
        else "",
        "details": about_data(_details(minutes)),
        "presence": [_presence(minutes, each) for each in minutes.presence],
        "sections": [
            {
                "number": minutes.own(section.number),
                "heading": breakable(minutes.own(section.heading)),
                "blocks": rich_data(section.blocks, minutes.language),
            }
            for section in minutes.sections
        ],
        "attached": [breakable(minutes.own(each)) for each in minutes.attached],
        "signing": [minutes.own(each) for each in minutes.signing]
        or [minutes.says(msg("Minutes taken by")), minutes.says(msg("In the chair"))],
        "about": about_data([(minutes.says(msg("Version")), state, minutes.document_language), *made_rows(minutes)]),
    }


def _details(minutes: MinutesPaper) -> list[AboutRow]:
    rows = meeting_details(minutes, minutes.meeting)
    if minutes.final and minutes.approval:
        rows.append((minutes.says(msg("Minutes approved by")), minutes.approval, minutes.language))
    if minutes.final and minutes.approved_at:
        day = day_text(minutes.local(minutes.approved_at).date(), minutes.document_language)
        rows.append((minutes.says(msg("Approved on")), day, minutes.document_language))
    return rows


_CAPACITIES: Final[dict[str, Message]] = {
    "substitute": msg("substitute"),
    "guest": msg("guest"),
    "absent": msg("absent"),
}


def _presence(minutes: MinutesPaper, present: PresenceOnPaper) -> dict[str, Any]:
    capacity = _CAPACITIES.get(present.capacity)
    return {
        "seat": breakable(minutes.own(present.seat or present.organisation)),
        "organisation": breakable(minutes.own(present.organisation if present.seat else "")),
        "person": breakable(minutes.own(present.person)),
        "capacity": minutes.says(capacity) if capacity else "",
        "note": breakable(minutes.own(present.note)),
        "times": minutes.own(present.times),
    }
