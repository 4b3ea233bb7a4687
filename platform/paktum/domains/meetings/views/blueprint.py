"""The blueprint of the pages of meetings, and what several of them use."""

import uuid
from datetime import date

from flask import Blueprint, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from paktum.core.clock import today_in
from paktum.core.errors import Invalid
from paktum.core.messages import Message, say
from paktum.core.working_days import IsWorkingDay, working_days_of
from paktum.domains.meetings.queries import MeetingHead
from paktum.domains.meetings.wording import STATE_LOOKS, hour, size_text, when_text
from paktum.web.context import current_actor, current_language, current_tenant, current_words, house
from paktum.web.layout import term
from paktum.web.notices import tell

blueprint = Blueprint("meetings", __name__, template_folder="../templates")


@blueprint.app_template_test("message")
def _is_message(value: object) -> bool:
    """Whether a text is a sentence of ours and not one of the pact's own."""
    return isinstance(value, Message)


def today() -> date:
    """The day it is where the pact is."""
    return today_in(house().clock, current_tenant().timezone)


def is_working_day() -> IsWorkingDay:
    """The working days of the pact's country."""
    return working_days_of(current_words().country)


def sees_internal() -> bool:
    """Whether the reader sees internal items and documents."""
    return current_actor().may("meetings.see_internal")


def called(title: str | Message) -> str:
    """A meeting's title for the reader."""
    return say(title, current_language()) if isinstance(title, Message) else title


def when(head: MeetingHead) -> str:
    """When a meeting is, for the reader."""
    return when_text(head, current_language())


def list_name() -> str:
    """What the pact calls meetings, for titles and breadcrumbs."""
    name = term("session", "many")
    return name[:1].upper() + name[1:]


def breadcrumb(head: MeetingHead | None = None) -> list[tuple[str, str]]:
    """The way to a page under the list, or under a meeting."""
    way = [(list_name(), url_for("meetings.meetings"))]
    if head is not None:
        way.append((called(head.called_shortly), url_for("meetings.meeting", meeting_id=head.id)))
    return way


def back_to(meeting_id: uuid.UUID, message: Message | None = None, *, anchor: str = "") -> ResponseReturnValue:
    """After a change: to the meeting's page, which says what was done."""
    if message is not None:
        tell(message)
    return redirect(url_for("meetings.meeting", meeting_id=meeting_id) + (f"#{anchor}" if anchor else ""), 303)


def page_if_there(path: str) -> str | None:
    """A path that a domain above serves, or None while none does: a domain knows those above only by their paths."""
    try:
        current_app.url_map.bind("").match(path, "GET")
    except RequestRedirect:
        return path
    except HTTPException:
        return None
    return path


def first_refusal(refused: Invalid) -> Message:
    """The sentence to show where a button, not a form, was refused."""
    return next(iter(refused.fields.values()), refused.message)


@blueprint.context_processor
def _values() -> dict[str, object]:
    return {"state_looks": STATE_LOOKS, "called": called, "when_of": when, "hour": hour, "file_size": _size}


def _size(octets: int) -> str:
    return size_text(octets, current_language())
