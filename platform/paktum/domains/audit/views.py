"""The page of who did what, and whether the chain holds."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from paktum.core.actors import authorise
from paktum.core.database import current_session
from paktum.core.errors import NotFound
from paktum.core.languages import sort_key
from paktum.core.messages import Message, msg, say
from paktum.domains.audit import queries, service
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, house
from paktum.web.paging import page_asked_for, page_numbers

blueprint = Blueprint("audit", __name__, template_folder="templates")

# What the codes of objects are called.
KIND_LABELS: Final[Mapping[str, Message]] = {
    "account": msg("Accounts"),
    "membership": msg("Memberships"),
    "invitation": msg("Invitations"),
    "job_run": msg("Long work"),
    "outbox_message": msg("Messages between parts of the software"),
    "tenant": msg("Settings"),
    "body": msg("Bodies"),
    "seat": msg("Seats"),
    "mandate": msg("Mandates"),
    "plan": msg("Plans"),
    "plan_entry": msg("Entries of the plan"),
    "plan_revision": msg("Revisions of the plan"),
    "plan_import": msg("Imports"),
    "report": msg("Reports"),
    "calendar_feed": msg("Calendar addresses"),
    "organisation": msg("Organisations"),
    "meeting": msg("Meetings"),
    "agenda_item": msg("Agenda items"),
    "invitee": msg("Those invited to meetings"),
    "minutes": msg("Minutes"),
    "word_template": msg("Word templates"),
    "decision": msg("Decisions"),
    "referral": msg("Forwarded between bodies"),
    "task": msg("Tasks"),
}


@blueprint.get("/audit")
@requires("audit.see")
def acts() -> ResponseReturnValue:
    """Who did what, the newest first."""
    authorise(current_actor(), "audit.see")
    page, language = page_asked_for(request.args), current_language()
    known = {
        kind: say(KIND_LABELS.get(kind, msg("Other things")), language) for kind in queries.kinds(current_session())
    }
    kind = request.args.get("kind") if request.args.get("kind") in known else None
    rows, number = queries.acts(current_session(), kind, page)
    if page > 1 and not rows:
        raise NotFound
    entries = [(row.sequence, row.at, row.post, act_label(row.action)) for row in rows]
    return render_template(
        "audit/acts.html",
        entries=entries,
        kinds=sorted(known.items(), key=lambda item: sort_key(language)(item[1])),
        kind=kind or "",
        page=page,
        pages=page_numbers(number, queries.PAGE, page),
    )


@blueprint.get("/audit/chain")
@requires("audit.see")
def chain() -> ResponseReturnValue:
    """Go through the whole chain and say where it does not hold."""
    authorise(current_actor(), "audit.see")
    return render_template("audit/chain.html", check=service.check_chain(current_session()))


def act_label(action: str) -> Message:
    """The words for an act."""
    return house().act_labels.get(action) or msg("Another act (%(code)s)", code=action)
