"""The page that corrects one row of an import, beside what the file says."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid, NotFound
from paktum.core.messages import Message, msg, say
from paktum.domains.programme.import_forms import (
    RowForm,
    left_alone,
    link_key,
    row_data,
    row_differences,
    row_signs,
    row_values,
)
from paktum.domains.programme.import_queries import WholeImport, whole_import
from paktum.domains.programme.import_rows import Decided, decide_rows
from paktum.domains.programme.import_views import blueprint
from paktum.domains.programme.reading.plan import EntryLink, Kind, ReadEntry
from paktum.domains.programme.reading.portable import FIELDS
from paktum.domains.programme.rules import sequence_label
from paktum.domains.programme.service import imports
from paktum.domains.programme.service.imports import ImportClosed, RowChanged
from paktum.domains.programme.views.entries import plan_breadcrumb
from paktum.domains.programme.vocabulary import PlanBody, plan_bodies
from paktum.domains.programme.wording import measure_name, when
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_words, house

__all__ = ["blueprint"]


class _Row:
    """A row of an import with all that its page needs."""

    def __init__(self, import_id: uuid.UUID, number: int) -> None:
        session = current_session()
        self.whole: WholeImport = whole_import(session, import_id)
        if not 1 <= number <= len(self.whole.rows):
            raise NotFound
        if self.whole.facts.state != "read":
            raise ImportClosed
        self.number = number
        self.bodies: list[PlanBody] = plan_bodies(session)
        self.decided: Decided = decide_rows(self.whole.rows)
        self.row = self.whole.rows[number - 1]
        self.entry: ReadEntry = self.decided.entries[number - 1]

    @property
    def others(self) -> list[ReadEntry]:
        """The other rows, which it may prepare."""
        return [entry for entry in self.decided.entries if entry.link != self.entry.link]

    @property
    def links(self) -> list[EntryLink]:
        return [entry.link for entry in self.others]

    @property
    def back(self) -> str:
        address: str = url_for("programme_import.review", import_id=self.whole.facts.id)
        return f"{address}#row-{self.number}"

    def offer(self, form: RowForm) -> None:
        """Fill the choices of the form."""
        words, language = current_words(), current_language()
        kept = {*self.entry.types, *(audience.code for audience in self.entry.audiences)}

        def named(catalogue: Any) -> list[tuple[str, str]]:
            return [
                (item.code, str(words.say(item.names, language)))
                for item in catalogue.all.values()
                if item.code in catalogue or item.code in kept
            ]

        form.offer(
            [(str(body.id), body.name) for body in self.bodies], named(words.event_types), named(words.audiences)
        )
        form.prepares.choices = [(link_key(entry.link), self.name_of(entry)) for entry in self.others]

    def name_of(self, entry: ReadEntry) -> str:
        """Another row in a list: its number, title and time."""
        label = _label(entry.link)
        time = f" ({when(entry.period, current_language())})" if entry.period else ""
        return f"{label} {entry.title}{time}"

    def measures(self) -> list[str]:
        """The measures that may be counted: those it has, then the pact's."""
        return list(dict.fromkeys([*(result.measure for result in self.entry.results), *current_words().measures]))


def _label(link: EntryLink) -> str:
    return say(sequence_label(link.kind.value, link.sequence), current_words().language)


def _page(
    found: _Row, form: RowForm, typed: dict[str, str], problems: dict[str, Message], status: int = 200
) -> ResponseReturnValue:
    words, language = current_words(), current_language()
    page = render_template(
        "programme/import_row.html",
        form=form,
        kind="session" if found.entry.kind is Kind.SESSION else "event",
        label=_label(found.entry.link),
        title=found.entry.title,
        doubts=[doubt.message for _, doubt in found.row.open_doubts()],
        notes=found.entry.notes,
        source=[(cell.heading, cell.text) for cell in found.row.read.source if cell.text or cell.heading],
        measures=[
            (code, str(measure_name(code, words, language)), typed.get(code, ""), problems.get(f"least-{code}"))
            for code in found.measures()
        ],
        problems={name: text for name, text in problems.items() if name.startswith("least-")},
        back=found.back,
        action=url_for("programme_import.save_row", import_id=found.whole.facts.id, number=found.number),
        breadcrumb=[*plan_breadcrumb(), (str(msg("Import")), found.back)],
    )
    return page, status


