"""Mail to people, written after the transaction that asked for it: the secrets in it are made here and kept nowhere."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

from paktum.core.actors import ROLE_LABELS
from paktum.core.database import TenantSession, unit_of_work
from paktum.core.errors import NotFound
from paktum.core.ids import TenantId
from paktum.core.messages import msg
from paktum.domains.notices.letters import queue_letter
from paktum.domains.people.service import invitations, resetting
from paktum.domains.tenancy.queries import tenant_of_id
from paktum.web.context import House, TenantFacts

Once = Callable[[TenantSession], bool]


def send_reset_link(app: Flask, tenant_id: TenantId, payload: Mapping[str, Any], once: Once) -> None:
    """Carry out a `people.reset_requested` message: `email`. Nothing happens for an address that nobody here has."""
    house: House = app.extensions["paktum"]
    with unit_of_work(app, tenant_id) as session:
        link = resetting.make_reset_link(session, house.clock, payload["email"]) if once(session) else None
        if link is None:
            return
        tenant = _tenant(session)
        queue_letter(
            app,
            session,
            template="people/mail/reset",
            recipient=link.email,
            subject=msg("A new password"),
            language=link.language or tenant.language,
            tenant=tenant,
            address=_address(app, tenant, "people.new_password", secret=link.secret),
        )


def tell_of_new_password(app: Flask, tenant_id: TenantId, payload: Mapping[str, Any], once: Once) -> None:
    """Carry out a `people.password_changed` message: `account` (id)."""
    with unit_of_work(app, tenant_id) as session:
        if not once(session):
            return
        email, language = resetting.address_of_account(session, uuid.UUID(payload["account"]))
        tenant = _tenant(session)
        queue_letter(
            app,
            session,
            template="people/mail/password_changed",
            recipient=email,
            subject=msg("Your password was changed"),
            language=language or tenant.language,
            tenant=tenant,
            address=_address(app, tenant, "people.forgotten"),
        )


def send_invitation(app: Flask, tenant_id: TenantId, payload: Mapping[str, Any], once: Once) -> None:
    """Carry out a `people.invitation_due` message: `invitation` (id). One that was answered meanwhile gets no mail."""
    house: House = app.extensions["paktum"]
    with unit_of_work(app, tenant_id) as session:
        letter = invitations.make_invitation_link(session, uuid.UUID(payload["invitation"])) if once(session) else None
        if letter is None:
            return
        tenant = _tenant(session)
        words = house.vocabulary_of(session, tenant_id, "")
        role = words.role(letter.role, letter.language) if letter.role in words.roles else None
        queue_letter(
            app,
            session,
            template="people/mail/invitation",
            recipient=letter.email,
            subject=msg("Invitation: %(pact)s", pact=tenant.name),
            language=letter.language,
            tenant=tenant,
            address=_address(app, tenant, "people.invitation", secret=letter.secret),
            role=role or ROLE_LABELS[letter.role],
            post=letter.post,
        )


def _tenant(session: TenantSession) -> TenantFacts:
    tenant = tenant_of_id(session, session.tenant_id)
    if tenant is None:
        raise NotFound
    return tenant


def _address(app: Flask, tenant: TenantFacts, endpoint: str, **values: str) -> str:
    """The whole address of a page: at the host the tenant is configured with, never at one that a request named."""
    house: House = app.extensions["paktum"]
    return house.settings.origin_of(tenant.host) + app.url_map.bind(tenant.host).build(endpoint, values)
