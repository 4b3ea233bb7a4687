"""Pages of reports: the list with its form, one report with its progress and its file, the download."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.units import format_unit
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row
from wtforms.fields.choices import SelectChoice

from paktum.core.database import current_session
from paktum.core.errors import Invalid, NotFound
from paktum.core.languages import Language, as_language, locale_of
from paktum.core.messages import Message, message_from, msg
from paktum.domains.files.service import open_file
from paktum.domains.programme.wording import capital
from paktum.domains.reports import queries, service
from paktum.domains.reports.forms import AgainForm, ReportForm
from paktum.domains.reports.rules import FORMAT_NAMES, KIND_TERMS
from paktum.web.access import requires
from paktum.web.attachments import attachment
from paktum.web.context import current_actor, current_language, current_tenant, current_words, house
from paktum.web.dates import instant_text
from paktum.web.fields import put_at_fields
from paktum.web.frame import LANGUAGE_NAMES
from paktum.web.layout import term
from paktum.web.paging import page_asked_for, page_numbers

_DECIDED = {"carried": ("held", msg("Report accepted")), "rejected": ("off", msg("Report not accepted"))}

blueprint = Blueprint("reports", __name__, template_folder="templates")


@dataclass(frozen=True)
class Job:
    """A report in the making, as the macro `progress` draws it."""

    id: str
    title: Message
    address: str
    state: str
    done: int
    of: int
    phrase: Message
    files: tuple[tuple[str, str, str], ...]
    retry: str | None
    cancel: str | None


@dataclass(frozen=True)
class Card:
    """A report as the pages show it; `state` is that of its job, and `done` where a command made it."""

    id: uuid.UUID
    name: str
    format: str
    format_name: str
    language: Language
    language_name: str
    address: str
    asked_by: str
    asked: str
    asked_at: datetime
    data: str
    data_digest: str
    state: str
    step: str
    file_address: str
    file_name: str
    file_size: str
    file_sha256: str
    decided: tuple[str, Message] | None
    """The look and the words of what a body decided on it."""
    decided_on: date | None
    decision: tuple[uuid.UUID, str] | None


@blueprint.get("/reports")
@requires("reports.read")
def reports() -> ResponseReturnValue:
    """The reports that were made, and the form to make one."""
    return _list(_new_form())


@blueprint.post("/reports")
@requires("reports.make")
def make() -> ResponseReturnValue:
    """Have a report made with the data as it is now: fields `kind`, `format`, and `language` (else the reader's own)."""
    form = _new_form()
    if not form.validate():
        return _list(form), 422
    session, parts, words = current_session(), house(), current_words()
    try:
        order = service.checked_order(form.kind.data, form.format.data, form.language.data)
    except Invalid as failure:
        put_at_fields(form, failure)
        return _list(form), 422
    report_id = service.ask_for_report(
        session, parts.clock, parts.store, current_actor(), current_tenant(), words, order
    )
    return redirect(url_for("reports.report", report_id=report_id), 303)


@blueprint.get("/reports/<uuid:report_id>")
@requires("reports.read")
def report(report_id: uuid.UUID) -> ResponseReturnValue:
    """One report: its progress, its file, what it was made from, and the way to another file of the same data."""
    return _page(queries.report(current_session(), report_id), None)


@blueprint.get("/reports/<uuid:report_id>/progress")
@requires("reports.read")
def progress(report_id: uuid.UUID) -> ResponseReturnValue:
    """The part of a report's page that changes while it is being made."""
    row = queries.report(current_session(), report_id)
    return render_template("reports/progress.html", job=_job(row, _card(row)))


@blueprint.get("/reports/<uuid:report_id>/file")
@requires("reports.read")
def file(report_id: uuid.UUID) -> ResponseReturnValue:
    """The finished file, to be saved."""
    session = current_session()
    kept = queries.report_file(session, report_id)
    content = open_file(session, house().store, kept)
    return attachment(content, name=kept.name, media_type=kept.media_type, size=kept.size, sha256=kept.sha256)


@blueprint.post("/reports/<uuid:report_id>/again")
@requires("reports.make")
def make_again(report_id: uuid.UUID) -> ResponseReturnValue:
    """Have another file made from the same locked data: fields `format` and `language`."""
    row = queries.report(current_session(), report_id)
    form = AgainForm()
    if not form.validate():
        return _page(row, form), 422
    try:
        new_id = service.ask_again(
            current_session(),
            house().clock,
            current_actor(),
            report_id,
            form.format.data,
            form.language.data,
        )
    except Invalid as failure:
        put_at_fields(form, failure)
        return _page(row, form), 422
    return redirect(url_for("reports.report", report_id=new_id), 303)


@blueprint.post("/reports/<uuid:report_id>/stop")
@requires("reports.make")
def stop(report_id: uuid.UUID) -> ResponseReturnValue:
    """Stop making a report."""
    service.stop_report(current_session(), house().clock, current_actor(), report_id)
    return redirect(url_for("reports.report", report_id=report_id), 303)


@blueprint.post("/reports/<uuid:report_id>/retry")
@requires("reports.make")
def retry(report_id: uuid.UUID) -> ResponseReturnValue:
    """Try again to make a report that failed or was stopped."""
    service.retry_report(current_session(), house().clock, current_actor(), report_id)
    return redirect(url_for("reports.report", report_id=report_id), 303)


def _new_form() -> ReportForm:
    form = ReportForm()
    form.kind.choices = [SelectChoice(code, capital(term(word))) for code, word in KIND_TERMS.items()]
    # A button elsewhere names the kind and the format; the document is then in the reader's language.
    if not form.language.data:
        form.language.data = current_language()
    return form


def _list(form: ReportForm) -> str:
    page = page_asked_for(request.args)
    file_format = request.args.get("format", "") if request.args.get("format", "") in FORMAT_NAMES else ""
    language = as_language(request.args.get("language")) or ""
    rows, number = queries.reports(current_session(), file_format=file_format, language=language, page=page)
    if page > 1 and not rows:
        raise NotFound
    return render_template(
        "reports/reports.html",
        list_name=capital(term("report", "many")),
        form=form,
        cards=[_card(row) for row in rows],
        number=number,
        pages=page_numbers(number, queries.PAGE, page),
        page=page,
        file_format=file_format,
        document_language=language,
        format_names=FORMAT_NAMES,
        language_names=LANGUAGE_NAMES,
        may_make=current_actor().may("reports.make"),
    )


def _page(row: Row[*tuple[Any, ...]], form: AgainForm | None) -> str:
    card = _card(row)
    others = queries.of_the_same_data(current_session(), card.data_digest, card.id)
    if form is None:
        form = AgainForm(format=card.format, language=card.language)
    return render_template(
        "reports/report.html",
        list_name=capital(term("report", "many")),
        card=card,
        job=_job(row, card) if card.state != "done" else None,
        others=[_card(other) for other in others],
        form=form,
        may_make=current_actor().may("reports.make"),
    )


def _card(row: Row[*tuple[Any, ...]]) -> Card:
    language, zone = current_language(), current_tenant().timezone
    return Card(
        id=row.id,
        name=capital(term(KIND_TERMS[row.kind])),
        format=row.format,
        format_name=FORMAT_NAMES[row.format],
        language=row.language,
        language_name=LANGUAGE_NAMES[row.language],
        address=url_for("reports.report", report_id=row.id),
        asked_by=row.post or "",
        asked=instant_text(row.requested_at, zone, language),
        asked_at=row.requested_at,
        data=instant_text(datetime.fromisoformat(row.taken_at), zone, language),
        data_digest=row.snapshot_digest,
        state="done" if row.file_id else row.job_state or "failed",
        step=f"{row.done}/{row.total}" if row.total else "",
        file_address=url_for("reports.file", report_id=row.id) if row.file_id else "",
        file_name=row.file_name or "",
        file_size=_size(row.size, language) if row.file_id else "",
        file_sha256=row.sha256 or "",
        decided=_DECIDED.get(row.outcome),
        decided_on=row.decided_on,
        decision=(row.decision_id, row.decision_number) if row.decision_id else None,
    )


def _job(row: Row[*tuple[Any, ...]], card: Card) -> Job:
    said = row.failure or row.phrase
    may_make = current_actor().may("reports.make")
    waits = may_make and not row.cancel_requested
    return Job(
        id=str(row.id),
        title=message_from(row.job_title) if row.job_title else msg("Report"),
        address=card.address,
        state=card.state,
        done=row.done or 0,
        of=row.total or 0,
        phrase=message_from(said) if said else msg("It has begun"),
        files=((card.file_name, card.file_address, card.file_size),) if card.file_address else (),
        retry=url_for("reports.retry", report_id=row.id) if may_make else None,
        cancel=url_for("reports.stop", report_id=row.id) if waits else None,
    )


def _size(size: int, language: Language) -> str:
    """A file's size in words: whole kilobytes of 1,000 bytes, at least one."""
    return format_unit(max(1, round(size / 1000)), "digital-kilobyte", "short", locale=locale_of(language))
