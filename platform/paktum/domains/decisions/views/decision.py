"""One decision: its page, its execution, publishing and withdrawing it, repealing it."""

import hashlib
import uuid
from io import BytesIO
from typing import Any, cast

from flask import render_template, request
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid
from paktum.core.ids import SubjectRef
from paktum.core.languages import as_language
from paktum.core.messages import msg, say
from paktum.core.subjects import Subject
from paktum.domains.decisions import queries, service
from paktum.domains.decisions.extract import extract_name, extract_of
from paktum.domains.decisions.forms import ExecutionForm, PublishForm, RepealForm
from paktum.domains.decisions.rules import EXECUTION_LABELS, EXECUTIONS, Execution
from paktum.domains.decisions.views.blueprint import blueprint, to_decision, today
from paktum.domains.documents.layouts.decision_extract import decision_extract_pdf
from paktum.domains.documents.service.letterheads import letterhead_of
from paktum.domains.documents.typesetting import PDF_MEDIA_TYPE
from paktum.domains.tasks.queries import tasks_of_decision
from paktum.web.access import requires
from paktum.web.attachments import attachment
from paktum.web.conflicts import differences, take_theirs
from paktum.web.context import current_actor, current_language, current_tenant, house
from paktum.web.fields import options, put_at_fields, whole_number


@blueprint.get("/decisions/<uuid:decision_id>")
@requires("decisions.see")
def decision(decision_id: uuid.UUID) -> ResponseReturnValue:
    """One decision with its vote, its subject, its tasks and what came of it; for the public, as it was published."""
    session, actor = current_session(), current_actor()
    if not actor.may("decisions.read"):
        public = queries.published_page(session, decision_id)
        return render_template("decisions/decision.html", page=public, subject=None, tasks=())
    page = queries.decision_page(session, decision_id)
    may_see_tasks = actor.may("tasks.see")
    return render_template(
        "decisions/decision.html",
        page=page,
        subject=_subject(page),
        votes_now=_votes_now(page) if actor.may("decisions.keep") else None,
        tasks=tasks_of_decision(session, decision_id, today()) if may_see_tasks else (),
    )


@blueprint.get("/decisions/<uuid:decision_id>/extract.pdf")
@requires("decisions.read")
def extract(decision_id: uuid.UUID) -> ResponseReturnValue:
    """The decision as a paper to sign, in the language that `language` names, else in the pact's own."""
    session, parts, tenant = current_session(), house(), current_tenant()
    page = queries.decision_page(session, decision_id)
    paper = extract_of(
        page,
        tasks_of_decision(session, decision_id, today()),
        letterhead_of(session, parts.store, tenant),
        tenant,
        language=as_language(request.args.get("language")) or tenant.language,
        taken_at=parts.clock.now(),
        made_by=current_actor().post,
    )
    content = decision_extract_pdf(paper)
    sha256 = hashlib.sha256(content).hexdigest()
    return attachment(
        BytesIO(content), name=extract_name(page), media_type=PDF_MEDIA_TYPE, size=len(content), sha256=sha256
    )


def _votes_now(page: queries.DecisionPage) -> int | None:
    """How many votes the body has today, where the counts were entered by hand and are more than that. They stand: the body
    may have been larger."""
    if page.counts is None or page.vote_event_id is not None or page.annulled:
        return None
    votes = queries.votes_of_body(current_session(), page.body_id, today())
    # A body whose seats nobody entered tells nothing.
    return votes if 0 < votes < page.counts.yes + page.counts.no + page.counts.abstain else None


def _subject(page: queries.DecisionPage) -> Subject | None:
    if page.subject_kind is None or page.subject_id is None:
        return None
    ref = SubjectRef(page.subject_kind, page.subject_id)
    return house().subjects.describe(current_session(), [ref], current_language()).get(ref)


@blueprint.get("/decisions/<uuid:decision_id>/execution")
@requires("decisions.keep")
def execution(decision_id: uuid.UUID) -> ResponseReturnValue:
    """The form for how far a decision is executed."""
    page = queries.decision_page(current_session(), decision_id)
    return _execution_page(_execution_form(_stored(page)), page)


