"""One owner for a data folder: a lock the kernel gives back by itself when its holder dies."""

import fcntl
import os
from pathlib import Path

from paktum.core.messages import msg
from paktum.local.errors import InUse


class FolderLock:
    """An advisory lock on `<folder>/<name>.lock`, held from `acquire` until `release` or the end of the process.

    The file stays behind on purpose: removing it would let two processes hold locks on two files of the same name.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._path = folder / f"{name}.lock"
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock or raise InUse naming the process that holds it."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or "?"
            os.close(descriptor)
            raise InUse(
                msg(
                    "The data folder %(folder)s is in use by process %(process)s. "
                    "Stop that process first, or choose another folder with --data.",
                    folder=str(self._folder),
                    process=holder,
                )
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; does nothing when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
