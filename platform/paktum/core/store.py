"""The file store: bytes under their SHA-256, behind one small interface that an S3-compatible store can fill too."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from paktum.core.ids import TenantId


class FileStore(Protocol):
    """Keeps bytes per tenant under the hash of their content."""

    def put(self, tenant_id: TenantId, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Keep the bytes; gives their SHA-256 in hex and their number. Keeping the same bytes again changes nothing."""

    def open(self, tenant_id: TenantId, sha256: str) -> BinaryIO:
        """The bytes to read; raises FileNotFoundError."""

    def delete(self, tenant_id: TenantId, sha256: str, *, written_before: datetime) -> None:
        """Remove the bytes unless they were kept again since that instant; it is no error when they are not there."""


class LocalFileStore:
    """A file store in a folder: one sub-folder a tenant, then two letters of the hash."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, tenant_id: TenantId, sha256: str) -> Path:
        return self._folder / str(tenant_id) / sha256[:2] / sha256

    def put(self, tenant_id: TenantId, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Written beside its place and then moved there, so that a broken write leaves no half file under a hash."""
        self._folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        descriptor, name = tempfile.mkstemp(dir=self._folder, prefix="incoming-")
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            target = self._path(tenant_id, digest.hexdigest())
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        return digest.hexdigest(), size

    def open(self, tenant_id: TenantId, sha256: str) -> BinaryIO:
        return self._path(tenant_id, sha256).open("rb")

    def delete(self, tenant_id: TenantId, sha256: str, *, written_before: datetime) -> None:
        path = self._path(tenant_id, sha256)
        if path.exists() and path.stat().st_mtime < written_before.timestamp():
            path.unlink(missing_ok=True)
