"""Writing in a section: saved as one types by the page's script, or by a form of its own; both see both versions."""

import uuid
from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Forbidden, Invalid
from paktum.core.messages import Message, msg
from paktum.domains.minutes.forms import NewSectionForm, SectionForm
from paktum.domains.minutes.rules.life import refusal
from paktum.domains.minutes.rules.notation import read, written
from paktum.domains.minutes.rules.rich_text import from_html, to_html
from paktum.domains.minutes.service import writing
from paktum.domains.minutes.service.writing import SavedSection, SectionChanged, SectionDraft
from paktum.domains.minutes.views.blueprint import back, blueprint, breadcrumb, whole_minutes
from paktum.web.access import requires
from paktum.web.conflicts import differences, take_theirs
from paktum.web.context import current_actor, current_language, current_tenant, house
from paktum.web.dates import instant_text
from paktum.web.fields import put_at_fields, whole_number

_SECTION = "/meetings/<uuid:meeting_id>/minutes/sections/<uuid:section_id>"


@blueprint.get(_SECTION)
@requires("minutes.write")
def edit_section(meeting_id: uuid.UUID, section_id: uuid.UUID) -> ResponseReturnValue:
    """A section to write in without a script, its text with signs."""
    head, minutes = whole_minutes(meeting_id)
    row = minutes.section(section_id)
    if not minutes.writable:
        raise Conflict(refusal(minutes.state, "write"))
    form = SectionForm(data=_stored(row))
    return render_template(
        "minutes/section.html", form=form, head=head, row=row, breadcrumb=breadcrumb(head, below=True)
    )


@blueprint.post(_SECTION)
@requires("minutes.write")
def save_section(meeting_id: uuid.UUID, section_id: uuid.UUID) -> ResponseReturnValue:
    """Save a section: fields `version`, `heading`, `public`, and `html` (by the script) or `text` (by the form)."""
    if "html" in request.form:
        return _save_quietly(meeting_id, section_id)
    head, minutes = whole_minutes(meeting_id)
    row = minutes.section(section_id)
    form = SectionForm()
    stored = _stored(row)
    take_theirs(form, stored)
    page: dict[str, Any] = {"form": form, "head": head, "row": row, "breadcrumb": breadcrumb(head, below=True)}
    if not form.validate():
        return render_template("minutes/section.html", **page), 422
    try:
        _save(meeting_id, section_id, form.version.data, _draft_of(form))
    except Invalid as failure:
        put_at_fields(form, failure)
        return render_template("minutes/section.html", **page), 422
    except SectionChanged as changed:
        form.version.data = str(changed.present.version)
        conflict = differences(form, _stored(changed.present))
        return render_template("minutes/section.html", **page, conflict=conflict, clash=True), 409
    return back(meeting_id, msg("Saved: %(section)s.", section=form.heading.data), f"s-{section_id}")


def _draft_of(form: SectionForm) -> SectionDraft:
    return SectionDraft(form.heading.data, to_html(read(form.text.data or "")), bool(form.public.data))


def _save(meeting_id: uuid.UUID, section_id: uuid.UUID, version: str | None, draft: SectionDraft) -> SavedSection:
    return writing.save_section(
        current_session(), house().clock, current_actor(), meeting_id, section_id, whole_number(version), draft
    )


def _save_quietly(meeting_id: uuid.UUID, section_id: uuid.UUID) -> ResponseReturnValue:
    """The answer to the page's script, as JSON: what is stored now, or why this was not stored."""
    draft = SectionDraft(request.form.get("heading", ""), request.form["html"], request.form.get("public") == "y")
    try:
        saved = _save(meeting_id, section_id, request.form.get("version"), draft)
    except SectionChanged as changed:
        return jsonify(**_told(changed.present), error=str(changed.message)), 409
    except Invalid as failure:
        return jsonify(error=_sentence(failure)), 422
    except (Conflict, Forbidden) as failure:
        return jsonify(error=str(failure.message), final=True), 403
    return jsonify(**_told(saved))


def _sentence(failure: Invalid) -> str:
    reasons: list[Message] = list(failure.fields.values())
    return " ".join(str(reason) for reason in reasons)


def _told(section: SavedSection) -> dict[str, Any]:
    at = instant_text(section.changed_at, current_tenant().timezone, current_language())
    return {
        "version": section.version,
        "heading": section.heading,
        "html": section.content,
        "public": section.public,
        "saved": str(msg("Saved %(when)s", when=at)),
    }


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/sections")
@requires("minutes.write")
def add_section(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Add a section at the end: field `heading`."""
    form = NewSectionForm()
    heading = form.heading.data or ""
    section_id = writing.add_section(
        current_session(), house().clock, current_actor(), meeting_id, heading, _after(meeting_id)
    )
    return redirect(url_for("minutes.show", meeting_id=meeting_id, _anchor=f"s-{section_id}"), 303)


def _after(meeting_id: uuid.UUID) -> uuid.UUID | None:
    """New sections stand before the closing, which is the last word."""
    _, minutes = whole_minutes(meeting_id)
    open_ones = [section.id for section in minutes.sections if section.kind != "closing"]
    return open_ones[-1] if open_ones else None


@blueprint.post(f"{_SECTION}/remove")
@requires("minutes.write")
def remove_section(meeting_id: uuid.UUID, section_id: uuid.UUID) -> ResponseReturnValue:
    """Take a section out; the version kept just before still has it."""
    heading = writing.remove_section(current_session(), house().clock, current_actor(), meeting_id, section_id)
    return back(meeting_id, msg("%(section)s was taken out. The version before still has it.", section=heading))


def _stored(row: Any) -> dict[str, Any]:
    return {
        "heading": row.heading,
        "text": written(from_html(row.content)),
        "public": row.public,
        "version": str(row.version),
    }
