"""Files made of minutes: having one made, and taking it home."""

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import NotFound
from paktum.domains.files.service import get_file, open_file
from paktum.domains.minutes import queries
from paktum.domains.minutes.service import papers as service
from paktum.domains.minutes.views.blueprint import blueprint, opened
from paktum.web.access import requires
from paktum.web.attachments import attachment
from paktum.web.context import current_actor, current_words, house


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/files")
@requires("minutes.write")
def make_file(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Have a file made of the minutes as they stand: fields `format` and `rendering`."""
    run_id = service.ask_for_file(
        current_session(),
        house().clock,
        current_actor(),
        current_words(),
        meeting_id,
        request.form.get("format", ""),
        request.form.get("rendering", ""),
    )
    return redirect(url_for("jobs.job", run_id=run_id), 303)


@blueprint.get("/meetings/<uuid:meeting_id>/minutes/files/<uuid:file_id>")
@requires("minutes.see")
def file(meeting_id: uuid.UUID, file_id: uuid.UUID) -> ResponseReturnValue:
    """A file made of the minutes: whole ones for who may read the whole, public ones for all once published."""
    found = opened(meeting_id)
    if found.minutes is None:
        raise NotFound
    session = current_session()
    row = next((one for one in queries.files_of(session, meeting_id) if one.id == file_id), None)
    if row is None or row.kind != "minutes" or (not found.whole and row.rendering != "public"):
        raise NotFound
    if row.format == "zip" and not current_actor().may("minutes.write"):
        raise NotFound
    kept = get_file(session, row.file_id)
    content = open_file(session, house().store, kept)
    return attachment(content, name=kept.name, media_type=kept.media_type, size=kept.size, sha256=kept.sha256)
