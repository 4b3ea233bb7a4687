"""Pages of importing a work plan: the file, what was understood of it, taking it over, and earlier imports."""

import re
import tempfile
import uuid
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from paktum.core.database import current_session
from paktum.core.errors import Refused
from paktum.core.messages import msg, nmsg
from paktum.domains.files.service import get_file, open_file
from paktum.domains.programme.import_compare import present_entries
from paktum.domains.programme.import_forms import LARGEST_FILE, UploadForm
from paktum.domains.programme.import_listing import listed_import
from paktum.domains.programme.import_page import SHOWS, review_page
from paktum.domains.programme.import_queries import imports as list_of_imports
from paktum.domains.programme.import_queries import whole_import
from paktum.domains.programme.rules import ImportOutcome
from paktum.domains.programme.service import imports, taking_back
from paktum.domains.programme.service.imports import AnsweredMeanwhile, GivenAnswer, ImportClosed
from paktum.domains.programme.service.taking_back import ChangedSince
from paktum.domains.programme.views.entries import plan_breadcrumb
from paktum.domains.programme.views.plan import reader
from paktum.domains.programme.vocabulary import plan_bodies
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_tenant, current_words, house
from paktum.web.failures import page_of
from paktum.web.fields import whole_number
from paktum.web.incoming import take_files
from paktum.web.notices import tell

blueprint = Blueprint("programme_import", __name__, template_folder="templates")

_QUESTION: Final = re.compile(r"q-(\d{1,4})-(\d{1,3})")
_CONFIRM: Final = re.compile(r"(\d{1,4})-(\d{1,3})")


