"""Starting and ending one server process so that nothing of it outlives the one who started it."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import psutil  # type: ignore[import-untyped]

from paktum.core.messages import msg
from paktum.local.accounts import Account
from paktum.local.errors import LocalError

_GUARD: Final = Path(__file__).with_name("guard.py")
_PR_SET_CHILD_SUBREAPER: Final = 36
_POLL: Final = 0.01


def _always() -> bool:
    return True


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Child:
    """What to run and how to tell that it is ready, how to stop it, and what to tidy before it starts (again).

    `stop_signal` asks it to end well; `orphan_signal` is what the kernel sends it when its starter dies.
    `input` is given on standard input, which keeps secrets out of the command line.
    """

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    account: Account | None = None
    input: bytes = b""
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGTERM
    ready: Callable[[], bool] = field(default=_always)
    prepare: Callable[[], None] = field(default=_nothing)


def plain_environment() -> dict[str, str]:
    """The environment of a server that needs nothing of ours: no language, zone or PG… variable leaks in."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def spawn(child: Child, output: int | IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a child with its output going to `output`; returns at once.

    Call it from the main thread: the kernel's promise to end the child holds for the life of the calling thread.
    """
    child.prepare()
    account = child.account
    user, group = (str(account.user), str(account.group)) if account else ("-", "-")
    guard = (sys.executable, "-I", "-S", str(_GUARD), str(os.getpid()), str(int(child.orphan_signal)), user, group)
    process = subprocess.Popen(
        [*guard, *child.command],
        cwd=child.folder,
        env=dict(child.environment),
        stdin=subprocess.PIPE if child.input else subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    if process.stdin is not None:
        # A child that dies before reading is noticed by whoever waits for it to be ready.
        with suppress(BrokenPipeError):
            process.stdin.write(child.input)
            process.stdin.close()
    return process


def wait_until_ready(child: Child, process: subprocess.Popen[bytes], log: Path, seconds: float = 30.0) -> None:
    """Wait until the child answers; raises LocalError with the end of its log when it dies or takes too long."""
    deadline = time.monotonic() + seconds
    while not child.ready():
        if process.poll() is not None or time.monotonic() > deadline:
            stop(process, child.stop_signal, patience=1.0)
            raise LocalError(
                msg(
                    "%(server)s did not start. The end of %(log)s says: %(words)s",
                    server=child.name,
                    log=str(log),
                    words=last_lines(log),
                )
            )
        time.sleep(_POLL)


def last_lines(log: Path, count: int = 8) -> str:
    """The last lines of a log as text, empty when there is none."""
    if not log.exists():
        return ""
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - 4096))
        return "\n".join(stream.read().decode("utf-8", "replace").splitlines()[-count:])


def stop(process: subprocess.Popen[bytes], stop_signal: signal.Signals, patience: float = 4.0) -> None:
    """Ask a process to end, then end it and its whole session the hard way; it is gone and reaped on return."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def remove(path: Path) -> None:
    """Remove a file, a link or a folder with all that is in it; nothing happens when it is not there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def own_children() -> list[psutil.Process]:
    """The processes that this one started itself and that still run."""
    return list(psutil.Process().children())


def end_descendants(spared: Iterable[psutil.Process] = ()) -> None:
    """End every process that came from this one, whatever session it moved to, and reap those that became ours.

    Those that are `spared`, and what came from them, go on.
    """
    kept = {one for root in spared if root.is_running() for one in (root, *root.children(recursive=True))}
    left = [process for process in psutil.Process().children(recursive=True) if process not in kept]
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, timeout=1)


def adopt_orphans() -> None:
    """Become the parent of processes whose own parent in the tree dies, so that `end_descendants` still finds them."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_marked(variable: str, value: str) -> None:
    """End every other process whose environment carries the mark: what a killed tree left behind.

    Call it only while holding the lock of the folder the mark stands for.
    """
    left = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            if process.pid != os.getpid() and process.environ().get(variable) == value:
                process.kill()
                left.append(process)
    psutil.wait_procs(left, timeout=2)


def end_leftovers(program: str, folder: Path, patience: float = 10.0) -> None:
    """Wait for processes named `program` that still work in `folder` to end by themselves, then end them.

    Call it only while holding the folder's lock: whoever started them is gone.
    """
    deadline = time.monotonic() + patience
    while left := _working_in(program, folder):
        if time.monotonic() > deadline:
            for process in left:
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            psutil.wait_procs(left, timeout=2)
            return
        time.sleep(_POLL)


def _working_in(program: str, folder: Path) -> list[psutil.Process]:
    found = []
    place = str(folder.resolve())
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            if (
                process.name().startswith(program)
                and process.cwd() == place
                and process.status() != psutil.STATUS_ZOMBIE
            ):
                found.append(process)
    return found
