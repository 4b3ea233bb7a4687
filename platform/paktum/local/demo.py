"""The demo as one supervised tree: database, queue, web, worker and relay, started together and stopped together."""

import hashlib
import http.client
import json
import os
import signal
import sys
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from paktum.core.languages import Language
from paktum.core.messages import Message, msg, say
from paktum.local.environment import addresses, demo_variables
from paktum.local.errors import LocalError
from paktum.local.lock import FolderLock
from paktum.local.ports import loopback_bindings
from paktum.local.postgres import PostgresServer
from paktum.local.process import Child, end_marked, remove
from paktum.local.provision import DatabaseUrls
from paktum.local.tree import Tree
from paktum.local.valkey import ValkeyServer

_CHECKOUT: Final = Path(__file__).parents[3]
_LOCK: Final = "demo"
_MARK: Final = "PAKTUM_TREE"
_PREPARED: Final = "prepared.json"
_OURS: Final = ("files", "logs", "signing-key.json", _PREPARED, "pacts.json")
# What decides whether a prepared database is up to date.
_SOURCES: Final = ("migrations", "tenants", "plugins", "platform/paktum")
_SOURCE_KINDS: Final = frozenset({".py", ".toml"})


@dataclass(frozen=True)
class DemoOptions:
    """What the person asked for; `data` is the folder that holds all of the demo."""

    port: int
    data: Path
    fresh: bool = False
    open_browser: bool = False


@dataclass(frozen=True)
class Pact:
    """One line of the greeting: the pact's name, its address and the e-mail address to sign in with."""

    name: str
    address: str
    sign_in: str


@dataclass(frozen=True)
class Prepared:
    """What a database that is up to date offers: the pacts, and the password of their sign-ins."""

    pacts: tuple[Pact, ...]
    password: str


def run_demo(options: DemoOptions, language: Language, screen: TextIO = sys.stdout) -> None:
    """Run the demo until SIGTERM, SIGINT or SIGHUP; every process has ended on return.

    Raises InUse when the port or the folder is taken, LocalError when a part cannot start.
    """
    bindings = loopback_bindings(options.port)
    data = options.data.absolute()
    _refuse_foreign_folder(data)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FolderLock(data, _LOCK)
    lock.acquire()
    try:
        end_marked(_MARK, str(data))
        if options.fresh:
            _empty(data)
        _run(options, data, bindings, language, screen)
    finally:
        lock.release()


def _run(options: DemoOptions, data: Path, bindings: list[str], language: Language, screen: TextIO) -> None:
    def show(message: Message) -> None:
        print(say(message, language), file=screen, flush=True)

    database = None if os.environ.get("DATABASE_URL") else PostgresServer(data)
    valkey = None if os.environ.get("REDIS_URL") else ValkeyServer(data)
    servers = [server for server in (database, valkey) if server is not None]
    opened = []
    try:
        with Tree(data / "logs", screen, quiet=("postgres", "valkey", "prepare")) as tree:
            show(msg("Starting Paktum; the data is in %(folder)s.", folder=str(data)))
            for server in servers:
                server.open()
                opened.append(server)
            if not tree.start(*(server.child for server in servers)):
                return
            urls = database.provision() if database else None
            environment = _environment(data, options.port, urls, valkey.url() if valkey else None)
            prepared = _prepare(tree, data, environment, keep=database is not None)
            if prepared is None or not tree.start(_web(environment, bindings, options.port)):
                return
            show(_greeting(options.port, prepared))
            if options.open_browser:
                webbrowser.open(f"http://localhost:{options.port}/")
            if tree.start(*_background(environment)):
                tree.run()
            show(msg("Stopping …"))
    finally:
        for server in reversed(opened):
            server.close()
    show(msg("Stopped. The data stays in %(folder)s.", folder=str(data)))


def _environment(data: Path, port: int, urls: DatabaseUrls | None, redis_url: str | None) -> dict[str, str]:
    found = addresses(urls, redis_url, os.environ)
    if "DATABASE_OWNER_URL" not in found:
        raise LocalError(
            msg(
                "DATABASE_URL is set, so the demo uses that database and must set it up: set DATABASE_OWNER_URL too, "
                "to the address with the login that owns the tables, or unset DATABASE_URL."
            )
        )
    unbuffered = {"PYTHONUNBUFFERED": "1", _MARK: str(data)}
    return dict(os.environ) | demo_variables(data, port) | found | unbuffered


