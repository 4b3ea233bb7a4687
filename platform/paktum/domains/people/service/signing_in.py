"""Showing who one is by a password, and the sessions that follow from it."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Refused
from paktum.core.ids import new_id
from paktum.core.messages import msg
from paktum.domains.people import rules
from paktum.domains.people.passwords import hash_of_secret, hash_password, needs_new_hash, password_fits
from paktum.domains.people.tables import Account, AccountSession, Membership, SignInAttempt

_PRUNED_AT_ONCE = 500


class WrongSignIn(Refused):
    """Address or password is not right; which of the two is not said."""

    def __init__(self) -> None:
        super().__init__(msg("You cannot sign in here with this address and password. Check both and try again."))


class TooManyAttempts(Refused):
    """Too many failed attempts of late."""

    def __init__(self) -> None:
        super().__init__(msg("Too many attempts from here. Wait a quarter of an hour, or set a new password by mail."))


@dataclass(frozen=True)
class Proven:
    """An account whose person has shown who they are by one factor: a password, or a link sent to their address."""

    account_id: uuid.UUID


def subject_of(kind: str, *parts: str) -> str:
    """What attempts are counted by: a hash, so that the count names nobody."""
    return hashlib.sha256("\0".join((kind, *parts)).encode()).hexdigest()


def attempts(session: TenantSession, now: datetime, *subjects: str) -> list[int]:
    """How many attempts there were of late, by subject."""
    counted = dict(
        session.execute(
            select(SignInAttempt.subject, func.count())
            .where(SignInAttempt.subject.in_(subjects), SignInAttempt.at > now - rules.ATTEMPT_WINDOW)
            .group_by(SignInAttempt.subject)
        ).all()
    )
    return [counted.get(subject, 0) for subject in subjects]


def note_attempts(session: TenantSession, now: datetime, *subjects: str) -> None:
    """Count an attempt for each subject, and forget some of those that count no more."""
    session.add_all(SignInAttempt(id=new_id(), subject=subject, at=now) for subject in subjects)
    old = (
        select(SignInAttempt.id)
        .where(SignInAttempt.at <= now - rules.ATTEMPT_WINDOW)
        .limit(_PRUNED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(old)))


def check_password(
    session: TenantSession, clock: Clock, email: str, password: str, kept_hash: str | None, origin: str
) -> None:
    """Compare a password with the one kept for an address (None for none), slowing a guesser down.

    `origin` is the network address the request came from. Raises WrongSignIn or TooManyAttempts; the failed attempt is
    written to the session and must be committed all the same. Takes as long when no password is kept.
    """
    now, place = clock.now(), rules.origin_of(origin)
    both, whole = subject_of("both", email, place), subject_of("origin", place)
    if rules.Attempts(*attempts(session, now, both, whole)).too_many():
        raise TooManyAttempts
    if not password_fits(password, kept_hash):
        note_attempts(session, now, both, whole)
        raise WrongSignIn
    session.execute(delete(SignInAttempt).where(SignInAttempt.subject == both))


def prove_by_password(session: TenantSession, clock: Clock, email: str, password: str, origin: str) -> Proven:
    """Check a member's address and password at the bound tenant.

    Raises as `check_password` does. Takes as long for an unknown address, or one that is no member here, as for a member.
    """
    email = rules.normalised_email(email)
    row = session.execute(
        select(Account.id, Account.password_hash)
        .join(Membership, (Membership.account_id == Account.id) & Membership.ended_at.is_(None))
        .where(Account.email == email, Account.active)
    ).first()
    check_password(session, clock, email, password, row.password_hash if row else None, origin)
    if row is None:
        raise WrongSignIn
    if row.password_hash and needs_new_hash(row.password_hash):
        session.execute(update(Account).where(Account.id == row.id).values(password_hash=hash_password(password)))
    return Proven(row.id)


def open_session(session: TenantSession, clock: Clock, proven: Proven, user_agent: str | None) -> str:
    """Open a session at the bound tenant; gives the secret that only the browser keeps."""
    secret = secrets.token_urlsafe(32)
    session.add(
        AccountSession(
            id=new_id(),
            secret_hash=hash_of_secret(secret),
            account_id=proven.account_id,
            tenant_id=session.tenant_id,
            browser=rules.browser_of(user_agent),
            created_at=clock.now(),
            expires_at=clock.now() + rules.SESSION_LASTS,
        )
    )
    return secret


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
