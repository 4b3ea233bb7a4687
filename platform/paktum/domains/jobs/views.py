"""Pages of long work: the list, one run with its progress, stopping and trying again."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from paktum.core.database import current_session
from paktum.core.errors import NotFound
from paktum.core.messages import Message, message_from, msg
from paktum.domains.jobs import queries, service
from paktum.web.access import requires
from paktum.web.context import current_actor, house
from paktum.web.paging import page_asked_for, page_numbers

blueprint = Blueprint("jobs", __name__, template_folder="templates")


@dataclass(frozen=True)
class JobCard:
    """A run as the macro `progress` draws it."""

    id: str
    title: Message
    state: str
    address: str
    done: int
    of: int
    phrase: Message | str
    files: tuple[tuple[Message, str, str], ...]
    retry: str
    cancel: str | None
    asked_at: datetime
    over_at: datetime | None
    own: bool


def card(row: Row[*tuple[Any, ...]]) -> JobCard:
    """A run's row, put together for the page."""
    said = row.failure or row.phrase
    result = ((msg("Open the result"), row.result["address"], ""),) if row.result else ()
    return JobCard(
        id=str(row.id),
        title=message_from(row.title),
        state=row.state,
        address=url_for("jobs.job", run_id=row.id),
        done=row.done,
        of=row.total,
        phrase=message_from(said) if said else msg("It has begun"),
        files=result,
        retry=url_for("jobs.retry", run_id=row.id),
        cancel=None if row.cancel_requested else url_for("jobs.cancel", run_id=row.id),
        asked_at=row.requested_at,
        over_at=row.finished_at,
        own=row.requested_by == current_actor().membership_id,
    )


@blueprint.get("/jobs")
@requires("jobs.see")
def jobs() -> ResponseReturnValue:
    """One's own long work; the office sees everybody's."""
    page = page_asked_for(request.args)
    rows, number = queries.runs(current_session(), current_actor(), page)
    if page > 1 and not rows:
        raise NotFound
    pages = page_numbers(number, queries.PAGE, page)
    return render_template("jobs/jobs.html", cards=[card(row) for row in rows], page=page, pages=pages)


@blueprint.get("/jobs/<uuid:run_id>")
@requires("jobs.see")
def job(run_id: uuid.UUID) -> ResponseReturnValue:
    """One run: waiting, under way, done, or failed with its reason."""
    return render_template("jobs/job.html", job=card(queries.run(current_session(), current_actor(), run_id)))


@blueprint.get("/jobs/<uuid:run_id>/progress")
@requires("jobs.see")
def progress(run_id: uuid.UUID) -> ResponseReturnValue:
    """The part of a run's page that changes, for a page that asks every second."""
    return render_template("jobs/progress.html", job=card(queries.run(current_session(), current_actor(), run_id)))


@blueprint.post("/jobs/<uuid:run_id>/cancel")
@requires("jobs.see")
def cancel(run_id: uuid.UUID) -> ResponseReturnValue:
    """Stop a run."""
    service.cancel_run(current_session(), house().clock, current_actor(), run_id)
    return redirect(url_for("jobs.job", run_id=run_id), 303)


@blueprint.post("/jobs/<uuid:run_id>/retry")
@requires("jobs.see")
def retry(run_id: uuid.UUID) -> ResponseReturnValue:
    """Start a run again."""
    service.retry_run(current_session(), house().clock, current_actor(), run_id)
    return redirect(url_for("jobs.job", run_id=run_id), 303)
