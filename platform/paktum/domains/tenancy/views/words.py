"""The words of the pact: all terms with their origin, and renaming one in all its forms."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from paktum.core.database import current_session
from paktum.core.errors import Invalid, NotFound
from paktum.core.languages import Language, sort_key
from paktum.core.messages import Message, msg
from paktum.domains.tenancy import rules, service
from paktum.domains.tenancy.forms import TermForm, forms_of, has_gender, term_form
from paktum.domains.tenancy.views.blueprint import Given, blueprint, given, next_address
from paktum.plugin.problems import findings_of
from paktum.plugin.specs import TenantChanges, TenantFile, Term, TermForms
from paktum.web.access import requires
from paktum.web.context import current_actor, house
from paktum.web.notices import tell


@blueprint.get("/settings/words")
@requires("tenancy.see")
def words() -> ResponseReturnValue:
    """All terms in the pact's language, with the platform's word beside each."""
    found = given()
    own = found.stored.file.language
    key = sort_key(own)
    codes = sorted(found.words.terms, key=lambda code: key(found.words.term(code)))
    only_own = request.args.get("show") == "own"
    return render_template(
        "tenancy/words.html",
        given=found,
        codes=[code for code in codes if not only_own or found.is_own(f"terms.{code}.{own}")],
        own=own,
        only_own=only_own,
        platform=house().plugins.words.value.terms,
    )


@blueprint.get("/settings/words/<code>")
@requires("tenancy.configure")
def word(code: str) -> ResponseReturnValue:
    """The form for a word, filled with its present forms."""
    found = _with_term(code)
    form = term_form(found.languages, _values(found, code))
    form.seen.data = rules.mark_of(found.words.terms[code])
    return _word_page(found, code, form)


@blueprint.post("/settings/words/<code>")
@requires("tenancy.configure")
def rename_word(code: str) -> ResponseReturnValue:
    """Rename a word in all its forms."""
    found = _with_term(code)
    form = term_form(found.languages)
    if not form.validate():
        return _word_page(found, code, form), 422
    if form.seen.data != rules.mark_of(found.words.terms[code]):
        form.seen.data = rules.mark_of(found.words.terms[code])
        return _word_page(found, code, form, _differences(form, _values(found, code))), 409
    try:
        term = _term_of(form, found.languages)
        service.keep_changes(
            current_session(),
            house().clock,
            current_actor(),
            house().plugins,
            lambda _file, before: rules.with_term(before, code, term),
            "term.renamed",
            code=code,
        )
    except Invalid as failure:
        _put_at_forms(form, failure, code)
        return _word_page(found, code, form), 422
    address = url_for("tenancy.take_back_word", code=code)
    tell(msg("The word was changed everywhere: %(word)s.", word=_own(form, found)), undo=address)
    return redirect(url_for("tenancy.words"), 303)


@blueprint.post("/settings/words/<code>/take-back")
@requires("tenancy.configure")
def take_back_word(code: str) -> ResponseReturnValue:
    """Use the plugin's word again."""

    def without(_file: TenantFile, before: TenantChanges) -> TenantChanges:
        return rules.with_term(before, code, None)

    service.keep_changes(
        current_session(), house().clock, current_actor(), house().plugins, without, "term.taken_back", code=code
    )
    tell(msg("The plugin's word is used again."))
    return redirect(next_address(request.form.get("next"), url_for("tenancy.words")), 303)


def _with_term(code: str) -> Given:
    found = given()
    if code not in found.words.terms:
        raise NotFound
    return found


def _word_page(found: Given, code: str, form: TermForm, conflict: Any = ()) -> str:
    own = found.stored.file.language
    return render_template(
        "tenancy/word.html",
        form=form,
        code=code,
        word=found.words.term(code, "one", own),
        own=own,
        groups=[(language, [form[name] for name in _names(language)]) for language in found.languages],
        is_own=code in found.stored.changes.terms,
        conflict=conflict,
    )


def _names(language: Language) -> list[str]:
    fields = [f"{language}_{form}" for form in forms_of(language)]
    return [*fields, f"{language}_gender"] if has_gender(language) else fields


def _values(found: Given, code: str) -> dict[str, str]:
    """The present forms of a term, by field."""
    term = found.words.terms[code]
    values: dict[str, str] = {}
    for language in found.languages:
        forms = term.get(language)
        for name in _names(language):
            values[name] = (getattr(forms, name.partition("_")[2]) if forms else None) or ""
    return values


def _differences(form: TermForm, stored: dict[str, str]) -> list[tuple[str, Any, str, str]]:
    return [
        (field.name, field.label.text, stored[field.name], field.data or "")
        for field in form
        if field.name in stored and stored[field.name] != (field.data or "")
    ]


def _term_of(form: TermForm, languages: tuple[Language, ...]) -> Term:
    """The term that the form says. Raises Invalid with key paths such as `terms.hu.one`."""
    given_forms: dict[str, TermForms] = {}
    problems: dict[str, Message] = {}
    for language in languages:
        values = {name.partition("_")[2]: form[name].data for name in _names(language) if form[name].data}
        if not values:
            continue
        try:
            given_forms[language] = TermForms.model_validate(values)
        except ValidationError as error:
            for finding in findings_of(error, TermForms):
                problems[f"{language}_{finding.path[0]}"] = finding.message
    if problems:
        raise Invalid(problems)
    return Term.model_validate(given_forms)


def _put_at_forms(form: TermForm, failure: Invalid, code: str) -> None:
    """Show a refusal at the form of the word it names; what names only a language stands at its first form."""
    names = {field.name for field in form}
    for key, message in failure.fields.items():
        at = key if key in names else f"{key.removeprefix(f'terms.{code}.')}_one"
        if at in names:
            form[at].errors = [*form[at].errors, message]
        else:
            form.form_errors = [*form.form_errors, message]


def _own(form: TermForm, found: Given) -> str:
    return str(form[f"{found.stored.file.language}_one"].data)
