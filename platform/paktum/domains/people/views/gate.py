"""Pages of signing in and out, and of the language one reads in."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from paktum.core.database import current_session
from paktum.core.errors import Refused
from paktum.core.languages import as_language
from paktum.domains.people.forms import SignInForm
from paktum.domains.people.service import own_account, signing_in
from paktum.domains.people.views.blueprint import blueprint
from paktum.domains.people.visitors import SignedIn
from paktum.web.access import open_to_all, requires
from paktum.web.context import current_visitor, house, keep_writes
from paktum.web.entry import LANGUAGE_COOKIE, local_address

_SECRET = "_user_id"  # noqa: S105  (the name under which Flask-Login keeps it)


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
        proven = signing_in.prove_by_password(
            current_session(), house().clock, form.email.data, form.password.data, request.remote_addr or ""
        )
    except Refused as refusal:
        keep_writes()
        form.form_errors = [refusal.message]
        return render_template("people/sign_in.html", form=form), status_of(refusal)
    return go_on(proven, form.next.data)


def go_on(proven: signing_in.Proven, address: str | None = None) -> ResponseReturnValue:
    """What follows once a person has shown who they are by one factor: their session opens, and they go where they meant to.

    Every way in ends here, so this is where a second factor is asked for, and where another way in (OpenID Connect) joins.
    """
    earlier = session.get(_SECRET)
    if earlier:
        signing_in.sign_out(current_session(), house().clock, earlier)
    # Whatever the browser carried before is dropped, so that no session can be fixed in advance.
    session.clear()
    secret = signing_in.open_session(current_session(), house().clock, proven, request.headers.get("User-Agent"))
    login_user(SignedIn(secret, None))
    return redirect(local_address(address) or "/", 303)


def status_of(refusal: Refused) -> int:
    """The status of a page that refuses a sign-in."""
    return 429 if isinstance(refusal, signing_in.TooManyAttempts) else 422


def present_secret() -> str:
    """The secret of the present browser's session."""
    return str(session.get(_SECRET, ""))


@blueprint.post("/sign-out")
@requires("people.own_account")
def sign_out() -> ResponseReturnValue:
    """End the session here and in the database."""
    signing_in.sign_out(current_session(), house().clock, present_secret())
    logout_user()
    session.clear()
    return redirect(url_for("people.sign_in"), 303)


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
        own_account.choose_language(current_session(), visitor.actor, chosen)
    response.set_cookie(
        LANGUAGE_COOKIE, chosen, max_age=365 * 24 * 3600, samesite="Lax", secure=house().settings.secure, httponly=True
    )
    return response
