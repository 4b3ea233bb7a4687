"""Entering the sign-ins that a demo starts with."""

from collections.abc import Sequence

from sqlalchemy import select

from paktum.core.database import TenantSession
from paktum.core.ids import new_id
from paktum.domains.people.passwords import hash_password
from paktum.domains.people.rules import normalised_email
from paktum.domains.people.tables import Account, Membership
from paktum.plugin.specs import DemoPerson


def open_sign_ins(session: TenantSession, people: Sequence[DemoPerson], password: str) -> None:
    """Give each post of a demo an account with the same known password; those that exist stay as they are."""
    by_email = {normalised_email(person.email): person for person in people}
    known = select(Account.email, Account.id).where(Account.email.in_(by_email))
    accounts = dict(session.execute(known).all())
    missing = [email for email in by_email if email not in accounts]
    # One hash for all: the password is no secret, and a careful hash takes its time.
    password_hash = hash_password(password) if missing else ""
    for email in missing:
        accounts[email] = new_id()
        language = by_email[email].language
        session.add(Account(id=accounts[email], email=email, password_hash=password_hash, language=language))
    session.flush()
    # A membership that was ended is not opened again.
    members = set(session.scalars(select(Membership.account_id).where(Membership.account_id.in_(accounts.values()))))
    for email, person in by_email.items():
        if accounts[email] not in members:
            session.add(Membership(id=new_id(), account_id=accounts[email], role=person.role, post=person.post))
