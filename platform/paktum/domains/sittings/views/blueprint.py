"""The blueprint of the pages of a sitting, and how each small request is read and answered."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid, PaktumError
from paktum.core.ids import as_id, new_id
from paktum.core.languages import locale_of
from paktum.domains.sittings.screen import screen_page
from paktum.domains.sittings.views.values import screen_values
from paktum.web.context import current_language, current_tenant
from paktum.web.fields import id_given, whole_number

blueprint = Blueprint("meetings_sitting", __name__, template_folder="../templates")


@blueprint.context_processor
def _values() -> dict[str, Any]:
    return {"fresh_id": new_id, "at": time_words, "clock_time": clock_time}


def time_words(instant: datetime) -> str:
    """The time of day of an instant by the clocks of the pact, as the reader writes it."""
    local = instant.astimezone(ZoneInfo(current_tenant().timezone))
    return str(format_skeleton("Hm", local, locale=locale_of(current_language())))


def clock_time(instant: datetime) -> str:
    """The same as the field of a form has it: hours and minutes."""
    return f"{instant.astimezone(ZoneInfo(current_tenant().timezone)):%H:%M}"


def partly() -> bool:
    """Whether a script asks, which puts the answer into the page that is open."""
    return request.headers.get("HX-Request") == "true"


def sent_id(name: str) -> uuid.UUID:
    """An id that a form sends. Raises NotFound for anything else, as for an id that is not there."""
    return id_given(request.form.get(name))


def sent_id_or_none(name: str) -> uuid.UUID | None:
    """The same for one that may be missing."""
    return sent_id(name) if request.form.get(name) else None


def sent_number(name: str) -> int:
    """A whole number that a form sends; 0 for anything else."""
    return whole_number(request.form.get(name))


def shown_item() -> uuid.UUID | None:
    """The item that the reader looks at, if it is not the one at hand; nonsense counts as none."""
    return as_id(request.values.get("shown"))


def screen(
    meeting_id: uuid.UUID, failure: PaktumError | None = None, status: int = 200, *, item: uuid.UUID | None = None
) -> ResponseReturnValue:
    """The meeting screen, or only what is inside of it where a script asks."""
    page = screen_page(current_session(), meeting_id, item or shown_item())
    values = screen_values(page, failure)
    name = "sittings/screen.html" if partly() else "sittings/sitting.html"
    return render_template(name, **values), status


Show = Callable[[uuid.UUID, PaktumError | None, int], ResponseReturnValue]


def acted(
    meeting_id: uuid.UUID, work: Callable[[], object], *, show: Show = screen, endpoint: str = "show"
) -> ResponseReturnValue:
    """Do what a form asks and answer with the page it came from: by a redirect, or at once where a script asks.

    What is refused is said on that page, above what the person typed.
    """
    try:
        work()
    except (Invalid, Conflict) as failure:
        # The page that tells of it shows what is stored, not what was about to be.
        current_session().rollback()
        return show(meeting_id, failure, 409 if isinstance(failure, Conflict) else 422)
    if partly():
        return show(meeting_id, None, 200)
    shown = shown_item()
    address = url_for(f".{endpoint}", meeting_id=meeting_id, shown=shown)
    return redirect(address, 303)
