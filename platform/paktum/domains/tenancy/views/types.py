"""Kinds of bodies and events: what the plugins gave, switching event types, and the pact's own kinds."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.messages import Message, msg
from paktum.domains.tenancy import rules, service
from paktum.domains.tenancy.forms import GroupForm, NamesForm
from paktum.domains.tenancy.views.blueprint import Given, blueprint, given, next_address
from paktum.plugin.charter_words import by_topic, sentences
from paktum.plugin.specs import BodyType, EventType, Named, TenantChanges, TenantFile, Words, WorkingGroupType
from paktum.web.access import requires
from paktum.web.conflicts import Difference, differences, take_theirs
from paktum.web.context import current_actor, current_language, house
from paktum.web.fields import options
from paktum.web.notices import tell

Change = Callable[[TenantFile, TenantChanges], TenantChanges]


@blueprint.get("/settings/bodies")
@requires("tenancy.see")
def body_types() -> ResponseReturnValue:
    """Kinds of bodies with their charters in words."""
    found = given()

    def charter(kind: BodyType) -> Any:
        if kind.charter is None:
            return ()
        short = kind.short.get(found.words.language) or found.name(kind).text
        return by_topic(sentences(kind.charter, short, lambda code: found.name(found.words.body_type(code)).text))

    return render_template("tenancy/body_types.html", given=found, charter=charter)


@blueprint.get("/settings/events")
@requires("tenancy.see")
def event_types() -> ResponseReturnValue:
    """Kinds of events, each on or off."""
    return render_template("tenancy/event_types.html", given=given())


@blueprint.post("/settings/events/<code>/<state>")
@requires("tenancy.configure")
def switch_event_type(code: str, state: str) -> ResponseReturnValue:
    """Switch a kind of event off or on; a kind of the pact's own is retired or taken up again."""
    if state not in ("on", "off"):
        raise NotFound
    found = given()
    kind = found.words.event_types.all.get(code)
    if kind is None:
        raise NotFound
    on = state == "on"

    def change(file: TenantFile, before: TenantChanges) -> TenantChanges:
        own = next((one for one in before.event_types if one.code == code), None)
        if own is not None:
            return rules.with_own_event_type(before, own.model_copy(update={"retired": not on}))
        return rules.with_event_type(file, before, code, on=on)

    _keep(change, "event_type.switched_on" if on else "event_type.switched_off", code)
    name = found.name(kind).text
    message = msg("%(name)s is used again.", name=name) if on else msg("%(name)s is no longer offered.", name=name)
    tell(message, undo=url_for("tenancy.switch_event_type", code=code, state="off" if on else "on"))
    return redirect(next_address(request.form.get("next"), url_for("tenancy.event_types")), 303)


@blueprint.get("/settings/events/new")
@requires("tenancy.configure")
def new_event_type() -> ResponseReturnValue:
    """The form for a kind of event of the pact's own."""
    found = given()
    return _event_page(found, _names_form(NamesForm, found), None)


@blueprint.post("/settings/events/new")
@requires("tenancy.configure")
def add_event_type() -> ResponseReturnValue:
    """Add a kind of event."""
    return _save_event_type(None)


@blueprint.get("/settings/events/<code>")
@requires("tenancy.configure")
def edit_event_type(code: str) -> ResponseReturnValue:
    """The form for renaming a kind of event of the pact's own."""
    found = given()
    own = _own(found.stored.changes.event_types, code)
    return _event_page(found, _names_form(NamesForm, found, _stored(found, own)), own)


@blueprint.post("/settings/events/<code>")
@requires("tenancy.configure")
def save_event_type(code: str) -> ResponseReturnValue:
    """Rename a kind of event of the pact's own."""
    return _save_event_type(code)


