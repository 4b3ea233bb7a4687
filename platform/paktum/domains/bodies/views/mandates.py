"""Pages of mandates: giving, ending, replacing and correcting them."""

import uuid
from typing import TypeVar, cast

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from paktum.core.database import current_session
from paktum.core.errors import Invalid, NotFound
from paktum.core.messages import msg, say
from paktum.core.periods import SpokenDay
from paktum.domains.bodies import queries, service
from paktum.domains.bodies.forms import CorrectForm, EndForm, MandateForm, ReplaceForm
from paktum.domains.bodies.rules import OFFICES, Office
from paktum.domains.bodies.views.blueprint import back_to_body, blueprint, offices, today
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_words, house
from paktum.web.fields import options, put_at_fields

_Form = TypeVar("_Form", MandateForm, ReplaceForm, CorrectForm)


@blueprint.get("/bodies/<uuid:body_id>/mandates/new")
@requires("bodies.keep")
def new_mandate(body_id: uuid.UUID) -> ResponseReturnValue:
    """The form for a mandate; the address may name the seat and the office."""
    page = queries.body_page(current_session(), body_id, today())
    form = _form(page)
    form.seat.data = request.args.get("seat", "")
    form.office.data = request.args.get("office", "member")
    form.since.data = today()
    return render_template("bodies/mandate_form.html", form=form, page=page)


@blueprint.post("/bodies/<uuid:body_id>/mandates/new")
@requires("bodies.keep")
def give_mandate(body_id: uuid.UUID) -> ResponseReturnValue:
    """Give the mandate when the charter and the seat allow it."""
    page = queries.body_page(current_session(), body_id, today())
    form = _form(page)
    if not form.validate():
        return render_template("bodies/mandate_form.html", form=form, page=page), 422
    draft = service.MandateDraft(
        form.holder.data,
        cast(Office, form.office.data),
        uuid.UUID(form.seat.data) if form.seat.data else None,
        form.since.data,
        form.email.data or "",
    )
    try:
        clock, actor = house().clock, current_actor()
        given = service.give_mandate(current_session(), clock, actor, current_words(), body_id, draft)
        _tie(body_id, given, form)
    except Invalid as failure:
        put_at_fields(form, failure)
        return render_template("bodies/mandate_form.html", form=form, page=page), 422
    return back_to_body(body_id, msg("The mandate was given: %(holder)s.", holder=form.holder.data))


@blueprint.get("/bodies/<uuid:body_id>/mandates/<uuid:mandate_id>/replace")
@requires("bodies.keep")
def ask_to_replace(body_id: uuid.UUID, mandate_id: uuid.UUID) -> ResponseReturnValue:
    """The form for a successor."""
    form = _with_members(ReplaceForm(data={"since": today()}))
    return _show("bodies/mandate_replace.html", form, *_load(body_id, mandate_id))


@blueprint.post("/bodies/<uuid:body_id>/mandates/<uuid:mandate_id>/replace")
@requires("bodies.keep")
def replace_mandate(body_id: uuid.UUID, mandate_id: uuid.UUID) -> ResponseReturnValue:
    """Let a successor follow from a day on."""
    page, mandate = _load(body_id, mandate_id)
    form = _with_members(ReplaceForm())
    if not form.validate():
        return _show("bodies/mandate_replace.html", form, page, mandate), 422
    try:
        successor = service.replace_mandate(
            current_session(),
            house().clock,
            current_actor(),
            current_words(),
            body_id,
            mandate_id,
            form.holder.data,
            form.since.data,
            form.reason.data,
            form.email.data or "",
        )
        _tie(body_id, successor, form)
    except Invalid as failure:
        put_at_fields(form, failure)
        return _show("bodies/mandate_replace.html", form, page, mandate), 422
    return back_to_body(body_id, msg("The mandate passed on: %(holder)s.", holder=form.holder.data))


@blueprint.get("/bodies/<uuid:body_id>/mandates/<uuid:mandate_id>/end")
@requires("bodies.keep")
def ask_to_end_mandate(body_id: uuid.UUID, mandate_id: uuid.UUID) -> ResponseReturnValue:
    """The form for the end of a mandate."""
    return _show("bodies/mandate_end.html", EndForm(data={"ended_on": today()}), *_load(body_id, mandate_id))


