"""Remarks on minutes by members of the pact, and settling them."""

import uuid

from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid
from paktum.core.messages import msg
from paktum.domains.minutes.forms import RemarkForm
from paktum.domains.minutes.rules.life import refusal
from paktum.domains.minutes.service import remarks as service
from paktum.domains.minutes.views.blueprint import back, blueprint, opened, whole_minutes
from paktum.domains.minutes.views.page import render
from paktum.web.access import requires
from paktum.web.context import current_actor, house
from paktum.web.fields import options, put_at_fields


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/remarks")
@requires("minutes.remark")
def remark(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Make a remark: fields `section_id` (empty: the whole) and `text`."""
    found = opened(meeting_id)
    _, minutes = whole_minutes(meeting_id)
    if not minutes.writable:
        raise Conflict(refusal(minutes.state, "remark"))
    form = RemarkForm()
    form.section_id.choices = options([("", ""), *((str(one.id), one.heading) for one in minutes.sections)])
    if not form.validate():
        return render(found, form), 422
    section_id = uuid.UUID(form.section_id.data) if form.section_id.data else None
    try:
        service.remark(
            current_session(),
            house().clock,
            current_actor(),
            meeting_id,
            service.RemarkDraft(form.text.data, section_id),
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return render(found, form), 422
    return back(meeting_id, msg("Your remark was passed on."), "remarks")


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/remarks/<uuid:remark_id>/settle")
@requires("minutes.write")
def settle(meeting_id: uuid.UUID, remark_id: uuid.UUID) -> ResponseReturnValue:
    """Note that a remark is settled."""
    service.settle(current_session(), house().clock, current_actor(), meeting_id, remark_id)
    return back(meeting_id, None, "remarks")
