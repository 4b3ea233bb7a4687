"""The documents of a meeting: adding several at once, renaming, removing, handing them out."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from paktum.core.database import current_session
from paktum.core.errors import Invalid, NotFound, Refused
from paktum.core.messages import Message, msg, nmsg, say
from paktum.domains.files.service import open_file
from paktum.domains.meetings.forms import DocumentFactsForm, DocumentForm, blank
from paktum.domains.meetings.page_queries import document_file
from paktum.domains.meetings.queries import (
    AgendaRow,
    DocumentRow,
    MeetingHead,
    agenda_rows,
    document_rows,
    meeting_head,
)
from paktum.domains.meetings.rules.documents import LARGEST_DOCUMENT, too_large_words
from paktum.domains.meetings.service import documents as service
from paktum.domains.meetings.views.blueprint import blueprint, breadcrumb, sees_internal
from paktum.web.access import requires
from paktum.web.attachments import attachment
from paktum.web.context import current_actor, current_language, house
from paktum.web.failures import page_of
from paktum.web.fields import options, put_at_fields
from paktum.web.incoming import take_files
from paktum.web.notices import tell

_MOST_FILES = 20
_KIND_LABELS = {"submission": msg("submission"), "attachment": msg("attachment")}


@blueprint.url_value_preprocessor
def allow_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let the one page that takes files take them: before anything looks into the request."""
    if endpoint == "meetings.add_documents":
        take_files(4 * LARGEST_DOCUMENT)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say at the field that the files are too large together; their bytes were not read."""
    if request.endpoint != "meetings.add_documents":
        return page_of(error)
    head = meeting_head(current_session(), (request.view_args or {})["meeting_id"])
    form = _offered(DocumentForm(formdata=None, data=_BEGINNING), head)
    form.file.errors = [too_large_words()]
    return _page(head, form), 413


_BEGINNING = {"kind": "submission", "public": False}


@blueprint.get("/meetings/<uuid:meeting_id>/documents")
@requires("meetings.see_internal")
def documents(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """All documents of the meeting, and the form that adds more; `item` of the address chooses where to."""
    head = meeting_head(current_session(), meeting_id)
    form = DocumentForm(formdata=None, data={**_BEGINNING, "item": request.args.get("item", "")})
    return _page(head, _offered(form, head))


@blueprint.post("/meetings/<uuid:meeting_id>/documents")
@requires("meetings.keep")
def add_documents(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take the files in; one that cannot be taken is refused at its field, and then none of them is kept."""
    head = meeting_head(current_session(), meeting_id)
    form = _offered(DocumentForm(), head)
    if not form.validate():
        return _page(head, form), 422
    files = [file for file in request.files.getlist("file") if file.filename]
    if len(files) > _MOST_FILES:
        form.file.errors = [msg("At most %(most)d files at once: none was taken.", most=_MOST_FILES)]
        return _page(head, form), 422
    try:
        with current_session().begin_nested():
            for file in files:
                _add(meeting_id, form, file, alone=len(files) == 1)
    except Refused as refused:
        form.file.errors = [refused.message]
        return _page(head, form), 422
    except Invalid as failure:
        put_at_fields(form, failure)
        return _page(head, form), 422
    return _back(meeting_id, nmsg("%(num)d document was added.", "%(num)d documents were added.", len(files)))


def _add(meeting_id: uuid.UUID, form: DocumentForm, file: FileStorage, *, alone: bool) -> None:
    try:
        service.add_document(
            current_session(),
            house().clock,
            current_actor(),
            house().store,
            meeting_id,
            _draft(form, form.title.data if alone else ""),
            file.filename or "",
            file.stream,
        )
    except Refused as refused:
        if alone:
            raise
        raise Refused(
            msg("“%(name)s” cannot be taken, so none was: %(reason)s", name=file.filename or "", reason=refused.message)
        ) from refused


@blueprint.get("/meetings/<uuid:meeting_id>/documents/<uuid:document_id>")
@requires("meetings.see")
def document(meeting_id: uuid.UUID, document_id: uuid.UUID) -> ResponseReturnValue:
    """The file itself, to download."""
    session = current_session()
    file = document_file(session, meeting_id, document_id, internal=sees_internal())
    content = open_file(session, house().store, file)
    return attachment(content, name=file.name, media_type=file.media_type, size=file.size, sha256=file.sha256)


