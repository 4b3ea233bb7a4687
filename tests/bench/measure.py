"""Measuring a server from outside: processor time of its processes and of PostgreSQL, and the time each answer took."""

import http.client
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Target:
    """Something to ask: on which port, for which path, with which headers."""

    name: str
    port: int
    path: str
    headers: Mapping[str, str]
    reference: bool = False


@dataclass(frozen=True)
class Sample:
    """One cycle of one target: processor milliseconds a request, and the milliseconds that answers took."""

    cpu: float
    times: Sequence[float]


def ask(target: Target) -> tuple[int, int]:
    """One request on a connection of its own; gives the status and the length of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    connection.request("GET", target.path, headers=dict(target.headers))
    answer = connection.getresponse()
    length = len(answer.read())
    connection.close()
    return answer.status, length


def cpu_of(processes: Sequence[psutil.Process]) -> float:
    """Seconds of processor time that processes and their children used so far."""
    total = 0.0
    for process in processes:
        for one in (process, *process.children(recursive=True)):
            times = one.cpu_times()
            total += times.user + times.system
    return total


def sample(target: Target, processes: Sequence[psutil.Process], requests: int) -> Sample:
    """Ask a number of times, one after the other. Raises RuntimeError when an answer is not 200."""
    times = []
    before = cpu_of(processes)
    for _ in range(requests):
        start = time.perf_counter()
        status, _length = ask(target)
        times.append((time.perf_counter() - start) * 1000)
        if status != 200:
            raise RuntimeError(f"{target.name} answered {status}")
    return Sample((cpu_of(processes) - before) * 1000 / requests, times)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def ratios(ours: Sequence[Sample], reference: Sequence[Sample]) -> tuple[float, float, float]:
    """Ours against a reference, cycle by cycle: the median ratio, and the least and the greatest."""
    found = [one.cpu / other.cpu for one, other in zip(ours, reference, strict=True)]
    return statistics.median(found), min(found), max(found)


def memory_of(process: psutil.Process) -> float:
    """Megabytes that a server's processes hold, pages that they share counted once."""
    return sum(one.memory_full_info().pss for one in (process, *process.children(recursive=True))) / 1e6
