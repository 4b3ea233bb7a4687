"""The blueprint of the pages of minutes, and what several of them use."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from paktum.core.clock import today_in
from paktum.core.database import current_session
from paktum.core.errors import NotFound
from paktum.core.messages import Message, msg, say
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.minutes import queries
from paktum.domains.minutes.rules.life import STATE_LABELS, STATE_LOOKS
from paktum.domains.minutes.rules.rich_text import from_html, public, to_html
from paktum.web.context import current_actor, current_language, current_tenant, house
from paktum.web.layout import term
from paktum.web.notices import tell

blueprint = Blueprint("minutes", __name__, template_folder="../templates")


@blueprint.context_processor
def _values() -> dict[str, Any]:
    return {"rich": rich, "state_labels": STATE_LABELS, "state_looks": STATE_LOOKS}


def rich(content: str) -> Markup:
    """The canonical HTML of a section, as pages show it; whatever else stood in the database is not printed."""
    return Markup(to_html(from_html(content)))  # noqa: S704  (written by the model of rich text, which escapes)


def rich_public(content: str) -> Markup:
    """The same without personal words."""
    return Markup(to_html(public(from_html(content))))  # noqa: S704  (as above)


def today() -> date:
    """The day it is where the pact is."""
    return today_in(house().clock, current_tenant().timezone)


@dataclass(frozen=True)
class Opened:
    """A meeting with its minutes (None while there are none), as far as the reader may see them."""

    head: MeetingHead
    minutes: queries.MinutesPage | None
    whole: bool
    """Whether the reader sees all of them, and not only what is public."""

    @property
    def called(self) -> str:
        return said(self.head.called)


def said(text: str | Message) -> str:
    """A title of people, or a sentence in the reader's language."""
    return say(text, current_language()) if isinstance(text, Message) else text


def opened(meeting_id: uuid.UUID) -> Opened:
    """The meeting's minutes for the reader: a draft is the office's, whole ones the members', published ones everybody's.

    Raises NotFound for a meeting that does not exist.
    """
    session, actor = current_session(), current_actor()
    head = meeting_head(session, meeting_id)
    found = queries.minutes_page(session, meeting_id)
    if found is None or actor.may("minutes.write"):
        return Opened(head, found, whole=True)
    if actor.may("minutes.read") and found.state != "drafted":
        return Opened(head, found, whole=True)
    return Opened(head, found if found.published_at is not None else None, whole=False)


def whole_minutes(meeting_id: uuid.UUID) -> tuple[MeetingHead, queries.MinutesPage]:
    """The meeting and its minutes for who may read the whole; raises NotFound for all others."""
    found = opened(meeting_id)
    if found.minutes is None or not found.whole:
        raise NotFound
    return found.head, found.minutes


def breadcrumb(head: MeetingHead, *, below: bool = False) -> list[tuple[str, str]]:
    """The way to the minutes of a meeting; `below` adds the minutes themselves, for pages under them."""
    many = term("session", "many")
    way = [(many[:1].upper() + many[1:], "/meetings"), (said(head.called), f"/meetings/{head.id}")]
    if below:
        one = term("minutes")
        way.append((one[:1].upper() + one[1:], url_for("minutes.show", meeting_id=head.id)))
    return way


def back(meeting_id: uuid.UUID, message: Message | None = None, anchor: str | None = None) -> ResponseReturnValue:
    """After a change: to the page of the minutes, which says what was done."""
    if message is not None:
        tell(message)
    return redirect(url_for("minutes.show", meeting_id=meeting_id, _anchor=anchor), 303)


STATE_SENTENCES = {
    "drafted": msg("A draft: the members do not see it yet. Send it to them when it is ready."),
    "sent": msg("Remarks are taken, and the text can still be changed."),
    "approved": msg("The text is sealed and stays as it is."),
    "locked": msg("The meeting's file is complete."),
}
