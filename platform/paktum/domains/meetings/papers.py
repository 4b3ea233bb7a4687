"""What the papers of a meeting print: the meeting, its agenda and its members, frozen as documents want them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from paktum.core.database import TenantSession
from paktum.core.ids import SubjectRef
from paktum.core.languages import Language, sort_key
from paktum.core.messages import Message, msg, nmsg, say
from paktum.core.store import FileStore
from paktum.core.subjects import Subject, Subjects
from paktum.domains.bodies.queries import BodyPage, SeatLine, body_page
from paktum.domains.bodies.rules import OFFICE_LABELS, needed_of
from paktum.domains.documents.layouts.attendance_sheet import AttendanceSheet, BodySheet, SheetGuest, SheetSeat
from paktum.domains.documents.layouts.pack import MeetingPack, PackFile, PackItem
from paktum.domains.documents.letterhead import Letterhead
from paktum.domains.documents.paper import MeetingOnPaper
from paktum.domains.documents.service.letterheads import letterhead_of
from paktum.domains.files.service import get_file
from paktum.domains.meetings.paper_queries import invited_guests
from paktum.domains.meetings.queries import (
    AgendaRow,
    BodyOfMeeting,
    DocumentRow,
    MeetingHead,
    agenda_rows,
    document_rows,
)
from paktum.web.context import TenantFacts


@dataclass(frozen=True)
class Circumstances:
    """Around a paper: whose it is, in which language it speaks, made when (aware) and by which post."""

    tenant: TenantFacts
    letterhead: Letterhead
    language: Language
    taken_at: datetime
    made_by: str = ""

    def values(self) -> dict[str, object]:
        """The fields that every paper has."""
        return {
            "letterhead": self.letterhead,
            "language": self.tenant.language,
            "document_language": self.language,
            "taken_at": self.taken_at,
            "timezone": self.tenant.timezone,
            "made_by": self.made_by,
        }


def circumstances(
    session: TenantSession,
    store: FileStore,
    tenant: TenantFacts,
    taken_at: datetime,
    *,
    language: Language | None = None,
    made_by: str = "",
) -> Circumstances:
    """The circumstances of a paper made now, in the pact's own language unless another is asked for."""
    return Circumstances(tenant, letterhead_of(session, store, tenant), language or tenant.language, taken_at, made_by)


def meeting_on_paper(head: MeetingHead, language: Language, own: Language) -> MeetingOnPaper:
    """A meeting for a paper in `language`; a title that people gave is in the pact's `own`."""
    called = head.called
    return MeetingOnPaper(
        title=say(called, language) if isinstance(called, Message) else called,
        title_language=language if isinstance(called, Message) else own,
        bodies=tuple(body.name for body in head.bodies),
        starts_at=head.starts_at,
        ends_at=head.ends_at,
        form=head.form,
        place=head.place,
        remote_address=head.remote_address,
    )


def attendance_sheet(session: TenantSession, head: MeetingHead, around: Circumstances) -> AttendanceSheet:
    """The sheets of a meeting with the members of its day, in a number of statements that depends on the bodies alone."""
    language = around.language
    by_name = sort_key(around.tenant.language)
    guests = sorted(invited_guests(session, head.id), key=lambda guest: by_name(guest.name))
    return AttendanceSheet.model_validate(
        {
            **around.values(),
            "meeting": meeting_on_paper(head, language, around.tenant.language),
            "sheets": tuple(
                _body_sheet(body, body_page(session, body.body_id, head.day), head.convening, language)
                for body in head.bodies
            ),
            "guests": tuple(SheetGuest(name=guest.name, organisation=guest.organisation) for guest in guests),
        }
    )


def _body_sheet(body: BodyOfMeeting, page: BodyPage, convening: int, language: Language) -> BodySheet:
    seats = [_sheet_seat(seat, language) for seat in page.seats]
    officers = [
        SheetSeat(label=one.holder, office=say(OFFICE_LABELS[one.office], language), voting=False)
        for one in page.officers
    ]
    quorum = _quorum(body, page, convening)
    return BodySheet(body=body.name, seats=(*seats, *officers), quorum=say(quorum, language) if quorum else "")


