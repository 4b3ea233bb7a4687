"""Pages of partner organisations: the list with its files, one organisation, adding, editing, ending."""

import uuid
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid
from paktum.core.languages import sort_key
from paktum.core.messages import msg, say
from paktum.domains.partners import queries, service
from paktum.domains.partners.forms import OrganisationForm
from paktum.domains.partners.rules import CONSORTIUM_LABELS, ConsortiumRole
from paktum.plugin.vocabulary import Said
from paktum.web.access import requires
from paktum.web.conflicts import differences, take_theirs
from paktum.web.context import current_actor, current_language, current_tenant, current_words, house
from paktum.web.downloads import table_file
from paktum.web.fields import options, put_at_fields, whole_number
from paktum.web.layout import term
from paktum.web.notices import tell

blueprint = Blueprint("partners", __name__, template_folder="templates")


@blueprint.get("/organisations")
@requires("partners.see")
def organisations() -> ResponseReturnValue:
    """The list of organisations; its filter and order stand in the address."""
    wanted = queries.OrganisationFilter.of(request.args)
    lines, places = queries.organisation_list(current_session(), wanted, current_language(), _kind_texts())
    return render_template(
        "partners/organisations.html",
        wanted=wanted,
        lines=lines,
        places=[(place, place) for place in places],
        kinds=_kind_choices(),
        kind_said=_kind_said,
        roles=CONSORTIUM_LABELS,
    )


@blueprint.get("/organisations.<file_format>")
@requires("partners.see")
def organisations_file(file_format: str) -> ResponseReturnValue:
    """The same list as XLSX or CSV."""
    wanted = queries.OrganisationFilter.of(request.args)
    language = current_language()
    lines, _ = queries.organisation_list(current_session(), wanted, language, _kind_texts())
    header = [
        say(text, language)
        for text in (msg("Name"), msg("Kind"), msg("Town"), msg("Role in the consortium"), msg("State"))
    ]
    states = {True: msg("no longer works with us"), False: msg("works with us")}
    rows = [
        (one.name, one.kind_words, one.place, CONSORTIUM_LABELS.get(one.consortium_role or ""), states[one.ended])
        for one in lines
    ]
    return table_file("organisations", term("organisation", "many"), header, rows, file_format)


@blueprint.get("/organisations/<uuid:organisation_id>")
@requires("partners.see")
def organisation(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """One organisation."""
    row = queries.one_organisation(current_session(), organisation_id)
    zone = ZoneInfo(current_tenant().timezone)
    ended_on = row.ended_at.astimezone(zone).date() if row.ended_at else None
    return render_template(
        "partners/organisation.html", row=row, ended_on=ended_on, kind=_kind_said(row.kind), roles=CONSORTIUM_LABELS
    )


@blueprint.get("/organisations/new")
@requires("partners.keep")
def new_organisation() -> ResponseReturnValue:
    """The form for an organisation."""
    return _form_page(_form(), None)


@blueprint.post("/organisations/new")
@requires("partners.keep")
def add_organisation() -> ResponseReturnValue:
    """Add an organisation."""
    form = _form()
    if not form.validate():
        return _form_page(form, None), 422
    try:
        organisation_id = service.add_organisation(
            current_session(), house().clock, current_actor(), current_words(), _draft(form)
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _form_page(form, None), 422
    tell(msg("%(name)s was added.", name=form.name.data))
    return redirect(url_for("partners.organisation", organisation_id=organisation_id), 303)


@blueprint.get("/organisations/<uuid:organisation_id>/edit")
@requires("partners.keep")
def edit_organisation(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """The form with what is known of the organisation."""
    row = queries.one_organisation(current_session(), organisation_id)
    return _form_page(_form(row, data=_stored(row)), row)


@blueprint.post("/organisations/<uuid:organisation_id>/edit")
@requires("partners.keep")
def save_organisation(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Save the organisation, or show both versions when somebody else saved it meanwhile."""
    row = queries.one_organisation(current_session(), organisation_id)
    form = _form(row)
    take_theirs(form, _stored(row))
    if not form.validate():
        return _form_page(form, row), 422
    try:
        service.edit_organisation(
            current_session(),
            house().clock,
            current_actor(),
            current_words(),
            organisation_id,
            whole_number(form.version.data),
            _draft(form),
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _form_page(form, row), 422
    except Conflict:
        form.version.data = str(row.version)
        return _form_page(form, row, conflict=differences(form, _stored(row))), 409
    tell(msg("%(name)s was saved.", name=form.name.data))
    return redirect(url_for("partners.organisation", organisation_id=organisation_id), 303)


@blueprint.post("/organisations/<uuid:organisation_id>/end")
@requires("partners.keep")
def end_organisation(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Note that the organisation no longer works with the pact; its page offers to take that back."""
    service.end_organisation(current_session(), house().clock, current_actor(), organisation_id)
    tell(msg("It no longer works with us. What it did so far stays as it is."))
    return redirect(url_for("partners.organisation", organisation_id=organisation_id), 303)


@blueprint.post("/organisations/<uuid:organisation_id>/resume")
@requires("partners.keep")
def resume_organisation(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Take the end back."""
    service.resume_organisation(current_session(), house().clock, current_actor(), organisation_id)
    tell(msg("It works with us again."))
    return redirect(url_for("partners.organisation", organisation_id=organisation_id), 303)


def _form_page(form: OrganisationForm, row: Any, conflict: Any = ()) -> str:
    return render_template("partners/organisation_form.html", form=form, row=row, conflict=conflict)


def _form(row: Any = None, data: dict[str, Any] | None = None) -> OrganisationForm:
    form = OrganisationForm(data=data)
    kinds = _kind_choices()
    if row is not None and row.kind not in dict(kinds):
        kinds.append((row.kind, _kind_said(row.kind).text))
    form.kind.choices = options(kinds)
    roles = [(code, say(label, current_language())) for code, label in CONSORTIUM_LABELS.items()]
    form.consortium_role.choices = options([("", say(msg("no role"), current_language())), *roles])
    return form


def _stored(row: Any) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "place": row.place,
        "email": row.email,
        "consortium_role": row.consortium_role or "",
        "version": str(row.version),
    }


def _draft(form: OrganisationForm) -> service.OrganisationDraft:
    role = form.consortium_role.data or None
    return service.OrganisationDraft(
        form.name.data,
        form.kind.data,
        form.place.data,
        cast("ConsortiumRole | None", role),
        form.email.data or "",
    )


def _kind_said(code: str) -> Said:
    """What a kind is called, retired ones too; for organisations without one, "other"."""
    words, language = current_words(), current_language()
    kind = words.organisation_kinds.all.get(code)
    return words.say(kind.names, language) if kind else Said(say(msg("other"), language), language)


def _kind_texts() -> dict[str, str]:
    return {code: _kind_said(code).text for code in (*current_words().organisation_kinds.all, "other")}


def _kind_choices() -> list[tuple[str, str]]:
    """The kinds in use, in the order of the reader's alphabet."""
    key = sort_key(current_language())
    choices = [(kind.code, _kind_said(kind.code).text) for kind in current_words().organisation_kinds]
    return sorted(choices, key=lambda choice: key(choice[1]))