def _save_event_type(code: str | None) -> ResponseReturnValue:
    found = given()
    own = _own(found.stored.changes.event_types, code) if code else None
    form = _names_form(NamesForm, found)
    take_theirs(form, _stored(found, own))
    if not form.validate():
        return _event_page(found, form, own), 422
    taken = found.words.event_types.all
    item = EventType(
        code=own.code if own else rules.code_from(_english(form), found.stored.file.namespace, taken),
        names=_words_of(form, found),
    )

    def change(_file: TenantFile, before: TenantChanges) -> TenantChanges:
        return rules.with_own_event_type(before, _beside(before.event_types, item, form, own))

    try:
        _keep(change, "event_type.kept", item.code)
    except Invalid as failure:
        _put(form, failure)
        return _event_page(found, form, own), 422
    except Conflict:
        found = given()
        own = _own(found.stored.changes.event_types, code)
        return _event_page(found, form, own, _both(found, form, own)), 409
    tell(msg("%(name)s was saved.", name=form.own_name.data))
    return redirect(url_for("tenancy.event_types"), 303)


@blueprint.get("/settings/bodies/new")
@requires("tenancy.configure")
def new_group() -> ResponseReturnValue:
    """The form for a kind of working group of the pact's own."""
    found = given()
    return _group_page(found, _group_form(found, None), None)


@blueprint.post("/settings/bodies/new")
@requires("tenancy.configure")
def add_group() -> ResponseReturnValue:
    """Add a kind of working group."""
    return _save_group(None)


@blueprint.get("/settings/bodies/<code>")
@requires("tenancy.configure")
def edit_group(code: str) -> ResponseReturnValue:
    """The form for a kind of working group of the pact's own."""
    found = given()
    own = _own(found.stored.changes.working_groups, code)
    return _group_page(found, _group_form(found, own), own)


@blueprint.post("/settings/bodies/<code>")
@requires("tenancy.configure")
def save_group(code: str) -> ResponseReturnValue:
    """Save a kind of working group of the pact's own."""
    return _save_group(code)


@blueprint.post("/settings/bodies/<code>/<state>")
@requires("tenancy.configure")
def switch_group(code: str, state: str) -> ResponseReturnValue:
    """Retire a kind of working group of the pact's own, or take it up again; bodies of that kind keep their words."""
    if state not in ("on", "off"):
        raise NotFound
    found, on = given(), state == "on"
    name = found.name(_own(found.stored.changes.working_groups, code)).text

    def change(_file: TenantFile, before: TenantChanges) -> TenantChanges:
        own = _own(before.working_groups, code)
        return rules.with_own_group(before, own.model_copy(update={"retired": not on}))

    _keep(change, "body_type.switched", code)
    message = msg("%(name)s is used again.", name=name) if on else msg("%(name)s is no longer offered.", name=name)
    tell(message, undo=url_for("tenancy.switch_group", code=code, state="off" if on else "on"))
    return redirect(next_address(request.form.get("next"), url_for("tenancy.body_types")), 303)


def _save_group(code: str | None) -> ResponseReturnValue:
    found = given()
    own = _own(found.stored.changes.working_groups, code) if code else None
    form = _group_form(found, own, filled=False)
    take_theirs(form, _stored(found, own))
    if not form.validate():
        return _group_page(found, form, own), 422
    language = found.stored.file.language
    item = WorkingGroupType(
        code=own.code
        if own
        else rules.code_from(_english(form), found.stored.file.namespace, found.words.body_types.all),
        names=_words_of(form, found),
        base=own.base if own else form.base.data,
        area=Words.model_validate({language: form.area.data}),
        short=Words.model_validate({language: form.short.data}) if form.short.data else Words(),
    )

    def change(_file: TenantFile, before: TenantChanges) -> TenantChanges:
        return rules.with_own_group(before, _beside(before.working_groups, item, form, own))

    try:
        _keep(change, "body_type.kept", item.code)
    except Invalid as failure:
        _put(form, failure)
        return _group_page(found, form, own), 422
    except Conflict:
        found = given()
        own = _own(found.stored.changes.working_groups, code)
        return _group_page(found, form, own, _both(found, form, own)), 409
    tell(msg("%(name)s was saved. Bodies of this kind can be added now.", name=form.own_name.data))
    return redirect(url_for("tenancy.body_types"), 303)


