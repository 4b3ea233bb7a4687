"""Versions of minutes: which there are, how two of them differ, and keeping one."""

import uuid

from flask import render_template, request
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import NotFound
from paktum.core.messages import msg
from paktum.domains.minutes import queries
from paktum.domains.minutes.rules.difference import SectionText, compare
from paktum.domains.minutes.service import writing
from paktum.domains.minutes.views.blueprint import back, blueprint, breadcrumb, whole_minutes
from paktum.web.access import requires
from paktum.web.context import current_actor, house

OCCASIONS = {
    "drafted": msg("drafted from what happened"),
    "kept": msg("kept while writing"),
    "sent": msg("sent to the members"),
    "approved": msg("approved and sealed"),
}


@blueprint.get("/meetings/<uuid:meeting_id>/minutes/versions")
@requires("minutes.read")
def versions(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """All versions, and how two of them differ: `before` and `after` are their numbers, `after` 0 the text as it stands."""
    session = current_session()
    head, minutes = whole_minutes(meeting_id)
    listed = queries.versions(session, minutes.id)
    if not current_actor().may("minutes.write"):
        # What the office wrote and took back before it sent anything is nobody else's reading.
        listed = [one for one in listed if one.occasion in ("sent", "approved")]
    after = _asked("after", 0)
    newest = listed[0].number if listed else 0
    before = _asked("before", listed[1].number if len(listed) > 1 and minutes.sealed else newest)
    known = {one.number for one in listed}
    if (before and before not in known) or (after and after not in known):
        raise NotFound
    texts = queries.version_texts(session, minutes.id, [before, after])
    now = tuple(SectionText(str(one.id), one.heading, one.content, one.public) for one in minutes.sections)
    found = compare(texts.get(before, ()), texts[after] if after else now) if before else ()
    return render_template(
        "minutes/versions.html",
        head=head,
        breadcrumb=breadcrumb(head, below=True),
        versions=listed,
        occasions=OCCASIONS,
        before=before,
        after=after,
        found=found,
        writes=minutes.writable and current_actor().may("minutes.write"),
    )


def _asked(name: str, default: int) -> int:
    value = request.args.get(name, "")
    if not value:
        return default
    if not value.isdecimal() or len(value) > 6:
        raise NotFound
    return int(value)


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/versions")
@requires("minutes.write")
def keep_version(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the text as it stands."""
    number = writing.keep_version(current_session(), house().clock, current_actor(), meeting_id)
    return back(meeting_id, msg("Kept as version %(number)d.", number=number))
