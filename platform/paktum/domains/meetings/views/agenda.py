"""Making an agenda: its list with the order, adding and editing items, carrying over, forwarding, taking off."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.ids import SubjectRef
from paktum.core.messages import Message, msg, say
from paktum.domains.meetings.forms import ItemForm, blank
from paktum.domains.meetings.listing_queries import bodies_that_meet
from paktum.domains.meetings.meeting_page import agenda_lines
from paktum.domains.meetings.page_queries import earlier_agendas
from paktum.domains.meetings.queries import AgendaRow, MeetingHead, agenda_rows, meeting_head
from paktum.domains.meetings.rules.agenda import FREE, ITEM_STATE_WORDS, KIND_LABELS, ItemDraft, planned_minutes
from paktum.domains.meetings.rules.life import AGENDA_OPEN_IN, PREPARED_IN
from paktum.domains.meetings.service import agenda as service
from paktum.domains.meetings.service import carrying
from paktum.domains.meetings.views.blueprint import blueprint, breadcrumb
from paktum.domains.meetings.wording import duration_minutes, hour_in, length_text
from paktum.web.access import requires
from paktum.web.conflicts import differences, take_theirs
from paktum.web.context import current_actor, current_language, current_words, house
from paktum.web.fields import options, put_at_fields
from paktum.web.notices import tell


@blueprint.get("/meetings/<uuid:meeting_id>/agenda")
@requires("meetings.keep")
def agenda(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The agenda with everything that can be done to it; without a script by buttons, with one by dragging too."""
    return _agenda_page(meeting_head(current_session(), meeting_id), _form())


def _agenda_page(head: MeetingHead, form: ItemForm) -> str:
    session, language = current_session(), current_language()
    rows = agenda_rows(session, head.id)
    subjects = house().subjects
    known = subjects.describe(session, {row.subject for row in rows if row.subject}, language)
    labels = {code: kind.label for code, kind in subjects.kinds.items()}
    minutes = planned_minutes(rows)
    return render_template(
        "meetings/agenda.html",
        head=head,
        form=form,
        lines=agenda_lines(rows, head.starts_at, known, labels),
        way=breadcrumb(head),
        back=url_for("meetings.meeting", meeting_id=head.id),
        kind_labels=KIND_LABELS,
        item_states=ITEM_STATE_WORDS,
        open=head.state in AGENDA_OPEN_IN,
        prepared=head.state in PREPARED_IN,
        hour_of=lambda instant: hour_in(instant, head.zone),
        length=length_text(minutes, language) if minutes else "",
        too_long=minutes > duration_minutes(head),
        meeting_length=length_text(duration_minutes(head), language),
        free=FREE,
    )


