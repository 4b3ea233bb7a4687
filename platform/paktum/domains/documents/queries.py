"""Reads for papers: what heads them, in one statement."""

from dataclasses import dataclass

from sqlalchemy import and_, select

from paktum.core.database import TenantSession
from paktum.domains.files.tables import StoredFile
from paktum.domains.partners.tables import Organisation
from paktum.domains.tenancy.tables import TenantConfiguration


@dataclass(frozen=True)
class LetterheadFacts:
    """What heads the papers beside the pact's own name: its lead organisation with its place, and the logo's hash."""

    organisation: str
    place: str
    logo_sha256: str | None


def letterhead_facts(session: TenantSession) -> LetterheadFacts:
    """The letterhead of the bound tenant."""
    lead = (
        select(Organisation.name, Organisation.place)
        .where(Organisation.consortium_role == "lead", Organisation.ended_at.is_(None))
        .order_by(Organisation.created_at, Organisation.id)
        .limit(1)
        .subquery()
    )
    row = session.execute(
        select(lead.c.name, lead.c.place, StoredFile.sha256)
        .select_from(TenantConfiguration)
        .outerjoin(
            StoredFile,
            and_(
                StoredFile.tenant_id == TenantConfiguration.tenant_id, StoredFile.id == TenantConfiguration.logo_file_id
            ),
        )
        .outerjoin(lead, lead.c.name.is_not(None))
    ).one()
    return LetterheadFacts(row.name or "", row.place or "", row.sha256)
