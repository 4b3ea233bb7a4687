"""One's own account: language, password, keys, open sessions."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid
from paktum.core.messages import Message, msg
from paktum.domains.people import queries
from paktum.domains.people.forms import ChangePasswordForm, ShortcutsForm
from paktum.domains.people.rules import SHORTEST_PASSWORD
from paktum.domains.people.service import own_account
from paktum.domains.people.service.signing_in import TooManyAttempts
from paktum.domains.people.views.blueprint import blueprint
from paktum.domains.people.views.gate import present_secret, status_of
from paktum.web.access import requires
from paktum.web.context import current_actor, current_visitor, house, keep_writes
from paktum.web.fields import put_at_fields
from paktum.web.notices import tell


@blueprint.get("/account")
@requires("people.own_account")
def account() -> ResponseReturnValue:
    """One's own account."""
    return _page(ChangePasswordForm())


def _page(form: ChangePasswordForm) -> str:
    visitor = current_visitor()
    return render_template(
        "people/account.html",
        password_form=form,
        shortcuts_form=ShortcutsForm(formdata=None, shortcuts=visitor.shortcuts if visitor else True),
        email=visitor.email if visitor else "",
        sessions=queries.own_sessions(current_session(), house().clock, current_actor(), present_secret()),
        shortest=SHORTEST_PASSWORD,
    )


@blueprint.post("/account/password")
@requires("people.own_account")
def change_password() -> ResponseReturnValue:
    """Change one's password; other browsers are signed out."""
    form = ChangePasswordForm()
    if not form.validate():
        return _page(form), 422
    try:
        own_account.change_password(
            current_session(),
            house().clock,
            current_actor(),
            form.old_password.data,
            form.password.data,
            present_secret(),
            request.remote_addr or "",
        )
    except Invalid as invalid:
        keep_writes()
        put_at_fields(form, invalid)
        return _page(form), 422
    except TooManyAttempts as refusal:
        form.form_errors = [refusal.message]
        return _page(form), status_of(refusal)
    return _done(msg("Your password is changed. Other browsers are signed out."))


@blueprint.post("/account/keys")
@requires("people.own_account")
def switch_keys() -> ResponseReturnValue:
    """Switch single-letter keys on or off."""
    on = bool(ShortcutsForm().shortcuts.data)
    own_account.switch_shortcuts(current_session(), current_actor(), on)
    return _done(msg("Single-letter keys are on.") if on else msg("Single-letter keys are off."))


@blueprint.post("/account/sign-out-elsewhere")
@requires("people.own_account")
def sign_out_elsewhere() -> ResponseReturnValue:
    """End all one's sessions but this one."""
    own_account.sign_out_elsewhere(current_session(), house().clock, current_actor(), present_secret())
    return _done(msg("You are signed out everywhere else."))


def _done(message: Message) -> ResponseReturnValue:
    tell(message)
    return redirect(url_for("people.account"), 303)