@blueprint.post("/meetings/<uuid:meeting_id>/agenda")
@requires("meetings.keep")
def add_item(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Put an item on the agenda."""
    head = meeting_head(current_session(), meeting_id)
    form = _form()
    if not form.validate():
        return _agenda_page(head, form), 422
    try:
        service.add_item(current_session(), house().clock, current_actor(), meeting_id, _draft(form))
    except Invalid as failure:
        put_at_fields(form, failure)
        return _agenda_page(head, form), 422
    return back_to_agenda(meeting_id, msg("“%(title)s” is on the agenda.", title=form.title.data))


@blueprint.post("/meetings/<uuid:meeting_id>/agenda/fill")
@requires("meetings.keep")
def fill(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Put on it what stands on every agenda of the body and what waits for its next meeting."""
    added = carrying.fill_agenda(current_session(), house().clock, current_actor(), current_words(), meeting_id)
    return back_to_agenda(
        meeting_id, msg("The agenda is brought up to date.") if added else msg("Nothing was waiting for it.")
    )


@blueprint.get("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>")
@requires("meetings.keep")
def item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """The form of an item, and where the matter stood before."""
    head, row = found_item(meeting_id, item_id)
    return _item_page(head, row, _form(row, _stored(row)))


@blueprint.post("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>")
@requires("meetings.keep")
def save_item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Save an item, or show both versions when somebody else saved it meanwhile."""
    head, row = found_item(meeting_id, item_id)
    form = _form(row)
    take_theirs(form, _stored(row))
    if not form.validate():
        return _item_page(head, row, form), 422
    try:
        service.edit_item(
            current_session(), house().clock, current_actor(), meeting_id, item_id, form.version_number, _draft(form)
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _item_page(head, row, form), 422
    except Conflict:
        if form.version_number == row.version:
            raise
        form.version.data = str(row.version)
        return _item_page(head, row, form, differences(form, _stored(row))), 409
    return back_to_agenda(meeting_id, msg("“%(title)s” was saved.", title=form.title.data))


def _item_page(head: MeetingHead, row: AgendaRow, form: ItemForm, conflict: Any = None) -> str:
    back = url_for("meetings.agenda", meeting_id=head.id)
    return render_template(
        "meetings/item.html",
        head=head,
        row=row,
        form=form,
        conflict=conflict,
        earlier=earlier_agendas(current_session(), row.id, head.id) if row.carried_from_id else [],
        way=agenda_way(head),
        back=back,
        day_in_zone=lambda instant: instant.astimezone(head.local_start.tzinfo).date(),
    )


@blueprint.post("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/move")
@requires("meetings.keep")
def move_item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Put an item at another place: field `to`, counted from 0."""
    to = request.form.get("to", "")
    if not (to.isascii() and to.removeprefix("-").isdigit() and len(to) < 6):
        raise NotFound
    service.move_item(current_session(), house().clock, current_actor(), meeting_id, item_id, int(to))
    return redirect(url_for("meetings.agenda", meeting_id=meeting_id) + f"#item-{item_id}", 303)


@blueprint.post("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/withdraw")
@requires("meetings.keep")
def withdraw_item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Take an item off the agenda."""
    service.withdraw_item(current_session(), house().clock, current_actor(), meeting_id, item_id)
    return back_to_agenda(meeting_id, msg("The item was taken off the agenda. It can be put back."))


@blueprint.post("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/put-back")
@requires("meetings.keep")
def put_back_item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Put it back."""
    service.put_back_item(current_session(), house().clock, current_actor(), meeting_id, item_id)
    return back_to_agenda(meeting_id, msg("The item is on the agenda again."))


@blueprint.post("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/carry")
@requires("meetings.keep")
def carry_item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Carry an item over to the next meeting, with its documents and its history."""
    landed = carrying.carry_item(current_session(), house().clock, current_actor(), meeting_id, item_id)
    return back_to_agenda(
        meeting_id,
        msg("The item is on the agenda of the next meeting now.")
        if landed
        else msg("The item is carried over: it comes on the agenda of the next meeting that is planned."),
    )


@blueprint.post("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/remove")
@requires("meetings.keep")
def remove_item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Remove an item entered by mistake."""
    service.remove_item(current_session(), house().clock, current_actor(), meeting_id, item_id)
    return back_to_agenda(meeting_id, msg("The item was removed."))


def agenda_way(head: MeetingHead) -> list[tuple[str, str]]:
    """The way to a page under the agenda."""
    here = url_for("meetings.agenda", meeting_id=head.id)
    return [*breadcrumb(head), (say(msg("%(Term_agenda)s"), current_language()), here)]


def found_item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> tuple[MeetingHead, AgendaRow]:
    """The meeting and its item; raises NotFound."""
    head = meeting_head(current_session(), meeting_id)
    row = next((one for one in agenda_rows(current_session(), meeting_id) if one.id == item_id), None)
    if row is None:
        raise NotFound
    return head, row


def back_to_agenda(meeting_id: uuid.UUID, message: Message) -> ResponseReturnValue:
    """After a change: to the agenda, which says what was done."""
    tell(message)
    return redirect(url_for("meetings.agenda", meeting_id=meeting_id), 303)


def _form(row: AgendaRow | None = None, data: dict[str, Any] | None = None) -> ItemForm:
    form = ItemForm(data=data if data is not None else {"public": True, "kind": FREE})
    session, language = current_session(), current_language()
    form.kind.choices = options((code, say(label, language)) for code, label in KIND_LABELS.items())
    groups = [
        (str(one.id), one.name)
        for one in bodies_that_meet(session)
        if current_words().body_type(one.body_type).level in ("expert", "office")
    ]
    if row is not None and row.working_group_id and str(row.working_group_id) not in dict(groups):
        groups.append((str(row.working_group_id), row.working_group))
    form.working_group_id.choices = options([("", say(msg("no group"), language)), *groups])
    form.subject.choices = _subject_choices(row)
    return form


def _subject_choices(row: AgendaRow | None) -> Any:
    """What may be brought before a body now, under the names of its kinds; what an item has already stays."""
    session, language, subjects = current_session(), current_language(), house().subjects
    found: dict[str, list[tuple[str, str]]] = {"": [("", say(msg("nothing in particular"), language))]}
    for kind, offered in subjects.offered(session, language):
        found[say(kind.label, language)] = [(_code(one.ref), _title(one.title)) for one in offered]
    if row is not None and row.subject is not None:
        code = _code(row.subject)
        if not any(code == value for pairs in found.values() for value, _ in pairs):
            own = subjects.describe(session, [row.subject], language).get(row.subject)
            found[""].append((code, _title(own.title) if own else row.title))
    return options([(code, words) for _, pairs in sorted(found.items()) for code, words in pairs])


def _title(title: str | Message) -> str:
    return say(title, current_language()) if isinstance(title, Message) else title


def _code(ref: SubjectRef) -> str:
    return f"{ref.kind}:{ref.id}"


def _subject_of(text: str | None) -> SubjectRef | None:
    kind, _, identity = (text or "").partition(":")
    if kind not in house().subjects.kinds:
        return None
    try:
        return SubjectRef(kind, uuid.UUID(identity))
    except ValueError:
        return None


def _stored(row: AgendaRow) -> dict[str, Any]:
    return {
        "title": row.title,
        "kind": row.kind,
        "subject": _code(row.subject) if row.subject else "",
        "text": row.text,
        "presenter": row.presenter,
        "working_group_id": blank(row.working_group_id),
        "minutes": row.minutes,
        "public": row.public,
        "version": str(row.version),
    }


def _draft(form: ItemForm) -> ItemDraft:
    return ItemDraft(
        title=form.title.data,
        kind=form.kind.data or FREE,
        text=form.text.data,
        presenter=form.presenter.data,
        working_group_id=uuid.UUID(form.working_group_id.data) if form.working_group_id.data else None,
        minutes=form.minutes.data,
        public=form.public.data,
        subject=_subject_of(form.subject.data),
    )
