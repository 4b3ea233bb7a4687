"""Forwarding the matter of an agenda item to another body."""

import uuid
from typing import cast

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid
from paktum.core.messages import msg, say
from paktum.domains.decisions.rules import REFERRAL_KIND_LABELS, ReferralKind
from paktum.domains.meetings.forms import ForwardForm
from paktum.domains.meetings.listing_queries import bodies_that_meet
from paktum.domains.meetings.queries import AgendaRow, MeetingHead
from paktum.domains.meetings.service.forwarding import Forwarding, forward_item
from paktum.domains.meetings.views.agenda import agenda_way, back_to_agenda, found_item
from paktum.domains.meetings.views.blueprint import blueprint
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, house
from paktum.web.fields import options, put_at_fields


@blueprint.get("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/forward")
@requires("meetings.keep")
def ask_to_forward(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """To which body, as what, and with which words."""
    head, row = found_item(meeting_id, item_id)
    form = _offered(ForwardForm(formdata=None, data={"title": row.title, "text": row.text, "kind": "matter"}), head)
    return _page(head, row, form)


@blueprint.post("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/forward")
@requires("meetings.keep")
def forward(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Forward it; it comes on that body's next agenda by itself."""
    head, row = found_item(meeting_id, item_id)
    form = _offered(ForwardForm(), head)
    if not form.validate() or form.kind.data not in REFERRAL_KIND_LABELS:
        return _page(head, row, form), 422
    forwarding = Forwarding(
        cast(ReferralKind, form.kind.data), uuid.UUID(form.to_body.data), form.title.data, form.text.data
    )
    try:
        forward_item(current_session(), house().clock, current_actor(), meeting_id, item_id, forwarding)
    except Invalid as failure:
        put_at_fields(form, failure)
        return _page(head, row, form), 422
    body = {value: label for value, label, *_ in form.to_body.iter_choices()}[form.to_body.data]
    return back_to_agenda(meeting_id, msg("It is forwarded: %(body)s finds it on its next agenda.", body=str(body)))


def _offered(form: ForwardForm, head: MeetingHead) -> ForwardForm:
    own = {body.body_id for body in head.bodies}
    form.to_body.choices = options(
        (str(one.id), one.name) for one in bodies_that_meet(current_session()) if one.id not in own
    )
    language = current_language()
    form.kind.choices = options((code, say(label, language)) for code, label in REFERRAL_KIND_LABELS.items())
    return form


def _page(head: MeetingHead, row: AgendaRow, form: ForwardForm) -> str:
    back = url_for("meetings.agenda", meeting_id=head.id)
    return render_template("meetings/forward.html", head=head, row=row, form=form, way=agenda_way(head), back=back)
