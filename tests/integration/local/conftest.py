"""Servers of their own for the tests of the servers, and a look at what is left of them."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
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


@pytest.fixture
def processes_in() -> Callable[[Path], list[psutil.Process]]:
    """Finds every living process that works in a folder or below it, or has it in its environment."""
    return _processes_in


def _processes_in(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            if process.status() != psutil.STATUS_ZOMBIE and (
                Path(process.cwd()).is_relative_to(folder) or str(folder) in process.environ().values()
            ):
                found.append(process)
    return found
