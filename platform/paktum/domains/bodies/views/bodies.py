"""Pages of bodies themselves: all of them, one with its seats and charter, adding, editing, ending."""

import uuid
from functools import cache
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid
from paktum.core.messages import Message, msg, nmsg, say
from paktum.core.periods import SpokenDay
from paktum.domains.bodies import queries, service
from paktum.domains.bodies.forms import BodyForm, EndForm
from paktum.domains.bodies.views.blueprint import back_to_body, blueprint, charter_words, offices, today, type_said
from paktum.web.access import requires
from paktum.web.conflicts import differences, take_theirs
from paktum.web.context import current_actor, current_language, current_words, house
from paktum.web.downloads import table_file
from paktum.web.fields import options, put_at_fields, whole_number
from paktum.web.kept import kept
from paktum.web.layout import term
from paktum.web.notices import tell


@blueprint.get("/bodies")
@requires("bodies.see")
def bodies() -> ResponseReturnValue:
    """All bodies by level, with seats, votes and chair."""
    lines = queries.body_list(current_session(), today())
    words, language = current_words(), current_language()
    levels = [(level, words.say(names, language)) for level, names in words.levels.items()]
    groups = [
        (said, [one for one in lines if one.ended_on is None and words.body_type(one.body_type).level == level])
        for level, said in levels
    ]
    return render_template(
        "bodies/bodies.html",
        groups=[(said, found) for said, found in groups if found],
        ended=[one for one in lines if one.ended_on is not None],
        standing=[one for one in lines if one.ended_on is None],
        type_said=type_said,
    )


@blueprint.get("/bodies.<file_format>")
@requires("bodies.see")
def bodies_file(file_format: str) -> ResponseReturnValue:
    """All bodies as XLSX or CSV, past ones with their last day."""
    header = [
        say(text, current_language())
        for text in (
            msg("Name"),
            msg("Kind of body"),
            msg("Stands under"),
            msg("Field it works on"),
            msg("Seats"),
            msg("Seats filled"),
            msg("Number of votes"),
            msg("Chair"),
            msg("Last day"),
        )
    ]
    rows = [
        (
            one.name,
            type_said(one.body_type).text,
            one.parent,
            one.area,
            one.seats,
            one.filled,
            one.votes,
            one.chair,
            one.ended_on,
        )
        for one in queries.body_list(current_session(), today())
    ]
    return table_file("bodies", term("body", "many"), header, rows, file_format)


@blueprint.get("/bodies/<uuid:body_id>")
@requires("bodies.see")
def body(body_id: uuid.UUID) -> ResponseReturnValue:
    """One body; what is drawn is kept until somebody changes something in the tenant."""

    @cache
    def page() -> queries.BodyPage:
        return queries.body_page(current_session(), body_id, today())

    title = kept("body-title", lambda: escape(page().name), body_id)
    content = kept("body", lambda: _body_content(page()), body_id)
    return render_template("bodies/body.html", title=title, content=content)


def _body_content(page: queries.BodyPage) -> str:
    return render_template(
        "bodies/body_content.html",
        page=page,
        type_said=type_said,
        charter=charter_words(page.charter.rules, page.short_name) if page.charter else (),
        offices=offices(),
        today=today(),
    )


@blueprint.get("/bodies/<uuid:body_id>/seats.<file_format>")
@requires("bodies.see")
def seats_file(body_id: uuid.UUID, file_format: str) -> ResponseReturnValue:
    """The seats of a body as XLSX or CSV: who holds them today, who stands in, since when."""
    page = queries.body_page(current_session(), body_id, today())
    language = current_language()
    header = [
        say(text, language)
        for text in (
            msg("Seat"),
            msg("Organisation"),
            msg("Right to vote"),
            msg("Who holds it"),
            msg("Office"),
            msg("Since"),
            msg("Substitute"),
        )
    ]
    rows, called = [], offices()
    for seat in page.seats:
        holder = seat.holders[0] if seat.holders else None
        rows.append(
            (
                seat.label,
                seat.organisation,
                _vote(seat),
                holder.holder if holder else "",
                called[holder.office] if holder else "",
                holder.tenure.since if holder else None,
                ", ".join(one.holder for one in seat.substitutes),
            )
        )
    return table_file("seats", page.name, header, rows, file_format)


@blueprint.get("/bodies/new")
@requires("bodies.found")
def new_body() -> ResponseReturnValue:
    """The form for a body, a working group first of all."""
    form = _form(None)
    form.since.data = today()
    return _form_page(form, None)


