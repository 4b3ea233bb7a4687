"""The page of a meeting's minutes: read, or written in place; drafting them, and drafting again."""

import uuid

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.messages import msg, nmsg
from paktum.domains.meetings.rules.life import TOOK_PLACE
from paktum.domains.minutes import queries
from paktum.domains.minutes.forms import NewSectionForm, RemarkForm
from paktum.domains.minutes.papers import FORMATS, RENDERINGS
from paktum.domains.minutes.service import drafting
from paktum.domains.minutes.service.approving import may_approve
from paktum.domains.minutes.views.blueprint import (
    STATE_SENTENCES,
    Opened,
    back,
    blueprint,
    breadcrumb,
    opened,
    rich_public,
)
from paktum.web.access import requires
from paktum.web.context import current_actor, current_words, house
from paktum.web.fields import options


@blueprint.get("/meetings/<uuid:meeting_id>/minutes")
@requires("minutes.see")
def show(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The minutes of a meeting, as much of them as the reader may see."""
    return render(opened(meeting_id))


def render(found: Opened, remark_form: RemarkForm | None = None) -> str:
    """The page, perhaps with a remark that could not be kept."""
    session, actor, minutes = current_session(), current_actor(), found.minutes
    if minutes is None or not found.whole:
        return render_template(
            "minutes/read.html" if minutes else "minutes/none.html",
            head=found.head,
            called=found.called,
            minutes=minutes,
            breadcrumb=breadcrumb(found.head),
            held=found.head.state in TOOK_PLACE,
            rich_public=rich_public,
        )
    remarks = queries.remarks(session, minutes.id)
    return render_template(
        "minutes/minutes.html",
        head=found.head,
        called=found.called,
        minutes=minutes,
        breadcrumb=breadcrumb(found.head),
        sentence=STATE_SENTENCES[minutes.state],
        writes=minutes.writable and actor.may("minutes.write"),
        approves=minutes.writable and may_approve(session, actor, found.head),
        remark_form=_remark_form(minutes, remark_form),
        new_section=NewSectionForm(formdata=None),
        remarks_of=lambda section_id: [one for one in remarks if one.section_id == section_id],
        waiting=sum(one.settled_at is None for one in remarks),
        files=queries.files_of(session, found.head.id),
        decision=_decision_address(minutes),
        formats=FORMATS,
        renderings=RENDERINGS,
    )


def _remark_form(minutes: queries.MinutesPage, form: RemarkForm | None) -> RemarkForm | None:
    """The form for a remark where the reader may make one."""
    if not minutes.writable or not current_actor().may("minutes.remark"):
        return None
    form = form or RemarkForm(formdata=None)
    choices = [("", str(msg("the minutes as a whole"))), *((str(one.id), one.heading) for one in minutes.sections)]
    form.section_id.choices = options(choices)
    return form


def _decision_address(minutes: queries.MinutesPage) -> str | None:
    """The page of the decision by which a later meeting approved the minutes."""
    return f"/decisions/{minutes.approving_decision_id}" if minutes.approving_decision_id else None


@blueprint.post("/meetings/<uuid:meeting_id>/minutes")
@requires("minutes.write")
def draft(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Draft the minutes from what happened."""
    parts = house()
    drafting.draft_minutes(current_session(), parts.clock, current_actor(), current_words(), parts.subjects, meeting_id)
    return back(meeting_id, msg("The minutes are drafted from what happened. Read them through and complete them."))


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/again")
@requires("minutes.write")
def draft_again(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Draft anew what nobody has written in."""
    parts = house()
    changed = drafting.draft_again(
        current_session(), parts.clock, current_actor(), current_words(), parts.subjects, meeting_id
    )
    if not changed:
        return back(meeting_id, msg("Nothing happened since that is not in the draft."))
    return back(
        meeting_id,
        nmsg(
            "%(num)d section was drafted again. What you wrote stayed.",
            "%(num)d sections were drafted again. What you wrote stayed.",
            changed,
        ),
    )


@blueprint.get("/meetings/<uuid:meeting_id>/minutes/public")
@requires("minutes.read")
def public_view(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """What everybody reads once the minutes are published: without internal sections and personal words."""
    found = opened(meeting_id)
    if found.minutes is None:
        return render(found)
    return render_template(
        "minutes/read.html",
        head=found.head,
        called=found.called,
        minutes=found.minutes,
        breadcrumb=breadcrumb(found.head, below=True),
        preview=url_for("minutes.show", meeting_id=meeting_id) if found.minutes.published_at is None else None,
        rich_public=rich_public,
    )
