"""Pages of those invited: the personal link of the mail, and the same for a signed-in member."""

import uuid
from typing import Any, cast

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.icalendar import MEDIA_TYPE, Calendar, calendar_bytes
from paktum.core.messages import Message, msg, say
from paktum.domains.files.service import get_file, open_file
from paktum.domains.meetings.calendar_events import meeting_status
from paktum.domains.meetings.forms import AnnouncementForm
from paktum.domains.meetings.inviting_calendar import event_description, invitation_event, one_line
from paktum.domains.meetings.inviting_forms import AnswerForm
from paktum.domains.meetings.inviting_mail import sees_all
from paktum.domains.meetings.inviting_queries import InviteeRow, rows_of_member
from paktum.domains.meetings.page_queries import AnnouncementRow, announcement_rows
from paktum.domains.meetings.queries import (
    AgendaRow,
    DocumentRow,
    MeetingHead,
    agenda_rows,
    document_rows,
    meeting_head,
)
from paktum.domains.meetings.rules.inviting import ANSWERS, OWN_ANSWER_WORDS, Answer
from paktum.domains.meetings.rules.life import CALLED_OFF
from paktum.domains.meetings.service.announcements import AnnouncementDraft, announce_as_invitee
from paktum.domains.meetings.service.answering import (
    ANSWERED_IN,
    AnswerDraft,
    LinkedInvitee,
    answer_by_link,
    answer_on_page,
    open_link,
)
from paktum.domains.meetings.service.invitees import find_invitee
from paktum.domains.meetings.views.blueprint import page_if_there
from paktum.domains.meetings.wording import FORM_LABELS, when_text
from paktum.web.access import open_to_all, requires
from paktum.web.attachments import attachment
from paktum.web.context import current_actor, current_language, current_tenant, house
from paktum.web.entry import speak_to_guest
from paktum.web.fields import options, put_at_fields
from paktum.web.notices import tell

blueprint = Blueprint("personal", __name__, template_folder="templates")

_KEY = "the link in the mail is the key"


@blueprint.after_request
def _keep_secret(answer: Response) -> Response:
    """The address of these pages is a key: it is neither kept nor told to other sites (RFC 9111, 5.2.2.5)."""
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@blueprint.get("/m/<uuid:invitee_id>/<secret>")
@open_to_all(_KEY)
def page(invitee_id: uuid.UUID, secret: str) -> ResponseReturnValue:
    """What one is asked to: when, where, the agenda with its papers, and the answer."""
    linked = _linked(invitee_id, secret)
    return _show(linked.head, linked.person, answer_form(linked.person), personal_values(invitee_id, secret))


@blueprint.post("/m/<uuid:invitee_id>/<secret>")
@open_to_all(_KEY)
def answer(invitee_id: uuid.UUID, secret: str) -> ResponseReturnValue:
    """Answer; one may change one's mind until the meeting is over."""
    linked, form = _linked(invitee_id, secret), answer_form(None)
    draft = _draft(form)
    try:
        if form.validate():
            key = house().settings.secret_key
            answer_by_link(current_session(), house().clock, key, invitee_id, secret, draft)
            tell(_thanks(draft))
            return redirect(url_for("personal.page", invitee_id=invitee_id, secret=secret), 303)
    except Invalid as failure:
        put_at_fields(form, failure)
    except Conflict as refusal:
        form.form_errors = [refusal.message]
    return _show(linked.head, linked.person, form, personal_values(invitee_id, secret)), 422


@blueprint.post("/m/<uuid:invitee_id>/<secret>/announcements")
@open_to_all(_KEY)
def announce(invitee_id: uuid.UUID, secret: str) -> ResponseReturnValue:
    """Announce what one plans, where the agenda has an item for it."""
    linked = _linked(invitee_id, secret)
    items = [item for item in _agenda(linked.head, linked.person) if item.kind == "announcements" and item.stands]
    if not items:
        raise NotFound
    form = announcement_form()
    try:
        if form.validate():
            invitee = find_invitee(current_session(), linked.head.id, invitee_id)
            draft = AnnouncementDraft(form.title.data, form.text.data, form.on.data)
            announce_as_invitee(current_session(), house().clock, invitee, items[0].id, draft)
            tell(msg("“%(title)s” is announced.", title=form.title.data))
            return redirect(url_for("personal.page", invitee_id=invitee_id, secret=secret), 303)
    except Invalid as failure:
        put_at_fields(form, failure)
    values = personal_values(invitee_id, secret) | {"announcement_form": form}
    return _show(linked.head, linked.person, answer_form(linked.person), values), 422


