"""Pages of signing in and out."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from paktum.core.database import current_session
from paktum.core.errors import Refused
from paktum.core.languages import as_language
from paktum.domains.people import service
from paktum.domains.people.forms import SignInForm
from paktum.domains.people.visitors import SignedIn
from paktum.web.access import open_to_all, requires
from paktum.web.context import current_visitor, house, keep_writes
from paktum.web.entry import LANGUAGE_COOKIE, local_address

blueprint = Blueprint("people", __name__, template_folder="templates")


@blueprint.get("/sign-in")
@open_to_all("this is how one stops being a guest")
def sign_in() -> ResponseReturnValue:
    """The sign-in form; whoever is signed in already is sent on."""
    if current_visitor():
        return redirect(local_address(request.args.get("next")) or "/")
    form = SignInForm(next=request.args.get("next", ""))
    return render_template("people/sign_in.html", form=form)


@blueprint.post("/sign-in")
@open_to_all("this is how one stops being a guest")
def sign_in_with_password() -> ResponseReturnValue:
    """Check address and password; a failed attempt is counted although the page says no."""
    form = SignInForm()
    if not form.validate():
        return render_template("people/sign_in.html", form=form), 422
    try:
        opened = service.sign_in(
            current_session(), house().clock, form.email.data, form.password.data, request.remote_addr or ""
        )
    except Refused as refusal:
        keep_writes()
        form.form_errors = [refusal.message]
        status = 429 if isinstance(refusal, service.TooManyAttempts) else 422
        return render_template("people/sign_in.html", form=form), status
    begin_session(opened)
    return redirect(local_address(form.next.data) or "/", 303)


def begin_session(opened: service.OpenedSession) -> None:
    """Give the browser its new secret; whatever it carried before is dropped, so no session can be fixed in advance."""
    session.clear()
    login_user(SignedIn(opened.secret, None))


@blueprint.post("/language")
@open_to_all("guests read too", hosts="both")
def language() -> ResponseReturnValue:
    """Keep the chosen language: with the account of whoever is signed in, and in a cookie for guests."""
    chosen = as_language(request.form.get("language"))
    response = redirect(local_address(request.form.get("next")) or "/", 303)
    if chosen is None:
        return response
    visitor = current_visitor()
    if visitor:
        service.choose_language(current_session(), visitor.actor, chosen)
    response.set_cookie(
        LANGUAGE_COOKIE, chosen, max_age=365 * 24 * 3600, samesite="Lax", secure=house().settings.secure, httponly=True
    )
    return response


@blueprint.get("/account")
@requires("people.own_account")
def account() -> ResponseReturnValue:
    """One's own account."""
    return "", 200


@blueprint.post("/sign-out")
@requires("people.own_account")
def sign_out() -> ResponseReturnValue:
    """End the session here and in the database."""
    secret = session.get("_user_id")
    if secret:
        service.sign_out(current_session(), house().clock, secret)
    logout_user()
    session.clear()
    return redirect(url_for("people.sign_in"), 303)
