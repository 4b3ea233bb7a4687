"""What is done to an entry besides editing it: its day, cancellation, results, links, and removing a mistake."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid
from paktum.core.messages import Message, msg
from paktum.domains.programme import service
from paktum.domains.programme.forms import CancelForm, DayForm, LinkForm, VersionedForm, choices
from paktum.domains.programme.queries import EntryDetails, entry_details, plan_rows
from paktum.domains.programme.rules import MeasuredResult
from paktum.domains.programme.views.entries import plan_breadcrumb
from paktum.domains.programme.views.plan import blueprint, reader
from paktum.domains.programme.wording import label, when
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_words, house
from paktum.web.fields import id_given

_LONGEST_NUMBER = 8


def _back(entry_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("programme.entry", entry_id=entry_id), 303)


def _page(name: str, details: EntryDetails, status: int = 200, **values: Any) -> ResponseReturnValue:
    row = details.row
    breadcrumb = [*plan_breadcrumb(), (row.title, url_for("programme.entry", entry_id=row.id))]
    for_reader = reader()
    page = render_template(
        f"programme/{name}.html",
        row=row,
        label=label(row, for_reader.words),
        planned=when(row.planned, for_reader.language),
        content_lang=for_reader.words.language if for_reader.words.language != for_reader.language else None,
        version=details.version,
        breadcrumb=breadcrumb,
        back=url_for("programme.entry", entry_id=row.id),
        **values,
    )
    return page, status


@blueprint.get("/programme/entries/<uuid:entry_id>/day")
@requires("programme.write")
def day(entry_id: uuid.UUID) -> ResponseReturnValue:
    """The form that fixes the exact day."""
    details = entry_details(current_session(), entry_id)
    one_day = details.row.planned.is_one_day
    form = DayForm(
        version=str(details.version),
        day=details.day or (details.row.planned.start if one_day else None),
        last_day=details.last_day,
    )
    return _page("day", details, form=form)


@blueprint.post("/programme/entries/<uuid:entry_id>/day")
@requires("programme.write")
def fix_day(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Fix the day; the plan's period stays beside it."""
    form = DayForm()
    if form.validate():
        try:
            service.fix_day(
                current_session(),
                house().clock,
                current_actor(),
                entry_id,
                form.version_number,
                form.day.data,
                form.last_day.data,
            )
        except Invalid as invalid:
            form.blame(invalid.fields)
        else:
            return _back(entry_id)
    return _page("day", entry_details(current_session(), entry_id), 422, form=form)


