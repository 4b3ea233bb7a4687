"""The page of a meeting, and its event for a calendar program."""

import uuid
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape

from paktum.core.database import current_session
from paktum.core.errors import NotFound
from paktum.core.messages import say
from paktum.domains.audit.queries import history_of
from paktum.domains.meetings.acts import ACTS
from paktum.domains.meetings.listing_queries import one_meeting
from paktum.domains.meetings.meeting_page import (
    Addresses,
    NextStep,
    agenda_lines,
    minutes_due,
    next_step,
    notices,
    state_words,
    steps,
)
from paktum.domains.meetings.page_queries import ANSWERS, MeetingExtras, meeting_extras
from paktum.domains.meetings.queries import AgendaRow, MeetingHead, agenda_rows, meeting_head
from paktum.domains.meetings.rules.agenda import ITEM_STATE_WORDS, KIND_LABELS, planned_minutes
from paktum.domains.meetings.rules.life import PREPARED_IN, TOOK_PLACE, MeetingAct, MeetingState, acts_of
from paktum.domains.meetings.views.blueprint import (
    blueprint,
    breadcrumb,
    called,
    is_working_day,
    page_if_there,
    sees_internal,
    today,
    when,
)
from paktum.domains.meetings.views.listing import calendar_file
from paktum.domains.meetings.wording import FORM_LABELS, STATE_LOOKS, duration_minutes, hour_in, length_text
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_tenant, house
from paktum.web.dates import instant_text
from paktum.web.kept import kept

# The ids of the forms on the page that want a token, by the state in which they stand there.
_FORMS = {MeetingState.CANCELLED: "restore", MeetingState.CLOSED: "open-file"}


@blueprint.get("/meetings/<uuid:meeting_id>")
@requires("meetings.see")
def meeting(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """A meeting: where it stands, what to do next, its agenda and documents, who comes."""

    @cache
    def head() -> MeetingHead:
        return meeting_head(current_session(), meeting_id)

    # Which button is shown depends on whether its hour has come.
    hourly = house().clock.now().replace(minute=0, second=0, microsecond=0)
    title = kept("meeting-title", lambda: escape(called(head().called)), meeting_id)
    inner = kept("meeting", lambda: _inner(head()), meeting_id, hourly)
    form_id = kept("meeting-form", lambda: _FORMS.get(head().state, ""), meeting_id)
    return render_template("meetings/meeting.html", title=title, inner=inner, form_id=form_id)


def _inner(head: MeetingHead) -> str:
    session, language = current_session(), current_language()
    rows = agenda_rows(session, head.id, internal=sees_internal())
    extras = meeting_extras(session, head.id)
    subjects = house().subjects
    known = subjects.describe(session, {row.subject for row in rows if row.subject}, language)
    labels = {code: kind.label for code, kind in subjects.kinds.items()}
    may_keep = current_actor().may("meetings.keep")
    now = house().clock.now()
    to = addresses(head)
    due = minutes_due(head, is_working_day())
    return render_template(
        "meetings/meeting_inner.html",
        head=head,
        title=called(head.called),
        short=called(head.called_shortly),
        breadcrumb=breadcrumb(),
        when=when(head),
        form_words=FORM_LABELS[head.form],
        state=(STATE_LOOKS[head.state], state_words(head)),
        steps=steps(head, today(), is_working_day()),
        next=_next(head, sum(row.stands for row in rows), extras.invited, extras.untold) if may_keep else None,
        notices=notices(head, today(), is_working_day()),
        minutes_due=due,
        lines=agenda_lines(rows, head.starts_at, known, labels),
        length=_length(rows, head),
        extras=extras,
        documents=[one for one in extras.documents if one.public or sees_internal()],
        answers=_answers(extras),
        to=to,
        acts=acts_of(head.state),
        A=MeetingAct,
        prepared=head.state in PREPARED_IN,
        took_place=head.state in TOOK_PLACE,
        may_repeat=may_keep and head.state in TOOK_PLACE and head.convening == 1 and extras.second is None,
        may_keep=may_keep,
        begun=head.starts_at <= now,
        may_announce=current_actor().may("meetings.announce"),
        sees_internal=sees_internal(),
        history=_history(head.id, head.zone) if sees_internal() else [],
        kind_labels=KIND_LABELS,
        item_states=ITEM_STATE_WORDS,
        announces=any(row.kind == "announcements" and row.stands for row in rows),
        hour_of=lambda instant: hour_in(instant, head.zone),
        length_of=lambda minutes: length_text(minutes, language),
    )


def _next(head: MeetingHead, items: int, invited: int, untold: int) -> NextStep | None:
    now = house().clock.now()
    return next_step(head, items, now, today(), is_working_day(), addresses(head), invited=invited, untold=untold)


def addresses(head: MeetingHead) -> Addresses:
    """The pages of a meeting that its own page leads to."""
    own = url_for("meetings.meeting", meeting_id=head.id)
    return Addresses(
        invitation=page_if_there(f"{own}/invitation"),
        sitting=page_if_there(f"{own}/sitting"),
        minutes=page_if_there(f"{own}/minutes"),
        convene=url_for("meetings.ask_to_convene", meeting_id=head.id),
        edit=url_for("meetings.edit_meeting", meeting_id=head.id),
        agenda=url_for("meetings.agenda", meeting_id=head.id),
        close=url_for("meetings.ask_to_close", meeting_id=head.id),
        held=url_for("meetings.ask_whether_held", meeting_id=head.id),
    )


def _length(rows: list[AgendaRow], head: MeetingHead) -> tuple[str, bool]:
    """How long the items take together, and whether that is more than the meeting has."""
    minutes = planned_minutes(rows)
    return length_text(minutes, current_language()) if minutes else "", minutes > duration_minutes(head)


def _answers(extras: MeetingExtras) -> list[tuple[str, int]]:
    """The answers of those invited, in the order in which the page tells them."""
    return list(zip((*ANSWERS, ""), extras.answers, strict=True))


def _history(meeting_id: uuid.UUID, zone: str) -> list[tuple[datetime, str, str, str]]:
    language = current_language()
    found = []
    for act in history_of(current_session(), "meeting", meeting_id, 6):
        if act.action in ACTS:
            local = act.at.astimezone(ZoneInfo(zone))
            shown = instant_text(act.at, zone, language)
            found.append((local, shown, say(ACTS[act.action], language), act.post))
    return found


@blueprint.get("/meetings/<uuid:meeting_id>.ics")
@requires("meetings.see")
def meeting_file(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The meeting for a calendar program, in the pact's language."""
    row = one_meeting(current_session(), meeting_id)
    if row is None:
        raise NotFound
    return calendar_file([row], f"{current_tenant().slug}-{row.day.isoformat()}.ics")
