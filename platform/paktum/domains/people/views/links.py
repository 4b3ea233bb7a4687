"""Pages that links in mail lead to, for people who are not signed in: a new password, an invitation."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid, Refused
from paktum.core.messages import msg
from paktum.domains.people.forms import ForgottenForm, NewPasswordForm, PresentPasswordForm
from paktum.domains.people.rules import SHORTEST_PASSWORD
from paktum.domains.people.service import invitations, resetting
from paktum.domains.people.views.blueprint import blueprint
from paktum.domains.people.views.gate import go_on, status_of
from paktum.web.access import open_to_all
from paktum.web.context import current_language, house, keep_writes
from paktum.web.fields import put_at_fields
from paktum.web.notices import tell


@blueprint.get("/forgotten")
@open_to_all("whoever forgot the password cannot sign in")
def forgotten() -> ResponseReturnValue:
    """The form that asks for a link by mail."""
    return render_template("people/forgotten.html", form=ForgottenForm())


@blueprint.post("/forgotten")
@open_to_all("whoever forgot the password cannot sign in")
def ask_for_link() -> ResponseReturnValue:
    """Ask for a link; the answer is the same whether anybody has the address or not."""
    form = ForgottenForm()
    if not form.validate():
        return render_template("people/forgotten.html", form=form), 422
    try:
        resetting.ask_reset(current_session(), house().clock, form.email.data, request.remote_addr or "")
    except Refused as refusal:
        form.form_errors = [refusal.message]
        return render_template("people/forgotten.html", form=form), status_of(refusal)
    return redirect(url_for("people.link_sent"), 303)


@blueprint.get("/forgotten/sent")
@open_to_all("whoever forgot the password cannot sign in")
def link_sent() -> ResponseReturnValue:
    """Says what happens now."""
    return render_template("people/link_sent.html")


@blueprint.get("/new-password/<secret>")
@open_to_all("the link in the mail is the key")
def new_password(secret: str) -> ResponseReturnValue:
    """The form that the link in the mail leads to."""
    try:
        email = resetting.open_link(current_session(), house().clock, secret)
    except resetting.ClosedLink as closed:
        return _closed(closed, again=True)
    return _new_password_page(NewPasswordForm(), secret, email)


@blueprint.post("/new-password/<secret>")
@open_to_all("the link in the mail is the key")
def set_new_password(secret: str) -> ResponseReturnValue:
    """Set the new password; the person then signs in with it."""
    form = NewPasswordForm()
    try:
        email = resetting.open_link(current_session(), house().clock, secret)
        if not form.validate():
            return _new_password_page(form, secret, email), 422
        resetting.finish_reset(current_session(), house().clock, secret, form.password.data)
    except resetting.ClosedLink as closed:
        return _closed(closed, again=True)
    except Invalid as invalid:
        put_at_fields(form, invalid)
        return _new_password_page(form, secret, email), 422
    tell(msg("Your new password is set. Sign in with it."))
    return redirect(url_for("people.sign_in"), 303)


def _new_password_page(form: NewPasswordForm, secret: str, email: str) -> str:
    return render_template(
        "people/new_password.html", form=form, secret=secret, email=email, shortest=SHORTEST_PASSWORD
    )


def _closed(closed: resetting.ClosedLink, *, again: bool) -> ResponseReturnValue:
    return render_template("people/link_closed.html", text=closed.message, again=again), 404


@blueprint.get("/invitation/<secret>")
@open_to_all("the link in the mail is the key")
def invitation(secret: str) -> ResponseReturnValue:
    """What one is invited to, and as what."""
    try:
        found = invitations.invited(current_session(), house().clock, secret)
    except resetting.ClosedLink as closed:
        return _closed(closed, again=False)
    return _invitation_page(PresentPasswordForm() if found.has_account else NewPasswordForm(), secret, found)


@blueprint.post("/invitation/<secret>")
@open_to_all("the link in the mail is the key")
def accept_invitation(secret: str) -> ResponseReturnValue:
    """Join the pact, and be signed in."""
    clock, database = house().clock, current_session()
    try:
        found = invitations.invited(database, clock, secret)
        form = PresentPasswordForm() if found.has_account else NewPasswordForm()
        if not form.validate():
            return _invitation_page(form, secret, found), 422
        proven = invitations.accept(
            database, clock, secret, form.password.data, current_language(), request.remote_addr or ""
        )
    except resetting.ClosedLink as closed:
        return _closed(closed, again=False)
    except Invalid as invalid:
        put_at_fields(form, invalid)
        return _invitation_page(form, secret, found), 422
    except Refused as refusal:
        keep_writes()
        form.form_errors = [refusal.message]
        return _invitation_page(form, secret, found), status_of(refusal)
    return go_on(proven)


def _invitation_page(form: NewPasswordForm | PresentPasswordForm, secret: str, found: invitations.Invited) -> str:
    return render_template(
        "people/invitation.html", form=form, secret=secret, invited=found, shortest=SHORTEST_PASSWORD
    )