@blueprint.post("/bodies/<uuid:body_id>/mandates/<uuid:mandate_id>/end")
@requires("bodies.keep")
def end_mandate(body_id: uuid.UUID, mandate_id: uuid.UUID) -> ResponseReturnValue:
    """End the mandate after a last day."""
    page, mandate = _load(body_id, mandate_id)
    form = EndForm()
    if not form.validate():
        return _show("bodies/mandate_end.html", form, page, mandate), 422
    try:
        service.end_mandate(
            current_session(),
            house().clock,
            current_actor(),
            body_id,
            mandate_id,
            form.ended_on.data,
            form.reason.data,
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _show("bodies/mandate_end.html", form, page, mandate), 422
    last = SpokenDay(form.ended_on.data)
    return back_to_body(body_id, msg("Last day of the mandate: %(day)s (%(holder)s).", day=last, holder=mandate.holder))


@blueprint.get("/bodies/<uuid:body_id>/mandates/<uuid:mandate_id>/correct")
@requires("bodies.keep")
def ask_to_correct(body_id: uuid.UUID, mandate_id: uuid.UUID) -> ResponseReturnValue:
    """The form for correcting a slip."""
    page, mandate = _load(body_id, mandate_id)
    stored = {"holder": mandate.holder, "email": mandate.email, "since": mandate.tenure.since}
    form = _with_members(CorrectForm(data={**stored, "membership": str(mandate.membership_id or "")}))
    return _show("bodies/mandate_correct.html", form, page, mandate)


@blueprint.post("/bodies/<uuid:body_id>/mandates/<uuid:mandate_id>/correct")
@requires("bodies.keep")
def correct_mandate(body_id: uuid.UUID, mandate_id: uuid.UUID) -> ResponseReturnValue:
    """Correct a slip in who holds a mandate or since when."""
    page, mandate = _load(body_id, mandate_id)
    form = _with_members(CorrectForm())
    if not form.validate():
        return _show("bodies/mandate_correct.html", form, page, mandate), 422
    try:
        service.correct_mandate(
            current_session(),
            house().clock,
            current_actor(),
            body_id,
            mandate_id,
            form.holder.data,
            form.since.data,
            form.email.data or "",
        )
        _tie(body_id, mandate_id, form)
    except Invalid as failure:
        put_at_fields(form, failure)
        return _show("bodies/mandate_correct.html", form, page, mandate), 422
    return back_to_body(body_id, msg("The mandate was corrected: %(holder)s.", holder=form.holder.data))


def _load(body_id: uuid.UUID, mandate_id: uuid.UUID) -> tuple[queries.BodyPage, queries.MandateLine]:
    page = queries.body_page(current_session(), body_id, today())
    in_seats = (one for seat in page.seats for one in (*seat.holders, *seat.substitutes, *seat.coming))
    found = next((one for one in (*page.officers, *in_seats, *page.former) if one.id == mandate_id), None)
    if found is None:
        raise NotFound
    return page, found


def _show(template: str, form: FlaskForm, page: queries.BodyPage, mandate: queries.MandateLine) -> str:
    return render_template(template, form=form, page=page, mandate=mandate, offices=offices())


def _with_members(form: _Form) -> _Form:
    """The form with everybody who signs in to choose from."""
    nobody = say(msg("nobody who signs in"), current_language())
    choices = [("", nobody), *queries.members_to_tie(current_session(), current_language())]
    form.membership.choices = options(choices)
    return form


def _tie(body_id: uuid.UUID, mandate_id: uuid.UUID, form: MandateForm | ReplaceForm | CorrectForm) -> None:
    """Tie the mandate as the form says; one sent without that field leaves it."""
    if form.membership.name not in request.form:
        return
    membership_id = uuid.UUID(form.membership.data) if form.membership.data else None
    service.tie_mandate(current_session(), house().clock, current_actor(), body_id, mandate_id, membership_id)


def _form(page: queries.BodyPage) -> MandateForm:
    form = _with_members(MandateForm())
    language = current_language()
    form.office.choices = options((office, offices()[office]) for office in OFFICES)
    seats = [(str(seat.id), seat.label) for seat in page.seats]
    outside = say(msg("no seat (a chair from outside, or a secretary)"), language)
    form.seat.choices = options([("", outside), *seats])
    return form
