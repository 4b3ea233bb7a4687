"""The members of the pact: who they are, inviting colleagues, changing roles, ending memberships."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row
from wtforms.fields.choices import SelectChoice

from paktum.core.actors import EVERYBODY, Role
from paktum.core.database import current_session
from paktum.core.errors import Invalid
from paktum.core.languages import sort_key
from paktum.core.messages import Message, msg
from paktum.domains.people import queries
from paktum.domains.people.forms import EndForm, InvitationForm, MemberForm
from paktum.domains.people.rules import as_role
from paktum.domains.people.service import invitations
from paktum.domains.people.service import members as service
from paktum.domains.people.views.blueprint import members_blueprint as blueprint
from paktum.plugin.vocabulary import Said
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_tenant, current_words, house
from paktum.web.fields import put_at_fields
from paktum.web.notices import tell


def role_name(role: Role) -> Said:
    """What the pact calls a role, in the reader's language where it can."""
    return current_words().role(role, current_language())


def _role_choices() -> list[SelectChoice]:
    named = [(role, role_name(role)) for role in EVERYBODY]
    return [
        SelectChoice(role, said.text, {"lang": said.language} if said.language != current_language() else {})
        for role, said in named
    ]


@blueprint.get("/members")
@requires("people.see")
def members() -> ResponseReturnValue:
    """Who belongs to the pact, who is invited, who left."""
    actor, by_language = current_actor(), sort_key(current_language())
    rows = sorted(
        queries.members(current_session(), actor),
        key=lambda row: (EVERYBODY.index(as_role(row.role)), by_language(row.post), row.email),
    )
    return render_template(
        "people/members.html",
        present=[row for row in rows if row.ended_at is None],
        former=_latest_first([row for row in rows if row.ended_at is not None]),
        invitations=queries.unanswered_invitations(current_session(), actor),
        role_name=role_name,
        now=house().clock.now(),
        day_of=_day_of,
        may_manage=actor.may("people.manage"),
    )


def _day_of(instant: datetime) -> date:
    """The day it was where the pact is."""
    return instant.astimezone(ZoneInfo(current_tenant().timezone)).date()


def _latest_first(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Row[*tuple[Any, ...]]]:
    return sorted(rows, key=lambda row: row.ended_at, reverse=True)


@blueprint.get("/members/invite")
@requires("people.manage")
def invite() -> ResponseReturnValue:
    """The form that invites a colleague."""
    form = InvitationForm(role="member", language=current_tenant().language)
    return _invitation_page(form)


def _invitation_page(form: InvitationForm) -> str:
    form.role.choices = _role_choices()
    return render_template("people/invite.html", form=form)


@blueprint.post("/members/invite")
@requires("people.manage")
def send_invitation() -> ResponseReturnValue:
    """Invite a colleague by mail."""
    form = InvitationForm()
    form.role.choices = _role_choices()
    if not form.validate():
        return _invitation_page(form), 422
    colleague = invitations.InvitedColleague(
        form.email.data, as_role(form.role.data), form.post.data, form.language.data
    )
    try:
        invitations.invite(current_session(), house().clock, current_actor(), colleague)
    except Invalid as invalid:
        put_at_fields(form, invalid)
        return _invitation_page(form), 422
    return _done(msg("The invitation goes to %(email)s.", email=form.email.data))


@blueprint.post("/members/invitations/<uuid:invitation_id>/again")
@requires("people.manage")
def send_again(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Send an invitation once more."""
    invitations.send_again(current_session(), house().clock, current_actor(), invitation_id)
    return _done(msg("The invitation goes out again. The link in the earlier mail opens nothing any more."))


@blueprint.post("/members/invitations/<uuid:invitation_id>/withdraw")
@requires("people.manage")
def withdraw(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    invitations.withdraw(current_session(), house().clock, current_actor(), invitation_id)
    return _done(msg("The invitation is withdrawn. The link in the mail opens nothing any more."))


@blueprint.get("/members/<uuid:membership_id>")
@requires("people.manage")
def member(membership_id: uuid.UUID) -> ResponseReturnValue:
    """One member, to change or to end."""
    found = queries.member(current_session(), current_actor(), membership_id)
    return _member_page(MemberForm(post=found.post, role=found.role, version=found.version), found)


def _member_page(form: MemberForm, found: Row[*tuple[Any, ...]]) -> str:
    form.role.choices = _role_choices()
    return render_template("people/member.html", form=form, member=found, own=found.id == current_actor().membership_id)


@blueprint.post("/members/<uuid:membership_id>")
@requires("people.manage")
def change_member(membership_id: uuid.UUID) -> ResponseReturnValue:
    """Give a member another role or post."""
    form = MemberForm()
    form.role.choices = _role_choices()
    found = queries.member(current_session(), current_actor(), membership_id)
    if not form.validate():
        return _member_page(form, found), 422
    wanted = service.MemberFacts(
        as_role(found.role if _theirs("role") else form.role.data),
        found.post if _theirs("post") else form.post.data,
        form.version.data,
    )
    try:
        service.change_member(current_session(), house().clock, current_actor(), membership_id, wanted)
    except service.MemberChanged as changed:
        return _conflict_page(membership_id, wanted, changed)
    except Invalid as invalid:
        put_at_fields(form, invalid)
        return _member_page(form, found), 422
    return _done(msg("Saved: %(post)s.", post=wanted.post))


def _theirs(field: str) -> bool:
    """Whether the person chose, on the page of two versions, to keep what somebody else saved."""
    return request.form.get(f"keep-{field}") == "theirs"


def _conflict_page(
    membership_id: uuid.UUID, wanted: service.MemberFacts, changed: service.MemberChanged
) -> ResponseReturnValue:
    present = changed.present
    sides = (
        ("post", msg("Post"), present.post, wanted.post),
        ("role", msg("Role"), role_name(present.role).text, role_name(wanted.role).text),
    )
    return render_template(
        "people/member_conflict.html",
        membership_id=membership_id,
        wanted=wanted,
        present=present,
        message=changed.message,
        differences=[side for side in sides if side[2] != side[3]],
    ), 409


@blueprint.post("/members/<uuid:membership_id>/end")
@requires("people.manage")
def end_membership(membership_id: uuid.UUID) -> ResponseReturnValue:
    """End a membership."""
    form, found = EndForm(), queries.member(current_session(), current_actor(), membership_id)
    if not form.validate():
        return _member_page(
            MemberForm(formdata=None, post=found.post, role=found.role, version=found.version), found
        ), 422
    try:
        service.end_membership(current_session(), house().clock, current_actor(), membership_id, form.version.data)
    except Invalid as invalid:
        again = MemberForm(formdata=None, post=found.post, role=found.role, version=found.version)
        again.form_errors = [invalid.message]
        return _member_page(again, found), 422
    return _done(msg("The membership of %(post)s is ended.", post=found.post))


def _done(message: Message) -> ResponseReturnValue:
    tell(message)
    return redirect(url_for("members.members"), 303)
