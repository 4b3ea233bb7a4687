"""The page of one entry, its calendar file, and the forms that enter and change it."""

import uuid
from functools import cache

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape

from paktum.core.database import current_session
from paktum.core.errors import Invalid, NotFound
from paktum.core.icalendar import MEDIA_TYPE
from paktum.domains.audit.queries import history_of
from paktum.domains.programme import service
from paktum.domains.programme.calendars import plan_calendar
from paktum.domains.programme.entry_input import (
    differences,
    fingerprint,
    form_data,
    keep_chosen,
    left_alone,
    values_from,
    values_of_details,
)
from paktum.domains.programme.entry_page import entry_page, paragraphs
from paktum.domains.programme.forms import EntryForm
from paktum.domains.programme.queries import BodyChoice, EntryDetails, PlanRow, body_choices, entry_details
from paktum.domains.programme.rules import EntryValues, Kind
from paktum.domains.programme.views.plan import attachment, blueprint, reader
from paktum.domains.programme.wording import capital, meets
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_tenant, current_words, house
from paktum.web.kept import kept
from paktum.web.layout import term


def plan_breadcrumb() -> list[tuple[str, str]]:
    """The way to a page under the programme."""
    return [(capital(term("work_programme")), url_for("programme.plan"))]


@blueprint.get("/programme/entries/<uuid:entry_id>")
@requires("programme.read")
def entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Everything of one entry."""

    @cache
    def details() -> EntryDetails:
        return entry_details(current_session(), entry_id)

    title = kept("entry-title", lambda: escape(details().row.title), entry_id)
    inner = kept("entry", lambda: _entry_inner(details()), entry_id)
    form_id = kept("entry-form", lambda: _form_of(details().row), entry_id)
    return render_template("programme/entry.html", title=title, inner=inner, form_id=form_id)


def _form_of(row: PlanRow) -> str:
    """The id of the form on the page of an entry, which wants a token; empty when there is none."""
    if row.cancelled:
        return "restore"
    return "open-day" if row.fixed and row.meeting is None else ""


def _entry_inner(details: EntryDetails) -> str:
    for_reader, actor = reader(), current_actor()
    history = history_of(current_session(), "plan_entry", details.row.id)
    page = entry_page(details, history, for_reader, current_tenant().timezone)
    return current_app.jinja_env.get_template("programme/entry_inner.html").render(
        page=page,
        purpose=paragraphs(page.purpose, for_reader),
        results_text=paragraphs(page.results_text, for_reader),
        breadcrumb=plan_breadcrumb(),
        kind_name=capital(term(page.kind)),
        may_write=actor.may("programme.write"),
        may_remove=actor.may("programme.remove"),
    )


@blueprint.get("/programme/entries/<uuid:entry_id>.ics")
@requires("programme.read")
def entry_file(entry_id: uuid.UUID) -> ResponseReturnValue:
    """One entry for a calendar program, in the pact's language."""
    details, tenant, words = entry_details(current_session(), entry_id), current_tenant(), current_words()
    origin = house().settings.origin_of(tenant.host)
    content = plan_calendar([details.row], words, name=tenant.name, origin=origin, language=words.language)
    return attachment(content, MEDIA_TYPE, f"{details.row.kind}-{details.row.sequence}.ics")


def _kind(text: str) -> Kind:
    if text == "session":
        return "session"
    if text == "event":
        return "event"
    raise NotFound


def _offer(form: EntryForm, bodies: list[BodyChoice], values: EntryValues | None) -> None:
    """Fill the choices; what an entry has already stays among them, though the pact may not offer it any more."""
    words, language = current_words(), current_language()
    kept_types = set(values.types) if values else set()
    kept_audiences = {audience.code for audience in values.audiences} if values else set()
    form.offer(
        [
            (str(body.id), body.name)
            for body in bodies
            if meets(body.body_type, words) or (values and values.body_id == body.id)
        ],
        [
            (item.code, str(words.say(item.names, language)))
            for item in words.event_types.all.values()
            if item.code in words.event_types or item.code in kept_types
        ],
        [
            (item.code, str(words.say(item.names, language)))
            for item in words.audiences.all.values()
            if item.code in words.audiences or item.code in kept_audiences
        ],
    )


def _form_page(
    form: EntryForm, kind: Kind, title: str, action: str, back: str, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "programme/entry_form.html",
        form=form,
        kind=kind,
        title=title,
        action=action,
        back=back,
        breadcrumb=plan_breadcrumb(),
        body_word=capital(term("body")),
        is_new=action == url_for("programme.add", kind=kind),
    )
    return page, status


