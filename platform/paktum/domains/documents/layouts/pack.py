"""The pages of a pack that we set ourselves: the invitation with the agenda, and a page for each file that has none."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from babel.dates import format_time
from babel.units import format_unit
from pydantic import Field

from paktum.core.languages import locale_of
from paktum.core.messages import msg
from paktum.domains.documents.frozen import Frozen, Name, Text
from paktum.domains.documents.paper import (
    MeetingOnPaper,
    Paper,
    about_data,
    file_number,
    made_rows,
    meeting_details,
    paper_data,
)
from paktum.domains.documents.typesetting import typeset_pdf
from paktum.domains.documents.wording import breakable, instant_text
from paktum.plugin.vocabulary import Said

_INVITATION: Final = Path(__file__).with_name("pack.typ")
_FILE_PAGE: Final = Path(__file__).with_name("pack_file.typ")
# What a link to a page of the pack says until the pack is put together; no such host can exist (RFC 2606).
PAGE_ADDRESS: Final = "https://page.invalid/"
# An item longer than this may be broken over two pages; a shorter one is kept together.
_BREAKABLE_FROM: Final = 1_500
_MOST_FILES_TOGETHER: Final = 12


class PackFile(Frozen):
    """A file of the pack: its title, its name and type by its content, its size in bytes, and the hash of its bytes."""

    title: Name
    kind: Literal["submission", "attachment"] = "submission"
    name: Name
    media_type: Name
    size: Annotated[int, Field(ge=0)]
    sha256: Name


class PackItem(Frozen):
    """An item of the agenda; `minutes` is its planned length, `group` who prepared it, `subject` what is brought before the
    body under it."""

    number: Annotated[int, Field(ge=1)]
    title: Name
    text: Text = ""
    presenter: Text = ""
    group: Text = ""
    subject: Text = ""
    minutes: int | None = None
    files: tuple[PackFile, ...] = ()


class MeetingPack(Paper):
    """Everything a pack is made from, but for the bytes of its files. `note` is what the invitation says beside time, place
    and agenda; `called_by` the post of who convenes; `files` belong to no item."""

    meeting: MeetingOnPaper
    note: Text = ""
    called_by: Text = ""
    files: tuple[PackFile, ...] = ()
    items: tuple[PackItem, ...] = ()

    @property
    def all_files(self) -> tuple[PackFile, ...]:
        """The files in the order of the pack: first those of the whole meeting, then item by item."""
        return (*self.files, *(file for item in self.items for file in item.files))


def invitation_pdf(pack: MeetingPack, pages: tuple[int, ...], total: int) -> bytes:
    """Set the invitation with the agenda. `pages` say for each file of `all_files` on which page of the pack it begins,
    `total` how many pages the pack has."""
    return typeset_pdf(_INVITATION, invitation_data(pack, pages, total), made_at=pack.taken_at)


def invitation_data(pack: MeetingPack, pages: tuple[int, ...], total: int) -> dict[str, Any]:
    """What the invitation prints, as JSON values."""
    language, meeting = pack.document_language, pack.meeting
    title = Said(pack.says(msg("Invitation")), language)
    version = pack.says(msg("Put together on %(date)s", date=instant_text(pack.taken_local, language)))
    data = paper_data(pack, title=title, summary=meeting.title, version=version)
    where = iter(pages)
    details = meeting_details(pack, meeting)
    if meeting.remote_address:
        details.append((pack.says(msg("Online at")), breakable(meeting.remote_address), pack.language))
    data["words"] |= {
        "page": pack.says(msg("Page %(page)s of %(pages)s", page="{page}", pages=str(total))),
        "agenda": pack.says(msg("%(Term_agenda)s")),
        "files": pack.says(msg("For the whole agenda")),
        "presenter": pack.says(msg("Presented by:")),
        "group": pack.says(msg("Prepared by:")),
        "dated": pack.dated,
        **file_number(pack),
    }
    return data | {
        "document_title": pack.own(meeting.title),
        "meeting": pack.own(meeting.title),
        "meeting_lang": meeting.title_language,
        "details": about_data(details),
        "note": [breakable(line) for line in map(pack.own, pack.note.splitlines()) if line],
        "files": [_file_line(pack, file, next(where)) for file in pack.files],
        "items": [
            {
                "number": f"{item.number}.",
                "at": at,
                "title": breakable(pack.own(item.title)),
                "text": [breakable(line) for line in map(pack.own, item.text.splitlines()) if line],
                "presenter": pack.own(item.presenter),
                "group": pack.own(item.group),
                "subject": breakable(pack.own(item.subject if item.subject != item.title else "")),
                "files": [_file_line(pack, file, next(where)) for file in item.files],
                "long": len(item.text) > _BREAKABLE_FROM or len(item.files) > _MOST_FILES_TOGETHER,
            }
            for item, at in zip(pack.items, _times(pack), strict=True)
        ],
        "called_by": pack.own(pack.called_by),
        "page_address": PAGE_ADDRESS,
        "about": about_data(made_rows(pack)),
    }


def _times(pack: MeetingPack) -> list[str]:
    """When each item begins as far as the planned lengths tell: up to the first item without one."""
    times: list[str] = []
    at, known = pack.local(pack.meeting.starts_at), any(item.minutes for item in pack.items)
    for item in pack.items:
        times.append(format_time(at, "short", locale=locale_of(pack.document_language)) if known else "")
        known = known and item.minutes is not None
        at += timedelta(minutes=item.minutes or 0)
    return times


def _file_line(pack: MeetingPack, file: PackFile, page: int) -> list[str]:
    """The kind, the title and the page of a file: in words and as a number."""
    return [kind_word(pack, file), breakable(pack.own(file.title)), pack.says(msg("p. %(page)d", page=page)), str(page)]


def kind_word(pack: MeetingPack, file: PackFile) -> str:
    """What kind of document it is, as a word before its title."""
    return pack.says(msg("Submission:") if file.kind == "submission" else msg("Attachment:"))


def picture_page_pdf(pack: MeetingPack, file: PackFile, picture: bytes) -> bytes:
    """Set a picture (PNG or JPEG) on a page under its title. Refused when it cannot be read."""
    data = _file_data(pack, file) | {"picture": True, "sentences": []}
    return typeset_pdf(_FILE_PAGE, data, made_at=pack.taken_at, picture=picture)


def attached_page_pdf(pack: MeetingPack, file: PackFile, *, unreadable: bool) -> bytes:
    """Set the page that stands for a file that has no pages of its own, or whose pages cannot be read."""
    why = (
        msg("The pages of this file cannot be read, so they are not shown here.")
        if unreadable
        else msg("This file is not a PDF, so its pages are not shown here.")
    )
    how = msg("It is attached to this pack as it is: open the list of attachments in your PDF reader.")
    data = _file_data(pack, file) | {"picture": False, "sentences": [pack.says(why), pack.says(how)]}
    return typeset_pdf(_FILE_PAGE, data, made_at=pack.taken_at)


def _file_data(pack: MeetingPack, file: PackFile) -> dict[str, Any]:
    language = pack.document_language
    title = Said(file.title, pack.language)
    data = paper_data(pack, title=title, summary=file.name, version=pack.own(pack.meeting.title))
    size = format_unit(max(1, round(file.size / 1000)), "kilobyte", "short", locale=locale_of(language))
    rows = [(pack.says(msg("File")), breakable(file.name), pack.language), (pack.says(msg("Size")), size, language)]
    # Its place in the pack is not known where it is set, and its own number would mislead.
    data["words"]["page"] = ""
    return data | {"kind": kind_word(pack, file), "details": about_data(rows)}
