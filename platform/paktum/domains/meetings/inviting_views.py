"""Pages of the office for the invitation to a meeting: the list and its sending, guests, one line, answers."""

import uuid
from typing import Any, Final, cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid
from paktum.core.ids import as_id
from paktum.core.languages import LANGUAGES, as_language, sort_key
from paktum.core.messages import Message, msg, nmsg, say
from paktum.domains.bodies.rules import OFFICE_LABELS
from paktum.domains.meetings.inviting_forms import (
    GuestListForm,
    InviteeForm,
    NotedAnswerForm,
    OrganisationsForm,
    SendForm,
)
from paktum.domains.meetings.inviting_mail import personal_path
from paktum.domains.meetings.inviting_page import ANSWER_LOOKS, InvitationPage, invitation_page, list_header
from paktum.domains.meetings.inviting_queries import InviteeRow, invitee_row, organisations_to_invite
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.rules.inviting import ANSWER_WORDS, ANSWERS, Answer, read_guest_list
from paktum.domains.meetings.rules.notice import late_words, notice_rule_words
from paktum.domains.meetings.service import answering, inviting, telling
from paktum.domains.meetings.service import invitees as service
from paktum.domains.meetings.wording import when_text
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_tenant, current_words, house
from paktum.web.downloads import table_file
from paktum.web.fields import options, put_at_fields
from paktum.web.frame import LANGUAGE_NAMES
from paktum.web.notices import tell

blueprint = Blueprint("meetings_invitation", __name__, template_folder="templates")

KIND_WORDS: Final = {
    "seat": msg("member"),
    "substitute": msg("substitute"),
    "guest": msg("guest"),
    "walk_in": msg("came unasked"),
}
WAY_WORDS: Final = {
    "link": msg("on the personal page"),
    "mail": msg("by mail"),
    "office": msg("noted on their behalf"),
    "page": msg("signed in"),
}


@blueprint.context_processor
def _values() -> dict[str, Any]:
    return {
        "answer_words": ANSWER_WORDS,
        "answer_looks": ANSWER_LOOKS,
        "kind_words": KIND_WORDS,
        "way_words": WAY_WORDS,
        "office_words": OFFICE_LABELS,
        "time_words": lambda head: when_text(head, current_language()),
    }


