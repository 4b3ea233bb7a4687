"""The papers of a meeting: its pack with the progress of making it, and the attendance sheet to sign."""

import uuid
from dataclasses import dataclass

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import NotFound
from paktum.core.messages import Message, message_from, msg, say
from paktum.domains.documents.file_names import file_name
from paktum.domains.documents.layouts.attendance_sheet import attendance_sheet_pdf
from paktum.domains.documents.typesetting import PDF_MEDIA_TYPE
from paktum.domains.files.service import open_file
from paktum.domains.meetings.paper_queries import PackState, pack_file, pack_state
from paktum.domains.meetings.papers import attendance_sheet, circumstances
from paktum.domains.meetings.queries import MeetingHead, agenda_rows, document_rows, meeting_head
from paktum.domains.meetings.rules.life import CALLED_OFF
from paktum.domains.meetings.service.pack_requests import ask_for_pack
from paktum.domains.meetings.views.blueprint import blueprint, breadcrumb
from paktum.web.access import requires
from paktum.web.attachments import attachment
from paktum.web.context import current_actor, current_language, current_tenant, house
from paktum.web.dates import instant_text


@dataclass(frozen=True)
class PackJob:
    """The pack in the making, as the macro `progress` draws it."""

    id: str
    title: Message
    address: str
    state: str
    done: int
    of: int
    phrase: Message
    files: tuple[tuple[str, str, str], ...] = ()
    retry: str | None = None
    cancel: str | None = None


@blueprint.get("/meetings/<uuid:meeting_id>/pack")
@requires("meetings.see_internal")
def pack(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The pack: what is in it, whether it is current, how far it is, and the file."""
    session, language = current_session(), current_language()
    head = meeting_head(session, meeting_id)
    state = pack_state(session, meeting_id)
    file, job = state.file, _job(head, state)
    rows = [row for row in agenda_rows(session, meeting_id) if row.number is not None]
    made_at = instant_text(head.pack_made_at, head.zone, language) if head.pack_made_at else ""
    return render_template(
        "meetings/pack.html",
        head=head,
        file=file,
        items=rows,
        whole=[row for row in document_rows(session, meeting_id) if row.agenda_item_id is None],
        made_at=made_at,
        stale=file is not None and head.pack_made_at is not None and head.changed_at > head.pack_made_at,
        job=job,
        on_its_way=job is not None and job.state in ("queued", "running"),
        may_make=current_actor().may("meetings.keep") and head.state not in CALLED_OFF,
        way=breadcrumb(head),
    )


@blueprint.get("/meetings/<uuid:meeting_id>/pack/progress")
@requires("meetings.see_internal")
def pack_progress(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The part of the pack's page that changes while it is being made."""
    session = current_session()
    job = _job(meeting_head(session, meeting_id), pack_state(session, meeting_id))
    if job is None:
        raise NotFound
    return render_template("meetings/pack_progress.html", job=job)


@blueprint.post("/meetings/<uuid:meeting_id>/pack")
@requires("meetings.keep")
def make_pack(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Have the pack made as the agenda stands."""
    ask_for_pack(current_session(), house().clock, current_actor(), meeting_id)
    return redirect(url_for("meetings.pack", meeting_id=meeting_id), 303)


@blueprint.get("/meetings/<uuid:meeting_id>/pack/file")
@requires("meetings.see_internal")
def pack_download(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The pack as one PDF, to be saved."""
    session = current_session()
    kept = pack_file(session, meeting_id)
    content = open_file(session, house().store, kept)
    return attachment(content, name=kept.name, media_type=kept.media_type, size=kept.size, sha256=kept.sha256)


@blueprint.get("/meetings/<uuid:meeting_id>/attendance-sheet.pdf")
@requires("meetings.keep")
def sheet(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The attendance sheet with the members of the meeting's day and the guests, in the pact's language."""
    session, parts, tenant = current_session(), house(), current_tenant()
    head = meeting_head(session, meeting_id)
    around = circumstances(session, parts.store, tenant, parts.clock.now(), made_by=current_actor().post)
    paper = attendance_sheet(session, head, around)
    name = file_name("pdf", say(msg("Attendance sheet"), tenant.language), paper.meeting.title, head.day.isoformat())
    answer = make_response(attendance_sheet_pdf(paper))
    answer.headers["Content-Type"] = PDF_MEDIA_TYPE
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _job(head: MeetingHead, state: PackState) -> PackJob | None:
    row = state.run
    if row is None:
        return None
    address = url_for("meetings.pack", meeting_id=head.id)
    said = row.failure or row.phrase
    return PackJob(
        id=str(row.run_id),
        title=message_from(row.title),
        address=address,
        state=row.state,
        done=row.done,
        of=row.total,
        phrase=message_from(said) if said else msg("It has begun"),
        files=((say(msg("Download the pack"), current_language()), f"{address}/file", "PDF"),) if state.file else (),
        retry=address if current_actor().may("meetings.keep") else None,
    )