@blueprint.get("/meetings/<uuid:meeting_id>/documents/<uuid:document_id>/edit")
@requires("meetings.keep")
def edit_document(meeting_id: uuid.UUID, document_id: uuid.UUID) -> ResponseReturnValue:
    """The form with what is known of a document."""
    head, row = _found(meeting_id, document_id)
    data = {"title": row.title, "item": blank(row.agenda_item_id), "kind": row.kind, "public": row.public}
    return _edit_page(head, row, _offered(DocumentFactsForm(formdata=None, data=data), head))


@blueprint.post("/meetings/<uuid:meeting_id>/documents/<uuid:document_id>/edit")
@requires("meetings.keep")
def save_document(meeting_id: uuid.UUID, document_id: uuid.UUID) -> ResponseReturnValue:
    """Rename it, move it, let everybody see it or not."""
    head, row = _found(meeting_id, document_id)
    form = _offered(DocumentFactsForm(), head)
    if not form.validate():
        return _edit_page(head, row, form), 422
    try:
        service.change_document(
            current_session(),
            house().clock,
            current_actor(),
            meeting_id,
            document_id,
            _draft(form, form.title.data),
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _edit_page(head, row, form), 422
    return _back(meeting_id, msg("“%(title)s” was saved.", title=form.title.data))


@blueprint.post("/meetings/<uuid:meeting_id>/documents/<uuid:document_id>/remove")
@requires("meetings.keep")
def remove_document(meeting_id: uuid.UUID, document_id: uuid.UUID) -> ResponseReturnValue:
    """Take it out of the meeting."""
    service.remove_document(current_session(), house().clock, current_actor(), meeting_id, document_id)
    return _back(meeting_id, msg("The document was removed."))


def _found(meeting_id: uuid.UUID, document_id: uuid.UUID) -> tuple[MeetingHead, DocumentRow]:
    head = meeting_head(current_session(), meeting_id)
    row = next((one for one in document_rows(current_session(), meeting_id) if one.id == document_id), None)
    if row is None:
        raise NotFound
    return head, row


def _offered(form: Any, head: MeetingHead) -> Any:
    language = current_language()
    items = [
        (str(row.id), f"{row.number}. {row.title}")
        for row in agenda_rows(current_session(), head.id)
        if row.number is not None
    ]
    form.item.choices = options([("", say(msg("the whole meeting"), language)), *items])
    form.kind.choices = options((code, say(label, language)) for code, label in _KIND_LABELS.items())
    return form


def _draft(form: Any, title: str) -> service.DocumentDraft:
    return service.DocumentDraft(
        title=title or "",
        kind=form.kind.data,
        public=form.public.data,
        item_id=uuid.UUID(form.item.data) if form.item.data else None,
    )


def _page(head: MeetingHead, form: DocumentForm) -> str:
    session = current_session()
    rows = document_rows(session, head.id)
    items = agenda_rows(session, head.id)
    groups: list[tuple[AgendaRow | None, list[DocumentRow]]] = [
        (None, [row for row in rows if row.agenda_item_id is None])
    ]
    groups += [(item, [row for row in rows if row.agenda_item_id == item.id]) for item in items]
    return render_template(
        "meetings/documents.html",
        head=head,
        form=form,
        groups=[(item, found) for item, found in groups if found],
        number=len(rows),
        kind_labels=_KIND_LABELS,
        way=breadcrumb(head),
        back=url_for("meetings.meeting", meeting_id=head.id),
        limit=LARGEST_DOCUMENT >> 20,
    )


def _edit_page(head: MeetingHead, row: DocumentRow, form: DocumentFactsForm) -> str:
    back = url_for("meetings.documents", meeting_id=head.id)
    way = [*breadcrumb(head), (say(msg("Documents"), current_language()), back)]
    return render_template("meetings/document_edit.html", head=head, row=row, form=form, way=way, back=back)


def _back(meeting_id: uuid.UUID, message: Message) -> ResponseReturnValue:
    tell(message)
    return redirect(url_for("meetings.documents", meeting_id=meeting_id), 303)
