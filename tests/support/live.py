"""The whole house as processes: web, worker and relay on the test servers, for tests that look at it from outside."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from paktum.core.settings import Settings
from paktum.local.process import last_lines
from tests.support.servers import CHECKOUT
from tests.support.waiting import wait_for

_IMPORTS = os.pathsep.join(str(CHECKOUT / part) for part in ("platform", "plugins", "."))


@dataclass(frozen=True)
class LiveHouse:
    """A running house: the port its pages are served on, and the settings its processes were given."""

    port: int
    settings: Settings
    worker: "subprocess.Popen[bytes]"
    relay: "subprocess.Popen[bytes]"


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment that gives a process these settings."""
    return dict(os.environ) | {
        "PYTHONPATH": _IMPORTS,
        "DATABASE_URL": settings.database_url,
        "DATABASE_WORKER_URL": settings.worker_database_url,
        "DATABASE_OWNER_URL": settings.owner_database_url or "",
        "REDIS_URL": settings.redis_url,
        "PAKTUM_SECRET_KEY": settings.secret_key,
        "PAKTUM_APEX": settings.apex,
        "PAKTUM_PORT": str(settings.port or ""),
        "PAKTUM_SECURE": "yes" if settings.secure else "no",
        "PAKTUM_FILES": str(settings.files),
        "PAKTUM_MAIL": settings.mail,
        "PAKTUM_SMTP": settings.smtp_url,
        "PAKTUM_MAIL_FROM": settings.mail_from,
        "PAKTUM_DEMO": "yes" if settings.demo else "no",
    }


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_process(settings: Settings, log: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """Start `python -m …` with these settings; what it says goes to the log."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=CHECKOUT,
            env=environment_of(settings),
            stdout=output,
            stderr=output,
        )


@contextmanager
def live_house(settings: Settings, folder: Path) -> Iterator[LiveHouse]:
    """Web (two workers), worker and relay; all are gone afterwards. `settings.port` must be free."""
    if settings.port is None:
        raise ValueError("a live house needs a port")
    places = ("--config", "python:paktum.local.gunicorn_settings", "--bind", f"127.0.0.1:{settings.port}")
    web = ("gunicorn", *places, "paktum.app:create_app()")
    processes = [
        start_process(settings, folder / "web.log", *web),
        start_process(settings, folder / "worker.log", "paktum.cli", "worker"),
        start_process(settings, folder / "relay.log", "paktum.cli", "relay"),
    ]
    try:
        port, log = settings.port, folder / "web.log"
        wait_for(lambda: f"the pages: {last_lines(log, 20)}", lambda: _answers(port, processes[0]), seconds=120)
        yield LiveHouse(port, settings, processes[1], processes[2])
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(port: int, web: "subprocess.Popen[bytes]") -> bool:
    if web.poll() is not None:
        raise RuntimeError(f"the pages are not served: the server ended with {web.returncode}")
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2):
            return True
    except OSError:
        return False