def _prepare(tree: Tree, data: Path, environment: dict[str, str], *, keep: bool) -> Prepared | None:
    """Bring the database up to date unless nothing changed since the last time; None when asked to stop meanwhile.

    `keep` says that the database lives in the data folder, so that a note beside it can be trusted.
    """
    note, fingerprint = data / _PREPARED, _fingerprint()
    known = json.loads(note.read_text(encoding="utf-8")) if keep and note.exists() else {}
    if known.get("fingerprint") != fingerprint:
        target = data / "pacts.json"
        command = (sys.executable, "-m", "paktum.local.prepare", str(target))
        if not tree.finish(Child("prepare", command, _working_folder(), environment, orphan_signal=signal.SIGKILL)):
            return None
        known = {"fingerprint": fingerprint} | json.loads(target.read_text(encoding="utf-8"))
        draft = note.with_suffix(".new")
        draft.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        draft.replace(note)
    return Prepared(tuple(Pact(**pact) for pact in known["pacts"]), known["password"])


def _fingerprint() -> str:
    """A digest of the names, sizes and times of the files that decide what the database should hold."""
    digest = hashlib.sha256()
    for path in _source_files():
        info = path.stat()
        digest.update(f"{path}\0{info.st_size}\0{info.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _source_files() -> Iterator[Path]:
    for source in _SOURCES:
        for folder, names, files in os.walk(_CHECKOUT / source):
            names[:] = sorted(name for name in names if name not in ("node_modules", "__pycache__", "built"))
            yield from (Path(folder, name) for name in sorted(files) if Path(name).suffix in _SOURCE_KINDS)


def _web(environment: dict[str, str], bindings: list[str], port: int) -> Child:
    places = [part for binding in bindings for part in ("--bind", binding)]
    shared_memory = Path("/dev/shm")
    if os.access(shared_memory, os.W_OK):
        # The workers' sign of life must not wait for a busy disk.
        places += ["--worker-tmp-dir", str(shared_memory)]
    command = (
        sys.executable, "-m", "gunicorn", "--config", "python:paktum.local.gunicorn_settings", *places,
        "paktum.app:create_app()",
    )  # fmt: skip
    return Child("web", command, _working_folder(), environment, ready=lambda: _is_served(port))


def _background(environment: dict[str, str]) -> tuple[Child, Child]:
    def child(name: str, orphan_signal: signal.Signals) -> Child:
        command = (sys.executable, "-m", "paktum.cli", name)
        return Child(name, command, _working_folder(), environment, orphan_signal=orphan_signal)

    # A worker asked to end waits for its job, and there would be nobody left to end it for good.
    return child("worker", signal.SIGKILL), child("relay", signal.SIGTERM)


def _working_folder() -> Path:
    return _CHECKOUT if os.access(_CHECKOUT, os.X_OK) else Path("/")


def _is_served(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/ready", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _greeting(port: int, prepared: Prepared) -> Message:
    pacts = prepared.pacts
    place = max((len(pact.address) for pact in pacts), default=0)
    person = max((len(pact.sign_in) for pact in pacts), default=0)
    lines = [f"    {pact.address:<{place}}   {pact.sign_in:<{person}}   {pact.name}" for pact in pacts]
    return msg(
        "\n  Paktum is ready:  %(address)s\n\n"
        "  Sign in to a pact as its office head:\n%(pacts)s\n\n"
        "  The password of all: %(password)s\n"
        "  Stop with Ctrl-C.\n",
        address=f"http://localhost:{port}/",
        pacts="\n".join(lines),
        password=prepared.password,
    )


def _refuse_foreign_folder(data: Path) -> None:
    """Refuse a folder that holds other people's things: the demo would mix its own into it."""
    if not data.exists():
        return
    if not data.is_dir():
        raise LocalError(msg("%(folder)s is a file. Choose a folder with --data.", folder=str(data)))
    names = {entry.name for entry in data.iterdir()}
    if names and "demo.lock" not in names:
        raise LocalError(
            msg(
                "The folder %(folder)s holds other things. Choose an empty or new folder with --data.", folder=str(data)
            )
        )


def _empty(data: Path) -> None:
    """Remove what the demo keeps in its folder, and nothing else; the locks stay, because they are held."""
    PostgresServer(data).erase()
    ValkeyServer(data).erase()
    for name in _OURS:
        remove(data / name)