def _keep(change: Change, action: str, code: str) -> None:
    service.keep_changes(current_session(), house().clock, current_actor(), house().plugins, change, action, code=code)


def _beside(items: Any, item: Any, form: NamesForm, own: Named | None) -> Any:
    """The item as it is kept: retired as it is by now. Raises Conflict when what the form was filled with has changed."""
    if own is None:
        return item
    present = _own(items, own.code)
    if rules.mark_of(present) != form.version.data:
        raise Conflict(msg("Somebody else saved this meanwhile. Look at both versions and choose."))
    return item.model_copy(update={"retired": present.retired})


def _both(found: Given, form: NamesForm, own: Named) -> list[Difference]:
    """Where the form and what is stored by now differ; saved once more, the form is newer."""
    form.version.data = rules.mark_of(own)
    return differences(form, _stored(found, own))


def _stored(found: Given, own: Any) -> dict[str, Any]:
    """What is stored, by the fields of its form; nothing for one that is being added."""
    if own is None:
        return {}
    language = found.stored.file.language
    values = {"version": rules.mark_of(own), "own_name": own.names.get(language), "english_name": own.names.get("en")}
    if isinstance(own, WorkingGroupType):
        values |= {"area": own.area.get(language), "short": own.short.get(language)}
    return values


def _own(items: Any, code: str | None) -> Any:
    found = next((one for one in items if one.code == code), None)
    if found is None:
        raise NotFound
    return found


def _names_form(kind: type[NamesForm], found: Given, values: Mapping[str, Any] | None = None) -> Any:
    form = kind(data=values)
    if found.stored.file.language == "en":
        del form.english_name
    return form


def _group_form(found: Given, own: WorkingGroupType | None, *, filled: bool = True) -> Any:
    form = _names_form(GroupForm, found, _stored(found, own) if filled else None)
    bases = sorted(found.words.body_types, key=lambda one: one.level != "expert")
    own_codes = {one.code for one in found.stored.changes.working_groups}
    form.base.choices = options((one.code, found.name(one).text) for one in bases if one.code not in own_codes)
    if own is not None:
        del form.base
    return form


def _english(form: Any) -> str:
    return str(form.english_name.data if "english_name" in form else form.own_name.data)


def _words_of(form: Any, found: Given) -> Words:
    names = {found.stored.file.language: form.own_name.data}
    if "english_name" in form:
        names["en"] = form.english_name.data
    return Words.model_validate(names)


def _put(form: Any, failure: Invalid) -> None:
    """What the schema refused: at the field where its key is one of the form's, else above the form."""
    at = {"names": "own_name", "base": "base", "area": "area", "short": "short"}
    for key, message in failure.fields.items():
        field = next((name for part, name in at.items() if f"].{part}" in key and name in form), None)
        if field:
            form[field].errors = [*form[field].errors, message]
        else:
            form.form_errors = [*form.form_errors, message]


def _event_page(
    found: Given, form: NamesForm, own: EventType | None, conflict: Sequence[Difference] | None = None
) -> str:
    title = msg("Rename a kind of event") if own else msg("Add a kind of event")
    return _type_page("tenancy/event_type.html", found, form, own, title, conflict)


def _group_page(
    found: Given, form: GroupForm, own: WorkingGroupType | None, conflict: Sequence[Difference] | None = None
) -> str:
    title = msg("Edit a kind of working group") if own else msg("Add a kind of working group")
    return _type_page("tenancy/group.html", found, form, own, title, conflict)


def _type_page(
    template: str, found: Given, form: Any, own: Any, title: Message, conflict: Sequence[Difference] | None
) -> str:
    same = found.stored.file.language == current_language()
    lang = None if same else found.stored.file.language
    return render_template(template, form=form, own=own, title=title, own_lang=lang, conflict=conflict)
