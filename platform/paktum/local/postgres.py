"""A PostgreSQL server of our own in one folder: set up once, started, recovered after a crash, stopped."""

import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from paktum.core.messages import msg
from paktum.local.accounts import Account, can_enter, make_private
from paktum.local.binaries import PostgresBinaries, find_postgres
from paktum.local.errors import LocalError
from paktum.local.passwords import load_passwords
from paktum.local.process import Child, plain_environment, remove
from paktum.local.provision import ADMIN, PASSWORD_NAMES, DatabaseUrls, provision
from paktum.local.server import Durability, Server, socket_note
from paktum.local.sockets import recall

# A server may work in a folder whose path it cannot walk: it starts there and names it by this link of its own.
_OWN_FOLDER: Final = "/proc/self/cwd"
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


class PostgresServer(Server):
    """PostgreSQL with its data in `folder`; stopping it rolls open transactions back.

    With durability FAST what was committed survives the loss of the process, but not that of the machine.
    """

    name = "postgres"

    def __init__(self, folder: Path, *, durability: Durability = Durability.SAFE, max_connections: int = 60) -> None:
        super().__init__(folder, "cluster", durability=durability)
        self._draft = self.folder / "cluster.new"
        self._passwords = self.folder / "passwords.json"
        self._max_connections = max_connections

    def urls(self) -> DatabaseUrls:
        """The addresses of the platform's database for each login; they hold until the server is stopped."""
        return DatabaseUrls.on_socket(self._sockets, load_passwords(self._passwords, PASSWORD_NAMES))

    def provision(self) -> DatabaseUrls:
        """Make the logins and the platform's database where they are missing; the server must be running."""
        urls = self.urls()
        provision(urls)
        return urls

    def _recover(self) -> None:
        super()._recover()
        # Only now is its process id surely not that of a server: in a container the same numbers come back.
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _written_by(self) -> int | None:
        note = self._data / "PG_VERSION"
        return int(note.read_text(encoding="ascii")) if note.exists() else None

    def _create_cluster(self, binaries: PostgresBinaries, account: Account | None) -> None:
        """Run initdb in a folder that gets its final name only when it is whole."""
        draft = self._draft
        remove(draft)
        make_private(draft, account)
        password = load_passwords(self._passwords, PASSWORD_NAMES)[ADMIN]
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
        draft.rename(self._data)

    def _belongings(self) -> tuple[Path, ...]:
        return self._draft, self._passwords

    def _describe(self, account: Account | None) -> Child:
        binaries = find_postgres(account, self._written_by())
        if not self._data.exists():
            self._create_cluster(binaries, account)
        settings = dict(_SETTINGS)
        settings["max_connections"] = str(self._max_connections)
        settings["unix_socket_directories"] = str(self._sockets)
        if self._durability is Durability.FAST:
            settings |= _FAST_SETTINGS
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Child(
            name=self.name,
            command=(str(binaries.folder / "postgres"), "-D", _name_of(self._data, account), *options),
            folder=self._data,
            environment=plain_environment(),
            account=account,
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGINT,
            ready=self._is_ready,
            prepare=self._recover,
        )

    def _is_ready(self) -> bool:
        """PostgreSQL keeps its state in the eighth line of its process file."""
        note = self._data / "postmaster.pid"
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
    sockets = recall(socket_note(folder, PostgresServer.name))
    if sockets is None or not any(sockets.glob(".s.PGSQL.*")):
        return None
    return DatabaseUrls.on_socket(sockets, load_passwords(folder.absolute() / "passwords.json", PASSWORD_NAMES))
