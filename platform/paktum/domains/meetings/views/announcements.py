"""The page on which participants announce what they plan, before a meeting that has an item for it."""

import uuid
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.messages import Message, msg, say
from paktum.domains.meetings.forms import AnnouncementForm
from paktum.domains.meetings.page_queries import AnnouncementRow, announcement_rows
from paktum.domains.meetings.queries import AgendaRow, MeetingHead, agenda_rows, meeting_head
from paktum.domains.meetings.rules.life import AGENDA_OPEN_IN
from paktum.domains.meetings.service import announcements as service
from paktum.domains.meetings.views.blueprint import blueprint, breadcrumb
from paktum.web.access import requires
from paktum.web.conflicts import differences, take_theirs
from paktum.web.context import current_actor, current_language, house
from paktum.web.fields import options, put_at_fields
from paktum.web.notices import tell


@blueprint.get("/meetings/<uuid:meeting_id>/announcements")
@requires("meetings.announce")
def announcements(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """What was announced so far, and the form for one's own."""
    head, items = _found(meeting_id)
    return _page(head, items, _form(items))


@blueprint.post("/meetings/<uuid:meeting_id>/announcements")
@requires("meetings.announce")
def announce(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Announce something."""
    head, items = _found(meeting_id)
    form = _form(items)
    if not form.validate():
        return _page(head, items, form), 422
    item_id = uuid.UUID(form.item.data) if "item" in form else items[0].id
    author = form.author.data if "author" in form else ""
    try:
        service.announce(
            current_session(), house().clock, current_actor(), meeting_id, item_id, _draft(form), author or ""
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _page(head, items, form), 422
    return _back(meeting_id, msg("“%(title)s” is announced.", title=form.title.data))


@blueprint.get("/meetings/<uuid:meeting_id>/announcements/<uuid:announcement_id>")
@requires("meetings.announce")
def announcement(meeting_id: uuid.UUID, announcement_id: uuid.UUID) -> ResponseReturnValue:
    """The form of an announcement."""
    head, _ = _found(meeting_id)
    row = _own(meeting_id, announcement_id)
    return _edit_page(head, row, _edit_form(_stored(row)))


@blueprint.post("/meetings/<uuid:meeting_id>/announcements/<uuid:announcement_id>")
@requires("meetings.announce")
def save_announcement(meeting_id: uuid.UUID, announcement_id: uuid.UUID) -> ResponseReturnValue:
    """Save it, or show both versions when somebody else saved it meanwhile."""
    head, _ = _found(meeting_id)
    row = _own(meeting_id, announcement_id)
    form = _edit_form()
    take_theirs(form, _stored(row))
    if not form.validate():
        return _edit_page(head, row, form), 422
    try:
        service.edit_announcement(
            current_session(),
            house().clock,
            current_actor(),
            meeting_id,
            announcement_id,
            form.version_number,
            _draft(form),
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _edit_page(head, row, form), 422
    except Conflict:
        if form.version_number == row.version:
            raise
        form.version.data = str(row.version)
        return _edit_page(head, row, form, differences(form, _stored(row))), 409
    return _back(meeting_id, msg("“%(title)s” was saved.", title=form.title.data))


@blueprint.post("/meetings/<uuid:meeting_id>/announcements/<uuid:announcement_id>/withdraw")
@requires("meetings.announce")
def withdraw_announcement(meeting_id: uuid.UUID, announcement_id: uuid.UUID) -> ResponseReturnValue:
    """Withdraw it."""
    service.withdraw_announcement(current_session(), house().clock, current_actor(), meeting_id, announcement_id)
    return _back(meeting_id, msg("The announcement was withdrawn."))


def _found(meeting_id: uuid.UUID) -> tuple[MeetingHead, list[AgendaRow]]:
    """The meeting, and its items that take announcements; raises NotFound when there is none."""
    head = meeting_head(current_session(), meeting_id)
    rows = agenda_rows(current_session(), meeting_id)
    items = [row for row in rows if row.kind == "announcements" and row.stands]
    if not items:
        raise NotFound
    return head, items


def _own(meeting_id: uuid.UUID, announcement_id: uuid.UUID) -> AnnouncementRow:
    row = next((one for one in announcement_rows(current_session(), meeting_id) if one.id == announcement_id), None)
    if row is None or not may_change(row):
        raise NotFound
    return row


def may_change(row: AnnouncementRow) -> bool:
    """Whether the reader may change an announcement: their own, and the office any."""
    actor = current_actor()
    return actor.may("meetings.keep") or (row.membership_id is not None and row.membership_id == actor.membership_id)


def _form(items: list[AgendaRow]) -> AnnouncementForm:
    form = AnnouncementForm()
    form.item.choices = options((str(row.id), row.title) for row in items)
    if len(items) == 1:
        del form.item
    if not current_actor().may("meetings.keep"):
        del form.author
    return form


def _edit_form(data: dict[str, Any] | None = None) -> AnnouncementForm:
    form = AnnouncementForm(data=data)
    del form.item, form.author
    return form


def _stored(row: AnnouncementRow) -> dict[str, Any]:
    return {"title": row.title, "on": row.on, "text": row.text, "version": str(row.version)}


def _draft(form: AnnouncementForm) -> service.AnnouncementDraft:
    return service.AnnouncementDraft(form.title.data, form.text.data, form.on.data)


def _page(head: MeetingHead, items: list[AgendaRow], form: AnnouncementForm) -> str:
    return render_template(
        "meetings/announcements.html",
        head=head,
        items=items,
        rows=announcement_rows(current_session(), head.id),
        form=form,
        open=head.state in AGENDA_OPEN_IN,
        may_change=may_change,
        way=breadcrumb(head),
        back=url_for("meetings.meeting", meeting_id=head.id),
    )


def _edit_page(head: MeetingHead, row: AnnouncementRow, form: AnnouncementForm, conflict: Any = None) -> str:
    back = url_for("meetings.announcements", meeting_id=head.id)
    way = [*breadcrumb(head), (say(msg("Announcements"), current_language()), back)]
    return render_template(
        "meetings/announcement.html", head=head, row=row, form=form, conflict=conflict, way=way, back=back
    )


def _back(meeting_id: uuid.UUID, message: Message) -> ResponseReturnValue:
    tell(message)
    return redirect(url_for("meetings.announcements", meeting_id=meeting_id), 303)
