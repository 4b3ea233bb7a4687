"""The evidence of a meeting: what there is, bringing a file along, taking one out."""

import uuid
from dataclasses import dataclass
from typing import Any

from babel.units import format_unit
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from paktum.core.database import current_session
from paktum.core.errors import Invalid, NotFound, Refused
from paktum.core.languages import locale_of
from paktum.core.messages import Message, msg
from paktum.domains.files.service import get_file, open_file
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.rules.documents import LARGEST_DOCUMENT, too_large_words
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.minutes import queries
from paktum.domains.minutes.forms import EvidenceForm
from paktum.domains.minutes.service import bundling
from paktum.domains.minutes.service import evidence as service
from paktum.domains.minutes.views.blueprint import blueprint, breadcrumb, said
from paktum.web.access import requires
from paktum.web.attachments import attachment
from paktum.web.context import current_actor, current_language, current_words, house
from paktum.web.failures import page_of
from paktum.web.fields import options, put_at_fields
from paktum.web.incoming import take_files
from paktum.web.notices import tell

_EVIDENCE = "/meetings/<uuid:meeting_id>/evidence"


_WRITTEN = frozenset({MeetingState.MINUTES_DRAFTED, MeetingState.MINUTES_APPROVED, MeetingState.CLOSED})


@dataclass(frozen=True)
class Group:
    """Files of one kind."""

    code: str
    label: Message
    files: tuple[queries.FileRow, ...]


@blueprint.url_value_preprocessor
def allow_a_file(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let the one page that takes a file take it: before anything looks into the request."""
    if endpoint == "minutes.add_evidence":
        take_files(LARGEST_DOCUMENT + (1 << 20))


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say at the field that the file is too large; its bytes were not read."""
    if request.endpoint != "minutes.add_evidence":
        return page_of(error)
    meeting_id = (request.view_args or {})["meeting_id"]
    form = _form(None)
    form.file.errors = [too_large_words()]
    return _page(meeting_head(current_session(), meeting_id), form), 413


@blueprint.get(_EVIDENCE)
@requires("minutes.write")
def evidence(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """What proves the meeting beside its minutes."""
    return _page(meeting_head(current_session(), meeting_id), _form(None))


def _form(data: dict[str, Any] | None) -> EvidenceForm:
    form = EvidenceForm(formdata=None, data=data) if data is None else EvidenceForm()
    form.kind.choices = options((code, str(label)) for code, label in service.KINDS.items())
    return form


def _page(head: MeetingHead, form: EvidenceForm) -> str:
    files = queries.files_of(current_session(), head.id)
    groups = [
        Group(code, label, tuple(one for one in files if one.kind == code)) for code, label in service.KINDS.items()
    ]
    return render_template(
        "minutes/evidence.html",
        head=head,
        called=said(head.called),
        breadcrumb=breadcrumb(head, below=True),
        groups=groups,
        bundles=[one for one in files if one.format == "zip"],
        form=form,
        open=head.state is not MeetingState.CLOSED,
        written=head.state in _WRITTEN,
        size_words=_size,
    )


def _size(size: int) -> str:
    return format_unit(max(1, round(size / 1000)), "digital-kilobyte", "short", locale=locale_of(current_language()))


@blueprint.post(_EVIDENCE)
@requires("minutes.write")
def add_evidence(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Bring a file along: fields `file`, `kind`, `title`, `taken_on`, `consent`."""
    head = meeting_head(current_session(), meeting_id)
    form = _form({})
    if not form.validate():
        return _page(head, form), 422
    draft = service.EvidenceDraft(form.kind.data, form.title.data or "", form.taken_on.data, bool(form.consent.data))
    sent = form.file.data
    try:
        service.add_evidence(
            current_session(),
            house().clock,
            current_actor(),
            house().store,
            meeting_id,
            draft,
            sent.filename or "",
            sent.stream,
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _page(head, form), 422
    except Refused as refusal:
        form.file.errors = [refusal.message]
        return _page(head, form), 422
    tell(msg("Kept: %(file)s.", file=draft.title or sent.filename))
    return redirect(url_for("minutes.evidence", meeting_id=meeting_id), 303)


@blueprint.post(f"{_EVIDENCE}/bundle")
@requires("minutes.write")
def bundle_evidence(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Have everything put into one file with an index."""
    run_id = bundling.ask_for_bundle(current_session(), house().clock, current_actor(), current_words(), meeting_id)
    return redirect(url_for("jobs.job", run_id=run_id), 303)


@blueprint.get(f"{_EVIDENCE}/<uuid:evidence_id>")
@requires("minutes.write")
def evidence_file(meeting_id: uuid.UUID, evidence_id: uuid.UUID) -> ResponseReturnValue:
    """A file of the evidence, to be saved."""
    session = current_session()
    row = next((one for one in queries.files_of(session, meeting_id) if one.id == evidence_id), None)
    if row is None or row.kind == "minutes":
        raise NotFound
    kept = get_file(session, row.file_id)
    content = open_file(session, house().store, kept)
    return attachment(content, name=kept.name, media_type=kept.media_type, size=kept.size, sha256=kept.sha256)


@blueprint.post(f"{_EVIDENCE}/<uuid:evidence_id>/remove")
@requires("minutes.write")
def remove_evidence(meeting_id: uuid.UUID, evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Take a file out of the evidence."""
    title = service.remove_evidence(current_session(), house().clock, current_actor(), meeting_id, evidence_id)
    tell(msg("%(file)s was taken out.", file=title))
    return redirect(url_for("minutes.evidence", meeting_id=meeting_id), 303)
