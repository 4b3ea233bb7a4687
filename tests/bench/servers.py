"""The servers that are measured: the platform and the references, each with two workers that share the loaded app."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

from tests.bench.measure import Target, ask

ROOT: Final = Path(__file__).parents[2]
OURS: Final = 8490
# By name: what makes the application, and its port.
REFERENCES: Final = {
    "R": ("orm", 8491),
    "raw": ("raw", 8492),
    "cached": ("cached", 8493),
    "hand-written feed": ("feed", 8494),
}
_SETTINGS: Final = "python:paktum.local.gunicorn_settings"
_REFERENCE_SETTINGS: Final = "python:tests.bench.reference_settings"
_PATIENCE: Final = 60.0


@contextmanager
def platform(environment: Mapping[str, str]) -> Iterator[psutil.Process]:
    """The platform, served as the demo serves it."""
    with _gunicorn(_SETTINGS, "paktum.app:create_app()", OURS, environment, "/health/ready") as process:
        yield process


@contextmanager
def reference(name: str, database: str, tenant: str) -> Iterator[psutil.Process]:
    """One of the references on the same database."""
    factory, port = REFERENCES[name]
    environment = dict(os.environ) | {"BENCH_DATABASE": database}
    application = f"tests.bench.references:{factory}()"
    with _gunicorn(_REFERENCE_SETTINGS, application, port, environment, "/", {"X-Tenant": tenant}) as process:
        yield process


@contextmanager
def _gunicorn(
    settings: str,
    application: str,
    port: int,
    environment: Mapping[str, str],
    ready: str,
    headers: Mapping[str, str] | None = None,
) -> Iterator[psutil.Process]:
    command = [sys.executable, "-m", "gunicorn", "--config", settings, "--bind", f"127.0.0.1:{port}", application]
    paths = os.pathsep.join(str(ROOT / part) for part in ("platform", "plugins", "."))
    with subprocess.Popen(command, cwd=ROOT, env={**environment, "PYTHONPATH": paths}) as process:
        try:
            _wait_until_ready(process, Target("", port, ready, headers or {"Host": "localhost"}))
            yield psutil.Process(process.pid)
        finally:
            process.terminate()


def _wait_until_ready(process: "subprocess.Popen[bytes]", target: Target) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server on port {target.port} ended with {process.returncode}")
        try:
            if ask(target).status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the server on port {target.port} was not ready within {_PATIENCE:.0f} s")
