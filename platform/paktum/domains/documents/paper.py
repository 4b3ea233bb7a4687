"""What every paper says of itself: whose it is, in which language, made when and by whom; and the values all templates take."""

from datetime import datetime
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_time
from pydantic import AwareDatetime, model_validator

from paktum.core.languages import Language, locale_of
from paktum.core.messages import Message, msg, say
from paktum.domains.documents.frozen import Frozen, Name, Names, Text, canonical_json, checksum_of
from paktum.domains.documents.letterhead import Letterhead
from paktum.domains.documents.wording import day_text, instant_text, one_line
from paktum.plugin.vocabulary import Said

AboutRow = tuple[str, str, Language]
"""A line of an end note: label, value, and the language the value is in."""


class Paper(Frozen):
    """The locked data of a paper at one instant.

    `language` is the one the content is written in, `document_language` the one of headings, dates and page numbers: the
    one thing that `in_language` changes, and the one that the checksum leaves out.
    `taken_at` is an aware instant, shown in `timezone` (an IANA name); `made_by` is a post, not a person's name.
    """

    letterhead: Letterhead
    language: Language
    document_language: Language
    taken_at: AwareDatetime
    timezone: Name
    made_by: Text = ""

    @model_validator(mode="after")
    def _zone_exists(self) -> Self:
        try:
            ZoneInfo(self.timezone)
        except ZoneInfoNotFoundError as error:
            raise ValueError("not a time zone that is known here") from error
        return self

    @property
    def taken_local(self) -> datetime:
        """When the data was locked, in the pact's own zone."""
        return self.local(self.taken_at)

    def local(self, instant: datetime) -> datetime:
        """An instant by the clock of the pact's place."""
        return instant.astimezone(ZoneInfo(self.timezone))

    def said(self, names: Names) -> Said:
        """A name in the document's language, else in the pact's own, else in any; empty when it has none."""
        return names.said(self.document_language, self.language) or Said("", self.document_language)

    def says(self, message: Message) -> str:
        """A message in the document's language, ready to be printed on one line."""
        return one_line(say(message, self.document_language), self.document_language)

    def own(self, text: str) -> str:
        """A text of the pact, in its own language, ready to be printed on one line."""
        return one_line(text, self.language)

    @property
    def dated(self) -> str:
        """Where and when it was drawn up, as papers say it above their signatures: the place where it is known."""
        day, place = day_text(self.taken_local.date(), self.document_language), self.letterhead.place
        if not place:
            return self.says(msg("Dated %(date)s", date=day))
        return self.says(msg("Done at %(place)s on %(date)s", place=place, date=day))

    def in_language(self, language: Language) -> Self:
        """The same data for a document in another language."""
        return self.model_copy(update={"document_language": language})

    def values(self) -> dict[str, Any]:
        """The snapshot as plain JSON values, as a database keeps them."""
        return self.model_dump(mode="json", exclude_none=True)

    def to_json(self) -> str:
        """Write the snapshot as JSON: sorted keys and no spaces, the same text for the same data."""
        return canonical_json(self.values())

    @property
    def checksum(self) -> str:
        """The SHA-256 of the data as JSON, in hexadecimal: printed on the paper, so that paper and data can be matched.

        The document's language is no data: the same paper in two languages and formats carries the same checksum.
        """
        return checksum_of({name: value for name, value in self.values().items() if name != "document_language"})


class MeetingOnPaper(Frozen):
    """A meeting as papers name it. `title` is in `title_language`; instants are aware; `bodies` are names, the first leads."""

    title: Name
    title_language: Language
    bodies: tuple[Name, ...]
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    form: Literal["present", "remote", "mixed", "circular"] = "present"
    place: Text = ""
    remote_address: Text = ""


FORMS: dict[str, Message] = {
    "present": msg("in one room"),
    "remote": msg("remotely"),
    "mixed": msg("in one room and remotely"),
    "circular": msg("by a written vote, without a meeting"),
}


def paper_data(paper: Paper, *, title: Said, summary: str, version: str) -> dict[str, Any]:
    """What `paper`, `letterhead` and `about` of letterhead.typ print, as JSON values; a template adds its own.

    `title` heads the document and its properties, `summary` describes it there, `version` stands at the foot of pages.
    """
    head = paper.letterhead
    return {
        "lang": paper.document_language,
        "content_lang": paper.language,
        "accent": head.accent,
        "logo": head.logo_svg,
        "pact": paper.own(head.pact_name),
        "organisation": paper.own(head.organisation),
        "place": paper.own(head.place),
        "reference": paper.own(head.reference),
        "title": one_line(title.text, title.language),
        "title_lang": title.language,
        "document_title": one_line(title.text, title.language),
        "author": paper.own(head.organisation or head.pact_name),
        "summary": one_line(summary, paper.document_language),
        "version": one_line(version, paper.document_language),
        "words": {
            "page": paper.says(msg("Page %(page)s of %(pages)s", page="{page}", pages="{pages}")),
            "logo": paper.says(msg("Logo: %(name)s", name=head.pact_name)),
            "about": paper.says(msg("About this document")),
        },
        "about": [],
    }


def file_number(paper: Paper) -> dict[str, str]:
    """The word that stands in the letterhead before the number which an office gives a paper, to be merged in `words`."""
    return {"file_number": paper.says(msg("File number:"))}


def about_data(rows: list[AboutRow]) -> list[list[str]]:
    """Lines of an end note as the template takes them; lines without a value are left out."""
    return [[label, one_line(value, language), language] for label, value, language in rows if value]


def made_rows(paper: Paper) -> list[AboutRow]:
    """Who made a paper, from the data of when, and the checksum of the data."""
    language = paper.document_language
    return [
        (paper.says(msg("Made by")), paper.made_by, paper.language),
        (paper.says(msg("State of the data")), instant_text(paper.taken_local, language), language),
        (paper.says(msg("Checksum of the data (SHA-256)")), paper.checksum, language),
    ]


def meeting_time(paper: Paper, meeting: MeetingOnPaper) -> str:
    """When a meeting is or was, by the clock of the pact's place, in the document's language."""
    start, end, language = paper.local(meeting.starts_at), paper.local(meeting.ends_at), paper.document_language
    if start.date() != end.date():
        return paper.says(
            msg("from %(start)s to %(end)s", start=instant_text(start, language), end=instant_text(end, language))
        )
    times = {
        name: format_time(value, "short", locale=locale_of(language))
        for name, value in (("start", start), ("end", end))
    }
    return paper.says(msg("%(date)s, %(start)s–%(end)s", date=day_text(start.date(), language), **times))


def meeting_details(paper: Paper, meeting: MeetingOnPaper) -> list[AboutRow]:
    """A meeting in a few labelled lines: bodies, time, place, form (where it is not in one room)."""
    language, own = paper.document_language, paper.language
    several = len(meeting.bodies) > 1
    rows: list[AboutRow] = [
        (paper.says(msg("Bodies") if several else msg("Body")), "; ".join(meeting.bodies), own),
        (paper.says(msg("Time of the meeting")), meeting_time(paper, meeting), language),
        (paper.says(msg("Place")), meeting.place, own),
    ]
    if meeting.form != "present":
        rows.append((paper.says(msg("Form of the meeting")), say(FORMS[meeting.form], language), language))
    return rows
