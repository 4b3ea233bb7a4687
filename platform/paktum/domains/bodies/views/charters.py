"""Pages of charters: a version in words, and new rules from a day on."""

import uuid

from flask import render_template
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid, NotFound
from paktum.core.messages import Message, msg
from paktum.domains.bodies import queries, service
from paktum.domains.bodies.charter_form import CharterForm, offer_present_shares, rules_of, values_of
from paktum.domains.bodies.views.blueprint import back_to_body, blueprint, charter_words, today
from paktum.plugin.specs import CharterRules
from paktum.web.access import requires
from paktum.web.context import current_actor, current_words, house
from paktum.web.fields import put_at_fields


@blueprint.get("/bodies/<uuid:body_id>/charters/<uuid:charter_id>")
@requires("bodies.see")
def charter(body_id: uuid.UUID, charter_id: uuid.UUID) -> ResponseReturnValue:
    """A version of the charter in words; what differs from the rules of today is marked."""
    page = queries.body_page(current_session(), body_id, today())
    known = [one for one in (page.charter, page.next_charter, *page.former_charters) if one is not None]
    found = next((one for one in known if one.id == charter_id), None)
    if found is None:
        raise NotFound
    changed: list[Message] = []
    if page.charter and page.charter is not found:
        now = _texts(page.charter.rules, page)
        changed = [text for text in _texts(found.rules, page) if text not in now]
    return render_template(
        "bodies/charter.html",
        page=page,
        charter=found,
        topics=charter_words(found.rules, page.short_name),
        changed=changed,
    )


@blueprint.get("/bodies/<uuid:body_id>/charters/new")
@requires("bodies.found")
def new_charter(body_id: uuid.UUID) -> ResponseReturnValue:
    """The form, filled with the rules of today."""
    page = queries.body_page(current_session(), body_id, today())
    before = _before(page)
    form = CharterForm(data=values_of(before))
    offer_present_shares(form, before)
    return render_template("bodies/charter_form.html", form=form, page=page)


@blueprint.post("/bodies/<uuid:body_id>/charters/new")
@requires("bodies.found")
def change_charter(body_id: uuid.UUID) -> ResponseReturnValue:
    """Let the body follow new rules from a day on."""
    page = queries.body_page(current_session(), body_id, today())
    before = _before(page)
    form = CharterForm()
    offer_present_shares(form, before)
    if not form.validate():
        return render_template("bodies/charter_form.html", form=form, page=page), 422
    try:
        service.change_charter(
            current_session(),
            house().clock,
            current_actor(),
            body_id,
            rules_of(form, before),
            form.valid_from.data,
            form.source.data,
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return render_template("bodies/charter_form.html", form=form, page=page), 422
    return back_to_body(body_id, msg("The new rules were saved."))


def _before(page: queries.BodyPage) -> CharterRules:
    """The latest rules of the body, else those of its type, else those of any type that has some, to begin from."""
    latest = page.next_charter or page.charter
    if latest is not None:
        return latest.rules
    words = current_words()
    own = words.body_type(page.body_type).charter
    found = own or next((one.charter for one in words.body_types if one.charter is not None), None)
    if found is None:
        raise NotFound
    return found


def _texts(rules: CharterRules, page: queries.BodyPage) -> list[Message]:
    return [text for _, texts in charter_words(rules, page.short_name) for text in texts]
