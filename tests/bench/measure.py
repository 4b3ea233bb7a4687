"""Measuring a server from outside: processor time of its processes and of PostgreSQL's, and how long answers took."""

import http.client
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

# So many ask at once when requests a second are counted.
_CROWD: Final = 4
_NANOSECONDS: Final = 1e9


@dataclass(frozen=True)
class Target:
    """Something to ask: on which port, for which path, with which headers.

    `server` names who answers. `before` is done before each request and is not measured.
    """

    name: str
    port: int
    path: str
    headers: Mapping[str, str]
    server: str = "ours"
    before: Callable[[], None] | None = None

    @property
    def is_reference(self) -> bool:
        return self.server != "ours"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    cookie: str | None


@dataclass(frozen=True)
class Sample:
    """One cycle of one target: processor milliseconds a request, milliseconds that each answer took, requests a second."""

    cpu: float
    times: Sequence[float]
    per_second: float | None


def ask(target: Target) -> Answer:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    try:
        connection.request("GET", target.path, headers=dict(target.headers))
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(), answer.getheader("Set-Cookie"))
    finally:
        connection.close()


def ask_well(target: Target) -> Answer:
    """The same; raises RuntimeError when the answer is not 200."""
    answer = ask(target)
    if answer.status != 200:
        raise RuntimeError(f"{target.name} answered {answer.status}: {answer.body[:300]!r}")
    return answer


class Meter:
    """The processor time of a server's processes and of the database's backends that serve it.

    Backends are known by the login that servers use, so that checkpoints, cleaning and the bench itself do not count.
    """

    def __init__(self, server: psutil.Process, postgres: psutil.Process, login: str) -> None:
        self._server, self._postgres, self._login = server, postgres, login

    def read(self) -> dict[int, float]:
        """Seconds used so far, by process."""
        backends = [one for one in self._postgres.children() if self._login in " ".join(one.cmdline())]
        processes = (self._server, *self._server.children(recursive=True), *backends)
        return {process.pid: _seconds(process) for process in processes}


def between(before: Mapping[int, float], after: Mapping[int, float]) -> float:
    """Seconds used between two readings; raises RuntimeError when a process ended meanwhile and took its time with it."""
    if gone := before.keys() - after.keys():
        raise RuntimeError(f"processes ended while they were measured: {sorted(gone)}")
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())


def _seconds(process: psutil.Process) -> float:
    """The scheduler's own count in nanoseconds, where the system has it; psutil's is in hundredths of a second."""
    counts = list(Path(f"/proc/{process.pid}/task").glob("*/schedstat"))
    if counts:
        return sum(int(count.read_text(encoding="ascii").split()[0]) for count in counts) / _NANOSECONDS
    times = process.cpu_times()
    return float(times.user + times.system)


def sample(target: Target, meter: Meter, requests: int) -> Sample:
    """Ask a number of times one after the other, then some at once. Raises RuntimeError when an answer is not 200."""
    times, used = [], 0.0
    if target.before is None:
        before = meter.read()
        times = [_timed(target) for _ in range(requests)]
        used = between(before, meter.read())
        return Sample(used * 1000 / requests, times, _per_second(target, requests))
    for _ in range(requests):
        target.before()
        before = meter.read()
        times.append(_timed(target))
        used += between(before, meter.read())
    return Sample(used * 1000 / requests, times, None)


def _timed(target: Target) -> float:
    start = time.perf_counter()
    ask_well(target)
    return (time.perf_counter() - start) * 1000


def _per_second(target: Target, requests: int) -> float:
    with ThreadPoolExecutor(_CROWD) as crowd:
        start = time.perf_counter()
        list(crowd.map(lambda _: ask_well(target), range(requests)))
        return requests / (time.perf_counter() - start)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def ratios(ours: Sequence[Sample], reference: Sequence[Sample]) -> tuple[float, float, float]:
    """Ours against a reference, cycle by cycle: the median ratio, and the least and the greatest."""
    found = [one.cpu / other.cpu for one, other in zip(ours, reference, strict=True)]
    return statistics.median(found), min(found), max(found)


def memory_of(process: psutil.Process) -> float:
    """Megabytes that a server's processes hold, pages that they share counted once (proportional set size)."""
    return sum(float(one.memory_full_info().pss) for one in (process, *process.children(recursive=True))) / 1e6