@blueprint.get("/meetings/<uuid:meeting_id>/invitation")
@requires("meetings.keep")
def invitation(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Who is asked, how they answered, and the sending; `answer` in the address shows one answer alone."""
    page = _page(meeting_id)
    return _show(page, SendForm(data={"note": page.head.invitation_note}))


@blueprint.post("/meetings/<uuid:meeting_id>/invitation/send")
@requires("meetings.keep")
def send(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Convene the meeting and have the mails written; for a meeting that is convened, ask those still missing."""
    form = SendForm()
    valid = form.validate()
    page = _page(meeting_id)
    if not valid:
        return _show(page, form), 422
    try:
        run = inviting.send_invitation(
            current_session(),
            house().clock,
            current_actor(),
            current_words(),
            meeting_id,
            note=form.note.data or "",
            notice_reason=form.notice_reason.data or "",
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _show(page, form), 422
    if run is None:
        tell(msg("The meeting is convened. There was nobody to write to."))
    else:
        tell(msg("The meeting is convened, and the mails are being written."))
    return _back(meeting_id)


@blueprint.post("/meetings/<uuid:meeting_id>/invitation/changes")
@requires("meetings.keep")
def send_changes(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Tell those who were invited what changed since."""
    run = telling.tell_changes(current_session(), house().clock, current_actor(), meeting_id)
    tell(msg("Everybody knows already.") if run is None else msg("The mails are being written."))
    return _back(meeting_id)


@blueprint.post("/meetings/<uuid:meeting_id>/invitation/list")
@requires("meetings.keep")
def prepare(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take up who is in office, so that single lines can be changed before anything is sent."""
    service.prepare_list(current_session(), house().clock, current_actor(), meeting_id, current_words().language)
    tell(msg("The list is ready: each line can be changed now."))
    return _back(meeting_id)


@blueprint.get("/meetings/<uuid:meeting_id>/invitation.<file_format>")
@requires("meetings.keep")
def invitation_file(meeting_id: uuid.UUID, file_format: str) -> ResponseReturnValue:
    """The list with its answers as XLSX or CSV."""
    page, language = _page(meeting_id), current_language()
    bodies = {body.body_id: body.name for body in page.head.bodies}
    rows = [
        (
            line.name,
            line.organisation,
            line.email,
            say(KIND_WORDS[line.kind], language),
            bodies.get(line.body_id, "") if line.body_id else "",
            say(ANSWER_WORDS[line.answer], language) if line.answer else "",
            line.row.stand_in if line.row else "",
            line.row.remark if line.row else "",
        )
        for line in page.lines
    ]
    header = [say(text, language) for text in list_header()]
    return table_file("invitation", say(msg("Invitation"), language), header, rows, file_format)


@blueprint.get("/meetings/<uuid:meeting_id>/invitation/guests")
@requires("meetings.keep")
def guests(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Guests: by a pasted list, or organisations by their kind and place (`kind` and `place` in the address)."""
    return _guests_page(meeting_head(current_session(), meeting_id), GuestListForm())


@blueprint.post("/meetings/<uuid:meeting_id>/invitation/guests")
@requires("meetings.keep")
def add_guests(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Put the pasted guests on the list, all or none."""
    form = GuestListForm()
    head = meeting_head(current_session(), meeting_id)
    if not form.validate():
        return _guests_page(head, form), 422
    named, problems = read_guest_list(form.guests.data)
    if problems:
        form.guests.errors = [*form.guests.errors, *problems[:20]]
        return _guests_page(head, form), 422
    number = service.add_guests(
        current_session(), house().clock, current_actor(), meeting_id, named, current_words().language
    )
    tell(_added(number, len(named)))
    return _back(meeting_id)


@blueprint.post("/meetings/<uuid:meeting_id>/invitation/organisations")
@requires("meetings.keep")
def add_organisations(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Put the chosen organisations on the list as guests."""
    form = OrganisationsForm()
    head = meeting_head(current_session(), meeting_id)
    if not form.validate():
        return _guests_page(head, GuestListForm(formdata=None)), 422
    wanted = [found for code in form.organisations.data or () if (found := as_id(code)) is not None]
    number = service.add_organisations(
        current_session(), house().clock, current_actor(), meeting_id, wanted, current_words().language
    )
    tell(_added(number, len(wanted)))
    return _back(meeting_id)


def _added(new: int, named: int) -> Message:
    if new == named:
        return nmsg("One guest was put on the list.", "%(num)d guests were put on the list.", new)
    return nmsg(
        "One guest was put on the list; the others were on it already.",
        "%(num)d guests were put on the list; the others were on it already.",
        new,
    )


def _guests_page(head: MeetingHead, form: GuestListForm) -> str:
    words, language = current_words(), current_language()
    alphabet = sort_key(language)
    kinds = [(words.say(kind.names, language).text, kind.code) for kind in words.organisation_kinds]
    kinds.sort(key=lambda kind: alphabet(kind[0]))
    kind, place = request.args.get("kind", ""), request.args.get("place", "").strip()
    there = organisations_to_invite(current_session(), head.id, language)
    places = sorted({one.place for one in there if one.place}, key=alphabet)
    chosen = [one for one in there if (not kind or one.kind == kind) and (not place or one.place == place)]
    return render_template(
        "meetings/invitation_guests.html",
        head=head,
        form=form,
        organisations=chosen if kind or place else [],
        searched=bool(kind or place),
        kind=kind,
        place=place,
        kinds=[("", say(msg("all kinds"), language)), *((code, text) for text, code in kinds)],
        places=[("", say(msg("everywhere"), language)), *((one, one) for one in places)],
    )


@blueprint.get("/meetings/<uuid:meeting_id>/invitation/<uuid:invitee_id>")
@requires("meetings.keep")
def invitee(meeting_id: uuid.UUID, invitee_id: uuid.UUID) -> ResponseReturnValue:
    """One line: its answer, its facts, and what can be done with it."""
    row = invitee_row(current_session(), meeting_id, invitee_id)
    return _invitee_page(meeting_head(current_session(), meeting_id), row, _invitee_form(row), _answer_form(row))


@blueprint.post("/meetings/<uuid:meeting_id>/invitation/<uuid:invitee_id>")
@requires("meetings.keep")
def change_invitee(meeting_id: uuid.UUID, invitee_id: uuid.UUID) -> ResponseReturnValue:
    """Save what was corrected about a line."""
    row = invitee_row(current_session(), meeting_id, invitee_id)
    form = _invitee_form(None)
    head = meeting_head(current_session(), meeting_id)
    if not form.validate():
        return _invitee_page(head, row, form, _answer_form(row)), 422
    draft = service.InviteeDraft(
        form.name.data, form.organisation.data, form.email.data, as_language(form.language.data) or row.language
    )
    try:
        service.change_invitee(current_session(), house().clock, current_actor(), meeting_id, invitee_id, draft)
    except Invalid as failure:
        put_at_fields(form, failure)
        return _invitee_page(head, row, form, _answer_form(row)), 422
    tell(msg("%(name)s was saved.", name=draft.name))
    return _back(meeting_id)


@blueprint.post("/meetings/<uuid:meeting_id>/invitation/<uuid:invitee_id>/answer")
@requires("meetings.keep")
def enter_answer(meeting_id: uuid.UUID, invitee_id: uuid.UUID) -> ResponseReturnValue:
    """Note an answer that came by telephone or on paper."""
    row = invitee_row(current_session(), meeting_id, invitee_id)
    form = _answer_form(None)
    head = meeting_head(current_session(), meeting_id)
    given = form.answer.data if form.answer.data in ANSWERS else None
    draft = answering.AnswerDraft(cast("Answer | None", given), form.stand_in.data or "", form.remark.data or "")
    try:
        if form.validate():
            answering.enter_answer(current_session(), house().clock, current_actor(), meeting_id, invitee_id, draft)
            tell(msg("The answer is noted: %(name)s.", name=row.name))
            return _back(meeting_id)
    except Invalid as failure:
        put_at_fields(form, failure)
    return _invitee_page(head, row, _invitee_form(row), form), 422


@blueprint.post("/meetings/<uuid:meeting_id>/invitation/<uuid:invitee_id>/off")
@requires("meetings.keep")
def take_off(meeting_id: uuid.UUID, invitee_id: uuid.UUID) -> ResponseReturnValue:
    """Take somebody off the list; the next page offers to take that back."""
    service.take_off(current_session(), house().clock, current_actor(), meeting_id, invitee_id)
    undo = url_for("meetings_invitation.ask_again", meeting_id=meeting_id, invitee_id=invitee_id)
    tell(msg("That line was taken off the list."), undo=undo)
    return _back(meeting_id)


@blueprint.post("/meetings/<uuid:meeting_id>/invitation/<uuid:invitee_id>/again")
@requires("meetings.keep")
def ask_again(meeting_id: uuid.UUID, invitee_id: uuid.UUID) -> ResponseReturnValue:
    """Put somebody back on the list."""
    service.ask_again(current_session(), house().clock, current_actor(), meeting_id, invitee_id)
    tell(msg("That line is on the list again."))
    return _back(meeting_id)


@blueprint.post("/meetings/<uuid:meeting_id>/invitation/<uuid:invitee_id>/link")
@requires("meetings.keep")
def renew_link(meeting_id: uuid.UUID, invitee_id: uuid.UUID) -> ResponseReturnValue:
    """End somebody's personal link and have a new one go out."""
    service.renew_link(current_session(), house().clock, current_actor(), meeting_id, invitee_id)
    tell(msg("The personal link was ended. The new one goes out when you send what is missing."))
    return _back(meeting_id)


def _page(meeting_id: uuid.UUID) -> InvitationPage:
    return invitation_page(current_session(), house().clock, meeting_id, current_words().country, current_language())


def _show(page: InvitationPage, form: SendForm) -> str:
    wanted = request.args.get("answer", "")
    address = url_for("meetings_invitation.invitation", meeting_id=page.head.id)
    counts = page.answers
    tabs = [
        (msg("All those invited"), "", counts.asked),
        (msg("will come"), "accepted", counts.accepted),
        (msg("might come"), "tentative", counts.tentative),
        (msg("will not come"), "declined", counts.declined),
        (msg("no answer"), "silent", counts.silent),
    ]
    return render_template(
        "meetings/invitation.html",
        page=page,
        head=page.head,
        form=form,
        groups=page.groups(wanted),
        tabs=[
            (
                f"{say(words, current_language())} ({number})",
                f"{address}?answer={code}" if code else address,
                code == wanted,
            )
            for words, code, number in tabs
        ],
        notice_rule=notice_rule_words(page.notice.check.span),
        notice_late=late_words(page.notice.check),
    )


def _invitee_form(row: InviteeRow | None) -> InviteeForm:
    form = InviteeForm() if row is None else InviteeForm(formdata=None, obj=row)
    form.language.choices = options((code, LANGUAGE_NAMES[code]) for code in LANGUAGES)
    return form


def _answer_form(row: InviteeRow | None) -> NotedAnswerForm:
    form = NotedAnswerForm() if row is None else NotedAnswerForm(formdata=None, obj=row)
    words = [(code, say(ANSWER_WORDS[code], current_language())) for code in ANSWERS]
    form.answer.choices = options([*words, ("", say(msg("no answer yet"), current_language()))])
    if form.answer.data is None or form.answer.data == "None":
        form.answer.data = ""
    return form


def _invitee_page(head: MeetingHead, row: InviteeRow, form: InviteeForm, answer_form: NotedAnswerForm) -> str:
    link = ""
    if row.withdrawn_at is None:
        tenant = current_tenant()
        link = house().settings.origin_of(tenant.host) + personal_path(house().settings.secret_key, tenant.id, row)
    return render_template("meetings/invitee.html", head=head, row=row, form=form, answer_form=answer_form, link=link)


def _back(meeting_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("meetings_invitation.invitation", meeting_id=meeting_id), 303)
