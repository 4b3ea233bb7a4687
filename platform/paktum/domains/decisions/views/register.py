"""The register of decisions: the list with its filters, its files, and entering a decision by hand."""

import uuid
from datetime import date
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from paktum.core.database import current_session
from paktum.core.errors import Invalid, NotFound
from paktum.core.messages import msg, say
from paktum.core.tabular import Cell
from paktum.domains.decisions import queries, service
from paktum.domains.decisions.forms import DecisionForm
from paktum.domains.decisions.rules import EXECUTION_LABELS, EXECUTIONS, Execution, VoteCounts
from paktum.domains.decisions.views.blueprint import blueprint, today
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_tenant, house
from paktum.web.downloads import table_file
from paktum.web.fields import options, put_at_fields
from paktum.web.layout import term
from paktum.web.notices import tell
from paktum.web.paging import page_asked_for, page_numbers


@blueprint.get("/decisions")
@requires("decisions.see")
def register() -> ResponseReturnValue:
    """The register; its filters and page stand in the address."""
    wanted, page = queries.DecisionFilter.of(request.args), page_asked_for(request.args)
    whole = current_actor().may("decisions.read")
    lines, total = queries.register(current_session(), wanted, today(), page, whole=whole)
    if page > 1 and not lines:
        raise NotFound
    shelves = queries.shelves(current_session(), current_language(), whole=whole)
    return render_template(
        "decisions/register.html",
        wanted=wanted,
        lines=lines,
        total=total,
        shelves=shelves,
        years=[(year, str(year)) for year in sorted({y for shelf in shelves for y in shelf.years}, reverse=True)],
        executions=[(code, say(EXECUTION_LABELS[code], current_language())) for code in EXECUTIONS],
        pages=page_numbers(total, queries.PAGE, page),
        page=page,
    )


@blueprint.get("/decisions.<file_format>")
@requires("decisions.read")
def register_file(file_format: str) -> ResponseReturnValue:
    """The decisions of the same filters as XLSX or CSV."""
    wanted, language = queries.DecisionFilter.of(request.args), current_language()
    header = [
        say(text, language)
        for text in (
            msg("Number of the decision"),
            msg("Short title"),
            msg("Text of the decision"),
            msg("Body"),
            msg("Day of the decision"),
            msg("Meeting"),
            msg("Place"),
            msg("Agenda item"),
            msg("Votes for"),
            msg("Votes against"),
            msg("Abstentions"),
            msg("Execution"),
            msg("To be executed by"),
            msg("Note on the execution"),
            msg("Published"),
            msg("Repealed by"),
            msg("Annulled, because"),
        )
    ]
    rows = [_cells(row) for row in queries.register_rows(current_session(), wanted, today())]
    return table_file("decisions", term("decision", "many"), header, rows, file_format)


def _cells(row: Row[*tuple[Any, ...]]) -> list[Cell]:
    counts, zone = VoteCounts.of(row.counts), ZoneInfo(current_tenant().timezone)
    votes: tuple[int | None, ...] = (counts.yes, counts.no, counts.abstain) if counts else (None, None, None)
    published: date | None = row.published_at.astimezone(zone).date() if row.published_at else None
    return [
        row.number,
        row.title,
        row.text,
        row.body,
        row.decided_on,
        row.meeting_called,
        row.meeting_place,
        row.item_called,
        *votes,
        EXECUTION_LABELS[cast(Execution, row.execution)],
        row.due_on,
        row.execution_note,
        published,
        row.repealed_by,
        row.annulled_because,
    ]


@blueprint.get("/decisions/new")
@requires("decisions.keep")
def new_decision() -> ResponseReturnValue:
    """The form for a decision that was not voted on in the meeting screen."""
    form = _form()
    form.decided_on.data = today()
    return render_template("decisions/decision_form.html", form=form)


@blueprint.post("/decisions/new")
@requires("decisions.keep")
def enter_decision() -> ResponseReturnValue:
    """Enter the decision under the next number of its body."""
    form = _form()
    if form.validate() and form.decided_on.data > today():
        form.decided_on.errors = [msg("Nothing has been decided on a day that is yet to come.")]
    if form.errors:
        return render_template("decisions/decision_form.html", form=form), 422
    try:
        decision_id = service.take_decision(current_session(), house().clock, current_actor(), _taken(form))
    except Invalid as failure:
        put_at_fields(form, failure)
        return render_template("decisions/decision_form.html", form=form), 422
    tell(msg("The decision was entered."))
    return redirect(url_for("decisions.decision", decision_id=decision_id), 303)


def _form() -> DecisionForm:
    form = DecisionForm()
    form.body_id.choices = options(queries.deciding_bodies(current_session(), current_language()))
    language = current_language()
    form.execution.choices = options((code, say(EXECUTION_LABELS[code], language)) for code in ("open", "none"))
    return form


def _taken(form: DecisionForm) -> service.TakenDecision:
    yes, no, abstain = form.yes.data, form.no.data, form.abstain.data
    noted = any(number is not None for number in (yes, no, abstain))
    return service.TakenDecision(
        body_id=uuid.UUID(form.body_id.data),
        decided_on=form.decided_on.data,
        title=form.title.data,
        text=form.text.data,
        taken_in=service.TakenIn(form.meeting.data or "", form.place.data or "", form.item.data or ""),
        counts=VoteCounts(yes or 0, no or 0, abstain or 0) if noted else None,
        execution=cast(Literal["none", "open"], form.execution.data),
        due_on=form.due_on.data,
    )
