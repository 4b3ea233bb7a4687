"""Setting a new password by a link in a mail."""

import secrets
import uuid
from dataclasses import dataclass

from sqlalchemy import exists, or_, select, update

from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.languages import Language, as_language
from paktum.core.messages import msg
from paktum.core.outbox import post
from paktum.domains.audit.service import record
from paktum.domains.people import rules
from paktum.domains.people.passwords import hash_of_secret, hash_password
from paktum.domains.people.service.signing_in import (
    TooManyAttempts,
    attempts,
    end_other_sessions,
    note_attempts,
    subject_of,
)
from paktum.domains.people.tables import Account, AccountToken, Invitation, Membership

RESET_REQUESTED = "people.reset_requested"
PASSWORD_CHANGED = "people.password_changed"  # noqa: S105  (the name of a topic)


class ClosedLink(NotFound):
    """A one-time link that opens nothing: used, too old, or never sent."""

    def __init__(self) -> None:
        super().__init__(msg("This link was used already, or it is too old. Ask for a new one."))


def ask_reset(session: TenantSession, clock: Clock, email: str, origin: str) -> None:
    """Ask for a mail with a link to set a new password.

    Nothing is looked up here: whether somebody has the address is found out after the answer, so that the answer and its
    time are the same for every address. Raises TooManyAttempts for an origin that asks too often; an address that is asked
    for too often gets no further mail, silently. The attempt must be committed all the same.
    """
    now, email, place = clock.now(), rules.normalised_email(email), rules.origin_of(origin)
    address, whole = subject_of("reset", email), subject_of("reset from", place)
    for_address, for_origin = attempts(session, now, address, whole)
    if for_origin >= rules.MOST_RESETS_FOR_ORIGIN:
        raise TooManyAttempts
    note_attempts(session, now, address, whole)
    if for_address < rules.MOST_RESETS_FOR_ADDRESS:
        post(session, RESET_REQUESTED, {"email": email})


@dataclass(frozen=True)
class ResetLink:
    """What the mail needs: the secret of the link, the address, and the account's language."""

    secret: str
    email: str
    language: Language | None


def make_reset_link(session: TenantSession, clock: Clock, email: str) -> ResetLink | None:
    """Make a one-time secret to set a new password; None when nobody who belongs or is invited here has the address."""
    belongs = exists().where(Membership.account_id == Account.id, Membership.ended_at.is_(None))
    invited = exists().where(
        Invitation.email == Account.email, Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None)
    )
    row = session.execute(
        select(Account.id, Account.email, Account.language).where(
            Account.email == rules.normalised_email(email), Account.active, or_(belongs, invited)
        )
    ).first()
    if row is None:
        return None
    secret = secrets.token_urlsafe(32)
    session.add(
        AccountToken(
            id=new_id(),
            secret_hash=hash_of_secret(secret),
            account_id=row.id,
            tenant_id=session.tenant_id,
            expires_at=clock.now() + rules.RESET_LASTS,
        )
    )
    return ResetLink(secret, row.email, as_language(row.language))


def open_link(session: TenantSession, clock: Clock, secret: str) -> str:
    """The address whose password a one-time link of this tenant may set; raises ClosedLink."""
    row = session.execute(
        select(AccountToken.expires_at, AccountToken.used_at, Account.email)
        .join(Account, (Account.id == AccountToken.account_id) & Account.active)
        .where(AccountToken.secret_hash == hash_of_secret(secret), AccountToken.tenant_id == session.tenant_id)
    ).first()
    if row is None or not rules.is_open(clock.now(), row.expires_at, row.used_at):
        raise ClosedLink
    return str(row.email)


def finish_reset(session: TenantSession, clock: Clock, secret: str, password: str) -> None:
    """Set the new password, close all links and end all sessions of the account. Raises ClosedLink or Invalid."""
    email = open_link(session, clock, secret)
    problem = rules.password_problem(password, email)
    if problem:
        raise Invalid({"password": problem})
    # Of two browsers that send the form at once, one finds the link used.
    account_id = session.scalar(
        update(AccountToken)
        .where(AccountToken.secret_hash == hash_of_secret(secret), AccountToken.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(AccountToken.account_id)
    )
    if account_id is None:
        raise ClosedLink
    session.execute(update(Account).where(Account.id == account_id).values(password_hash=hash_password(password)))
    close_links(session, clock, account_id)
    end_other_sessions(session, clock, account_id, None)
    tell_of_new_password(session, account_id)
    record(session, clock, None, "account.password_reset", "account", account_id)


def close_links(session: TenantSession, clock: Clock, account_id: uuid.UUID) -> None:
    """Close all links that could still set an account's password."""
    session.execute(
        update(AccountToken)
        .where(AccountToken.account_id == account_id, AccountToken.used_at.is_(None))
        .values(used_at=clock.now())
    )


def tell_of_new_password(session: TenantSession, account_id: uuid.UUID) -> None:
    """Let the person know by mail that the password was changed: if it was not they who did it, they act."""
    post(session, PASSWORD_CHANGED, {"account": str(account_id)})


def address_of_account(session: TenantSession, account_id: uuid.UUID) -> tuple[str, Language | None]:
    """An account's address and language; raises NotFound."""
    row = session.execute(select(Account.email, Account.language).where(Account.id == account_id)).first()
    if row is None:
        raise NotFound
    return row.email, as_language(row.language)
