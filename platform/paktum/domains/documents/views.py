"""The page of Word templates in the settings, with what it hands out to start from and to look at."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from paktum.core.database import current_session
from paktum.core.errors import Refused
from paktum.core.messages import Message, msg, say
from paktum.domains.documents.file_names import file_name
from paktum.domains.documents.forms import TemplateForm
from paktum.domains.documents.queries import template_file, template_in_use
from paktum.domains.documents.service import word_templates as service
from paktum.domains.documents.word_fields import MINUTES_FIELDS, Field
from paktum.domains.documents.word_files import LARGEST, WORD_MEDIA_TYPE
from paktum.domains.files.service import open_file
from paktum.web.access import requires
from paktum.web.attachments import attachment
from paktum.web.context import current_actor, current_language, current_tenant, house
from paktum.web.dates import instant_text
from paktum.web.failures import page_of
from paktum.web.incoming import take_files
from paktum.web.notices import tell

# Named after the settings, where its page stands: the navigation goes by it.
blueprint = Blueprint("tenancy_papers", __name__, template_folder="templates")


@dataclass(frozen=True)
class FieldLine:
    """A field as the page lists it: how it is written, and what it prints; `inner` for those of a list."""

    written: str
    meaning: Message
    inner: bool = False


@blueprint.url_value_preprocessor
def allow_a_file(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let the one page that takes a file take it: before anything looks into the request."""
    if endpoint == "tenancy_papers.bring":
        take_files(LARGEST + (1 << 20))


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say at the field that the file is too large; its bytes were not read."""
    if request.endpoint != "tenancy_papers.bring":
        return page_of(error)
    form = TemplateForm(formdata=None)
    form.file.errors = [msg("The file is larger than %(limit)d MB.", limit=LARGEST >> 20)]
    return _page(form), 413


@blueprint.get("/settings/word-templates")
@requires("documents.see_templates")
def word_templates() -> ResponseReturnValue:
    """Which template minutes are written on, the form to bring another, and the fields it can have."""
    return _page(TemplateForm(formdata=None))


@blueprint.post("/settings/word-templates")
@requires("documents.keep_templates")
def bring() -> ResponseReturnValue:
    """Take a template into use; one that cannot be used is refused at its field, with everything that is wrong."""
    form = TemplateForm()
    if not form.validate():
        return _page(form), 422
    session, parts, upload = current_session(), house(), form.file.data
    try:
        problems = service.bring_template(
            session,
            parts.clock,
            parts.store,
            current_actor(),
            current_tenant(),
            upload.filename or "",
            upload.stream.read(LARGEST + 1),
        )
    except Refused as refused:
        problems = [refused.message]
    if problems:
        form.file.errors = problems
        return _page(form), 422
    tell(msg("The template was checked and is in use from now on."))
    return redirect(url_for("tenancy_papers.word_templates"), 303)


@blueprint.post("/settings/word-templates/plain")
@requires("documents.keep_templates")
def leave() -> ResponseReturnValue:
    """Go back to the plain template."""
    service.leave_template(current_session(), house().clock, current_actor())
    tell(msg("Minutes are written on the plain template again."))
    return redirect(url_for("tenancy_papers.word_templates"), 303)


@blueprint.get("/settings/word-templates/<uuid:template_id>/file")
@requires("documents.see_templates")
def brought_file(template_id: uuid.UUID) -> ResponseReturnValue:
    """A template as it was brought."""
    session = current_session()
    file = template_file(session, template_id)
    content = open_file(session, house().store, file)
    return attachment(content, name=file.name, media_type=file.media_type, size=file.size, sha256=file.sha256)


@blueprint.get("/settings/word-templates/starter.docx")
@requires("documents.see_templates")
def starter() -> ResponseReturnValue:
    """The template to start from, with its labels in the pact's language."""
    from paktum.domains.documents.layouts.minutes_starter import starter_template

    language = current_tenant().language
    return _word(starter_template(language), say(msg("Template of minutes"), language))


@blueprint.get("/settings/word-templates/sample.docx")
@requires("documents.see_templates")
def sample() -> ResponseReturnValue:
    """Sample minutes on the template in use."""
    session, parts, tenant = current_session(), house(), current_tenant()
    minutes = service.sample(session, parts.clock, parts.store, tenant)
    made = service.minutes_on_template(session, parts.store, minutes)
    return _word(made, say(msg("Sample of minutes"), tenant.language))


def _word(content: bytes, name: str) -> ResponseReturnValue:
    answer = make_response(content)
    answer.headers["Content-Type"] = WORD_MEDIA_TYPE
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name("docx", name)}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _page(form: TemplateForm) -> str:
    template = template_in_use(current_session(), service.MINUTES)
    return render_template(
        "documents/word_templates.html",
        form=form,
        template=template,
        since=instant_text(template.since, current_tenant().timezone, current_language()) if template else "",
        fields=list(_lines(MINUTES_FIELDS)),
        limit=LARGEST >> 20,
        may_keep=current_actor().may("documents.keep_templates"),
    )


def _lines(fields: Mapping[str, Field]) -> Iterator[FieldLine]:
    for name, field in fields.items():
        if not field.fields:
            yield FieldLine("{{ " + name + " }}", field.meaning)
            continue
        yield FieldLine("{%p for " + field.each + " in " + name + " %} … {%p endfor %}", field.meaning)
        for inner, known in field.fields.items():
            mark = "{{p " if known.rich else "{{ "
            yield FieldLine(f"{mark}{field.each}.{inner} " + "}}", known.meaning, inner=True)
