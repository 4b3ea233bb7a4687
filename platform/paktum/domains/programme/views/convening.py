"""Convening an entry of the programme: it becomes a meeting that begins with what the plan says."""

import uuid
from datetime import date, timedelta

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid
from paktum.core.messages import msg, say
from paktum.core.working_days import working_days_of
from paktum.domains.bodies.service.loading import charter_of
from paktum.domains.meetings.forms import MeetingForm
from paktum.domains.meetings.rules.cadence import day_to_propose
from paktum.domains.meetings.views.planning import chosen_bodies, draft_of, form_page, meeting_form, preset_times
from paktum.domains.programme import service
from paktum.domains.programme.queries import EntryDetails, entry_details
from paktum.domains.programme.views.entries import plan_breadcrumb
from paktum.domains.programme.views.plan import blueprint, today
from paktum.domains.programme.wording import when
from paktum.plugin.specs import Span
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_words, house
from paktum.web.fields import put_at_fields
from paktum.web.notices import tell

_NO_NOTICE = Span(days=0)


@blueprint.get("/programme/entries/<uuid:entry_id>/convene")
@requires("meetings.keep")
def convene(entry_id: uuid.UUID) -> ResponseReturnValue:
    """The form of a meeting, filled from the entry: its body, its day or one that keeps the notice, its place."""
    details = _open_entry(entry_id)
    form = meeting_form(details.row.body_id, title=details.row.title, place=details.row.place)
    preset_times(form, _day(details), (details.row.body_id,) if details.row.body_id else ())
    return _page(form, details)


@blueprint.post("/programme/entries/<uuid:entry_id>/convene")
@requires("meetings.keep")
def convene_now(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Make the meeting: standing items, what waited, and what the entry prepares and evaluates."""
    details = _open_entry(entry_id)
    form = meeting_form()
    if not form.validate():
        return _page(form, details), 422
    draft = draft_of(
        form, chosen_bodies(form), plan_entry_id=entry_id, calendar_sequence=details.row.calendar_sequence + 1
    )
    try:
        meeting_id = service.convene_entry(
            current_session(), house().clock, current_actor(), current_words(), details, draft
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _page(form, details), 422
    tell(msg("The meeting is planned. Look through its agenda, then convene it."))
    return redirect(url_for("meetings.meeting", meeting_id=meeting_id), 303)


def _open_entry(entry_id: uuid.UUID) -> EntryDetails:
    """An entry that can be convened; raises NotFound, and Conflict for one that is cancelled or has its meeting."""
    details = entry_details(current_session(), entry_id)
    if details.row.meeting is not None:
        raise Conflict(msg("This entry of the programme has a meeting already."))
    if details.row.cancelled:
        raise Conflict(msg("This entry is cancelled. Restore it before you convene it."))
    return details


def _day(details: EntryDetails) -> date | None:
    """The fixed day, else one within the planned time that keeps the notice; none where that time is over."""
    if details.row.fixed:
        return details.row.effective.start
    row, now = details.row, today()
    rules = charter_of(current_session(), row.body_id, now) if row.body_id else None
    return day_to_propose(
        max(row.planned.start, now + timedelta(days=1)),
        row.planned.last,
        now,
        working_days_of(current_words().country),
        notice=rules.notice if rules else _NO_NOTICE,
    )


def _page(form: MeetingForm, details: EntryDetails) -> str:
    row = details.row
    back = url_for("programme.entry", entry_id=row.id)
    planned = when(row.planned, current_language())
    return form_page(
        form,
        action=url_for("programme.convene_now", entry_id=row.id),
        lead=say(
            msg("The plan has it in: %(period)s. That stays written beside the day.", period=planned),
            current_language(),
        ),
        way=[*plan_breadcrumb(), (row.title, back)],
        back=back,
    )
