"""The list of meetings with its filters, and the same as XLSX, CSV and a calendar."""

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from paktum.core.database import current_session
from paktum.core.errors import NotFound
from paktum.core.icalendar import MEDIA_TYPE
from paktum.core.messages import msg, say
from paktum.core.periods import Period
from paktum.domains.meetings.calendar_events import meetings_calendar
from paktum.domains.meetings.filters import VIEWS, MeetingFilters
from paktum.domains.meetings.listing_queries import PAGE, MeetingRow, bodies_that_meet, meeting_list
from paktum.domains.meetings.rules.life import STATE_WORDS, MeetingState
from paktum.domains.meetings.views.blueprint import blueprint, list_name, today
from paktum.domains.meetings.wording import FORM_LABELS
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_tenant, current_words, house
from paktum.web.dates import date_mark
from paktum.web.downloads import table_file
from paktum.web.kept import kept
from paktum.web.paging import page_asked_for, page_numbers

_VIEW_WORDS = {"coming": msg("What is to come"), "past": msg("What was"), "all": msg("All")}


@blueprint.get("/meetings")
@requires("meetings.see")
def meetings() -> ResponseReturnValue:
    """Meetings in the order of time; filters and tab stand in the address."""
    filters, page = MeetingFilters.of(request.args), page_asked_for(request.args)

    def make() -> str:
        rows, number = meeting_list(current_session(), filters, house().clock.now(), page)
        if page > 1 and not rows:
            raise NotFound
        return _list(filters, rows, number, page)

    # What is to come depends on the hour: kept for a reader's glance and no longer than till something changes.
    hourly = house().clock.now().replace(minute=0, second=0, microsecond=0)
    inner = Markup(make()) if filters.text else kept("meetings", make, filters, page, hourly)  # noqa: S704
    return render_template("meetings/meetings.html", title=list_name(), inner=inner)


def _list(filters: MeetingFilters, rows: list[MeetingRow], number: int, page: int) -> str:
    language, day = current_language(), today()
    bodies = bodies_that_meet(current_session())
    return render_template(
        "meetings/meetings_inner.html",
        title=list_name(),
        filters=filters,
        tabs=[
            (
                say(_VIEW_WORDS[view], language),
                url_for("meetings.meetings", **filters.arguments(view=view)),
                view == filters.view,
            )
            for view in VIEWS
        ],
        rows=[(row, date_mark(Period.on(row.day), language, day)) for row in rows],
        number=number,
        pages=page_numbers(number, PAGE, page),
        page=page,
        bodies=[(str(body.id), body.name) for body in bodies],
        states=[(str(state), say(STATE_WORDS[state], language)) for state in MeetingState],
        state_words=STATE_WORDS,
        may_keep=current_actor().may("meetings.keep"),
        page_address=lambda wanted: url_for("meetings.meetings", **filters.arguments(), page=wanted),
        form_labels=FORM_LABELS,
    )


@blueprint.get("/meetings.<file_format>")
@requires("meetings.see")
def meetings_file(file_format: str) -> ResponseReturnValue:
    """The list with its filters as XLSX, CSV or a calendar."""
    filters = MeetingFilters.of(request.args)
    rows, _ = meeting_list(current_session(), filters, house().clock.now(), None)
    if file_format == "ics":
        return calendar_file(rows, f"{current_tenant().slug}-meetings.ics")
    language = current_language()
    names = (
        msg("Title"),
        msg("Bodies"),
        msg("Begins"),
        msg("Ends"),
        msg("Place"),
        msg("How it is held"),
        msg("State"),
        msg("Agenda items"),
        msg("Number invited"),
        msg("Invitations accepted"),
    )
    cells = [
        (
            row.called,
            " + ".join(body.name for body in row.bodies),
            row.local_start,
            row.local_end,
            row.place,
            FORM_LABELS[row.form],
            STATE_WORDS[row.state],
            row.items,
            row.invited,
            row.accepted,
        )
        for row in rows
    ]
    return table_file("meetings", list_name(), [say(name, language) for name in names], cells, file_format)


def calendar_file(rows: list[MeetingRow], name: str) -> Response:
    """Meetings as a file for calendar programs, in the pact's language, because it goes to other people."""
    tenant, words = current_tenant(), current_words()
    origin = house().settings.origin_of(tenant.host)
    content = meetings_calendar(rows, name=tenant.name, origin=origin, language=words.language)
    answer = Response(content, content_type=MEDIA_TYPE)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
