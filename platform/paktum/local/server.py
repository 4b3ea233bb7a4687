"""What a server of our own in one folder has in common with every other: locked, started, left clean, stopped, erased."""

import subprocess
from abc import ABC, abstractmethod
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Self

from paktum.local.accounts import Account, server_account
from paktum.local.lock import FolderLock
from paktum.local.process import Child, end_leftovers, remove, spawn, stop, wait_until_ready
from paktum.local.sockets import forget, new_socket_folder, remember


class Durability(StrEnum):
    """Whether what was accepted must survive the loss of the machine; FAST is for data that nobody misses: tests'."""

    SAFE = "safe"
    FAST = "fast"


class Server(ABC):
    """A server with its data in `folder`; use it as a context manager, or `open`, run `child` and `close`.

    It listens on a Unix socket in a short private folder and never on the network. As root it runs as an unprivileged
    account. Start it from the main thread.
    """

    name: ClassVar[str]

    def __init__(self, folder: Path, data: str, *, durability: Durability) -> None:
        self.folder = folder.absolute()
        self.log = self.folder / f"{self.name}.log"
        self._data = self.folder / data
        self._socket_note = socket_note(self.folder, self.name)
        self._durability = durability
        self._lock = FolderLock(self.folder, self.name)
        self._open_sockets: Path | None = None
        self._child: Child | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The server's process id while it was started by `start`, else None."""
        return self._process.pid if self._process else None

    @property
    def child(self) -> Child:
        """What to run, once the server is open."""
        if self._child is None:
            raise RuntimeError("open the server first")
        return self._child

    def open(self) -> None:
        """Lock the folder, end what a crash left, set the data up if there is none, and say what to run.

        Raises InUse when another process has the folder, LocalError when the server cannot be set up.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock.acquire()
        try:
            account = server_account(self._data)
            self._recover()
            forget(self._socket_note)
            self._open_sockets = new_socket_folder(account)
            remember(self._open_sockets, self._socket_note)
            self._child = self._describe(account)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove the socket folder and unlock; the server must have been stopped."""
        if self._open_sockets is not None:
            forget(self._socket_note)
        self._open_sockets = self._child = None
        self._lock.release()

    def launch(self) -> None:
        """Open the server and let it start on its own; `wait` before it is used."""
        self.open()
        try:
            with self.log.open("ab") as log:
                self._process = spawn(self.child, log)
        except BaseException:
            self.stop()
            raise

    def wait(self) -> None:
        """Return when the launched server accepts connections. Raises LocalError with its last words when it ended."""
        if self._process is None:
            raise RuntimeError("launch the server first")
        try:
            wait_until_ready(self.child, self._process, self.log)
        except BaseException:
            self.stop()
            raise

    def start(self) -> None:
        """Open and run the server; returns when it accepts connections."""
        self.launch()
        self.wait()

    def stop(self) -> None:
        """Stop the server: what it accepted is on disk, what was not finished is undone."""
        if self._process is not None:
            stop(self._process, self.child.stop_signal)
            self._process = None
        self.close()

    def erase(self) -> None:
        """Remove the data, the passwords and the log. Raises InUse when a server runs on them."""
        if not self.folder.exists():
            return
        self._lock.acquire()
        try:
            self._recover()
            forget(self._socket_note)
            for path in (self._data, self.log, *self._belongings()):
                remove(path)
        finally:
            self._lock.release()

    @property
    def _sockets(self) -> Path:
        if self._open_sockets is None:
            raise RuntimeError("open the server first")
        return self._open_sockets

    def _recover(self) -> None:
        """Wait for a server that a crash left on the data, or end it."""
        end_leftovers(self.name, self._data)

    @abstractmethod
    def _describe(self, account: Account | None) -> Child:
        """Set the data up if there is none, and say how the server is run as this account (ourselves when None)."""

    @abstractmethod
    def _belongings(self) -> tuple[Path, ...]:
        """What is erased with the data: passwords and drafts."""


def socket_note(folder: Path, name: str) -> Path:
    """Where the socket folder of the server of this name is written down."""
    return folder.absolute() / f"{name}.socket"
