"""Planning a meeting, editing it, convening it a second time, removing one planned by mistake."""

import uuid
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid
from paktum.core.ids import as_id
from paktum.core.messages import msg, say
from paktum.domains.meetings.forms import AgainForm, MeetingForm
from paktum.domains.meetings.listing_queries import bodies_that_meet, usual_ways
from paktum.domains.meetings.page_queries import second_convening
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.rules.cadence import first_day_again
from paktum.domains.meetings.rules.life import PREPARED_IN
from paktum.domains.meetings.rules.notice import notice_rule_words
from paktum.domains.meetings.service import planning
from paktum.domains.meetings.views.blueprint import back_to, blueprint, breadcrumb, called, is_working_day, today
from paktum.domains.meetings.wording import FORM_LABELS
from paktum.plugin.charter_words import second_quorum_words
from paktum.web.access import requires
from paktum.web.conflicts import differences, take_theirs
from paktum.web.context import current_actor, current_language, current_tenant, current_words, house
from paktum.web.fields import options, put_at_fields
from paktum.web.notices import tell

_USUAL_HOURS = (time(10), time(12))


def meeting_form(body_id: uuid.UUID | None = None, **preset: Any) -> MeetingForm:
    """The form for a new meeting with its choices; bodies that decide come before others."""
    form = MeetingForm(data={"body": str(body_id or ""), "form": "present", **preset})
    words = current_words()
    bodies = sorted(bodies_that_meet(current_session()), key=lambda one: not words.body_type(one.body_type).votes)
    form.body.choices = options((str(one.id), one.name) for one in bodies)
    form.others.choices = options((str(one.id), one.name) for one in bodies)
    _offer_forms(form)
    return form


def _offer_forms(form: MeetingForm) -> None:
    form.form.choices = options((code, say(label, current_language())) for code, label in FORM_LABELS.items())


def preset_times(form: MeetingForm, day: date | None, body_ids: tuple[uuid.UUID, ...]) -> None:
    """Begin with the day that is asked for, and with the hours, the place and the form of the body's last meeting."""
    usual = usual_ways(current_session(), body_ids) if body_ids else None
    zone = ZoneInfo(current_tenant().timezone)
    form.day.data = day
    form.starts.data, form.ends.data = _USUAL_HOURS
    if usual is not None:
        form.starts.data = usual.starts_at.astimezone(zone).time()
        form.ends.data = usual.ends_at.astimezone(zone).time()
        form.place.data = form.place.data or usual.place
        form.remote_address.data, form.form.data = usual.remote_address, usual.form


def draft_of(form: MeetingForm, body_ids: tuple[uuid.UUID, ...], **further: Any) -> planning.MeetingDraft:
    """What a validated form says."""
    starts_at, ends_at = form.spell(current_tenant().timezone)
    return planning.MeetingDraft(
        body_ids=body_ids,
        starts_at=starts_at,
        ends_at=ends_at,
        form=form.form.data,
        title=form.title.data,
        place=form.place.data,
        remote_address=form.remote_address.data,
        invitation_note=form.invitation_note.data,
        **further,
    )


def chosen_bodies(form: MeetingForm) -> tuple[uuid.UUID, ...]:
    """The body that leads, then those that meet with it; ids that are none are passed over."""
    ids = [as_id(text) for text in (form.body.data, *(form.others.data or ()))]
    return tuple(dict.fromkeys(one for one in ids if one is not None))


