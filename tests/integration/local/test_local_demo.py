"""The demo from outside, as a person starts and stops it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.live import free_port
from tests.support.processes import cut_power, processes_in

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start_demo() -> Iterator[Start]:
    """Start `paktum demo` in a process of its own; it and what it left are gone when the test ends."""
    outside = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL", "REDIS_URL", "PAKTUM_DATA")
    environment = {name: value for name, value in os.environ.items() if name not in outside}
    started: list[tuple[subprocess.Popen[str], Path]] = []

    def start(port: int, data: Path, *options: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "paktum.cli", "demo", "--port", str(port), "--data", str(data), *options]
        process = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append((process, data))
        return process

    yield start
    for process, data in started:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
        cut_power(processes_in(data))


def _wait_until_served(process: "subprocess.Popen[str]", port: int, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the demo ended with {process.returncode}: {process.communicate()[0]}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health/ready", headers={"Host": f"localhost:{port}"})
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            process.poll()
        finally:
            connection.close()
    pytest.fail("the demo was not served in time")


def _read_greeting(process: "subprocess.Popen[str]") -> str:
    """What the demo says up to the line on how to stop it, or to its end."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(lines)


def test_the_demo_greets_stops_clean_and_comes_back_after_everything_was_killed(
    tmp_path: Path, start_demo: Start
) -> None:
    port, data = free_port(), tmp_path / "a folder with spaces"
    process = start_demo(port, data)
    _wait_until_served(process, port)
    second = start_demo(free_port(), data)
    words, _ = second.communicate(timeout=60)
    assert second.returncode == 1
    assert f"in use by process {process.pid}" in words

    cut_power([*processes_in(data), psutil.Process(process.pid)])
    process.wait()
    process = start_demo(port, data)
    greeting = _read_greeting(process)
    assert f"http://localhost:{port}/" in greeting
    assert "paktum-demo-2026" in greeting
    _wait_until_served(process, port)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert time.monotonic() - began < 5
    assert process.returncode == 0
    assert processes_in(data) == []


def test_a_taken_port_is_refused_before_anything_starts(tmp_path: Path, start_demo: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start_demo(taken.getsockname()[1], tmp_path / "data")
        words, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "is taken by another program" in words
    assert "make demo PORT=" in words
    assert not (tmp_path / "data").exists()
