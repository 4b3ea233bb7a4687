"""The meetings of one body as a part of its page, which is a domain below and asks for it by its address."""

import uuid

from flask import render_template
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.languages import Language
from paktum.core.periods import Period
from paktum.domains.bodies.service.loading import find_body
from paktum.domains.meetings.listing_queries import meetings_of_body
from paktum.domains.meetings.rules.life import STATE_WORDS
from paktum.domains.meetings.views.blueprint import blueprint, today
from paktum.web.access import requires
from paktum.web.context import current_language
from paktum.web.dates import date_mark
from paktum.web.kept import kept

_SHOWN = 6


@blueprint.get("/meetings/of/<uuid:body_id>")
@requires("meetings.see")
def of_body(body_id: uuid.UUID) -> ResponseReturnValue:
    """The latest meetings of a body, as a page and as the part that the body's page takes from it."""
    inner = kept("meetings-of-body", lambda: _part(body_id, current_language()), body_id)
    return render_template("meetings/of_body.html", inner=inner, body_id=body_id)


def _part(body_id: uuid.UUID, language: Language) -> str:
    session = current_session()
    body = find_body(session, body_id)
    rows = meetings_of_body(session, body_id, _SHOWN)
    return render_template(
        "meetings/of_body_inner.html",
        body=body.name,
        body_id=body_id,
        rows=[(row, date_mark(Period.on(row.day), language, today())) for row in rows],
        state_words=STATE_WORDS,
    )
