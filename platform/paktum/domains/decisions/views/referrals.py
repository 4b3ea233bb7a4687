"""What bodies forward to each other: the list, one referral, forwarding, taking up, answering, taking back."""

import uuid
from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid, NotFound
from paktum.core.ids import SubjectRef
from paktum.core.messages import msg, say
from paktum.core.subjects import Subject
from paktum.domains.decisions import queries, referral_queries, service
from paktum.domains.decisions.forms import AnswerForm, ReferralForm, WithdrawForm
from paktum.domains.decisions.rules import (
    REFERRAL_KIND_LABELS,
    REFERRAL_KINDS,
    REFERRAL_MOVES,
    REFERRAL_STATE_LABELS,
    ReferralKind,
)
from paktum.domains.decisions.views.blueprint import referrals_blueprint as blueprint
from paktum.domains.decisions.views.blueprint import to_referral
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_tenant, house
from paktum.web.fields import id_given, options, put_at_fields
from paktum.web.paging import page_asked_for, page_numbers

_LOOKS = {"forwarded": "unsure", "taken_up": "convened", "answered": "held", "withdrawn": "off"}


@blueprint.context_processor
def _values() -> dict[str, object]:
    return {"kind_labels": REFERRAL_KIND_LABELS, "state_labels": REFERRAL_STATE_LABELS, "looks": _LOOKS}


@blueprint.get("/referrals")
@requires("decisions.read")
def referrals() -> ResponseReturnValue:
    """What waits for an answer, or with `show=over` what is answered or withdrawn."""
    over, page = request.args.get("show") == "over", page_asked_for(request.args)
    states = referral_queries.OVER if over else referral_queries.WAITING
    lines, total = referral_queries.referral_list(current_session(), states, page)
    if page > 1 and not lines:
        raise NotFound
    pages = page_numbers(total, referral_queries.PAGE, page)
    return render_template("referrals/referrals.html", lines=lines, total=total, over=over, pages=pages, page=page)


@blueprint.get("/referrals/<uuid:referral_id>")
@requires("decisions.read")
def referral(referral_id: uuid.UUID) -> ResponseReturnValue:
    """One referral: what it is, where it stands, what was answered."""
    page = referral_queries.referral_page(current_session(), referral_id)
    moves = REFERRAL_MOVES[page.state] if current_actor().may("referrals.keep") else ()
    return render_template("referrals/referral.html", page=page, subject=_subject(page), moves=moves)


@blueprint.get("/referrals/new")
@requires("referrals.keep")
def new_referral() -> ResponseReturnValue:
    """The form; the address may name a `decision`, which is then forwarded by the body that took it."""
    form = _form()
    decision_id = request.args.get("decision", "")
    if decision_id:
        page = queries.decision_page(current_session(), id_given(decision_id))
        form.decision_id.data, form.from_body_id.data = decision_id, str(page.body_id)
        form.title.data, form.text.data = page.title, page.text
    form.to_body_id.data = _another_body(form)
    return render_template("referrals/referral_form.html", form=form)


@blueprint.post("/referrals/new")
@requires("referrals.keep")
def forward() -> ResponseReturnValue:
    """Forward it."""
    form = _form()
    if not form.validate():
        return render_template("referrals/referral_form.html", form=form), 422
    decision = (
        queries.decision_page(current_session(), id_given(form.decision_id.data)) if form.decision_id.data else None
    )
    draft = service.ReferralDraft(
        kind=cast(ReferralKind, form.kind.data),
        from_body_id=uuid.UUID(form.from_body_id.data),
        to_body_id=uuid.UUID(form.to_body_id.data),
        title=form.title.data,
        text=form.text.data,
        subject=SubjectRef(decision.subject_kind, decision.subject_id)
        if decision and decision.subject_kind and decision.subject_id
        else None,
        meeting_id=decision.meeting_id if decision else None,
        decision_id=decision.id if decision else None,
    )
    try:
        referral_id = service.forward(current_session(), house().clock, current_actor(), draft)
    except Invalid as failure:
        put_at_fields(form, failure)
        return render_template("referrals/referral_form.html", form=form), 422
    return to_referral(referral_id, msg("It was forwarded. It is offered when the agenda of that body is made."))


