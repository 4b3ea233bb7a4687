"""Who is signed in: one statement from the browser's secret to the member, with what every page needs beside."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

from flask import g
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import Select, and_, bindparam, func, select

from paktum.core.actors import Actor, Role
from paktum.core.database import TenantSession, current_session
from paktum.core.ids import AccountId, MembershipId
from paktum.core.languages import as_language
from paktum.core.revision import TenantRevision
from paktum.domains.people.passwords import hash_of_secret
from paktum.domains.people.tables import Account, AccountSession, Membership
from paktum.web.context import TenantFacts, Visitor, house


class SignedIn(UserMixin):
    """Flask-Login's user: the secret of the server-side session stands for the person, so ending the session ends all."""

    def __init__(self, secret: str, visitor: Visitor | None) -> None:
        self._secret = secret
        self.visitor = visitor

    def get_id(self) -> str:
        return self._secret


@cache
def _visitor_query(extra: tuple[Any, ...]) -> Select[Any]:
    return (
        select(
            Account.id.label("account_id"),
            Account.email,
            Account.language,
            Account.shortcuts,
            Membership.id.label("membership_id"),
            Membership.role,
            Membership.post,
            func.coalesce(TenantRevision.revision, 0).label("revision"),
            *extra,
        )
        .select_from(AccountSession)
        .join(Account, and_(Account.id == AccountSession.account_id, Account.active))
        .join(Membership, and_(Membership.account_id == Account.id, Membership.ended_at.is_(None)))
        .outerjoin(TenantRevision, TenantRevision.tenant_id == AccountSession.tenant_id)
        .where(
            AccountSession.secret_hash == bindparam("secret_hash"),
            AccountSession.tenant_id == bindparam("tenant_id"),
            AccountSession.revoked_at.is_(None),
            AccountSession.expires_at > bindparam("now"),
        )
    )


def make_login_manager(role_permissions: Mapping[Role, frozenset[str]], extra: tuple[Any, ...]) -> LoginManager:
    """Flask-Login's manager over server-side sessions.

    `extra` are scalar subqueries of other domains, read in the same statement: the digest of the tenant's configuration
    (`digest`), and how many unread notices (`unread`) and unfinished tasks (`tasks`) the membership has.
    """
    manager = LoginManager()
    # The cookie is bound to a host and the session to a tenant; addresses and browsers of people change within a day.
    manager.session_protection = None

    def load(secret: str) -> SignedIn | None:
        tenant: TenantFacts | None = g.get("tenant")
        if tenant is None:
            return None
        row = (
            current_session()
            .execute(
                _visitor_query(extra),
                {"secret_hash": hash_of_secret(secret), "tenant_id": tenant.id, "now": house().clock.now()},
            )
            .first()
        )
        if row is None:
            return None
        role = cast(Role, row.role)
        actor = Actor(
            tenant.id,
            AccountId(row.account_id),
            MembershipId(row.membership_id),
            role,
            row.post,
            role_permissions[role],
        )
        visitor = Visitor(
            actor,
            row.email,
            as_language(row.language),
            row.shortcuts,
            row.revision,
            row.digest or "",
            row.unread,
            row.tasks,
        )
        return SignedIn(secret, visitor)

    manager.user_loader(cast(Callable[..., Any], load))
    return manager


def load_visitor(_session: TenantSession, _tenant: TenantFacts) -> Visitor | None:
    """The visitor behind the present request, or None for a guest."""
    # Flask-Login's proxy is the person itself once it is asked for something.
    return current_user.visitor if current_user.is_authenticated else None