@blueprint.get("/m/<uuid:invitee_id>/<secret>/meeting.ics")
@open_to_all(_KEY)
def calendar(invitee_id: uuid.UUID, secret: str) -> ResponseReturnValue:
    """The meeting for a calendar program that did not take it from the mail."""
    linked = _linked(invitee_id, secret)
    head, language, tenant = linked.head, current_language(), current_tenant()
    agenda = _agenda(head, linked.person)
    event = invitation_event(
        head,
        language,
        origin=house().settings.origin_of(tenant.host),
        description=event_description(head, agenda, language),
        sequence=linked.person.sequence,
        status=meeting_status(head.state),
    )
    content = calendar_bytes(Calendar(tenant.name, language, [event]))
    answered = Response(content, content_type=MEDIA_TYPE)
    answered.headers["Content-Disposition"] = f'attachment; filename="{tenant.slug}-{head.day.isoformat()}.ics"'
    return answered


@blueprint.get("/m/<uuid:invitee_id>/<secret>/pack")
@open_to_all(_KEY)
def pack(invitee_id: uuid.UUID, secret: str) -> ResponseReturnValue:
    """The pack as one file; guests get the documents of the public items one by one."""
    linked = _linked(invitee_id, secret)
    if linked.head.pack_file_id is None or not sees_all(linked.person):
        raise NotFound
    return _file(linked.head.pack_file_id)


@blueprint.get("/m/<uuid:invitee_id>/<secret>/documents/<uuid:document_id>")
@open_to_all(_KEY)
def document(invitee_id: uuid.UUID, secret: str, document_id: uuid.UUID) -> ResponseReturnValue:
    """One document of the pack."""
    linked = _linked(invitee_id, secret)
    return _file(_own_document(linked.head, linked.person, document_id).file_id)


