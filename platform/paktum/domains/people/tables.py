"""Tables of people: accounts are the installation's, memberships a tenant's."""

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, Line, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference
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
    """A signed-in browser, at one tenant; only the hash of its secret is kept.

    `browser` says by which program and system it was opened, so that a person knows one's own from a stranger's.
    """

    __tablename__ = "account_session"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("account.id"))
    tenant_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("tenant.id"))
    browser: Mapped[Line] = mapped_column(default="", server_default="")
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
    """An account's place in a tenant: its post and role, as long as it lasts; whoever comes back gets a new row."""

    __tablename__ = "membership"

    account_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("account.id"))
    role: Mapped[Code]
    post: Mapped[Line]
    since: Mapped[MadeAt]
    ended_at: Mapped[Instant | None]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            Index(
                "uq_membership_present",
                "tenant_id",
                "account_id",
                unique=True,
                postgresql_where=text("ended_at is null"),
            ),
            CheckConstraint(_ROLES, name="role"),
        )


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
        return (
            UniqueConstraint("tenant_id", "secret_hash"),
            Index(
                "uq_invitation_open",
                "tenant_id",
                "email",
                unique=True,
                postgresql_where=text("accepted_at is null and withdrawn_at is null"),
            ),
            tenant_reference("invited_by", "membership"),
            CheckConstraint(_ROLES, name="role"),
        )
