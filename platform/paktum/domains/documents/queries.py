"""Reads for papers: what heads them, and the Word templates that an office brought along."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.domains.documents.tables import WordTemplate
from paktum.domains.files.service import FileFacts
from paktum.domains.files.tables import StoredFile
from paktum.domains.partners.tables import Organisation
from paktum.domains.people.tables import Membership
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


@dataclass(frozen=True)
class TemplateInUse:
    """A Word template in use: its file, since when (aware), and the post of whoever brought it."""

    id: uuid.UUID
    file: FileFacts
    since: datetime
    post: str


def template_in_use(session: TenantSession, kind: str) -> TemplateInUse | None:
    """The template that papers of a kind are written on; None where the office brought none."""
    row = session.execute(
        select(
            WordTemplate.id,
            WordTemplate.created_at,
            Membership.post,
            StoredFile.id.label("file_id"),
            WordTemplate.name,
            StoredFile.media_type,
            StoredFile.size,
            StoredFile.sha256,
        )
        .join(StoredFile, and_(StoredFile.tenant_id == WordTemplate.tenant_id, StoredFile.id == WordTemplate.file_id))
        .outerjoin(
            Membership, and_(Membership.tenant_id == WordTemplate.tenant_id, Membership.id == WordTemplate.created_by)
        )
        .where(WordTemplate.kind == kind, WordTemplate.retired_at.is_(None))
    ).first()
    if row is None:
        return None
    file = FileFacts(row.file_id, row.name, row.media_type, row.size, row.sha256)
    return TemplateInUse(row.id, file, row.created_at, row.post or "")


def template_file(session: TenantSession, template_id: uuid.UUID) -> FileFacts:
    """The file of a template, in use or not; raises NotFound."""
    row = session.execute(
        select(StoredFile.id, WordTemplate.name, StoredFile.media_type, StoredFile.size, StoredFile.sha256)
        .join(StoredFile, and_(StoredFile.tenant_id == WordTemplate.tenant_id, StoredFile.id == WordTemplate.file_id))
        .where(WordTemplate.id == template_id)
    ).first()
    if row is None:
        raise NotFound
    return FileFacts(*row)