@blueprint.post("/decisions/<uuid:decision_id>/execution")
@requires("decisions.keep")
def follow_execution(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Save it, or show both versions when somebody else saved the decision meanwhile."""
    page = queries.decision_page(current_session(), decision_id)
    form = _execution_form()
    take_theirs(form, _stored(page))
    if not form.validate():
        return _execution_page(form, page), 422
    try:
        service.follow_execution(
            current_session(),
            house().clock,
            current_actor(),
            decision_id,
            _version(form),
            cast(Execution, form.execution.data),
            form.execution_note.data,
            form.due_on.data,
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _execution_page(form, page), 422
    except Conflict:
        if _version(form) == page.version:
            raise
        form.version.data = str(page.version)
        return _execution_page(form, page, differences(form, _stored(page))), 409
    return to_decision(decision_id, msg("It was noted how far the decision is executed."))


@blueprint.get("/decisions/<uuid:decision_id>/publish")
@requires("decisions.publish")
def publishing(decision_id: uuid.UUID) -> ResponseReturnValue:
    """The form with the words in which the decision is published."""
    page = queries.decision_page(current_session(), decision_id)
    form = PublishForm(data={"public_text": page.public_text or page.text, "version": str(page.version)})
    return render_template("decisions/publish.html", form=form, page=page, conflict=())


@blueprint.post("/decisions/<uuid:decision_id>/publish")
@requires("decisions.publish")
def publish(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Publish the decision, or show both versions when somebody else saved it meanwhile."""
    page = queries.decision_page(current_session(), decision_id)
    form, stored = PublishForm(), {"public_text": page.public_text or page.text}
    take_theirs(form, stored)
    if not form.validate():
        return render_template("decisions/publish.html", form=form, page=page, conflict=()), 422
    try:
        service.publish_decision(
            current_session(), house().clock, current_actor(), decision_id, _version(form), form.public_text.data
        )
    except Conflict:
        if _version(form) == page.version:
            raise
        form.version.data = str(page.version)
        conflict = differences(form, stored)
        return render_template("decisions/publish.html", form=form, page=page, conflict=conflict), 409
    return to_decision(decision_id, msg("The decision is published."))


@blueprint.post("/decisions/<uuid:decision_id>/withdraw")
@requires("decisions.publish")
def withdraw(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Take the decision out of the public again."""
    service.withdraw_decision(current_session(), house().clock, current_actor(), decision_id)
    return to_decision(decision_id, msg("The decision is no longer public."))


@blueprint.get("/decisions/<uuid:decision_id>/repeal")
@requires("decisions.publish")
def repealing(decision_id: uuid.UUID) -> ResponseReturnValue:
    """The form for the decision that repeals this one."""
    page = queries.decision_page(current_session(), decision_id)
    form = _repeal_form(page)
    form.by_id.data = request.args.get("by", "")
    return render_template("decisions/repeal.html", form=form, page=page)


@blueprint.post("/decisions/<uuid:decision_id>/repeal")
@requires("decisions.publish")
def repeal(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Note that a later decision repeals this one."""
    page = queries.decision_page(current_session(), decision_id)
    form = _repeal_form(page)
    if not form.validate():
        return render_template("decisions/repeal.html", form=form, page=page), 422
    try:
        service.repeal_decision(
            current_session(), house().clock, current_actor(), decision_id, uuid.UUID(form.by_id.data)
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return render_template("decisions/repeal.html", form=form, page=page), 422
    return to_decision(decision_id, msg("The decision is repealed."))


def _repeal_form(page: queries.DecisionPage) -> RepealForm:
    form = RepealForm()
    form.by_id.choices = options(queries.later_decisions(current_session(), page))
    return form


def _execution_form(data: dict[str, Any] | None = None) -> ExecutionForm:
    form, language = ExecutionForm(data=data), current_language()
    form.execution.choices = options((code, say(EXECUTION_LABELS[code], language)) for code in EXECUTIONS)
    return form


def _execution_page(form: ExecutionForm, page: queries.DecisionPage, conflict: Any = ()) -> str:
    return render_template("decisions/execution.html", form=form, page=page, conflict=conflict)


def _stored(page: queries.DecisionPage) -> dict[str, Any]:
    return {
        "execution": page.execution,
        "due_on": page.due_on,
        "execution_note": page.execution_note,
        "version": str(page.version),
    }


def _version(form: ExecutionForm | PublishForm) -> int:
    return whole_number(form.version.data)
