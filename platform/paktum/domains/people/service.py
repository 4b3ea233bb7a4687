"""The door to signing in and out: sessions that can be ended, passwords, and links by mail to set one."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from paktum.core.actors import Actor
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid, NotFound, Refused
from paktum.core.ids import new_id
from paktum.core.languages import Language, as_language
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.people import rules
from paktum.domains.people.passwords import hash_password, needs_new_hash, password_fits
from paktum.domains.people.tables import Account, AccountSession, AccountToken, Membership, SignInAttempt
from paktum.domains.people.visitors import hash_of_secret


class WrongSignIn(Refused):
    """Address or password is not right; which of the two is not said."""

    def __init__(self) -> None:
        super().__init__(msg("This address and password do not open this pact. Check both and try again."))


class TooManyAttempts(Refused):
    """Too many failed sign-ins of late."""

    def __init__(self) -> None:
        super().__init__(msg("Too many attempts from here. Wait a quarter of an hour, or set a new password by mail."))


@dataclass(frozen=True)
class OpenedSession:
    """A new signed-in session: the secret that only the browser keeps, and the account's language."""

    secret: str
    account_id: uuid.UUID
    language: Language | None


def normalised_email(email: str) -> str:
    """An address as accounts keep it."""
    return email.strip().casefold()


def _subject(kind: str, *parts: str) -> str:
    return hashlib.sha256("\0".join((kind, *parts)).encode()).hexdigest()


def _attempts(session: TenantSession, now: datetime, email: str, origin: str) -> rules.Attempts:
    since = now - rules.ATTEMPT_WINDOW
    both, whole = _subject("both", email, origin), _subject("origin", origin)
    counted = dict(
        session.execute(
            select(SignInAttempt.subject, func.count())
            .where(SignInAttempt.subject.in_((both, whole)), SignInAttempt.at > since)
            .group_by(SignInAttempt.subject)
        ).all()
    )
    return rules.Attempts(counted.get(both, 0), counted.get(whole, 0))


def sign_in(session: TenantSession, clock: Clock, email: str, password: str, origin: str) -> OpenedSession:
    """Open a session at the bound tenant for a member's address and password.

    `origin` is the network address the request came from. Raises WrongSignIn or TooManyAttempts; the failed attempt is
    written to the session and must be committed all the same. Takes as long for an unknown address as for a known one.
    """
    now, email = clock.now(), normalised_email(email)
    if _attempts(session, now, email, origin).too_many():
        raise TooManyAttempts
    row = session.execute(
        select(Account.id, Account.password_hash, Account.language, Membership.id.label("membership_id"))
        .outerjoin(Membership, (Membership.account_id == Account.id) & Membership.ended_at.is_(None))
        .where(Account.email == email, Account.active)
    ).first()
    fits = password_fits(password, row.password_hash if row else None)
    if row is None or not fits or row.membership_id is None:
        session.add_all(
            SignInAttempt(id=new_id(), subject=subject, at=now)
            for subject in (_subject("both", email, origin), _subject("origin", origin))
        )
        raise WrongSignIn
    if row.password_hash and needs_new_hash(row.password_hash):
        session.execute(update(Account).where(Account.id == row.id).values(password_hash=hash_password(password)))
    session.execute(delete(SignInAttempt).where(SignInAttempt.subject == _subject("both", email, origin)))
    return open_session(session, clock, row.id)


def open_session(session: TenantSession, clock: Clock, account_id: uuid.UUID) -> OpenedSession:
    """Open a session at the bound tenant for an account that has shown who it is."""
    secret = secrets.token_urlsafe(32)
    language = session.scalar(select(Account.language).where(Account.id == account_id))
    session.add(
        AccountSession(
            id=new_id(),
            secret_hash=hash_of_secret(secret),
            account_id=account_id,
            tenant_id=session.tenant_id,
            expires_at=clock.now() + rules.SESSION_LASTS,
        )
    )
    return OpenedSession(secret, account_id, as_language(language))


def sign_out(session: TenantSession, clock: Clock, secret: str) -> None:
    """End a session: its cookie opens nothing from here on, wherever it was copied to."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.secret_hash == hash_of_secret(secret), AccountSession.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )


def end_other_sessions(session: TenantSession, clock: Clock, account_id: uuid.UUID, kept_secret: str | None) -> None:
    """End all sessions of an account, at every tenant, but the one that is kept."""
    statement = update(AccountSession).where(
        AccountSession.account_id == account_id, AccountSession.revoked_at.is_(None)
    )
    if kept_secret is not None:
        statement = statement.where(AccountSession.secret_hash != hash_of_secret(kept_secret))
    session.execute(statement.values(revoked_at=clock.now()))


@dataclass(frozen=True)
class ResetLink:
    """What the mail needs: the secret of the link, the address, and the account's language."""

    secret: str
    email: str
    language: Language | None


def start_reset(session: TenantSession, clock: Clock, email: str) -> ResetLink | None:
    """Make a one-time secret to set a new password; None when no active member of this tenant has the address."""
    row = session.execute(
        select(Account.id, Account.email, Account.language)
        .join(Membership, (Membership.account_id == Account.id) & Membership.ended_at.is_(None))
        .where(Account.email == normalised_email(email), Account.active)
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


def find_reset(session: TenantSession, clock: Clock, secret: str) -> AccountToken:
    """The open one-time link of this tenant with that secret; raises NotFound for one that is used, old or unknown."""
    token = session.scalar(
        select(AccountToken).where(
            AccountToken.secret_hash == hash_of_secret(secret), AccountToken.tenant_id == session.tenant_id
        )
    )
    if token is None or not rules.is_open(clock.now(), token.expires_at, token.used_at):
        raise NotFound(msg("This link was used already, or it is too old. Ask for a new one."))
    return token


def finish_reset(session: TenantSession, clock: Clock, secret: str, password: str) -> uuid.UUID:
    """Set the new password, end all sessions of the account, and give the account's id. Raises NotFound or Invalid."""
    token = find_reset(session, clock, secret)
    account = session.get_one(Account, token.account_id)
    problem = rules.password_problem(password, account.email)
    if problem:
        raise Invalid({"password": problem})
    account.password_hash = hash_password(password)
    token.used_at = clock.now()
    end_other_sessions(session, clock, account.id, None)
    record(session, clock, None, "account.password_reset", "account", account.id)
    return account.id


def change_password(
    session: TenantSession, clock: Clock, actor: Actor, old: str, new: str, kept_secret: str | None
) -> None:
    """Change the actor's own password; other browsers are signed out. Raises Invalid."""
    account = session.get_one(Account, actor.account_id)
    if not password_fits(old, account.password_hash):
        raise Invalid({"old_password": msg("This is not your present password.")})
    problem = rules.password_problem(new, account.email)
    if problem:
        raise Invalid({"password": problem})
    account.password_hash = hash_password(new)
    end_other_sessions(session, clock, account.id, kept_secret)
    record(session, clock, actor, "account.password_changed", "account", account.id)


def choose_language(session: TenantSession, actor: Actor, language: Language) -> None:
    """Keep the language that a person wants to read."""
    session.execute(update(Account).where(Account.id == actor.account_id).values(language=language))


def switch_shortcuts(session: TenantSession, actor: Actor, on: bool) -> None:
    """Switch single-letter keys on or off (WCAG 2.2, 2.1.4)."""
    session.execute(update(Account).where(Account.id == actor.account_id).values(shortcuts=on))
