"""The acts on a meeting as a whole: convening without mail, postponing, cancelling, noting it held, closing its file."""

import uuid
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid
from paktum.core.messages import Message, msg
from paktum.domains.meetings.forms import ConveneForm, ReasonForm
from paktum.domains.meetings.meeting_page import notices
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.rules.notice import late_words
from paktum.domains.meetings.service import life
from paktum.domains.meetings.views.blueprint import (
    back_to,
    blueprint,
    breadcrumb,
    called,
    first_refusal,
    is_working_day,
    today,
)
from paktum.web.access import requires
from paktum.web.context import current_actor, house
from paktum.web.fields import put_at_fields
from paktum.web.notices import tell


def _ask(template: str, head: MeetingHead, **values: Any) -> str:
    back = url_for("meetings.meeting", meeting_id=head.id)
    return render_template(f"meetings/{template}.html", head=head, way=breadcrumb(head), back=back, **values)


@blueprint.get("/meetings/<uuid:meeting_id>/convene")
@requires("meetings.keep")
def ask_to_convene(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Convening a meeting whose invitation went out by other ways."""
    head = meeting_head(current_session(), meeting_id)
    return _convene_page(head, ConveneForm())


@blueprint.post("/meetings/<uuid:meeting_id>/convene")
@requires("meetings.keep")
def convene(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Note that it is convened; where the charter's notice is not kept, with the reason."""
    head = meeting_head(current_session(), meeting_id)
    form = ConveneForm()
    if not form.validate():
        return _convene_page(head, form), 422
    found = notices(head, today(), is_working_day())
    late = bool(found) and found[0].check.late
    if late and not (form.reason.data or "").strip():
        form.reason.errors = [msg("Say why: the charter's notice is not kept.")]
        return _convene_page(head, form), 422
    reason = form.reason.data if late else ""
    life.mark_convened(current_session(), house().clock, current_actor(), meeting_id, notice_reason=reason or "")
    return back_to(meeting_id, msg("The meeting is convened."))


def _convene_page(head: MeetingHead, form: ConveneForm) -> str:
    found = notices(head, today(), is_working_day())
    late = late_words(found[0].check) if found else None
    return _ask("convene", head, form=form, notices=found, late=late)


@blueprint.get("/meetings/<uuid:meeting_id>/postpone")
@requires("meetings.keep")
def ask_to_postpone(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Why it is postponed."""
    return _ask("postpone", meeting_head(current_session(), meeting_id), form=ReasonForm())


@blueprint.post("/meetings/<uuid:meeting_id>/postpone")
@requires("meetings.keep")
def postpone(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Postpone it to a time not known yet."""
    return _call_off(
        meeting_id, "postpone", life.postpone, msg("The meeting is postponed. Set its new time when you know it.")
    )


@blueprint.get("/meetings/<uuid:meeting_id>/cancel")
@requires("meetings.keep")
def ask_to_cancel(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Why it is cancelled."""
    return _ask("cancel", meeting_head(current_session(), meeting_id), form=ReasonForm())


@blueprint.post("/meetings/<uuid:meeting_id>/cancel")
@requires("meetings.keep")
def cancel(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Cancel it; it stays with the reason."""
    return _call_off(meeting_id, "cancel", life.cancel, msg("The meeting is cancelled."))


def _call_off(meeting_id: uuid.UUID, template: str, verb: Any, done: Message) -> ResponseReturnValue:
    form = ReasonForm()
    head = meeting_head(current_session(), meeting_id)
    if not form.validate():
        return _ask(template, head, form=form), 422
    try:
        verb(current_session(), house().clock, current_actor(), meeting_id, form.reason.data)
    except Invalid as failure:
        put_at_fields(form, failure)
        return _ask(template, head, form=form), 422
    return back_to(meeting_id, done)


@blueprint.post("/meetings/<uuid:meeting_id>/restore")
@requires("meetings.keep")
def restore(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take the cancelling back."""
    life.restore(current_session(), house().clock, current_actor(), meeting_id)
    return back_to(meeting_id, msg("The meeting is being prepared again. Convene it once more."))


@blueprint.get("/meetings/<uuid:meeting_id>/held")
@requires("meetings.keep")
def ask_whether_held(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Say what noting it held means, and offer the other answers."""
    return _ask("held", meeting_head(current_session(), meeting_id))


@blueprint.post("/meetings/<uuid:meeting_id>/held")
@requires("meetings.keep")
def note_held(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Note that it was held at its time without having been led here."""
    try:
        life.note_held(current_session(), house().clock, current_actor(), meeting_id)
    except Invalid as refused:
        tell(first_refusal(refused), "unsure")
        return back_to(meeting_id)
    return back_to(meeting_id, msg("It is noted as held. Write its minutes next."))


@blueprint.get("/meetings/<uuid:meeting_id>/close")
@requires("meetings.keep")
def ask_to_close(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Say what closing the file means."""
    return _ask("close", meeting_head(current_session(), meeting_id))


@blueprint.post("/meetings/<uuid:meeting_id>/close")
@requires("meetings.keep")
def close(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Close the file."""
    head = meeting_head(current_session(), meeting_id)
    life.close_meeting(current_session(), house().clock, current_actor(), meeting_id)
    return back_to(meeting_id, msg("The file of %(title)s is closed.", title=called(head.called)))


@blueprint.post("/meetings/<uuid:meeting_id>/open-file")
@requires("meetings.keep")
def open_file_again(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Open a closed file again."""
    life.open_file_again(current_session(), house().clock, current_actor(), meeting_id)
    return back_to(meeting_id, msg("The file is open again."))