@blueprint.get("/meetings/<uuid:meeting_id>/answer")
@requires("meetings.see")
def own(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The same page for a member who is signed in and asked to the meeting."""
    head, person = _own(meeting_id)
    return _show(head, person, answer_form(person), own_values(meeting_id))


@blueprint.post("/meetings/<uuid:meeting_id>/answer")
@requires("meetings.see")
def answer_own(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Answer as a signed-in member."""
    (head, person), form = _own(meeting_id), answer_form(None)
    draft = _draft(form)
    try:
        if form.validate():
            answer_on_page(current_session(), house().clock, current_actor(), meeting_id, draft)
            tell(_thanks(draft))
            return redirect(url_for("personal.own", meeting_id=meeting_id), 303)
    except Invalid as failure:
        put_at_fields(form, failure)
    except Conflict as refusal:
        form.form_errors = [refusal.message]
    return _show(head, person, form, own_values(meeting_id)), 422


def _linked(invitee_id: uuid.UUID, secret: str) -> LinkedInvitee:
    linked = open_link(current_session(), house().settings.secret_key, invitee_id, secret)
    speak_to_guest(linked.person.language)
    return linked


def _own(meeting_id: uuid.UUID) -> tuple[MeetingHead, InviteeRow]:
    member = current_actor().membership_id
    rows = rows_of_member(current_session(), meeting_id, member) if member else []
    if not rows:
        raise NotFound
    return meeting_head(current_session(), meeting_id), rows[0]


def _agenda(head: MeetingHead, person: InviteeRow) -> list[AgendaRow]:
    return agenda_rows(current_session(), head.id, internal=sees_all(person))


def _own_document(head: MeetingHead, person: InviteeRow, document_id: uuid.UUID) -> DocumentRow:
    """A document that this person may read; raises NotFound."""
    rows = document_rows(current_session(), head.id)
    found = next((row for row in rows if row.id == document_id), None)
    if found is None:
        raise NotFound
    if not sees_all(person):
        items = {item.id for item in _agenda(head, person)}
        if not found.public or (found.agenda_item_id is not None and found.agenda_item_id not in items):
            raise NotFound
    return found


def _file(file_id: uuid.UUID) -> Response:
    kept = get_file(current_session(), file_id)
    content = open_file(current_session(), house().store, kept)
    return attachment(content, name=kept.name, media_type=kept.media_type, size=kept.size, sha256=kept.sha256)


def answer_form(person: InviteeRow | None) -> AnswerForm:
    """The form of an answer, with the present one in it or with what was sent."""
    form = AnswerForm() if person is None else AnswerForm(formdata=None, obj=person)
    form.answer.choices = options((code, say(OWN_ANSWER_WORDS[code], current_language())) for code in ANSWERS)
    return form


def announcement_form() -> AnnouncementForm:
    """The form of an announcement by somebody who is not signed in."""
    form = AnnouncementForm(prefix="announced-")
    del form.item, form.author
    return form


def _draft(form: AnswerForm) -> AnswerDraft:
    given = form.answer.data if form.answer.data in ANSWERS else None
    return AnswerDraft(cast("Answer | None", given), form.stand_in.data or "", form.remark.data or "")


def _thanks(draft: AnswerDraft) -> Message:
    if draft.answer == "accepted":
        return msg("Thank you: you are expected.")
    if draft.answer == "tentative":
        return msg("Thank you. Please say so here once you know.")
    return msg("Thank you for telling us.")


def personal_values(invitee_id: uuid.UUID, secret: str) -> dict[str, Any]:
    """The addresses on somebody's personal page."""
    named: dict[str, Any] = {"invitee_id": invitee_id, "secret": secret}
    return {
        "base": url_for("personal.page", **named),
        "now_address": page_if_there(f"/now/link/{invitee_id}/{secret}"),
        "announce_address": url_for("personal.announce", **named),
        "announcement_form": announcement_form(),
        "pack_address": url_for("personal.pack", **named),
        "calendar_address": url_for("personal.calendar", **named),
        "document_address": lambda row: url_for("personal.document", document_id=row.id, **named),
    }


def own_values(meeting_id: uuid.UUID) -> dict[str, Any]:
    """The addresses on the page of a signed-in member: the papers are on the meeting's own page."""
    return {
        "base": url_for("personal.own", meeting_id=meeting_id),
        "now_address": page_if_there(f"/meetings/{meeting_id}/phone"),
        "announce_address": url_for("meetings.announcements", meeting_id=meeting_id),
        "announcement_form": None,
        "pack_address": None,
        "calendar_address": None,
        "document_address": None,
    }


def _announcements(head: MeetingHead, agenda: list[AgendaRow]) -> list[AnnouncementRow] | None:
    """What was announced so far; None for a meeting without an item for it, or one that is over."""
    if head.state not in ANSWERED_IN or not any(item.kind == "announcements" for item in agenda):
        return None
    return announcement_rows(current_session(), head.id)


def _show(head: MeetingHead, person: InviteeRow, form: AnswerForm, values: dict[str, Any]) -> str:
    internal = sees_all(person)
    agenda = [item for item in _agenda(head, person) if item.number is not None]
    general = [row for row in document_rows(current_session(), head.id) if row.agenda_item_id is None]
    return render_template(
        "meetings/personal.html",
        head=head,
        person=person,
        form=form,
        place=one_line(head.place),
        agenda=[(item, [row for row in item.documents if internal or row.public]) for item in agenda],
        documents=[row for row in general if internal or row.public],
        has_pack=head.pack_file_id is not None and internal,
        may_answer=head.state in ANSWERED_IN,
        called_off=head.state in CALLED_OFF,
        announcements=_announcements(head, agenda),
        time=when_text(head, current_language()),
        form_words=FORM_LABELS,
        answer_words=OWN_ANSWER_WORDS,
        **values,
    )