@blueprint.get("/programme/new/<kind>")
@requires("programme.write")
def new(kind: str) -> ResponseReturnValue:
    """The form for a new session or event, with the next number filled in."""
    chosen = _kind(kind)
    session = current_session()
    form = EntryForm(sequence=service.next_sequence(session, chosen), precision="month")
    _offer(form, body_choices(session), None)
    action = url_for("programme.add", kind=chosen)
    return _form_page(form, chosen, term(chosen), action, url_for("programme.plan"))


@blueprint.post("/programme/new/<kind>")
@requires("programme.write")
def add(kind: str) -> ResponseReturnValue:
    """Enter a session or an event, and show its page."""
    chosen = _kind(kind)
    form, words = EntryForm(), current_words()
    _offer(form, body_choices(current_session()), None)
    if form.validate():
        try:
            values = values_from(form, chosen, words)
            made = service.add_entry(current_session(), house().clock, current_actor(), words, values)
        except Invalid as invalid:
            form.blame(invalid.fields)
        else:
            return redirect(url_for("programme.entry", entry_id=made), 303)
    action = url_for("programme.add", kind=chosen)
    return _form_page(form, chosen, term(chosen), action, url_for("programme.plan"), 422)


@blueprint.get("/programme/entries/<uuid:entry_id>/edit")
@requires("programme.write")
def edit(entry_id: uuid.UUID) -> ResponseReturnValue:
    """The form that changes an entry."""
    details = entry_details(current_session(), entry_id)
    values = values_of_details(details)
    form = EntryForm(version=str(details.version), opened=fingerprint(values), **form_data(values))
    _offer(form, body_choices(current_session()), values)
    return _edit_page(form, entry_id, values.kind, details.row.title)


def _edit_page(form: EntryForm, entry_id: uuid.UUID, kind: Kind, title: str, status: int = 200) -> ResponseReturnValue:
    back = url_for("programme.entry", entry_id=entry_id)
    return _form_page(form, kind, title, url_for("programme.save", entry_id=entry_id), back, status)


@blueprint.post("/programme/entries/<uuid:entry_id>/edit")
@requires("programme.write")
def save(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Change an entry; if somebody else saved it meanwhile, both versions are shown to choose from."""
    session, words = current_session(), current_words()
    details = entry_details(session, entry_id)
    present = values_of_details(details)
    form, bodies = EntryForm(), body_choices(session)
    _offer(form, bodies, present)
    if form.version_number == details.version:
        keep_chosen(form, present, _chosen())
    if not form.validate():
        return _edit_page(form, entry_id, present.kind, present.title, 422)
    mine = present
    try:
        mine = values_from(form, present.kind, words)
        service.edit_entry(session, house().clock, current_actor(), words, entry_id, form.version_number, mine)
    except Invalid as invalid:
        form.blame(invalid.fields)
        return _edit_page(form, entry_id, present.kind, present.title, 422)
    except service.EntryChanged as changed:
        return _conflict(entry_id, changed, mine, bodies, left_alone(form.opened.data or "", mine))
    return redirect(url_for("programme.entry", entry_id=entry_id), 303)


def _chosen() -> list[str]:
    """The fields for which the reader of a conflict chose what was saved meanwhile."""
    return [
        name.removeprefix("keep-")
        for name, value in request.form.items()
        if name.startswith("keep-") and value == "theirs"
    ]


def _is_typed(name: str) -> bool:
    return name not in ("csrf_token", "version", "opened") and not name.startswith("keep-")


def _conflict(
    entry_id: uuid.UUID,
    changed: service.EntryChanged,
    mine: EntryValues,
    bodies: list[BodyChoice],
    untouched: set[str],
) -> ResponseReturnValue:
    found = differences(changed.present, mine, bodies, current_words(), current_language())
    if not found:
        # Both wrote the same: nothing is left to decide.
        return redirect(url_for("programme.entry", entry_id=entry_id), 303)
    typed = [(name, value) for name, values in request.form.lists() for value in values if _is_typed(name)]
    page = render_template(
        "programme/conflict.html",
        typed=typed,
        title=changed.present.title,
        message=changed.message,
        version=changed.version,
        opened=fingerprint(changed.present),
        differences=[each for each in found if each[0] not in untouched],
        theirs=[each for each in found if each[0] in untouched],
        action=url_for("programme.save", entry_id=entry_id),
        back=url_for("programme.entry", entry_id=entry_id),
        breadcrumb=plan_breadcrumb(),
    )
    return page, 409
