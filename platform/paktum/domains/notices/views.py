"""Pages of one's notices, and the notices at the top of every page."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.actors import Actor
from paktum.core.database import TenantSession, current_session
from paktum.core.errors import NotFound
from paktum.core.messages import message_from
from paktum.domains.notices import queries, service
from paktum.web.access import requires
from paktum.web.context import current_actor, house
from paktum.web.entry import local_address
from paktum.web.frame import WaitingNotice
from paktum.web.paging import page_asked_for, page_numbers

blueprint = Blueprint("notices", __name__, template_folder="templates")


def waiting_notices(session: TenantSession, actor: Actor) -> tuple[WaitingNotice, ...]:
    """The newest unread notices, as the layout shows them."""
    return tuple(
        WaitingNotice(
            message_from(row.message),
            url_for("notices.open_notice", notice_id=row.id),
            url_for("notices.read", notice_id=row.id),
        )
        for row in queries.newest_unread(session, actor)
    )


@blueprint.get("/notices")
@requires("notices.see")
def notices() -> ResponseReturnValue:
    """All one's notices, the newest first."""
    page = page_asked_for(request.args)
    rows, number = queries.notices(current_session(), current_actor(), page)
    if page > 1 and not rows:
        raise NotFound
    entries = [(row.id, message_from(row.message), row.created_at, row.read_at is None) for row in rows]
    pages = page_numbers(number, queries.PAGE, page)
    return render_template("notices/notices.html", entries=entries, page=page, pages=pages)


@blueprint.post("/notices/<uuid:notice_id>/open")
@requires("notices.see")
def open_notice(notice_id: uuid.UUID) -> ResponseReturnValue:
    """Mark a notice as read and go to what it is about."""
    address = service.open_notice(current_session(), house().clock, current_actor(), notice_id)
    return redirect(local_address(address) or url_for("notices.notices"), 303)


@blueprint.post("/notices/<uuid:notice_id>/read")
@requires("notices.see")
def read(notice_id: uuid.UUID) -> ResponseReturnValue:
    """Mark a notice as read and stay; a script that asks gets nothing back and takes the notice off the page."""
    service.open_notice(current_session(), house().clock, current_actor(), notice_id)
    if request.headers.get("HX-Request"):
        return ""
    return redirect(local_address(request.form.get("next")) or url_for("notices.notices"), 303)


@blueprint.post("/notices/read")
@requires("notices.see")
def read_all() -> ResponseReturnValue:
    """Mark all notices as read."""
    service.mark_all_read(current_session(), house().clock, current_actor())
    return redirect(url_for("notices.notices"), 303)
