"""The door to tenants: applying a tenant's file, and the changes that its head makes to words and kinds."""

import hashlib
import json
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid
from paktum.core.ids import TenantId, new_id
from paktum.domains.audit.service import record
from paktum.domains.tenancy.tables import Tenant, TenantConfiguration, TenantHost
from paktum.plugin.loader import Plugins
from paktum.plugin.source import key_text
from paktum.plugin.specs import TenantChanges, TenantFile
from paktum.plugin.tenant_checks import changes_findings


def register_tenant(session: TenantSession, file: TenantFile, hosts: Sequence[str]) -> TenantId:
    """Make the tenant of a file known, or bring what its file says up to date; needs a session of the PLATFORM scope.

    `hosts` are those of this installation; the first one is written into mail. Applying twice changes nothing.
    """
    values: dict[str, Any] = {
        "name": file.name,
        "short_name": file.short_name,
        "reference": file.reference or "",
        "language": file.language,
        "country": file.country,
        "region": file.region,
        "timezone": file.timezone,
        "hue": file.hue,
    }
    tenant_id: uuid.UUID = session.execute(
        insert(Tenant)
        .values(id=new_id(), slug=file.slug, **values)
        .on_conflict_do_update(index_elements=[Tenant.slug], set_=values)
        .returning(Tenant.id)
    ).scalar_one()
    session.execute(delete(TenantHost).where(TenantHost.tenant_id == tenant_id, TenantHost.host.not_in(hosts)))
    for position, host in enumerate(hosts):
        session.execute(
            insert(TenantHost)
            .values(host=host, tenant_id=tenant_id, canonical=position == 0)
            .on_conflict_do_update(
                index_elements=[TenantHost.host], set_={"tenant_id": tenant_id, "canonical": position == 0}
            )
        )
    return TenantId(tenant_id)


def keep_configuration(session: TenantSession, file: TenantFile, funding: dict[str, Any]) -> bool:
    """Store what a tenant's files declare beside what its head changed; gives whether anything was new.

    `funding` is the grant as plain JSON values, with the names of those who take part in it.
    """
    declared = file.model_dump(mode="json", exclude_defaults=True)
    present = session.scalar(select(TenantConfiguration).with_for_update())
    if present is None:
        digest = digest_of(declared, {})
        session.add(TenantConfiguration(declared=declared, funding=funding, changes={}, digest=digest))
        return True
    if present.declared == declared and present.funding == funding:
        return False
    present.declared, present.funding = declared, funding
    present.digest = digest_of(declared, present.changes)
    return True


def present_logo(session: TenantSession) -> uuid.UUID | None:
    """The stored file of the pact's logo, an SVG drawing."""
    return session.scalar(select(TenantConfiguration.logo_file_id))


def set_logo(session: TenantSession, file_id: uuid.UUID) -> None:
    """Name the stored file that heads the pact's papers from now on."""
    session.scalars(select(TenantConfiguration).with_for_update()).one().logo_file_id = file_id


def keep_changes(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    plugins: Plugins,
    change: Callable[[TenantFile, TenantChanges], TenantChanges],
    action: str,
    **facts: Any,
) -> None:
    """Let `change` make the head's next changes out of those so far, check them against the plugins, and store them.

    The configuration is locked meanwhile, so two heads lose nothing to each other. Raises Forbidden, and Invalid whose
    fields are key paths such as `terms.session.hu`.
    """
    authorise(actor, "tenancy.configure")
    present = session.scalars(select(TenantConfiguration).with_for_update()).one()
    file = TenantFile.model_validate(present.declared)
    before = TenantChanges.model_validate(present.changes)
    after = change(file, before)
    findings = list(changes_findings(after, file, plugins, before))
    if findings:
        raise Invalid({key_text(finding.path): finding.message for finding in findings})
    if after == before:
        return
    present.changes = after.model_dump(mode="json", exclude_defaults=True)
    present.digest = digest_of(present.declared, present.changes)
    record(session, clock, actor, action, "tenant", session.tenant_id, **facts)


def digest_of(declared: dict[str, Any], changes: dict[str, Any]) -> str:
    """What tells one state of a configuration from another."""
    return hashlib.sha256(json.dumps([declared, changes], sort_keys=True).encode()).hexdigest()
