"""Asking colleagues by mail to join the pact, and joining."""

import secrets
import uuid
from dataclasses import dataclass

from sqlalchemy import exists, select, update
from sqlalchemy.dialects.postgresql import insert

from paktum.core.actors import Actor, Role, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid, NotFound
from paktum.core.ids import AccountId, MembershipId, new_id
from paktum.core.languages import Language, as_language
from paktum.core.messages import msg
from paktum.core.outbox import post
from paktum.domains.audit.service import record
from paktum.domains.notices.service import notify
from paktum.domains.people import rules
from paktum.domains.people.passwords import hash_of_secret, hash_password
from paktum.domains.people.service.resetting import ClosedLink
from paktum.domains.people.service.signing_in import Proven, check_password
from paktum.domains.people.tables import Account, Invitation, Membership

INVITATION_DUE = "people.invitation_due"
_OPEN = (Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))


@dataclass(frozen=True)
class InvitedColleague:
    """Whom the head invites, as what, and the language of the mail."""

    email: str
    role: Role
    post: str
    language: Language


def invite(session: TenantSession, clock: Clock, actor: Actor, colleague: InvitedColleague) -> uuid.UUID:
    """Invite a colleague; the mail with the secret link is written after the commit. Raises Forbidden or Invalid."""
    authorise(actor, "people.manage")
    email = rules.normalised_email(colleague.email)
    belongs = exists().where(Account.email == email, Membership.account_id == Account.id, Membership.ended_at.is_(None))
    if session.scalar(select(belongs)):
        raise Invalid({"email": msg("Somebody with this address is a member already.")})
    invitation: uuid.UUID | None = session.scalar(
        insert(Invitation)
        .values(
            tenant_id=session.tenant_id,
            id=new_id(),
            email=email,
            role=colleague.role,
            post=colleague.post,
            language=colleague.language,
            # Nobody knows this secret; the one in the mail takes its place when the mail is written.
            secret_hash=hash_of_secret(secrets.token_urlsafe(32)),
            invited_by=actor.membership_id,
            expires_at=clock.now() + rules.INVITATION_LASTS,
        )
        .on_conflict_do_nothing()
        .returning(Invitation.id)
    )
    if invitation is None:
        raise Invalid({"email": msg("This address is invited already. Send the invitation again from the list.")})
    post(session, INVITATION_DUE, {"invitation": str(invitation)})
    record(session, clock, actor, "invitation.sent", "invitation", invitation, role=colleague.role)
    return invitation


def send_again(session: TenantSession, clock: Clock, actor: Actor, invitation_id: uuid.UUID) -> None:
    """Send an invitation that is not answered yet once more; the link of the earlier mail opens nothing any more."""
    invitation = _unanswered(session, actor, invitation_id)
    invitation.expires_at = clock.now() + rules.INVITATION_LASTS
    post(session, INVITATION_DUE, {"invitation": str(invitation.id)})
    record(session, clock, actor, "invitation.sent_again", "invitation", invitation.id)


def withdraw(session: TenantSession, clock: Clock, actor: Actor, invitation_id: uuid.UUID) -> None:
    """Take an invitation back that is not answered yet."""
    invitation = _unanswered(session, actor, invitation_id)
    invitation.withdrawn_at = clock.now()
    record(session, clock, actor, "invitation.withdrawn", "invitation", invitation.id)


def _unanswered(session: TenantSession, actor: Actor, invitation_id: uuid.UUID) -> Invitation:
    authorise(actor, "people.manage")
    found = session.scalar(select(Invitation).where(Invitation.id == invitation_id, *_OPEN).with_for_update())
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class InvitationLetter:
    """What the mail needs: the secret of the link, to whom, as what, in which language."""

    secret: str
    email: str
    role: Role
    post: str
    language: Language


def make_invitation_link(session: TenantSession, invitation_id: uuid.UUID) -> InvitationLetter | None:
    """Give an unanswered invitation a new secret; None when it was answered or withdrawn meanwhile."""
    secret = secrets.token_urlsafe(32)
    row = session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id, *_OPEN)
        .values(secret_hash=hash_of_secret(secret))
        .returning(Invitation.email, Invitation.role, Invitation.post, Invitation.language)
    ).first()
    if row is None:
        return None
    return InvitationLetter(secret, row.email, rules.as_role(row.role), row.post, as_language(row.language) or "en")


@dataclass(frozen=True)
class Invited:
    """An open invitation as its page shows it; `has_account` when the person signs in somewhere here already."""

    email: str
    role: Role
    post: str
    has_account: bool


def invited(session: TenantSession, clock: Clock, secret: str) -> Invited:
    """The open invitation behind a link; raises ClosedLink."""
    row = session.execute(
        select(Invitation.email, Invitation.role, Invitation.post, Invitation.expires_at, Account.password_hash)
        .outerjoin(Account, Account.email == Invitation.email)
        .where(Invitation.secret_hash == hash_of_secret(secret), *_OPEN)
    ).first()
    if row is None or not rules.is_open(clock.now(), row.expires_at, None):
        raise ClosedLink
    return Invited(row.email, rules.as_role(row.role), row.post, row.password_hash is not None)


def accept(session: TenantSession, clock: Clock, secret: str, password: str, language: Language, origin: str) -> Proven:
    """Join the pact: with one's present password, or, for an address without an account, with a new one.

    Raises ClosedLink, Invalid (`password`), WrongSignIn or TooManyAttempts; a failed attempt must be committed.
    """
    found = invited(session, clock, secret)
    account = session.scalar(select(Account).where(Account.email == found.email))
    if account is not None and not account.active:
        raise ClosedLink
    if account is not None and account.password_hash is not None:
        check_password(session, clock, account.email, password, account.password_hash, origin)
    else:
        account = _account_with_password(session, account, found.email, password, language)
    invitation = session.scalar(
        update(Invitation)
        .where(Invitation.secret_hash == hash_of_secret(secret), *_OPEN)
        .values(accepted_at=clock.now())
        .returning(Invitation)
    )
    # Of two browsers that send the form at once, one finds the link used.
    if invitation is None:
        raise ClosedLink
    _join(session, clock, account, invitation)
    return Proven(account.id)


def _account_with_password(
    session: TenantSession, account: Account | None, email: str, password: str, language: Language
) -> Account:
    problem = rules.password_problem(password, email)
    if problem:
        raise Invalid({"password": problem})
    if account is None:
        account = Account(id=new_id(), email=email, language=language)
        session.add(account)
    account.password_hash = hash_password(password)
    session.flush()
    return account


def _join(session: TenantSession, clock: Clock, account: Account, invitation: Invitation) -> None:
    membership_id = session.scalar(
        insert(Membership)
        .values(
            tenant_id=session.tenant_id,
            id=new_id(),
            account_id=account.id,
            role=invitation.role,
            post=invitation.post,
            since=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(Membership.id)
    )
    if membership_id is None:
        return
    joined = Actor(
        session.tenant_id,
        AccountId(account.id),
        MembershipId(membership_id),
        rules.as_role(invitation.role),
        invitation.post,
        frozenset(),
    )
    record(session, clock, joined, "invitation.accepted", "invitation", invitation.id, role=invitation.role)
    if invitation.invited_by:
        text = msg("Your invitation was accepted: %(post)s.", post=invitation.post)
        notify(session, invitation.invited_by, text, "/members")
