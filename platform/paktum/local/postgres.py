"""A PostgreSQL server of our own in one folder: set up once, started, recovered after a crash, stopped."""

import shutil
import signal
import subprocess
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from paktum.core.messages import msg
from paktum.local.accounts import Account, can_enter, make_private, server_account
from paktum.local.binaries import PostgresBinaries, find_postgres
from paktum.local.errors import LocalError
from paktum.local.lock import FolderLock
from paktum.local.passwords import load_passwords
from paktum.local.process import Child, end_leftovers, plain_environment, remove, spawn, stop, wait_until_ready
from paktum.local.provision import ADMIN, PASSWORD_NAMES, DatabaseUrls, provision
from paktum.local.sockets import forget, new_socket_folder, recall, remember

# A server may work in a folder whose path it cannot walk: it starts there and names it by this link of its own.
_OWN_FOLDER: Final = "/proc/self/cwd"
_PROGRAM: Final = "postgres"


class Durability(StrEnum):
    """Whether a commit must survive the loss of the machine; both kinds survive the loss of the process."""

    SAFE = "safe"
    FAST = "fast"


_SETTINGS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "64MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_worker_processes": "4",
    "autovacuum_max_workers": "1",
    "password_encryption": "scram-sha-256",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_checkpoints": "off",
    "client_encoding": "UTF8",
}
_FAST_SETTINGS: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresServer:
    """A server with its data in `folder`; use it as a context manager, or `open`, run `child` and `close`.

    It listens on a Unix socket in a short private folder and never on the network. As root it runs as an unprivileged
    account. Start it from the main thread.
    """

    def __init__(self, folder: Path, *, durability: Durability = Durability.SAFE, max_connections: int = 60) -> None:
        self.folder = folder.absolute()
        self.log = self.folder / "postgres.log"
        self._cluster = self.folder / "cluster"
        self._draft = self.folder / "cluster.new"
        self._socket_note = self.folder / "postgres.socket"
        self._passwords = self.folder / "passwords.json"
        self._durability = durability
        self._max_connections = max_connections
        self._lock = FolderLock(self.folder, "postgres")
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
        """Lock the folder, end what a crash left, set the data up if there is none, and say what to run.

        Raises InUse when another process has the folder, LocalError when the server cannot be set up.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock.acquire()
        try:
            account = server_account(self._cluster)
            self._recover()
            binaries = find_postgres(account, self._written_by())
            forget(self._socket_note)
            self._sockets = new_socket_folder(account)
            remember(self._sockets, self._socket_note)
            if not self._cluster.exists():
                self._create_cluster(binaries, account)
            self._child = self._describe(binaries, account)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove the socket folder and unlock; the server must have been stopped."""
        if self._sockets is not None:
            forget(self._socket_note)
        self._sockets = self._child = None
        self._lock.release()

    def start(self) -> None:
        """Open and run the server; returns when it accepts connections."""
        self.open()
        try:
            with self.log.open("ab") as log:
                self._process = spawn(self.child, log)
            wait_until_ready(self.child, self._process, self.log)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server: open transactions are rolled back, everything committed is on disk."""
        if self._process is not None:
            stop(self._process, signal.SIGINT)
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
            for path in (self._cluster, self._draft, self._passwords, self.log):
                remove(path)
        finally:
            self._lock.release()

    def urls(self) -> DatabaseUrls:
        """The addresses of the platform's database for each login; they hold until the server is stopped."""
        if self._sockets is None:
            raise RuntimeError("open the server first")
        return DatabaseUrls.on_socket(self._sockets, load_passwords(self._passwords, PASSWORD_NAMES))

    def provision(self) -> DatabaseUrls:
        """Make the logins and the platform's database where they are missing; the server must be running."""
        urls = self.urls()
        provision(urls)
        return urls

    def _recover(self) -> None:
        end_leftovers(_PROGRAM, self._cluster)
        # Only now is its process id surely not that of a server: in a container the same numbers come back.
        (self._cluster / "postmaster.pid").unlink(missing_ok=True)

    def _written_by(self) -> int | None:
        note = self._cluster / "PG_VERSION"
        return int(note.read_text(encoding="ascii")) if note.exists() else None

    def _create_cluster(self, binaries: PostgresBinaries, account: Account | None) -> None:
        """Run initdb in a folder that gets its final name only when it is whole."""
        draft = self._draft
        remove(draft)
        make_private(draft, account)
        password = load_passwords(self._passwords, PASSWORD_NAMES)[ADMIN]
        if self._sockets is None:
            raise RuntimeError("make the socket folder first")
        with tempfile.NamedTemporaryFile("w", dir=self._sockets, encoding="ascii") as password_file:
            password_file.write(password)
            password_file.flush()
            if account is not None:
                shutil.chown(password_file.name, account.user, account.group)
            command = [str(binaries.folder / "initdb"), "-D", _name_of(draft, account), "-U", ADMIN]
            command += [f"--pwfile={password_file.name}", "--auth=scram-sha-256", "--locale=C", "--encoding=UTF8"]
            command += ["--data-checksums", *(["--no-sync"] if self._durability is Durability.FAST else [])]
            answer = subprocess.run(
                command,
                cwd=draft,
                env=plain_environment(),
                capture_output=True,
                check=False,
                user=account.user if account else None,
                group=account.group if account else None,
                extra_groups=[] if account else None,
            )
        if answer.returncode != 0:
            words = answer.stderr.decode("utf-8", "replace").strip()
            remove(draft)
            raise LocalError(msg("The database could not be set up: %(words)s", words=words))
        draft.rename(self._cluster)

    def _describe(self, binaries: PostgresBinaries, account: Account | None) -> Child:
        settings = dict(_SETTINGS)
        settings["max_connections"] = str(self._max_connections)
        settings["unix_socket_directories"] = str(self._sockets)
        if self._durability is Durability.FAST:
            settings |= _FAST_SETTINGS
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Child(
            name=_PROGRAM,
            command=(str(binaries.folder / "postgres"), "-D", _name_of(self._cluster, account), *options),
            folder=self._cluster,
            environment=plain_environment(),
            account=account,
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGINT,
            ready=self._is_ready,
            prepare=self._recover,
        )

    def _is_ready(self) -> bool:
        """PostgreSQL keeps its state in the eighth line of its process file."""
        note = self._cluster / "postmaster.pid"
        if not note.exists():
            return False
        lines = note.read_text(encoding="utf-8", errors="replace").splitlines()
        return len(lines) > 7 and lines[7].strip() == "ready"


def _name_of(folder: Path, account: Account | None) -> str:
    """How the server names its folder: by its path, or by its own link to it when it cannot walk that path."""
    if account is None or can_enter(folder.parent, account):
        return str(folder)
    if not Path(_OWN_FOLDER).exists():
        raise LocalError(
            msg(
                "The account %(account)s that the database runs as cannot enter %(folder)s. Choose a folder that it "
                "can enter with --data, or start as an ordinary user.",
                account=account.name,
                folder=str(folder.parent),
            )
        )
    return _OWN_FOLDER


def running_urls(folder: Path) -> DatabaseUrls | None:
    """The addresses of the server that another process runs in `folder`, None when none runs there."""
    place = folder.absolute()
    sockets = recall(place / "postgres.socket")
    if sockets is None or not any(sockets.glob(".s.PGSQL.*")):
        return None
    return DatabaseUrls.on_socket(sockets, load_passwords(place / "passwords.json", PASSWORD_NAMES))