def _sheet_seat(seat: SeatLine, language: Language) -> SheetSeat:
    holder = seat.holders[0] if seat.holders else None
    leads = holder is not None and holder.office != "member"
    return SheetSeat(
        label=seat.label,
        organisation=seat.organisation,
        holder=holder.holder if holder else "",
        office=say(OFFICE_LABELS[holder.office], language) if holder and leads else "",
        voting=seat.voting,
        weight=seat.weight,
        substitutes=tuple(one.holder for one in seat.substitutes),
    )


def _quorum(body: BodyOfMeeting, page: BodyPage, convening: int) -> Message | None:
    """What the body needs in order to decide, by its charter of the day; None without one."""
    quorum = body.charter.quorum
    share, strictly = quorum.share, quorum.strictly_more
    if convening == 2 and quorum.second_share is not None:
        share, strictly = quorum.second_share, False
    counted = page.composition.votes if quorum.of == "votes" else page.composition.seats
    needed = needed_of(share, strictly, counted)
    if body.charter_id is None or not counted:
        return None
    if not needed:
        return msg("This is the second convening: the body can decide with those who are there.")
    if quorum.of == "votes":
        return nmsg(
            "The body can decide when %(needed)d of its %(num)d vote is present.",
            "The body can decide when %(needed)d of its %(num)d votes are present.",
            counted,
            needed=needed,
        )
    return nmsg(
        "The body can decide when %(needed)d of its %(num)d seat is filled by somebody present.",
        "The body can decide when %(needed)d of its %(num)d seats are filled by somebody present.",
        counted,
        needed=needed,
    )


def meeting_pack(
    session: TenantSession, head: MeetingHead, around: Circumstances, subjects: Subjects, chair: str
) -> MeetingPack:
    """The pack of a meeting as its agenda stands now; `chair` is the post of who convenes, or empty."""
    language = around.language
    rows = [row for row in agenda_rows(session, head.id) if row.number is not None]
    known = subjects.describe(session, [row.subject for row in rows if row.subject], language)
    whole = [row for row in document_rows(session, head.id) if row.agenda_item_id is None]
    hashes = {row.file_id: get_file(session, row.file_id).sha256 for row in _all_documents(whole, rows)}
    return MeetingPack.model_validate(
        {
            **around.values(),
            "meeting": meeting_on_paper(head, language, around.tenant.language),
            "note": head.invitation_note,
            "called_by": chair,
            "files": tuple(_pack_file(row, hashes) for row in whole),
            "items": tuple(_pack_item(session, row, known, hashes, language) for row in rows),
        }
    )


def _all_documents(whole: list[DocumentRow], rows: list[AgendaRow]) -> list[DocumentRow]:
    return [*whole, *(document for row in rows for document in row.documents)]


def _pack_item(
    session: TenantSession,
    row: AgendaRow,
    known: Mapping[SubjectRef, Subject],
    hashes: Mapping[uuid.UUID, str],
    language: Language,
) -> PackItem:
    subject = known.get(row.subject) if row.subject else None
    title = subject.title if subject else ""
    return PackItem(
        number=row.number or 1,
        title=row.title,
        text=row.text,
        presenter=row.presenter,
        group=row.working_group,
        subject=say(title, language) if isinstance(title, Message) else title,
        minutes=row.minutes,
        files=(
            *_subject_files(session, subject),
            *(_pack_file(document, hashes) for document in row.documents),
        ),
    )


def _subject_files(session: TenantSession, subject: Subject | None) -> list[PackFile]:
    """The documents that belong to what is brought before the body."""
    found = []
    for document in subject.documents if subject else ():
        file = get_file(session, document.file_id)
        found.append(
            PackFile(
                title=document.title, name=file.name, media_type=file.media_type, size=file.size, sha256=file.sha256
            )
        )
    return found


def _pack_file(row: DocumentRow, hashes: Mapping[uuid.UUID, str]) -> PackFile:
    return PackFile(
        title=row.title,
        kind="submission" if row.kind == "submission" else "attachment",
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=hashes[row.file_id],
    )