@blueprint.get("/meetings/new")
@requires("meetings.keep")
def new_meeting() -> ResponseReturnValue:
    """The form; `body`, `with` and `day` of the address fill it."""
    body_id, other = as_id(request.args.get("body")), as_id(request.args.get("with"))
    form = meeting_form(body_id)
    form.others.data = [str(other)] if other else []
    preset_times(form, _day_of(request.args.get("day", "")), tuple(one for one in (body_id, other) if one))
    return form_page(form)


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@blueprint.post("/meetings/new")
@requires("meetings.keep")
def add_meeting() -> ResponseReturnValue:
    """Plan the meeting; its agenda begins with what stands on every one of the body."""
    form = meeting_form()
    if not form.validate():
        return form_page(form), 422
    try:
        meeting_id = planning.plan_with_agenda(
            current_session(), house().clock, current_actor(), current_words(), draft_of(form, chosen_bodies(form))
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return form_page(form), 422
    return back_to(meeting_id, msg("The meeting is planned. Look through its agenda, then convene it."))


def form_page(form: MeetingForm, head: MeetingHead | None = None, **further: Any) -> str:
    """The page with the form, of a new meeting or of one that is edited."""
    values = {"conflict": (), "action": None, "lead": "", "way": breadcrumb(head), "back": _back(head)} | further
    return render_template("meetings/meeting_form.html", form=form, head=head, **values)


def _back(head: MeetingHead | None) -> str:
    return url_for("meetings.meeting", meeting_id=head.id) if head else url_for("meetings.meetings")


@blueprint.get("/meetings/<uuid:meeting_id>/edit")
@requires("meetings.keep")
def edit_meeting(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The form with what is known of the meeting."""
    head = _prepared(meeting_id)
    return form_page(_edit_form(head, _stored(head)), head)


@blueprint.post("/meetings/<uuid:meeting_id>/edit")
@requires("meetings.keep")
def save_meeting(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Save the meeting, or show both versions when somebody else saved it meanwhile."""
    head = _prepared(meeting_id)
    form = _edit_form(head)
    take_theirs(form, _stored(head))
    if not form.validate():
        return form_page(form, head), 422
    draft = draft_of(form, ())
    try:
        planning.edit_meeting(current_session(), house().clock, current_actor(), meeting_id, form.version_number, draft)
    except Invalid as failure:
        put_at_fields(form, failure)
        return form_page(form, head), 422
    except planning.MeetingChanged:
        form.version.data = str(head.version)
        return form_page(form, head, conflict=differences(form, _stored(head))), 409
    return back_to(meeting_id, msg("The meeting was saved."))


def _prepared(meeting_id: uuid.UUID) -> MeetingHead:
    """A meeting whose time and place may still change; raises Conflict for another."""
    head = meeting_head(current_session(), meeting_id)
    if head.state not in PREPARED_IN:
        raise Conflict(msg("The meeting has begun, or does not take place: its time and place stay as they were."))
    return head


def _edit_form(head: MeetingHead, data: dict[str, Any] | None = None) -> MeetingForm:
    form = MeetingForm(data=data)
    del form.body, form.others
    _offer_forms(form)
    return form


def _stored(head: MeetingHead) -> dict[str, Any]:
    start, end = head.local_start, head.local_end
    return {
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "last_day": end.date() if end.date() != start.date() else None,
        "form": head.form,
        "place": head.place,
        "remote_address": head.remote_address,
        "title": head.title,
        "invitation_note": head.invitation_note,
        "version": str(head.version),
    }


@blueprint.get("/meetings/<uuid:meeting_id>/again")
@requires("meetings.keep")
def ask_again(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """When to meet again after a meeting without a quorum; where that is settled, to the meeting itself."""
    head = meeting_head(current_session(), meeting_id)
    second = second_convening(current_session(), meeting_id)
    if second is not None:
        return redirect(url_for("meetings.meeting", meeting_id=second), 303)
    notices = [body.charter.notice for body in head.bodies]
    day = first_day_again(head.day, notices, today(), is_working_day())
    form = AgainForm(data={"day": day, "starts": head.local_start.time(), "ends": head.local_end.time()})
    return _again_page(form, head)


@blueprint.post("/meetings/<uuid:meeting_id>/again")
@requires("meetings.keep")
def convene_again(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Plan the second convening with what the first left of its agenda."""
    head = meeting_head(current_session(), meeting_id)
    form = AgainForm()
    if not form.validate():
        return _again_page(form, head), 422
    starts_at, ends_at = form.spell(head.zone)
    try:
        again = planning.convene_again(
            current_session(), house().clock, current_actor(), meeting_id, starts_at, ends_at
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _again_page(form, head), 422
    return back_to(again, msg("The second convening is planned, with what was left of the agenda."))


def _again_page(form: AgainForm, head: MeetingHead) -> str:
    rules = [
        (body.name, [*second_quorum_words(body.charter.quorum), notice_rule_words(body.charter.notice)])
        for body in head.bodies
    ]
    return render_template(
        "meetings/again.html", form=form, head=head, rules=rules, way=breadcrumb(head), back=_back(head)
    )


@blueprint.get("/meetings/<uuid:meeting_id>/remove")
@requires("meetings.keep")
def ask_to_remove(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Ask once, and say what goes."""
    head = meeting_head(current_session(), meeting_id)
    return render_template("meetings/remove.html", head=head, way=breadcrumb(head), back=_back(head))


@blueprint.post("/meetings/<uuid:meeting_id>/remove")
@requires("meetings.keep")
def remove_meeting(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a meeting planned by mistake."""
    head = meeting_head(current_session(), meeting_id)
    planning.remove_meeting(current_session(), house().clock, current_actor(), meeting_id)
    tell(msg("%(title)s was removed.", title=called(head.called)))
    return redirect(url_for("meetings.meetings"), 303)