@blueprint.post("/referrals/<uuid:referral_id>/take-up")
@requires("referrals.keep")
def take_up(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Note that the other body took it up."""
    service.take_up(current_session(), house().clock, current_actor(), referral_id)
    return to_referral(referral_id, msg("It was noted that the body took it up."))


@blueprint.get("/referrals/<uuid:referral_id>/answer")
@requires("referrals.keep")
def answering(referral_id: uuid.UUID) -> ResponseReturnValue:
    """The form for the other body's answer."""
    page = referral_queries.referral_page(current_session(), referral_id)
    return render_template("referrals/answer.html", form=_answer_form(page), page=page)


@blueprint.post("/referrals/<uuid:referral_id>/answer")
@requires("referrals.keep")
def answer(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Note the answer."""
    page = referral_queries.referral_page(current_session(), referral_id)
    form = _answer_form(page)
    if not form.validate():
        return render_template("referrals/answer.html", form=form, page=page), 422
    decision_id = uuid.UUID(form.decision_id.data) if form.decision_id.data else None
    try:
        service.answer(current_session(), house().clock, current_actor(), referral_id, form.text.data, decision_id)
    except Invalid as failure:
        put_at_fields(form, failure)
        return render_template("referrals/answer.html", form=form, page=page), 422
    return to_referral(referral_id, msg("The answer was noted."))


@blueprint.get("/referrals/<uuid:referral_id>/withdraw")
@requires("referrals.keep")
def withdrawing(referral_id: uuid.UUID) -> ResponseReturnValue:
    """The form for taking it back."""
    page = referral_queries.referral_page(current_session(), referral_id)
    return render_template("referrals/withdraw.html", form=WithdrawForm(), page=page)


@blueprint.post("/referrals/<uuid:referral_id>/withdraw")
@requires("referrals.keep")
def withdraw(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Take it back, with the reason."""
    page = referral_queries.referral_page(current_session(), referral_id)
    form = WithdrawForm()
    if not form.validate():
        return render_template("referrals/withdraw.html", form=form, page=page), 422
    service.withdraw_referral(current_session(), house().clock, current_actor(), referral_id, form.reason.data)
    return to_referral(referral_id, msg("It was withdrawn."))


def _form() -> ReferralForm:
    form, language = ReferralForm(), current_language()
    form.kind.choices = options((code, say(REFERRAL_KIND_LABELS[code], language)) for code in REFERRAL_KINDS)
    bodies = queries.deciding_bodies(current_session(), language)
    form.from_body_id.choices = options(bodies)
    form.to_body_id.choices = options(bodies)
    return form


def _another_body(form: ReferralForm) -> str | None:
    """The first body that is not the sender; None with one body only."""
    ids = [value for value, *_ in form.to_body_id.iter_choices()]
    sender = form.from_body_id.data or next(iter(ids), None)
    return next((one for one in ids if one != sender), None)


def _answer_form(page: referral_queries.ReferralPage) -> AnswerForm:
    form = AnswerForm()
    first_day: date = page.forwarded_at.astimezone(ZoneInfo(current_tenant().timezone)).date()
    choices = referral_queries.answering_decisions(current_session(), page, first_day)
    form.decision_id.choices = options([("", say(msg("no decision"), current_language())), *choices])
    return form


def _subject(page: referral_queries.ReferralPage) -> Subject | None:
    if page.subject_kind is None or page.subject_id is None:
        return None
    ref = SubjectRef(page.subject_kind, page.subject_id)
    return house().subjects.describe(current_session(), [ref], current_language()).get(ref)
