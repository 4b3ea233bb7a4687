"""The door to organisations."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from paktum.core.database import TenantSession
from paktum.core.ids import new_id
from paktum.domains.partners.tables import Organisation


def open_organisations(
    session: TenantSession, organisations: Sequence[tuple[str, str, str]], consortium: Mapping[str, str]
) -> dict[str, uuid.UUID]:
    """Enter the organisations a tenant starts with, as `(code, name, kind)`; those it has already stay as people left them.

    `consortium` says by code who is `lead` or `partner` of the grant. Gives the ids by code.
    """
    for code, name, kind in organisations:
        session.execute(
            insert(Organisation)
            .values(
                tenant_id=session.tenant_id,
                id=new_id(),
                code=code,
                name=name,
                kind=kind,
                consortium_role=consortium.get(code),
            )
            .on_conflict_do_nothing(index_elements=["tenant_id", "code"])
        )
    rows = session.execute(select(Organisation.code, Organisation.id).where(Organisation.code.is_not(None)))
    return {code: organisation_id for code, organisation_id in rows if code}