@blueprint.get("/programme/imports/<uuid:import_id>/rows/<int:number>")
@requires("programme.write")
def row(import_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """The form that corrects a row, beside the words of the file."""
    found = _Row(import_id, number)
    form = RowForm(formdata=None, data=row_data(found.entry, found.row, found.bodies))
    found.offer(form)
    return _page(found, form, {result.measure: str(result.at_least) for result in found.entry.results}, {})


@blueprint.post("/programme/imports/<uuid:import_id>/rows/<int:number>")
@requires("programme.write")
def save_row(import_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Keep the correction; if somebody else corrected the row meanwhile, both versions are shown to choose from."""
    found = _Row(import_id, number)
    form = RowForm()
    found.offer(form)
    typed = {code: request.form.get(f"least-{code}", "").strip() for code in found.measures()}
    left_out = bool(form.left_out.data)
    if left_out and form.version_number == found.row.version:
        # Whatever else stands in the form: the row is out.
        imports.correct_row(
            current_session(),
            house().clock,
            current_actor(),
            import_id,
            number - 1,
            form.version_number,
            found.row.own,
            left_out=True,
        )
        return redirect(found.back, 303)
    if not form.validate():
        return _page(found, form, typed, {}, 422)
    try:
        values = row_values(form, found.entry, found.bodies, found.links, typed, current_words())
    except Invalid as invalid:
        form.blame({name: text for name, text in invalid.fields.items() if not name.startswith("least-")})
        return _page(found, form, typed, dict(invalid.fields), 422)
    for name in _kept_theirs():
        if name in values:
            values[name] = getattr(found.entry, name)
    if "left_out" in _kept_theirs():
        left_out = found.row.left_out
    try:
        _save(found, form.version_number, values, left_out=left_out)
    except RowChanged as changed:
        untouched = left_alone(form.opened.data or "", values, left_out)
        return _conflict(found, changed, values, left_out, untouched)
    return redirect(found.back, 303)


def _save(found: _Row, version: int, values: dict[str, Any], *, left_out: bool) -> None:
    # Kept by the numbers as they were read, so that a link follows a row whose number is changed later.
    read_as = {entry.link: row.read.link for entry, row in zip(found.decided.entries, found.whole.rows, strict=True)}
    if "prepares" in values:
        values = {**values, "prepares": tuple(read_as.get(link, link) for link in values["prepares"])}
    imports.correct_row(
        current_session(),
        house().clock,
        current_actor(),
        found.whole.facts.id,
        found.number - 1,
        version,
        values,
        left_out=left_out,
    )


def _kept_theirs() -> set[str]:
    """The fields for which the reader of two versions chose what was saved meanwhile."""
    return {
        name.removeprefix("keep-")
        for name, value in request.form.items()
        if name.startswith("keep-") and value == "theirs"
    }


def _conflict(
    found: _Row, changed: RowChanged, mine: dict[str, Any], left_out: bool, untouched: set[str]
) -> ResponseReturnValue:
    words, language = current_words(), current_language()
    differences = row_differences(changed.present, mine, left_out, found.bodies, words, language)
    if not differences:
        # Both wrote the same: nothing is left to decide.
        return redirect(found.back, 303)
    typed = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name not in ("csrf_token", "version", "opened") and not name.startswith("keep-")
    ]
    page = render_template(
        "programme/conflict.html",
        typed=typed,
        title=f"{_label(found.entry.link)} {found.entry.title}",
        message=changed.message,
        version=changed.present.version,
        opened=row_signs({name: getattr(found.entry, name) for name in FIELDS}, changed.present.left_out),
        differences=[each for each in differences if each[0] not in untouched],
        theirs=[each for each in differences if each[0] in untouched],
        action=url_for("programme_import.save_row", import_id=found.whole.facts.id, number=found.number),
        back=found.back,
        breadcrumb=[*plan_breadcrumb(), (str(msg("Import")), found.back)],
    )
    return page, 409
