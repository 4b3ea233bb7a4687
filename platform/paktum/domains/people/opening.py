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
    # One hash for all: the password is no secret, and a careful hash takes its time.
    password_hash = ""
    for person in people:
        email = normalised_email(person.email)
        account_id = session.scalar(select(Account.id).where(Account.email == email))
        if account_id is None:
            account_id = new_id()
            password_hash = password_hash or hash_password(password)
            session.add(Account(id=account_id, email=email, password_hash=password_hash, language=person.language))
            session.flush()
        # A membership that was ended is not opened again.
        if session.scalar(select(Membership.id).where(Membership.account_id == account_id).limit(1)) is None:
            session.add(Membership(id=new_id(), account_id=account_id, role=person.role, post=person.post))
