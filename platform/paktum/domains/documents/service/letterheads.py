"""The door to a pact's letterhead."""

from typing import Final

import structlog

from paktum.core.database import TenantSession
from paktum.core.store import FileStore
from paktum.domains.documents.letterhead import Letterhead, coloured
from paktum.domains.documents.queries import letterhead_facts
from paktum.web.accent import accent
from paktum.web.context import TenantFacts

log = structlog.get_logger()

# A drawing larger than this is a photograph in disguise; it would be in every snapshot.
_LARGEST_LOGO: Final = 100_000


def letterhead_of(session: TenantSession, store: FileStore, tenant: TenantFacts) -> Letterhead:
    """The letterhead of the bound tenant as it is now, with its logo in the tenant's colour."""
    facts, colour = letterhead_facts(session), accent(tenant.hue).light
    return Letterhead(
        pact_name=tenant.name,
        reference=tenant.reference,
        organisation=facts.organisation,
        place=facts.place,
        accent=colour,
        logo_svg=coloured(_logo(session, store, facts.logo_sha256), colour),
    )


def _logo(session: TenantSession, store: FileStore, sha256: str | None) -> str:
    """The logo's drawing; without one, or with one too large to be a drawing, the paper has none."""
    if sha256 is None:
        return ""
    with store.open(session.tenant_id, sha256) as file:
        content = file.read(_LARGEST_LOGO + 1)
    if len(content) > _LARGEST_LOGO:
        log.warning("the logo is too large for papers", limit=_LARGEST_LOGO)
        return ""
    return content.decode("utf-8-sig")
