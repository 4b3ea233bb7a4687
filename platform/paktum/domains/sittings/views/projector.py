"""The projector view: what the room sees, large, drawn anew when something changes."""

import uuid

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from paktum.core.database import current_session
from paktum.domains.sittings import wording
from paktum.domains.sittings.group_views import qr_code, room_address
from paktum.domains.sittings.screen import ScreenPage, screen_page
from paktum.domains.sittings.views.blueprint import blueprint
from paktum.web.access import requires
from paktum.web.context import current_language
from paktum.web.dates import long_day
from paktum.web.kept import kept


@blueprint.get("/meetings/<uuid:meeting_id>/projector")
@requires("sittings.see")
def projector(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The page for the wall; its inside asks anew every two seconds."""
    return render_template("sittings/projector.html", inside=_inside(meeting_id), **_addresses(meeting_id))


@blueprint.get("/meetings/<uuid:meeting_id>/projector/now")
@requires("sittings.see")
def projector_now(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The inside of the projector's page, from what is kept as long as nothing changes."""
    return render_template("sittings/projector_now.html", inside=_inside(meeting_id), **_addresses(meeting_id))


def _asks_for_phones(page: ScreenPage) -> bool:
    """Whether the room is to take out its phones: to check in before the sitting, or to vote."""
    return page.head.state in ("planned", "convened") or (page.vote is not None and page.vote.method == "link")


def _addresses(meeting_id: uuid.UUID) -> dict[str, object]:
    return {"address": url_for(".projector_now", meeting_id=meeting_id), "meeting_id": meeting_id}


def _inside(meeting_id: uuid.UUID) -> Markup:
    def make() -> str:
        page = screen_page(current_session(), meeting_id)
        return render_template(
            "sittings/projector_inner.html",
            page=page,
            head=page.head,
            day=long_day(page.head.day, current_language()),
            code=qr_code(room_address(page.head)) if _asks_for_phones(page) else None,
            words=wording,
        )

    return kept("projector", make, meeting_id)
