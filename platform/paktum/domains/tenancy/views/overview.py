"""The pact's facts, its plugins and its grant; audiences; and the list of the head's own changes."""

from datetime import date
from typing import Final

from babel.core import Locale
from flask import render_template
from flask.typing import ResponseReturnValue

from paktum.core.languages import locale_of
from paktum.core.messages import nmsg
from paktum.domains.tenancy.views.blueprint import blueprint, given, without_changes
from paktum.web.access import requires
from paktum.web.context import current_language, current_tenant, house
from paktum.web.frame import LANGUAGE_NAMES

_NO_GRANT: Final = {"call": None, "call_title": None, "project": None, "lead": None, "partners": ()}


@blueprint.get("/settings")
@requires("tenancy.see")
def settings() -> ResponseReturnValue:
    """Facts of the pact, its plugins with what each gives, and the grant that pays."""
    found = given()
    locale: Locale = locale_of(current_language())
    file = found.stored.file
    in_force = found.stored.funding.get("agreement_in_force")
    plugins = []
    for code in file.plugins:
        pack = house().plugins.by_code[code].pack
        counts = (
            nmsg("%(num)d kind of body", "%(num)d kinds of bodies", len(pack.body_types)),
            nmsg("%(num)d kind of event", "%(num)d kinds of events", len(pack.event_types)),
            nmsg("%(num)d audience", "%(num)d audiences", len(pack.audiences)),
            nmsg("%(num)d word", "%(num)d words", len(pack.terms)),
        )
        plugins.append((found.said(pack.names), pack.version, [count for count in counts if count.count]))
    return render_template(
        "tenancy/settings.html",
        file=file,
        tenant=current_tenant(),
        plugins=plugins,
        funding={**_NO_GRANT, **found.stored.funding},
        in_force=date.fromisoformat(in_force) if in_force else None,
        language_name=LANGUAGE_NAMES[file.language],
        country_name=locale.territories.get(file.country, file.country),
    )


@blueprint.get("/settings/audiences")
@requires("tenancy.see")
def audiences() -> ResponseReturnValue:
    """Whom sessions and events are for."""
    return render_template("tenancy/audiences.html", given=given())


@blueprint.get("/settings/changes")
@requires("tenancy.see")
def changes() -> ResponseReturnValue:
    """Everything that the head changed, with what stood there before; each change can be taken back."""
    found = given()
    return render_template("tenancy/changes.html", given=found, before=without_changes(found.stored))
