"""A Valkey server of our own in one folder, with every change kept in an append-only file."""

import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Final, Self
from urllib.parse import quote

from paktum.local.accounts import make_private, server_account
from paktum.local.binaries import find_valkey
from paktum.local.lock import FolderLock
from paktum.local.passwords import load_passwords
from paktum.local.process import Child, end_leftovers, plain_environment, remove, spawn, stop, wait_until_ready
from paktum.local.sockets import forget, new_socket_folder, recall, remember

_PROGRAM: Final = "valkey"
_SOCKET: Final = "valkey.sock"
_CONFIGURATION: Final = """port 0
unixsocket {socket}
unixsocketperm 700
requirepass {password}
dir .
appendonly yes
appendfsync everysec
save ""
maxmemory 256mb
maxmemory-policy noeviction
daemonize no
loglevel notice
"""


class ValkeyServer:
    """A server with its data in `folder`; use it as a context manager, or `open`, run `child` and `close`.

    It listens on a Unix socket in a short private folder and never on the network. As root it runs as an unprivileged
    account. Start it from the main thread.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.log = self.folder / "valkey.log"
        self._data = self.folder / "valkey"
        self._socket_note = self.folder / "valkey.socket"
        self._passwords = self.folder / "valkey-password.json"
        self._lock = FolderLock(self.folder, "valkey")
        self._sockets: Path | None = None
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
        """Lock the folder, end what a crash left, and say what to run.

        Raises InUse when another process has the folder, LocalError when the server cannot be set up.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock.acquire()
        try:
            account = server_account(self._data)
            end_leftovers(_PROGRAM, self._data)
            program = find_valkey(account)
            make_private(self._data, account)
            forget(self._socket_note)
            self._sockets = new_socket_folder(account)
            remember(self._sockets, self._socket_note)
            password = load_passwords(self._passwords, (_PROGRAM,))[_PROGRAM]
            configuration = _CONFIGURATION.format(socket=self._sockets / _SOCKET, password=password)
            self._child = Child(
                name=_PROGRAM,
                command=(str(program), "-"),
                folder=self._data,
                environment=plain_environment(),
                account=account,
                input=configuration.encode("ascii"),
                ready=self._is_ready,
                prepare=self._remove_stale_socket,
            )
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove the socket folder and unlock; the server must have been stopped."""
        if self._sockets is not None:
            forget(self._socket_note)
        self._sockets = self._child = None
        self._lock.release()

    def start(self) -> str:
        """Open and run the server; returns its address when it accepts connections."""
        self.open()
        try:
            with self.log.open("ab") as log:
                self._process = spawn(self.child, log)
            wait_until_ready(self.child, self._process, self.log)
        except BaseException:
            self.stop()
            raise
        return self.url()

    def stop(self) -> None:
        """Stop the server; everything it accepted is on disk."""
        if self._process is not None:
            stop(self._process, signal.SIGTERM)
            self._process = None
        self.close()

    def erase(self) -> None:
        """Remove the data, the password and the log. Raises InUse when a server runs on them."""
        if not self.folder.exists():
            return
        self._lock.acquire()
        try:
            end_leftovers(_PROGRAM, self._data)
            forget(self._socket_note)
            for path in (self._data, self._passwords, self.log):
                remove(path)
        finally:
            self._lock.release()

    def url(self) -> str:
        """The address (`unix://…`) that redis-py and RQ take; it holds until the server is stopped."""
        if self._sockets is None:
            raise RuntimeError("open the server first")
        return _url(self._sockets, self._passwords)

    def _remove_stale_socket(self) -> None:
        if self._sockets is not None:
            (self._sockets / _SOCKET).unlink(missing_ok=True)

    def _is_ready(self) -> bool:
        return self._sockets is not None and _answers(self._sockets / _SOCKET)


def running_url(folder: Path) -> str | None:
    """The address of the server that another process runs in `folder`, None when none runs there."""
    place = folder.absolute()
    sockets = recall(place / "valkey.socket")
    if sockets is None or not _answers(sockets / _SOCKET):
        return None
    return _url(sockets, place / "valkey-password.json")


def _url(sockets: Path, passwords: Path) -> str:
    password = load_passwords(passwords, (_PROGRAM,))[_PROGRAM]
    return f"unix://:{quote(password, safe='')}@{sockets / _SOCKET}?db=0"


def _answers(path: Path) -> bool:
    """Whether a server on the socket has read its data: it says LOADING to everyone until then."""
    if not path.exists():
        return False
    with socket.socket(socket.AF_UNIX) as connection, suppress(OSError):
        connection.settimeout(1.0)
        connection.connect(str(path))
        connection.sendall(b"PING\r\n")
        return connection.recv(64).startswith((b"+PONG", b"-NOAUTH"))
    return False
