"""A rehearsal: pages are made once for nobody, so that no reader is the first.

A page's first reader waits while its template and its statements are compiled, and the words and dates of its language are
loaded. Done by every worker for itself, all that is also held in memory as often as there are workers.
"""

import structlog
from flask import Flask, g

from paktum.core.actors import Actor
from paktum.core.database import current_session
from paktum.core.ids import AccountId, MembershipId, new_id
from paktum.web.context import House, TenantFacts, Visitor
from paktum.web.entry import speak

log = structlog.get_logger()

# Pages that are kept for this revision are never found again: those of a tenant begin at 1.
_NO_REVISION = -1


def rehearse(app: Flask, host: str) -> list[str]:
    """Make the pages that guests see at a tenant's host, and each page of the navigation as a head of office sees it.

    Nobody has to exist for it: the head is a stranger without an account, whom no request could come from. Nothing is
    written: the transactions are READ ONLY. Gives the endpoints whose pages failed; they are left to their first reader.
    Raises SQLAlchemyError when the database is away.
    """
    parts: House = app.extensions["paktum"]
    with app.app_context():
        tenant = parts.tenant_of_host(host)
    origins = (f"http://{parts.settings.apex}", f"http://{host}")
    for origin in origins:
        app.test_client().get("/", base_url=origin, follow_redirects=True)
    failed: list[str] = []
    if tenant is None:
        return failed
    for endpoint in dict.fromkeys(entry.endpoint for entry in parts.navigation):
        try:
            _make(app, origins[1], tenant, endpoint)
        except Exception:
            log.exception("a page failed at its rehearsal", endpoint=endpoint)
            failed.append(endpoint)
    return failed


def _make(app: Flask, origin: str, tenant: TenantFacts, endpoint: str) -> None:
    parts: House = app.extensions["paktum"]
    permissions = parts.role_permissions["head"]
    stranger = Actor(tenant.id, AccountId(new_id()), MembershipId(new_id()), "head", "", permissions)
    # A page's own address: what a blueprint lends its templates is there at its own addresses only.
    address = app.url_map.bind("", url_scheme="http").build(endpoint)
    with app.test_request_context(address, base_url=origin):
        g.tenant = tenant
        g.visitor = Visitor(stranger, "", None, True, _NO_REVISION, "", 0, 0)
        speak(tenant.language)
        session = current_session()
        session.forbid_writing()
        session.bind_scope(tenant.id)
        app.ensure_sync(app.view_functions[endpoint])()
        session.rollback()
