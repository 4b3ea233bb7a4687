"""Giving a task for a decision."""

import uuid

from flask import url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid
from paktum.core.messages import msg
from paktum.domains.decisions import queries
from paktum.domains.decisions.views.blueprint import blueprint, to_decision
from paktum.domains.tasks.forms import TaskForm
from paktum.domains.tasks.service import TaskOrigin, add_task
from paktum.domains.tasks.task_form import task_draft, task_form, task_form_page
from paktum.web.access import requires
from paktum.web.context import current_actor, house
from paktum.web.fields import put_at_fields


@blueprint.get("/decisions/<uuid:decision_id>/tasks/new")
@requires("tasks.keep")
def new_task(decision_id: uuid.UUID) -> ResponseReturnValue:
    """The form for a task; the body that decided follows it."""
    page = queries.decision_page(current_session(), decision_id)
    return _page(task_form(data={"body_id": str(page.body_id)}), page)


@blueprint.post("/decisions/<uuid:decision_id>/tasks/new")
@requires("tasks.keep")
def give_task(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Give the task; it names the decision as where it comes from."""
    page = queries.decision_page(current_session(), decision_id)
    form = task_form()
    if not form.validate():
        return _page(form, page), 422
    origin = TaskOrigin(said=page.number, decision_id=page.id, meeting_id=page.meeting_id)
    try:
        add_task(current_session(), house().clock, current_actor(), task_draft(form), origin)
    except Invalid as failure:
        put_at_fields(form, failure)
        return _page(form, page), 422
    return to_decision(decision_id, msg("The task was given."))


def _page(form: TaskForm, page: queries.DecisionPage) -> str:
    address = url_for("decisions.decision", decision_id=page.id)
    return task_form_page(form, origin=page.number, back=address)