@blueprint.post("/programme/entries/<uuid:entry_id>/day/open")
@requires("programme.write")
def open_day(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Go back to the period of the plan."""
    version = VersionedForm().version_number
    service.unfix_day(current_session(), house().clock, current_actor(), entry_id, version)
    return _back(entry_id)


@blueprint.get("/programme/entries/<uuid:entry_id>/cancel")
@requires("programme.write")
def cancel(entry_id: uuid.UUID) -> ResponseReturnValue:
    """The form that asks why."""
    details = entry_details(current_session(), entry_id)
    return _page("cancel", details, form=CancelForm(version=str(details.version), reason=details.cancel_reason))


@blueprint.post("/programme/entries/<uuid:entry_id>/cancel")
@requires("programme.write")
def cancel_now(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Cancel the entry; it stays in the plan."""
    form = CancelForm()
    if form.validate():
        try:
            service.cancel_entry(
                current_session(), house().clock, current_actor(), entry_id, form.version_number, form.reason.data
            )
        except Invalid as invalid:
            form.blame(invalid.fields)
        else:
            return _back(entry_id)
    return _page("cancel", entry_details(current_session(), entry_id), 422, form=form)


@blueprint.post("/programme/entries/<uuid:entry_id>/restore")
@requires("programme.write")
def restore(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Take the cancellation back."""
    version = VersionedForm().version_number
    service.restore_entry(current_session(), house().clock, current_actor(), entry_id, version)
    return _back(entry_id)


@blueprint.get("/programme/entries/<uuid:entry_id>/results")
@requires("programme.write")
def results(entry_id: uuid.UUID) -> ResponseReturnValue:
    """The form with a line for every measure of the pact: the least expected, and what was achieved."""
    details = entry_details(current_session(), entry_id)
    typed = {
        code: (str(least) if least or reached is None else "", "" if reached is None else str(reached))
        for code, least, reached in details.row.results
    }
    return _page("results", details, lines=_lines(details, typed), problems={})


def _lines(details: EntryDetails, typed: dict[str, tuple[str, str]]) -> list[tuple[str, str, str, str]]:
    words, language = current_words(), current_language()
    codes = dict.fromkeys([*(code for code, _, _ in details.row.results), *words.measures])
    lines = []
    for code in codes:
        measure = words.measures.get(code)
        name = str(words.say(measure.names, language)) if measure else code
        lines.append((code, name, *typed.get(code, ("", ""))))
    return lines


@blueprint.post("/programme/entries/<uuid:entry_id>/results")
@requires("programme.write")
def record_results(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Record what is expected and what was achieved."""
    details = entry_details(current_session(), entry_id)
    words = current_words()
    codes = dict.fromkeys([*(code for code, _, _ in details.row.results), *words.measures])
    typed, found, problems = _typed_results(list(codes))
    if not problems:
        try:
            service.set_results(
                current_session(),
                house().clock,
                current_actor(),
                entry_id,
                VersionedForm().version_number,
                found,
                measures=set(words.measures),
            )
        except Invalid as invalid:
            problems = dict(invalid.fields)
        else:
            return _back(entry_id)
    return _page("results", details, 422, lines=_lines(details, typed), problems=problems)


def _typed_results(
    codes: list[str],
) -> tuple[dict[str, tuple[str, str]], list[MeasuredResult], dict[str, Message]]:
    """What was typed, the results it makes, and what is wrong; a line left empty is no result."""
    typed: dict[str, tuple[str, str]] = {}
    found: list[MeasuredResult] = []
    problems: dict[str, Message] = {}
    for code in codes:
        least, reached = (request.form.get(f"{part}-{code}", "").strip() for part in ("at_least", "achieved"))
        typed[code] = (least, reached)
        for part, text in (("at_least", least), ("achieved", reached)):
            if text and not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
                problems[f"{part}-{code}"] = msg("Enter a whole number from 0 up.")
        if (least or reached) and not problems:
            found.append(MeasuredResult(code, int(least or 0), int(reached) if reached else None))
    return typed, found, problems


@blueprint.get("/programme/entries/<uuid:entry_id>/links")
@requires("programme.write")
def links(entry_id: uuid.UUID) -> ResponseReturnValue:
    """What the entry prepares, to add to and take from."""
    return _links_page(entry_id, LinkForm())


def _links_page(entry_id: uuid.UUID, form: LinkForm, status: int = 200) -> ResponseReturnValue:
    details = entry_details(current_session(), entry_id)
    words, language = current_words(), current_language()
    start = details.row.effective.start
    linked = {link.id for link in (*details.prepares, *details.prepared_by)} | {entry_id}
    # What comes later stands first, because that is what one prepares.
    form.prepares.choices = choices(
        [
            (str(row.id), f"{label(row, words)} {row.title} ({when(row.effective, language)})")
            for row in sorted(plan_rows(current_session()), key=lambda row: row.effective.end <= start)
            if row.id not in linked
        ]
    )
    return _page("links", details, status, form=form, prepares=details.prepares)


@blueprint.post("/programme/entries/<uuid:entry_id>/links")
@requires("programme.write")
def link(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Note another entry that this one prepares."""
    other = id_given(request.form.get("prepares"))
    service.link_entries(current_session(), house().clock, current_actor(), entry_id, other)
    return redirect(url_for("programme.links", entry_id=entry_id), 303)


@blueprint.post("/programme/entries/<uuid:entry_id>/links/<uuid:prepares_id>/remove")
@requires("programme.write")
def unlink(entry_id: uuid.UUID, prepares_id: uuid.UUID) -> ResponseReturnValue:
    """Take a link away."""
    service.unlink_entries(current_session(), house().clock, current_actor(), entry_id, prepares_id)
    return redirect(url_for("programme.links", entry_id=entry_id), 303)


@blueprint.get("/programme/entries/<uuid:entry_id>/remove")
@requires("programme.remove")
def remove(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Ask once, naming what goes."""
    return _page("remove", entry_details(current_session(), entry_id))


@blueprint.post("/programme/entries/<uuid:entry_id>/remove")
@requires("programme.remove")
def remove_now(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Remove an entry that was entered by mistake."""
    version = VersionedForm().version_number
    service.remove_entry(current_session(), house().clock, current_actor(), entry_id, version)
    return redirect(url_for("programme.plan"), 303)
