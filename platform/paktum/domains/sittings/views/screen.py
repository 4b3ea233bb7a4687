"""The meeting screen: opening and ending, going through the agenda, notes and tasks."""

import uuid
from datetime import date

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid
from paktum.core.messages import msg, say
from paktum.domains.meetings.queries import meeting_head
from paktum.domains.sittings.screen import screen_page
from paktum.domains.sittings.service import agenda_progress, sitting
from paktum.domains.sittings.views.blueprint import acted, blueprint, partly, screen, sent_id
from paktum.domains.sittings.views.blueprint import shown_item as shown
from paktum.domains.sittings.views.values import screen_values
from paktum.domains.tasks.service import TaskDraft, TaskOrigin, add_task
from paktum.web.access import requires
from paktum.web.context import current_actor, current_tenant, current_visitor, house


@blueprint.get("/meetings/<uuid:meeting_id>/sitting")
@requires("sittings.see")
def show(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The meeting screen."""
    return screen(meeting_id)


@blueprint.get("/meetings/<uuid:meeting_id>/sitting/pulse")
@requires("sittings.see")
def pulse(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """What has changed on the screen since it was drawn: nothing (204), or the parts to put in place of the old ones."""
    visitor = current_visitor()
    if visitor is not None and request.args.get("seen") == str(visitor.revision):
        meeting_head(current_session(), meeting_id)
        return Response(status=204)
    page = screen_page(current_session(), meeting_id, shown())
    current, vote = (str(one.id) if one else "" for one in (page.current, page.vote))
    now = (page.head.state, current, vote, page.motions_mark)
    moved = now != tuple(request.args.get(name, "") for name in ("state", "current", "vote", "motions"))
    if moved and not current_actor().may("sittings.run"):
        # Whoever only looks on has nothing half-typed on the page: it may be drawn anew.
        return Response(status=204, headers={"HX-Refresh": "true"})
    return render_template("sittings/pulse.html", moved=moved, **screen_values(page))


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/open")
@requires("sittings.run")
def open_sitting(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Open the sitting."""
    return acted(
        meeting_id, lambda: sitting.open_sitting(current_session(), house().clock, current_actor(), meeting_id)
    )


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/not-yet")
@requires("sittings.run")
def take_back_opening(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take back that the sitting was opened."""
    return acted(
        meeting_id, lambda: sitting.take_back_opening(current_session(), house().clock, current_actor(), meeting_id)
    )


@blueprint.get("/meetings/<uuid:meeting_id>/sitting/end")
@requires("sittings.run")
def ask_to_end(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Ask once before the sitting ends."""
    page = screen_page(current_session(), meeting_id)
    because = say(msg("There was no quorum."), current_tenant().language)
    return render_template("sittings/end.html", because=because, **screen_values(page))


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/end")
@requires("sittings.run")
def end_sitting(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """End the sitting."""
    reason = request.form.get("reason", "")
    return acted(
        meeting_id,
        lambda: sitting.end_sitting(current_session(), house().clock, current_actor(), meeting_id, reason=reason),
    )


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/resume")
@requires("sittings.run")
def resume_sitting(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Go on with a sitting that was ended by mistake."""
    return acted(
        meeting_id, lambda: sitting.resume_sitting(current_session(), house().clock, current_actor(), meeting_id)
    )


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/items")
@requires("sittings.run")
def take_up(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take up an item of the agenda."""
    item = sent_id("item")
    return acted(
        meeting_id, lambda: agenda_progress.take_up(current_session(), house().clock, current_actor(), meeting_id, item)
    )


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/items/finish")
@requires("sittings.run")
def finish(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Finish the item at hand without taking up another."""
    item = sent_id("item")
    return acted(
        meeting_id, lambda: agenda_progress.finish(current_session(), house().clock, current_actor(), meeting_id, item)
    )


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/notes")
@requires("sittings.run")
def save_notes(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Save the notes of an item; a script saves them while they are typed."""
    session, item, notes = current_session(), sent_id("item"), request.form.get("notes", "")
    # Whoever saw both versions has chosen by what stands in the field.
    based_on = request.form.get("seen_mark") or request.form.get("based_on", "")
    values = {"meeting_id": meeting_id, "item_id": item, "now": house().clock.now(), "base": f"/meetings/{meeting_id}"}
    try:
        mark = agenda_progress.save_notes(session, current_actor(), meeting_id, item, notes, based_on)
    except agenda_progress.NotesDiffer as differ:
        session.rollback()
        both = {"stored": differ.stored, "mine": notes, "mark": agenda_progress.mark_of(differ.stored)}
        if partly():
            return render_template("sittings/notes_state.html", saved=False, based_on=based_on, **both, **values), 409
        return render_template("sittings/notes_conflict.html", **both, **values), 409
    if partly():
        return render_template("sittings/notes_state.html", saved=True, mark=mark, **values)
    return redirect(url_for(".show", meeting_id=meeting_id, shown=item), 303)


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/tasks/<uuid:task_id>/note")
@requires("sittings.run")
def note_on_task(meeting_id: uuid.UUID, task_id: uuid.UUID) -> ResponseReturnValue:
    """Note what is said of a task that the item looks back at."""
    item, note = sent_id("item"), request.form.get("note", "")
    based_on = request.form.get("based_on", "")
    session, clock, actor = current_session(), house().clock, current_actor()
    return acted(
        meeting_id,
        lambda: agenda_progress.note_on_task(session, clock, actor, meeting_id, item, task_id, note, based_on),
    )


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/tasks")
@requires("sittings.run")
def give_task(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Give a task out of the item at hand."""
    return acted(meeting_id, lambda: _give_task(meeting_id))


def _give_task(meeting_id: uuid.UUID) -> None:
    session, form = current_session(), request.form
    head = meeting_head(session, meeting_id)
    due = form.get("due_on", "").strip()
    try:
        due_on = date.fromisoformat(due) if due else None
    except ValueError:
        raise Invalid({"due_on": msg("Write the day as year, month and day.")}) from None
    draft = TaskDraft(
        title=form.get("title", ""),
        assignee=form.get("assignee", ""),
        due_on=due_on,
        body_id=head.bodies[0].body_id,
    )
    item = sent_id("item") if form.get("item") else None
    origin = TaskOrigin(meeting_id=meeting_id, agenda_item_id=item)
    add_task(session, house().clock, current_actor(), draft, origin, sent_id("id"))
