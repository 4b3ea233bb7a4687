"""Packs of meetings that were replaced long ago: their rows and bytes go, unless anything still refers to them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    and_,
    delete,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.orm import aliased

from paktum.core.ids import TenantId
from paktum.core.store import FileStore
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.files.tables import StoredFile
from paktum.domains.notices.tables import MailMessage
from paktum.domains.schema import metadata

MADE: Final = "meeting.pack_made"


def remove_replaced_packs(
    connection: Connection, store: FileStore, tenant_id: TenantId, before: datetime, batch: int
) -> bool:
    """Remove up to `batch` packs of the bound tenant that another pack replaced before an instant; True for a full batch.

    A pack that any row refers to stays, and so does one that went out with a mail: it is what people were sent. The row
    goes first and is committed: a crash between the two leaves bytes without a row, never a row without bytes.
    """
    gone = connection.execute(
        delete(StoredFile)
        .where(StoredFile.tenant_id == tenant_id, StoredFile.id.in_(_found(tenant_id, before, batch)))
        .returning(StoredFile.sha256)
    ).scalars()
    hashes = gone.all()
    still = select(StoredFile.sha256).where(StoredFile.tenant_id == tenant_id, StoredFile.sha256.in_(hashes))
    unused = set(hashes).difference(connection.scalars(still))
    connection.commit()
    for sha256 in unused:
        store.delete(tenant_id, sha256, written_before=before)
    return len(hashes) == batch


def _found(tenant_id: TenantId, before: datetime, batch: int) -> Select[tuple[object]]:
    """The ids, found once: a plan may ask a plain subquery again for each row it compares."""
    found = (
        select(StoredFile.id)
        .where(
            StoredFile.tenant_id == tenant_id,
            StoredFile.created_at < before,
            StoredFile.sha256.in_(_replaced(tenant_id, before)),
            StoredFile.sha256.not_in(_mailed(tenant_id)),
            *(~exists().where(refers) for refers in _references()),
        )
        .limit(batch)
        .with_for_update(skip_locked=True)
        .cte("found")
        .prefix_with("materialized")
    )
    return select(found.c.id)


def _replaced(tenant_id: TenantId, before: datetime) -> Select[tuple[str]]:
    """The hashes of packs after which the same meeting got another one, before that instant."""
    later = aliased(AuditEntry)
    return select(AuditEntry.facts["sha256"].astext).where(
        AuditEntry.tenant_id == tenant_id,
        AuditEntry.object_kind == "meeting",
        AuditEntry.action == MADE,
        exists().where(
            later.tenant_id == tenant_id,
            later.object_kind == "meeting",
            later.object_id == AuditEntry.object_id,
            later.action == MADE,
            later.sequence > AuditEntry.sequence,
            later.at < before,
        ),
    )


def _mailed(tenant_id: TenantId) -> ScalarSelect[str]:
    """The hashes of the files that went out with mails, or will."""
    enclosed = func.jsonb_array_elements(MailMessage.attachments).table_valued("value").render_derived("enclosed")
    named: ColumnElement[str] = func.jsonb_extract_path_text(enclosed.c.value, "sha256")
    mails = select(func.coalesce(named, "")).select_from(MailMessage).join(enclosed, true())
    return mails.where(MailMessage.tenant_id == tenant_id).scalar_subquery()


def _references() -> Iterator[ColumnElement[bool]]:
    """That a row of some table refers to the file, for every reference that any table has."""
    for table in metadata().tables.values():
        for key in table.foreign_key_constraints:
            if key.referred_table is StoredFile.__table__:
                yield and_(*(element.parent == element.column for element in key.elements))
