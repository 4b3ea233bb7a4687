"""Tables of people: accounts are the installation's, memberships a tenant's."""

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, Line, MadeAt
from paktum.core.database import Base, TenantTable
from paktum.core.ids import new_id

_ROLES = "role in ('head', 'officer', 'member', 'partner', 'viewer')"


class Account(Base):
    """A person who can sign in, known by an e-mail address in lower case; without a password until one is chosen."""

    __tablename__ = "account"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    language: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    shortcuts: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    created_at: Mapped[MadeAt]


class AccountSession(Base):
    """A signed-in browser, at one tenant; only the hash of its secret is kept."""

    __tablename__ = "account_session"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("account.id"))
    tenant_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("tenant.id"))
    created_at: Mapped[MadeAt]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]


class AccountToken(Base):
    """A one-time secret sent by mail to set a password; only its hash is kept."""

    __tablename__ = "account_token"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("account.id"))
    tenant_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("tenant.id"))
    created_at: Mapped[MadeAt]
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]


class SignInAttempt(Base):
    """A failed sign-in, counted by the hash of an address together with where it came from."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "subject", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    subject: Mapped[str]
    at: Mapped[Instant]


class Membership(TenantTable, Base):
    """An account's place in a tenant: its post and role, as long as it lasts."""

    __tablename__ = "membership"

    account_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("account.id"))
    role: Mapped[Code]
    post: Mapped[Line]
    since: Mapped[MadeAt]
    ended_at: Mapped[Instant | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("tenant_id", "account_id"), CheckConstraint(_ROLES, name="role"))


class Invitation(TenantTable, Base):
    """A colleague asked by mail to join; only the hash of the secret in the mail is kept."""

    __tablename__ = "invitation"

    email: Mapped[str]
    role: Mapped[Code]
    post: Mapped[Line]
    language: Mapped[str]
    secret_hash: Mapped[str]
    invited_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    created_at: Mapped[MadeAt]
    expires_at: Mapped[Instant]
    accepted_at: Mapped[Instant | None]
    withdrawn_at: Mapped[Instant | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("tenant_id", "secret_hash"), CheckConstraint(_ROLES, name="role"))
