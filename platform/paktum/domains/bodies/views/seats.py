"""Pages of one seat: what it is, adding, editing, handing over, ending."""

import uuid
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.messages import msg, say
from paktum.core.periods import SpokenDay
from paktum.domains.bodies import queries, service
from paktum.domains.bodies.forms import EndForm, HandOverForm, SeatForm
from paktum.domains.bodies.views.blueprint import back_to_body, blueprint, offices, today
from paktum.domains.partners.queries import organisation_choices
from paktum.web.access import requires
from paktum.web.conflicts import differences, take_theirs
from paktum.web.context import current_actor, current_language, current_words, house
from paktum.web.fields import options, put_at_fields, whole_number
from paktum.web.notices import tell


@blueprint.get("/bodies/<uuid:body_id>/seats/<uuid:seat_id>")
@requires("bodies.see")
def seat(body_id: uuid.UUID, seat_id: uuid.UUID) -> ResponseReturnValue:
    """One seat: its organisation, who holds it, who stood in it before."""
    page, found = _load(body_id, seat_id)
    former = [one for one in page.former if one.seat_id == seat_id]
    return render_template("bodies/seat.html", page=page, seat=found, former=former, offices=offices())


@blueprint.get("/bodies/<uuid:body_id>/seats/new")
@requires("bodies.keep")
def new_seat(body_id: uuid.UUID) -> ResponseReturnValue:
    """The form for a seat."""
    page = queries.body_page(current_session(), body_id, today())
    votes = current_words().body_type(page.body_type).votes
    return _form_page(_form(None, {"voting": votes, "weight": 1, "since": today()}), page, None)


