"""The form of a task as several pages show it: with those whom a task may be given to, and what it says as a draft."""

from typing import Any

from flask import render_template

from paktum.core.database import current_session
from paktum.core.ids import as_id
from paktum.core.messages import msg, say
from paktum.domains.tasks import queries, service
from paktum.domains.tasks.forms import TaskForm
from paktum.web.context import current_language
from paktum.web.fields import options


def task_form(page: queries.TaskPage | None = None, data: dict[str, Any] | None = None) -> TaskForm:
    """The form of a new task, or of one that is changed; one statement."""
    form, language = TaskForm(data=data), current_language()
    found = queries.holders(current_session(), language, page)
    form.membership_id.choices = options([("", say(msg("nobody"), language)), *found.members])
    form.organisation_id.choices = options([("", say(msg("no organisation"), language)), *found.organisations])
    form.body_id.choices = options([("", say(msg("no body"), language)), *found.bodies])
    return form


def task_form_page(
    form: TaskForm, page: queries.TaskPage | None = None, conflict: Any = (), origin: str = "", back: str = ""
) -> str:
    """The page with the form; `origin` says what a new task comes from, and `back` is the address of that."""
    return render_template(
        "tasks/task_form.html", form=form, page=page, conflict=conflict, origin=origin, origin_address=back
    )


def task_draft(form: TaskForm) -> service.TaskDraft:
    """What the form says."""
    return service.TaskDraft(
        title=form.title.data,
        text=form.text.data,
        membership_id=as_id(form.membership_id.data),
        organisation_id=as_id(form.organisation_id.data),
        assignee=form.assignee.data,
        due_on=form.due_on.data,
        body_id=as_id(form.body_id.data),
    )
