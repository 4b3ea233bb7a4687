"""Minutes by a personal link: read, and remarked on, by whoever was invited for a seat."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.messages import msg
from paktum.domains.meetings.queries import meeting_head
from paktum.domains.minutes import queries
from paktum.domains.minutes.forms import RemarkForm
from paktum.domains.minutes.links import Reader, reader_of
from paktum.domains.minutes.rules.life import refusal
from paktum.domains.minutes.service import remarks as service
from paktum.domains.minutes.views.blueprint import STATE_SENTENCES, blueprint, said
from paktum.web.access import open_to_all
from paktum.web.context import house
from paktum.web.fields import options, put_at_fields
from paktum.web.notices import tell

_LINK = "/minutes/<uuid:invitee_id>/<secret>"


def _opened(invitee_id: uuid.UUID, secret: str) -> tuple[Reader, queries.MinutesPage]:
    """Whose link it is and the minutes it opens; raises NotFound for a wrong link, and before they were sent."""
    reader = reader_of(current_session(), house().settings.secret_key, invitee_id, secret)
    found = queries.existing_minutes(current_session(), reader.meeting_id)
    if found.state == "drafted":
        raise NotFound
    return reader, found


def _page(reader: Reader, minutes: queries.MinutesPage, form: RemarkForm | None = None) -> str:
    head = meeting_head(current_session(), reader.meeting_id)
    own = [one for one in queries.remarks(current_session(), minutes.id) if one.invitee_id == reader.invitee_id]
    form = form or RemarkForm(formdata=None)
    form.section_id.choices = _choices(minutes)
    return render_template(
        "minutes/by_link.html",
        called=said(head.called),
        minutes=minutes,
        reader=reader,
        sentence=STATE_SENTENCES[minutes.state],
        remarks=own,
        form=form if minutes.writable else None,
        address=request.path,
    )


def _choices(minutes: queries.MinutesPage) -> list[object]:
    pairs = [("", str(msg("the minutes as a whole"))), *((str(one.id), one.heading) for one in minutes.sections)]
    return list(options(pairs))


@blueprint.get(_LINK)
@open_to_all("the personal link in the mail is the key")
def by_link(invitee_id: uuid.UUID, secret: str) -> ResponseReturnValue:
    """The minutes for the reader of a personal link."""
    return _page(*_opened(invitee_id, secret))


@blueprint.post(_LINK)
@open_to_all("the personal link in the mail is the key")
def remark_by_link(invitee_id: uuid.UUID, secret: str) -> ResponseReturnValue:
    """A remark by the reader of a personal link: fields `section_id` and `text`."""
    reader, minutes = _opened(invitee_id, secret)
    if not minutes.writable:
        raise Conflict(refusal(minutes.state, "remark"))
    form = RemarkForm()
    form.section_id.choices = _choices(minutes)
    if not form.validate():
        return _page(reader, minutes, form), 422
    section_id = uuid.UUID(form.section_id.data) if form.section_id.data else None
    draft = service.RemarkDraft(form.text.data, section_id)
    try:
        service.remark_by_link(
            current_session(),
            house().clock,
            service.LinkReader(reader.invitee_id, reader.name),
            reader.meeting_id,
            draft,
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _page(reader, minutes, form), 422
    tell(msg("Your remark was passed on."))
    return redirect(url_for("minutes.by_link", invitee_id=invitee_id, secret=secret), 303)
