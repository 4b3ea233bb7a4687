"""Several processes as one: started in order, watched, restarted when they crash, and all gone when one stops it."""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import BinaryIO, Final, Self, TextIO

from paktum.core.messages import msg
from paktum.local.errors import LocalError
from paktum.local.process import Child, adopt_orphans, end_descendants, last_lines, own_children, spawn

STOP_WITHIN: Final = 4.0
_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_TICK: Final = 0.02
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
# A child that ran this long was well: its next crash is a first one again.
_WELL_AFTER: Final = 60.0
_LARGEST_LOG: Final = 5_000_000


class _Member:
    """A child of the tree with its process, its log and its history of crashes."""

    def __init__(self, child: Child, log: Path) -> None:
        self.child = child
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.output: BinaryIO | None = None
        self.rest = b""
        self.started = 0.0
        self.pause = _FIRST_PAUSE
        self.start_again: float | None = None

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Tree:
    """A supervised tree; use it as a context manager in the main thread, `start` groups of children, then `run`.

    Each child's output goes to `<logs>/<name>.log` and, prefixed with its name, to the screen unless it is in `quiet`.
    Leaving the context stops everything within five seconds, in reverse order, and leaves no process.
    """

    def __init__(self, logs: Path, screen: TextIO | None, quiet: Iterable[str] = ()) -> None:
        self._logs = logs
        self._screen = screen
        self._quiet = frozenset(quiet)
        self._groups: list[list[_Member]] = []
        self._selector = selectors.DefaultSelector()
        self._asked_to_stop = 0
        # Whatever ran before the tree was planted is not the tree's to end.
        self._spared = own_children()
        self._former: dict[signal.Signals, Callable[[int, FrameType | None], object] | int | None] = {}
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)

    def __enter__(self) -> Self:
        self._logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        adopt_orphans()
        for number in _SIGNALS:
            self._former[number] = signal.signal(number, self._ask_to_stop)
        # Without a handler the kernel does not interrupt the wait when a child ends.
        self._former[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        self._selector.register(self._wake_read, selectors.EVENT_READ, None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.stop()
        finally:
            signal.set_wakeup_fd(-1)
            for number, former in self._former.items():
                signal.signal(number, former)
            self._selector.close()
            os.close(self._wake_read)
            os.close(self._wake_write)

    @property
    def stopping(self) -> bool:
        """Whether a signal asked the tree to stop."""
        return self._asked_to_stop > 0

    def pid_of(self, name: str) -> int | None:
        """The process id of a running child, None when it does not run."""
        for member in self._members():
            if member.child.name == name and member.process is not None and member.runs():
                return member.process.pid
        return None

    def start(self, *children: Child, seconds: float = 60.0) -> bool:
        """Start children together and wait until all are ready; False when a signal asked to stop meanwhile.

        Raises LocalError with the end of its log when one ends or is not ready in time.
        """
        group = [_Member(child, self._logs / f"{child.name}.log") for child in children]
        self._groups.append(group)
        for member in group:
            self._spawn(member)
        deadline = time.monotonic() + seconds
        waiting = list(group)
        while waiting and not self.stopping:
            self._pump(_TICK)
            for member in waiting:
                if not member.runs() or time.monotonic() > deadline:
                    self._pump(_TICK)
                    raise _did_not_start(member)
            waiting = [member for member in waiting if not member.child.ready()]
        return not self.stopping

    def finish(self, child: Child, seconds: float = 120.0) -> bool:
        """Run a child to its end; False when a signal asked to stop meanwhile. Raises LocalError when it fails."""
        member = _Member(child, self._logs / f"{child.name}.log")
        self._groups.append([member])
        self._spawn(member)
        deadline = time.monotonic() + seconds
        while member.runs() and not self.stopping:
            self._pump(_TICK)
            if time.monotonic() > deadline:
                raise _failed(member)
        self._drain(member)
        if self.stopping:
            return False
        self._groups.pop()
        if member.process is None or member.process.returncode != 0:
            raise _failed(member)
        return True

    def run(self) -> None:
        """Watch the children until a signal asks to stop; a child that ends is started again, ever more patiently."""
        while not self.stopping:
            self._pump(self._time_to_next_start())
            for member in self._members():
                self._keep_running(member)

    def stop(self) -> None:
        """Stop all, the latest group first; each group has its share of the time, and a second signal ends it."""
        groups, self._groups = self._groups, []
        began = time.monotonic()
        signals_before = self._asked_to_stop
        for turn, group in enumerate(reversed(groups), start=1):
            for member in reversed(group):
                if member.process is not None and member.runs():
                    member.process.send_signal(member.child.stop_signal)
            deadline = began + STOP_WITHIN * turn / len(groups)
            while any(member.runs() for member in group):
                if time.monotonic() > deadline or self._asked_to_stop > max(1, signals_before):
                    break
                self._pump(_TICK)
            for member in group:
                _end_session(member)
                self._drain(member)
        end_descendants(self._spared)

    def say(self, text: str) -> None:
        """Show a line of the tree's own."""
        self._show("", text)

    def _members(self) -> list[_Member]:
        return [member for group in self._groups for member in group]

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop += 1

    def _spawn(self, member: _Member) -> None:
        _keep_log_short(member.log)
        reading, writing = os.pipe()
        try:
            member.process = spawn(member.child, writing)
        except BaseException:
            os.close(reading)
            raise
        finally:
            os.close(writing)
        os.set_blocking(reading, False)
        member.output = os.fdopen(reading, "rb", buffering=0)
        member.started = time.monotonic()
        member.start_again = None
        self._selector.register(member.output, selectors.EVENT_READ, member)

    def _keep_running(self, member: _Member) -> None:
        now = time.monotonic()
        if member.start_again is not None:
            if now >= member.start_again:
                self._spawn(member)
        elif not member.runs():
            self._drain(member)
            _end_session(member)
            if now - member.started > _WELL_AFTER:
                member.pause = _FIRST_PAUSE
            code = member.process.returncode if member.process else 0
            self._show(member.child.name, f"ended with {code}; starts again in {member.pause:g} s")
            member.start_again = now + member.pause
            member.pause = min(member.pause * 2, _LONGEST_PAUSE)

    def _time_to_next_start(self) -> float:
        waits = [m.start_again - time.monotonic() for m in self._members() if m.start_again is not None]
        return max(0.0, min([1.0, *waits]))

    def _pump(self, seconds: float) -> None:
        """Wait up to `seconds` for output or a signal, and pass on the output that came."""
        for key, _ in self._selector.select(seconds):
            if key.data is None:
                with suppress(BlockingIOError):
                    os.read(self._wake_read, 512)
            else:
                self._read(key.data)

    def _read(self, member: _Member) -> bool:
        """Pass on what a child has written; False when nothing is there (any more)."""
        if member.output is None:
            return False
        data = member.output.read(65536)
        if data is None:
            return False
        if not data:
            self._selector.unregister(member.output)
            member.output.close()
            member.output = None
            self._pass_on(member, [member.rest] if member.rest else [])
            member.rest = b""
            return False
        *lines, member.rest = (member.rest + data).split(b"\n")
        self._pass_on(member, lines)
        return True

    def _drain(self, member: _Member) -> None:
        while self._read(member):
            pass
        if member.output is not None and not member.runs():
            # A grandchild may still hold the other end; what it writes from now on is not waited for.
            self._selector.unregister(member.output)
            member.output.close()
            member.output = None

    def _pass_on(self, member: _Member, lines: list[bytes]) -> None:
        if not lines:
            return
        with open(os.open(member.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
            log.write(b"\n".join(lines) + b"\n")
        if member.child.name not in self._quiet:
            for line in lines:
                self._show(member.child.name, line.decode("utf-8", "replace"))

    def _show(self, name: str, text: str) -> None:
        if self._screen is None:
            return
        try:
            print(f"{name:<8} │ {text}" if name else text, file=self._screen, flush=True)
        except OSError:
            # Whoever read our output went away; the logs still have everything.
            self._screen = None


def _end_session(member: _Member) -> None:
    """Kill what is left of the child's session, and reap the child."""
    if member.process is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(member.process.pid, signal.SIGKILL)
        member.process.wait()


def _did_not_start(member: _Member) -> LocalError:
    return LocalError(
        msg(
            "%(server)s did not start. The end of %(log)s says:\n%(words)s",
            server=member.child.name,
            log=str(member.log),
            words=last_lines(member.log, 12),
        )
    )


def _failed(member: _Member) -> LocalError:
    return LocalError(
        msg(
            "The step “%(step)s” failed. The end of %(log)s says:\n%(words)s",
            step=member.child.name,
            log=str(member.log),
            words=last_lines(member.log, 12),
        )
    )


def _keep_log_short(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
