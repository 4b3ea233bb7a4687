"""Servers and processes of their own for the tests of the servers."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from paktum.local.postgres import PostgresServer
from paktum.local.server import Durability


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A provisioned server for the tests that do not stop it; its folder has a long path with spaces."""
    folder = tmp_path_factory.mktemp("data with spaces") / ("long " * 30).strip()
    with PostgresServer(folder, durability=Durability.FAST) as server:
        server.provision()
        yield server


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account can enter, unlike those of pytest."""
    with tempfile.TemporaryDirectory(prefix="paktum-test-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def run_apart() -> Iterator[Callable[[str], "subprocess.Popen[str]"]]:
    """Run a piece of Python in a process of its own that a test may kill; it is gone when the test ends."""
    started: list[subprocess.Popen[str]] = []

    def run(script: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, start_new_session=True, env=os.environ
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