@blueprint.post("/bodies/<uuid:body_id>/seats/new")
@requires("bodies.keep")
def add_seat(body_id: uuid.UUID) -> ResponseReturnValue:
    """Add a seat, then ask who holds it."""
    page = queries.body_page(current_session(), body_id, today())
    form = _form(None)
    if not form.validate():
        return _form_page(form, page, None), 422
    try:
        seat_id = service.add_seat(
            current_session(), house().clock, current_actor(), current_words(), body_id, _draft(form)
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _form_page(form, page, None), 422
    tell(msg("The seat was added. Say who holds it next."))
    return redirect(url_for("bodies.seat", body_id=body_id, seat_id=seat_id), 303)


@blueprint.get("/bodies/<uuid:body_id>/seats/<uuid:seat_id>/edit")
@requires("bodies.keep")
def edit_seat(body_id: uuid.UUID, seat_id: uuid.UUID) -> ResponseReturnValue:
    """The form with what is known of the seat."""
    page, found = _load(body_id, seat_id)
    return _form_page(_form(found, _stored(found)), page, found)


@blueprint.post("/bodies/<uuid:body_id>/seats/<uuid:seat_id>/edit")
@requires("bodies.keep")
def save_seat(body_id: uuid.UUID, seat_id: uuid.UUID) -> ResponseReturnValue:
    """Save the seat, or show both versions when somebody else saved it meanwhile."""
    page, found = _load(body_id, seat_id)
    form = _form(found)
    take_theirs(form, _stored(found))
    if not form.validate():
        return _form_page(form, page, found), 422
    version = whole_number(form.version.data)
    try:
        service.edit_seat(
            current_session(), house().clock, current_actor(), current_words(), body_id, seat_id, version, _draft(form)
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _form_page(form, page, found), 422
    except Conflict:
        form.version.data = str(found.version)
        return _form_page(form, page, found, differences(form, _stored(found))), 409
    tell(msg("The seat was saved."))
    return redirect(url_for("bodies.seat", body_id=body_id, seat_id=seat_id), 303)


@blueprint.get("/bodies/<uuid:body_id>/seats/<uuid:seat_id>/hand-over")
@requires("bodies.keep")
def ask_to_hand_over(body_id: uuid.UUID, seat_id: uuid.UUID) -> ResponseReturnValue:
    """The form for giving the seat to another organisation."""
    page, found = _load(body_id, seat_id)
    form = HandOverForm(data={"label": found.label, "since": today()})
    form.organisation_id.choices = options(organisation_choices(current_session(), current_language()))
    return render_template("bodies/seat_hand_over.html", form=form, page=page, seat=found)


@blueprint.post("/bodies/<uuid:body_id>/seats/<uuid:seat_id>/hand-over")
@requires("bodies.keep")
def hand_over_seat(body_id: uuid.UUID, seat_id: uuid.UUID) -> ResponseReturnValue:
    """Give the seat to another organisation from a day on."""
    page, found = _load(body_id, seat_id)
    form = HandOverForm()
    form.organisation_id.choices = options(organisation_choices(current_session(), current_language()))
    try:
        if not form.validate():
            return render_template("bodies/seat_hand_over.html", form=form, page=page, seat=found), 422
        seat_id = service.hand_over_seat(
            current_session(),
            house().clock,
            current_actor(),
            body_id,
            seat_id,
            uuid.UUID(form.organisation_id.data),
            form.label.data,
            form.since.data,
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return render_template("bodies/seat_hand_over.html", form=form, page=page, seat=found), 422
    tell(msg("The seat was handed over. Say who holds it next."))
    return redirect(url_for("bodies.seat", body_id=body_id, seat_id=seat_id), 303)


@blueprint.get("/bodies/<uuid:body_id>/seats/<uuid:seat_id>/end")
@requires("bodies.keep")
def ask_to_end_seat(body_id: uuid.UUID, seat_id: uuid.UUID) -> ResponseReturnValue:
    """Ask once, and say which mandates end with the seat."""
    page, found = _load(body_id, seat_id)
    return render_template("bodies/seat_end.html", form=EndForm(data={"ended_on": today()}), page=page, seat=found)


@blueprint.post("/bodies/<uuid:body_id>/seats/<uuid:seat_id>/end")
@requires("bodies.keep")
def end_seat(body_id: uuid.UUID, seat_id: uuid.UUID) -> ResponseReturnValue:
    """End the seat with its mandates."""
    page, found = _load(body_id, seat_id)
    form = EndForm()
    if not form.validate():
        return render_template("bodies/seat_end.html", form=form, page=page, seat=found), 422
    try:
        service.end_seat(
            current_session(),
            house().clock,
            current_actor(),
            body_id,
            seat_id,
            form.ended_on.data,
            form.reason.data,
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return render_template("bodies/seat_end.html", form=form, page=page, seat=found), 422
    last = SpokenDay(form.ended_on.data)
    return back_to_body(body_id, msg("Last day of the seat: %(day)s. Its history stays.", day=last))


def _load(body_id: uuid.UUID, seat_id: uuid.UUID) -> tuple[queries.BodyPage, queries.SeatLine]:
    page = queries.body_page(current_session(), body_id, today())
    found = next((one for one in (*page.seats, *page.former_seats) if one.id == seat_id), None)
    if found is None:
        raise NotFound
    return page, found


def _form_page(form: SeatForm, page: queries.BodyPage, found: queries.SeatLine | None, conflict: Any = None) -> str:
    return render_template("bodies/seat_form.html", form=form, page=page, seat=found, conflict=conflict)


def _form(found: queries.SeatLine | None, data: dict[str, Any] | None = None) -> SeatForm:
    form = SeatForm(data=data)
    beside = found.organisation_id if found else None
    organisations = organisation_choices(current_session(), current_language(), beside)
    form.organisation_id.choices = options([("", say(msg("none yet"), current_language())), *organisations])
    return form


def _stored(found: queries.SeatLine) -> dict[str, Any]:
    return {
        "label": found.label,
        "organisation_id": str(found.organisation_id or ""),
        "voting": found.voting,
        "weight": found.weight,
        "since": found.tenure.since,
        "version": str(found.version),
    }


def _draft(form: SeatForm) -> service.SeatDraft:
    organisation = form.organisation_id.data
    return service.SeatDraft(
        label=form.label.data,
        organisation_id=uuid.UUID(organisation) if organisation else None,
        voting=form.voting.data,
        weight=1 if form.weight.data is None else form.weight.data,
        since=form.since.data,
    )
