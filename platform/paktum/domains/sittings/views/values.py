"""What the templates of the meeting screen need besides the page itself: words, addresses, what was typed and refused."""

from collections.abc import Mapping
from typing import Any

from flask import request

from paktum.core.database import current_session
from paktum.core.errors import Invalid, PaktumError
from paktum.core.messages import Message
from paktum.core.subjects import Subject
from paktum.domains.sittings import wording
from paktum.domains.sittings.rules.annulling import OPEN_IN
from paktum.domains.sittings.screen import ScreenPage, minutes_running
from paktum.domains.sittings.service.agenda_progress import mark_of
from paktum.domains.sittings.service.voting import METHODS
from paktum.web.context import current_language, current_visitor, house
from paktum.web.dates import long_day


def screen_values(page: ScreenPage, failure: PaktumError | None = None) -> dict[str, Any]:
    """The values of the screen's templates; `failure` is what was refused just now."""
    visitor = current_visitor()
    title, qualifier = wording.heading(page.head)
    return {
        "title": title,
        "qualifier": qualifier,
        "page": page,
        "head": page.head,
        "base": f"/meetings/{page.head.id}",
        "day": long_day(page.head.day, current_language()),
        "runs": visitor is not None and visitor.actor.may("sittings.run"),
        "may_annul": visitor is not None and visitor.actor.may("sittings.run") and page.head.state in OPEN_IN,
        "running": minutes_running(page.item, house().clock.now()) if page.item else None,
        "subject": _subject(page),
        "mark_of": mark_of,
        "mark": mark_of(page.item.notes) if page.item else "",
        "methods": METHODS,
        "ballot_secret": any(body.charter.ballot == "secret" for body in page.head.bodies),
        "words": wording,
        "names": {seat.seat_id: seat.name for body in page.vote.roll.bodies for seat in body.seats}
        if page.vote
        else {},
        "seen": visitor.revision if visitor else 0,
        "failure": failure.message if failure else None,
        "problems": refusals(failure),
        "typed": request.form if failure is not None else {},
    }


def refusals(failure: PaktumError | None) -> Mapping[str, Message]:
    """What was refused, by field."""
    return failure.fields if isinstance(failure, Invalid) else {}


def _subject(page: ScreenPage) -> Subject | None:
    """What the item at hand brings before the body; one statement, and only where there is such a thing."""
    ref = page.item.subject if page.item else None
    if ref is None:
        return None
    return house().subjects.describe(current_session(), [ref], current_language()).get(ref)
