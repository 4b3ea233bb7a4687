"""The door to stored files: keeping, finding and opening them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import select

from paktum.core.actors import Actor
from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.ids import new_id
from paktum.core.store import FileStore
from paktum.domains.files.tables import StoredFile


@dataclass(frozen=True)
class FileFacts:
    """A stored file as other domains see it; `size` in bytes."""

    id: uuid.UUID
    name: str
    media_type: str
    size: int
    sha256: str


def keep_file(
    session: TenantSession,
    store: FileStore,
    actor: Actor | None,
    *,
    name: str,
    media_type: str,
    chunks: Iterable[bytes],
) -> FileFacts:
    """Keep bytes under a name; `media_type` is the type that was found in the content, not the one that was claimed.

    The bytes are written before the row: a crash between the two leaves bytes without a row, never a row without bytes.
    """
    sha256, size = store.put(session.tenant_id, chunks)
    file = StoredFile(
        id=new_id(),
        name=name[:400],
        media_type=media_type,
        size=size,
        sha256=sha256,
        created_by=actor.membership_id if actor else None,
    )
    session.add(file)
    session.flush()
    return FileFacts(file.id, file.name, media_type, size, sha256)


def get_file(session: TenantSession, file_id: uuid.UUID) -> FileFacts:
    """A file of this tenant; raises NotFound. Whether it may be read is for the domain that the file belongs to."""
    row = session.execute(
        select(StoredFile.id, StoredFile.name, StoredFile.media_type, StoredFile.size, StoredFile.sha256).where(
            StoredFile.id == file_id
        )
    ).first()
    if row is None:
        raise NotFound
    return FileFacts(row.id, row.name, row.media_type, row.size, row.sha256)


def open_file(session: TenantSession, store: FileStore, file: FileFacts) -> BinaryIO:
    """The bytes of a file, to read."""
    return store.open(session.tenant_id, file.sha256)
