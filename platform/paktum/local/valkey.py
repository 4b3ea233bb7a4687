"""A Valkey server of our own in one folder, with every change kept in an append-only file."""

import signal
import socket
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

from paktum.local.accounts import Account, make_private
from paktum.local.binaries import find_valkey
from paktum.local.passwords import load_passwords
from paktum.local.process import Child, plain_environment
from paktum.local.server import Durability, Server, socket_note
from paktum.local.sockets import recall

_SOCKET: Final = "valkey.sock"
_CONFIGURATION: Final = """port 0
unixsocket {socket}
unixsocketperm 700
requirepass {password}
dir .
appendonly {keep}
appendfsync everysec
save ""
maxmemory 256mb
maxmemory-policy noeviction
daemonize no
loglevel notice
"""


class ValkeyServer(Server):
    """Valkey with its data in `folder`. With durability FAST it keeps nothing, and is ended without ceremony."""

    name = "valkey"

    def __init__(self, folder: Path, *, durability: Durability = Durability.SAFE) -> None:
        super().__init__(folder, "valkey", durability=durability)
        self._passwords = self.folder / "valkey-password.json"

    def url(self) -> str:
        """The address (`unix://…`) that redis-py and RQ take; it holds until the server is stopped."""
        return _url(self._sockets, self._passwords)

    def _describe(self, account: Account | None) -> Child:
        program = find_valkey(account)
        make_private(self._data, account)
        is_safe = self._durability is Durability.SAFE
        configuration = _CONFIGURATION.format(
            socket=self._sockets / _SOCKET, password=_password(self._passwords), keep="yes" if is_safe else "no"
        )
        return Child(
            name=self.name,
            command=(str(program), "-"),
            folder=self._data,
            environment=plain_environment(),
            account=account,
            input=configuration.encode("ascii"),
            stop_signal=signal.SIGTERM if is_safe else signal.SIGKILL,
            ready=self._is_ready,
            prepare=self._remove_stale_socket,
        )

    def _belongings(self) -> tuple[Path, ...]:
        return (self._passwords,)

    def _remove_stale_socket(self) -> None:
        (self._sockets / _SOCKET).unlink(missing_ok=True)

    def _is_ready(self) -> bool:
        return _answers(self._sockets / _SOCKET)


def running_url(folder: Path) -> str | None:
    """The address of the server that another process runs in `folder`, None when none runs there."""
    sockets = recall(socket_note(folder, ValkeyServer.name))
    if sockets is None or not _answers(sockets / _SOCKET):
        return None
    return _url(sockets, folder.absolute() / "valkey-password.json")


def _url(sockets: Path, passwords: Path) -> str:
    return f"unix://:{quote(_password(passwords), safe='')}@{sockets / _SOCKET}?db=0"


def _password(kept: Path) -> str:
    return load_passwords(kept, (ValkeyServer.name,))[ValkeyServer.name]


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
