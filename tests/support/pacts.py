"""Tenants for tests: a copy of a real tenant's folder under a name of its own, so that tests may commit for real."""

import itertools
import os
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from paktum.core.actors import Actor, Role
from paktum.core.database import unit_of_work
from paktum.core.ids import AccountId, MembershipId, TenantId
from paktum.core.languages import Language
from paktum.installation import DEMO_PASSWORD, apply_tenant
from paktum.plugin.tenants import TenantFolder, read_tenant, tenants_folder
from paktum.web.context import House

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Pact:
    """A tenant of one test: how to reach it, and the sign-ins it has by role."""

    app: Flask
    id: TenantId
    slug: str
    host: str
    language: Language
    emails: dict[Role, str]

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    def work(self) -> Any:
        """A unit of work in this tenant: `with pact.work() as session:`."""
        return unit_of_work(self.app, self.id)

    def actor(self, role: Role = "head") -> Actor:
        """The person with a role, as services know them."""
        from sqlalchemy import select

        from paktum.domains.people.tables import Account, Membership

        house: House = self.app.extensions["paktum"]
        with self.work() as session:
            row = session.execute(
                select(Membership.id, Membership.account_id, Membership.post)
                .join(Account, Account.id == Membership.account_id)
                .where(Account.email == self.emails[role])
            ).one()
        return Actor(
            self.id, AccountId(row.account_id), MembershipId(row.id), role, row.post, house.role_permissions[role]
        )

    def guest(self) -> "Visitor":
        """A browser that nobody has signed in with."""
        return Visitor(self)

    def signed_in(self, role: Role = "head") -> "Visitor":
        """A browser with which the person of a role has signed in by the form."""
        visitor = Visitor(self)
        answer = visitor.post("/sign-in", {"email": self.emails[role], "password": DEMO_PASSWORD})
        assert answer.status_code == 303, answer.text
        return visitor


class Visitor:
    """A browser of the test client on one pact's host; forms are sent with the token that pages carry."""

    def __init__(self, pact: Pact) -> None:
        self.pact = pact
        self.client: FlaskClient = pact.app.test_client()

    def get(self, address: str, **arguments: Any) -> TestResponse:
        return self.client.get(address, base_url=self.pact.origin, **arguments)

    def post(self, address: str, data: dict[str, Any] | None = None, **arguments: Any) -> TestResponse:
        """Send a form; `follow_redirects` and the like go through."""
        return self.client.post(
            address, base_url=self.pact.origin, data={**(data or {}), "csrf_token": self.token()}, **arguments
        )

    def token(self) -> str:
        """A token for forms, as a page would carry it in this browser's session."""
        from flask import session
        from flask_wtf.csrf import generate_csrf

        with self.client.session_transaction(base_url=self.pact.origin) as kept:
            known = dict(kept)
        with self.pact.app.test_request_context(base_url=self.pact.origin):
            session.update(known)
            token = generate_csrf()
            changed = dict(session)
        with self.client.session_transaction(base_url=self.pact.origin) as kept:
            kept.update(changed)
        return str(token)


# By the name of the tenant that is copied; the folders do not change while tests run.
_folders: dict[str, TenantFolder] = {}


def new_pact(app: Flask, like: str = "tiszakecske") -> Pact:
    """A new tenant made from the folder of a real one: same bodies, words and posts; own slug, host and addresses."""
    plugins = app.extensions["paktum"].plugins
    if like not in _folders:
        _folders[like] = read_tenant(tenants_folder() / like, plugins)
    folder = _folders[like]
    slug = f"{like}-{os.getpid()}-{next(_numbers)}"
    file = folder.tenant.value.model_copy(update={"slug": slug})
    people = tuple(
        person.model_copy(update={"email": f"{person.role}@{slug}.example"}) for person in folder.opening.value.people
    )
    opening = folder.opening.value.model_copy(update={"people": people})
    own = replace(folder, tenant=replace(folder.tenant, value=file), opening=replace(folder.opening, value=opening))
    host = f"{slug}.localhost"
    tenant_id = apply_tenant(app, plugins, own, [host])
    return Pact(app, tenant_id, slug, host, file.language, {person.role: person.email for person in people})