@blueprint.post("/bodies/new")
@requires("bodies.found")
def add_body() -> ResponseReturnValue:
    """Found the body with the charter of its type."""
    form = _form(None)
    if not form.validate():
        return _form_page(form, None), 422
    try:
        body_id = service.add_body(
            current_session(), house().clock, current_actor(), current_words(), form.body_type.data, _draft(form)
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _form_page(form, None), 422
    return back_to_body(body_id, msg("%(name)s was added. Give it seats next.", name=form.name.data))


@blueprint.get("/bodies/<uuid:body_id>/edit")
@requires("bodies.found")
def edit_body(body_id: uuid.UUID) -> ResponseReturnValue:
    """The form with what is known of the body."""
    page = queries.body_page(current_session(), body_id, today())
    return _form_page(_form(page, _stored(page)), page)


@blueprint.post("/bodies/<uuid:body_id>/edit")
@requires("bodies.found")
def save_body(body_id: uuid.UUID) -> ResponseReturnValue:
    """Save the body, or show both versions when somebody else saved it meanwhile."""
    page = queries.body_page(current_session(), body_id, today())
    form = _form(page)
    take_theirs(form, _stored(page))
    if not form.validate():
        return _form_page(form, page), 422
    version = whole_number(form.version.data)
    try:
        service.edit_body(
            current_session(), house().clock, current_actor(), current_words(), body_id, version, _draft(form)
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _form_page(form, page), 422
    except Conflict:
        form.version.data = str(page.version)
        return _form_page(form, page, differences(form, _stored(page))), 409
    return back_to_body(body_id, msg("%(name)s was saved.", name=form.name.data))


@blueprint.get("/bodies/<uuid:body_id>/end")
@requires("bodies.found")
def ask_to_end_body(body_id: uuid.UUID) -> ResponseReturnValue:
    """Ask once, and say what ends with the body."""
    page = queries.body_page(current_session(), body_id, today())
    form = EndForm(data={"ended_on": today()})
    return render_template("bodies/body_end.html", form=form, page=page)


@blueprint.post("/bodies/<uuid:body_id>/end")
@requires("bodies.found")
def end_body(body_id: uuid.UUID) -> ResponseReturnValue:
    """End the body; its history stays."""
    page = queries.body_page(current_session(), body_id, today())
    form = EndForm()
    if not form.validate():
        return render_template("bodies/body_end.html", form=form, page=page), 422
    try:
        service.end_body(current_session(), house().clock, current_actor(), body_id, form.ended_on.data)
    except Invalid as failure:
        put_at_fields(form, failure)
        return render_template("bodies/body_end.html", form=form, page=page), 422
    last = SpokenDay(form.ended_on.data)
    tell(msg("Last day of %(name)s: %(day)s. Its history stays.", name=page.name, day=last))
    return redirect(url_for("bodies.bodies"), 303)


def _form_page(form: BodyForm, page: queries.BodyPage | None, conflict: Any = None) -> str:
    return render_template("bodies/body_form.html", form=form, page=page, conflict=conflict)


def _form(page: queries.BodyPage | None, data: dict[str, Any] | None = None) -> BodyForm:
    form = BodyForm(data=data)
    words, language = current_words(), current_language()
    if page is None:
        # Working groups come first: they are what a pact adds; its other bodies are there from the beginning.
        types = sorted(words.body_types, key=lambda one: one.level != "expert")
        form.body_type.choices = options((one.code, words.say(one.names, language).text) for one in types)
    else:
        del form.body_type
    own = page.id if page else None
    parents = [
        (str(parent_id), name)
        for parent_id, name, code in queries.parent_choices(current_session(), language)
        if words.body_type(code).children and parent_id != own
    ]
    form.parent_id.choices = options([("", say(msg("no other body"), language)), *parents])
    return form


def _stored(page: queries.BodyPage) -> dict[str, Any]:
    return {
        "name": page.name,
        "short_name": page.short_name,
        "parent_id": str(page.parent[0]) if page.parent else "",
        "area": page.area,
        "purpose": page.purpose,
        "since": page.tenure.since,
        "version": str(page.version),
    }


def _draft(form: BodyForm) -> service.BodyDraft:
    return service.BodyDraft(
        name=form.name.data,
        short_name=form.short_name.data,
        parent_id=uuid.UUID(form.parent_id.data) if form.parent_id.data else None,
        area=form.area.data,
        purpose=form.purpose.data,
        since=form.since.data,
    )


def _vote(seat: queries.SeatLine) -> Message:
    if not seat.voting:
        return msg("without a vote")
    return msg("with a vote") if seat.weight == 1 else nmsg("%(num)d vote", "%(num)d votes", seat.weight)