@blueprint.url_value_preprocessor
def allow_documents(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let the one page that takes files take them: before anything looks into the request."""
    if endpoint == "programme_import.take_file":
        take_files(LARGEST_FILE)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say at the field that the file is too large; its bytes were not read."""
    if request.endpoint != "programme_import.take_file":
        return page_of(error)
    form = UploadForm(formdata=None)
    refuse(form, msg("The file is larger than %(limit)d MB. A work plan is far smaller.", limit=LARGEST_FILE >> 20))
    return upload_page(form, 413)


def refuse(form: UploadForm, message: Any) -> None:
    """Put a refusal at the field of the file."""
    form.file.errors = [message]


def upload_page(form: UploadForm, status: int = 200) -> ResponseReturnValue:
    """The page that asks for a file."""
    return render_template("programme/import_upload.html", form=form, breadcrumb=plan_breadcrumb()), status


@blueprint.get("/programme/import")
@requires("programme.write")
def upload() -> ResponseReturnValue:
    """Ask for the file, and say what will happen with it."""
    return upload_page(UploadForm())


@blueprint.post("/programme/import")
@requires("programme.write")
def take_file() -> ResponseReturnValue:
    """Take the file in; a file that cannot be a plan is refused at its field and leaves no trace."""
    form = UploadForm()
    if not form.validate():
        return upload_page(form, 422)
    with tempfile.TemporaryDirectory(prefix="paktum-plan-") as folder:
        path = Path(folder) / "plan"
        form.file.data.save(path)
        try:
            taken = imports.take_file(
                current_session(),
                house().clock,
                current_actor(),
                house().store,
                current_words(),
                path,
                form.file.data.filename or "",
            )
        except Refused as refused:
            refuse(form, refused.message)
            return upload_page(form, 422)
    if taken.open_already:
        tell(msg("This very file is being checked already: here it is, with every answer given so far."), "unsure")
    return redirect(url_for("programme_import.review", import_id=taken.import_id), 303)


@blueprint.get("/programme/imports")
@requires("programme.write")
def earlier() -> ResponseReturnValue:
    """Earlier imports: who, when, which file, what became of it."""
    zone, language = current_tenant().timezone, current_language()
    found = [listed_import(facts, zone, language) for facts in list_of_imports(current_session())]
    return render_template("programme/import_list.html", imports=found, breadcrumb=plan_breadcrumb())


@blueprint.get("/programme/imports/<uuid:import_id>")
@requires("programme.write")
def review(import_id: uuid.UUID) -> ResponseReturnValue:
    """What was understood, row by row, with questions; the address keeps which rows are shown."""
    show = _show()
    session = current_session()
    whole = whole_import(session, import_id)
    # An import that is finished is shown as it was done, not against what the programme became since.
    present = present_entries(session) if whole.facts.state == "read" else []
    page = review_page(whole, plan_bodies(session), present, show, reader())
    return render_template(
        "programme/import_review.html",
        page=page,
        facts=whole.facts,
        corrections=imports.corrections_in(whole.rows),
        show=show,
        breadcrumb=plan_breadcrumb(),
    )


def _show() -> str:
    show = request.args.get("show", "")
    return show if show in SHOWS else ""


@blueprint.get("/programme/imports/<uuid:import_id>/file")
@requires("programme.write")
def original(import_id: uuid.UUID) -> ResponseReturnValue:
    """The file as it came, to keep."""
    session = current_session()
    file = get_file(session, whole_import(session, import_id).facts.file_id)
    with open_file(session, house().store, file) as stream:
        response = Response(stream.read(), content_type=file.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=file.name)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def given_answers() -> list[GivenAnswer]:
    """The answers that a page sent, without those for which a reader of two versions chose the other one."""
    given = []
    for name, key in request.form.items():
        found = _QUESTION.fullmatch(name)
        if found is None or request.form.get(f"keep-{name}") == "theirs":
            continue
        row, doubt = found.groups()
        given.append(GivenAnswer(int(row), int(doubt), key, request.form.get(f"seen-{row}-{doubt}") or None))
    return given


@blueprint.post("/programme/imports/<uuid:import_id>")
@requires("programme.write")
def answer(import_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the answers on the page, or confirm that one stays as it is, and show the page again."""
    confirmed = _CONFIRM.fullmatch(request.form.get("confirm", ""))
    try:
        imports.answer_questions(
            current_session(),
            house().clock,
            current_actor(),
            import_id,
            given_answers(),
            (int(confirmed[1]), int(confirmed[2])) if confirmed else None,
        )
    except AnsweredMeanwhile as conflict:
        return _two_versions(import_id, conflict)
    return redirect(url_for("programme_import.review", import_id=import_id, show=_show() or None), 303)


def _two_versions(import_id: uuid.UUID, conflict: AnsweredMeanwhile) -> ResponseReturnValue:
    """Both answers to each question in dispute; a part of a page cannot show them, so then the whole page goes there."""
    pairs = [f"{each.row}-{each.doubt}-{each.mine}" for each in conflict.disagreements]
    address = url_for("programme_import.two_versions", import_id=import_id, mine=pairs, show=_show() or None)
    if request.headers.get("HX-Request"):
        return Response(status=409, headers={"HX-Redirect": address})
    return _versions_page(import_id, pairs), 409


@blueprint.get("/programme/imports/<uuid:import_id>/two-versions")
@requires("programme.write")
def two_versions(import_id: uuid.UUID) -> ResponseReturnValue:
    """Questions that somebody else answered differently meanwhile: theirs beside mine."""
    return _versions_page(import_id, request.args.getlist("mine")[:100])


def _versions_page(import_id: uuid.UUID, pairs: list[str]) -> str:
    rows = whole_import(current_session(), import_id).rows
    differences, typed = [], []
    for pair in pairs:
        row, doubt, key = (*pair.split("-", 2), "", "")[:3]
        if not (pair.isascii() and row.isdigit() and doubt.isdigit() and len(pair) < 200 and int(row) < len(rows)):
            continue
        unsure = rows[int(row)].read.unsure
        if int(doubt) >= len(unsure):
            continue
        labels = {choice.key: choice.label for choice in unsure[int(doubt)].choices}
        theirs = rows[int(row)].effective_answer(int(doubt)) or ""
        if key in labels and key != theirs:
            name = f"q-{row}-{doubt}"
            differences.append((name, unsure[int(doubt)].message, labels.get(theirs, "–"), labels[key]))
            typed += [(name, key), (f"seen-{row}-{doubt}", theirs)]
    back = url_for("programme_import.review", import_id=import_id)
    return render_template(
        "programme/conflict.html",
        typed=typed,
        title="",
        message=AnsweredMeanwhile(()).message,
        version="",
        opened="",
        theirs=[],
        differences=differences,
        action=url_for("programme_import.answer", import_id=import_id, show=_show() or None),
        back=back,
        breadcrumb=[*plan_breadcrumb(), (str(msg("Import")), back)],
    )


@blueprint.post("/programme/imports/<uuid:import_id>/take")
@requires("programme.write")
def take_over(import_id: uuid.UUID) -> ResponseReturnValue:
    """Bring the rows into the programme, with the answers on the page, and go there."""
    corrections = request.form.get("corrections", "")
    try:
        outcome = imports.take_over(
            current_session(),
            house().clock,
            current_actor(),
            import_id,
            corrections=whole_number(corrections, -1),
            given=given_answers(),
        )
    except AnsweredMeanwhile as conflict:
        return _two_versions(import_id, conflict)
    except ImportClosed as closed:
        tell(closed.message, "unsure")
        return redirect(url_for("programme_import.review", import_id=import_id), 303)
    back = url_for("programme_import.take_back", import_id=import_id) if outcome.wrote else None
    tell(_done(outcome), undo=back)
    return redirect(url_for("programme.plan"), 303)


def _done(outcome: ImportOutcome) -> Any:
    added, changed = len(outcome.added), len(outcome.changed)
    if not outcome.wrote:
        return msg("Everything in the file stands in the programme already. Nothing was changed.")
    if not changed:
        return nmsg("%(num)d entry was taken in.", "%(num)d entries were taken in.", added)
    return msg(
        "Taken in: %(added)d new entries, %(changed)d changed, %(same)d as they were.",
        added=added,
        changed=changed,
        same=len(outcome.unchanged),
    )


@blueprint.post("/programme/imports/<uuid:import_id>/take-back")
@requires("programme.write")
def take_back(import_id: uuid.UUID) -> ResponseReturnValue:
    """Undo what an import did, and go back to checking it; or say why that is not possible any more."""
    try:
        taking_back.take_back(current_session(), house().clock, current_actor(), import_id)
    except (ChangedSince, ImportClosed) as refused:
        tell(refused.message, "unsure")
        return redirect(url_for("programme.plan"), 303)
    tell(msg("The import was taken back: the programme says again what it said before. Your answers were kept."))
    return redirect(url_for("programme_import.review", import_id=import_id), 303)


@blueprint.post("/programme/imports/<uuid:import_id>/discard")
@requires("programme.write")
def discard(import_id: uuid.UUID) -> ResponseReturnValue:
    """Put the import aside; it can be taken up again from the list."""
    imports.discard_import(current_session(), house().clock, current_actor(), import_id)
    tell(msg("The import was discarded. You can take it up again here."))
    return redirect(url_for("programme_import.review", import_id=import_id), 303)


@blueprint.post("/programme/imports/<uuid:import_id>/reopen")
@requires("programme.write")
def reopen(import_id: uuid.UUID) -> ResponseReturnValue:
    """Take a discarded import up again."""
    imports.reopen_import(current_session(), house().clock, current_actor(), import_id)
    return redirect(url_for("programme_import.review", import_id=import_id), 303)
