"""Pages of tasks: the list with its files, one task with what was said of it, giving, changing and finishing it."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.clock import today_in
from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.messages import Message, msg, say
from paktum.domains.tasks import queries, service
from paktum.domains.tasks.forms import ClosingForm, RemarkForm
from paktum.domains.tasks.rules import MOVES, STATE_LABELS, STATE_LOOKS, STATES, TaskState, is_late
from paktum.domains.tasks.task_form import task_draft, task_form, task_form_page
from paktum.web.access import requires
from paktum.web.conflicts import differences, take_theirs
from paktum.web.context import current_actor, current_language, current_tenant, house
from paktum.web.downloads import table_file
from paktum.web.fields import put_at_fields, whole_number
from paktum.web.layout import term
from paktum.web.notices import tell
from paktum.web.paging import page_asked_for, page_numbers

blueprint = Blueprint("tasks", __name__, template_folder="templates")


def _today() -> date:
    return today_in(house().clock, current_tenant().timezone)


@blueprint.get("/tasks")
@requires("tasks.see")
def tasks() -> ResponseReturnValue:
    """The tasks; filters and page stand in the address. Unfinished ones unless a state is chosen."""
    wanted, page = _wanted(), page_asked_for(request.args)
    session, actor = current_session(), current_actor()
    lines, total = queries.task_list(session, wanted, actor.membership_id, _today(), page)
    if page > 1 and not lines:
        raise NotFound
    return render_template(
        "tasks/tasks.html",
        wanted=wanted,
        lines=lines,
        total=total,
        bodies=queries.bodies_with_tasks(session, current_language()) if actor.may("tasks.see_all") else [],
        states=[(code, say(STATE_LABELS[code], current_language())) for code in STATES],
        pages=page_numbers(total, queries.PAGE, page),
        page=page,
    )


@blueprint.get("/tasks.<file_format>")
@requires("tasks.see")
def tasks_file(file_format: str) -> ResponseReturnValue:
    """The tasks of the same filters as XLSX or CSV."""
    wanted, language = _wanted(), current_language()
    header = [
        say(text, language)
        for text in (
            msg("What is to be done"),
            msg("Who does it"),
            msg("Deadline"),
            msg("State"),
            msg("Finished on"),
            msg("Body"),
            msg("Where it comes from"),
            msg("On how many agendas"),
        )
    ]
    lines, _ = queries.task_list(current_session(), wanted, current_actor().membership_id, _today(), None)
    rows = [
        (one.title, one.holder, one.due_on, one.state_words, one.finished_on, one.body, one.origin, one.agendas)
        for one in lines
    ]
    return table_file("tasks", term("task", "many"), header, rows, file_format)


@blueprint.get("/tasks/<uuid:task_id>")
@requires("tasks.see")
def task(task_id: uuid.UUID) -> ResponseReturnValue:
    """One task, what was said of it, and what can be done with it."""
    return _task_page(_visible(task_id), ClosingForm(), RemarkForm())


@blueprint.get("/tasks/new")
@requires("tasks.keep")
def new_task() -> ResponseReturnValue:
    """The form for a task."""
    return task_form_page(task_form())


@blueprint.post("/tasks/new")
@requires("tasks.keep")
def give_task() -> ResponseReturnValue:
    """Give the task."""
    form = task_form()
    if not form.validate():
        return task_form_page(form), 422
    try:
        task_id = service.add_task(current_session(), house().clock, current_actor(), task_draft(form))
    except Invalid as failure:
        put_at_fields(form, failure)
        return task_form_page(form), 422
    return _to_task(task_id, msg("The task was given."))


@blueprint.get("/tasks/<uuid:task_id>/edit")
@requires("tasks.keep")
def edit_task(task_id: uuid.UUID) -> ResponseReturnValue:
    """The form with the task as it stands."""
    page = queries.task_page(current_session(), task_id)
    return task_form_page(task_form(page, _stored(page)), page)


@blueprint.post("/tasks/<uuid:task_id>/edit")
@requires("tasks.keep")
def save_task(task_id: uuid.UUID) -> ResponseReturnValue:
    """Save the task, or show both versions when somebody else saved it meanwhile."""
    page = queries.task_page(current_session(), task_id)
    form, stored = task_form(page), _stored(page)
    take_theirs(form, stored)
    if not form.validate():
        return task_form_page(form, page), 422
    version = whole_number(form.version.data)
    try:
        service.edit_task(current_session(), house().clock, current_actor(), task_id, version, task_draft(form))
    except Invalid as failure:
        put_at_fields(form, failure)
        return task_form_page(form, page), 422
    except Conflict:
        form.version.data = str(page.version)
        return task_form_page(form, page, differences(form, stored)), 409
    return _to_task(task_id, msg("The task was saved."))


@blueprint.post("/tasks/<uuid:task_id>/start")
@requires("tasks.do")
def start_task(task_id: uuid.UUID) -> ResponseReturnValue:
    """Note that somebody works on it."""
    return _move(task_id, "in_progress", msg("The task is in work."))


@blueprint.post("/tasks/<uuid:task_id>/reopen")
@requires("tasks.do")
def reopen_task(task_id: uuid.UUID) -> ResponseReturnValue:
    """Open a finished task again."""
    return _move(task_id, "open", msg("The task is open again."))


@blueprint.post("/tasks/<uuid:task_id>/finish")
@requires("tasks.do")
def finish_task(task_id: uuid.UUID) -> ResponseReturnValue:
    """Finish the task: field `note` says what came of it."""
    return _close(task_id, "done", msg("The task is done."))


@blueprint.post("/tasks/<uuid:task_id>/drop")
@requires("tasks.keep")
def drop_task(task_id: uuid.UUID) -> ResponseReturnValue:
    """Drop the task: field `note` says why."""
    return _close(task_id, "dropped", msg("The task was dropped."))


@blueprint.post("/tasks/<uuid:task_id>/remarks")
@requires("tasks.do")
def remark(task_id: uuid.UUID) -> ResponseReturnValue:
    """Say something about the task."""
    form = RemarkForm()
    if not form.validate():
        return _task_page(_visible(task_id), ClosingForm(formdata=None), form), 422
    service.remark_on_task(current_session(), house().clock, current_actor(), task_id, form.text.data)
    return _to_task(task_id, msg("Your remark stands below the task."))


def _wanted() -> queries.TaskFilter:
    """The filter of the address; whoever may not see everybody's tasks sees one's own."""
    wanted = queries.TaskFilter.of(request.args)
    return wanted if current_actor().may("tasks.see_all") else replace(wanted, mine=True)


def _visible(task_id: uuid.UUID) -> queries.TaskPage:
    """The task, unless it is another's and only one's own may be seen. Raises NotFound."""
    page, actor = queries.task_page(current_session(), task_id), current_actor()
    if not actor.may("tasks.see_all") and page.membership_id != actor.membership_id:
        raise NotFound
    return page


def _close(task_id: uuid.UUID, wanted: TaskState, done: Message) -> ResponseReturnValue:
    form = ClosingForm()
    try:
        if form.validate():
            return _move(task_id, wanted, done, form.note.data)
    except Invalid as failure:
        put_at_fields(form, failure)
    return _task_page(_visible(task_id), form, RemarkForm(formdata=None)), 422


def _move(task_id: uuid.UUID, wanted: TaskState, done: Message, note: str = "") -> ResponseReturnValue:
    service.move_task(current_session(), house().clock, current_actor(), task_id, wanted, today=_today(), note=note)
    return _to_task(task_id, done)


def _to_task(task_id: uuid.UUID, message: Message) -> ResponseReturnValue:
    tell(message)
    return redirect(url_for("tasks.task", task_id=task_id), 303)


def _task_page(page: queries.TaskPage, closing: ClosingForm, remarking: RemarkForm) -> str:
    actor = current_actor()
    own = page.membership_id is not None and page.membership_id == actor.membership_id
    late = is_late(page.state, page.due_on, _today())
    return render_template(
        "tasks/task.html",
        page=page,
        look="late" if late else STATE_LOOKS[page.state],
        state_words=STATE_LABELS[page.state],
        moves=MOVES[page.state] if actor.may("tasks.keep") or own else (),
        closing=closing,
        remarking=remarking,
    )


def _stored(page: queries.TaskPage) -> dict[str, Any]:
    return {
        "title": page.title,
        "text": page.text,
        "membership_id": str(page.membership_id or ""),
        "organisation_id": str(page.organisation[0]) if page.organisation else "",
        "assignee": page.assignee,
        "due_on": page.due_on,
        "body_id": str(page.body[0]) if page.body else "",
        "version": str(page.version),
    }
