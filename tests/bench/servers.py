"""The servers that are measured: the platform and the references, each with two workers that share the loaded app."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

from tests.bench.measure import Target, ask
from tests.support.waiting import wait_for

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
    started = [sys.executable, "-m", "tests.bench.as_installed"]
    command = [*started, "--config", settings, "--bind", f"127.0.0.1:{port}", application]
    paths = os.pathsep.join(str(ROOT / part) for part in ("platform", "plugins", "."))
    with subprocess.Popen(command, cwd=ROOT, env={**environment, "PYTHONPATH": paths}) as process:
        try:
            target = Target("", port, ready, headers or {"Host": "localhost"})
            wait_for(f"the server on port {port}", lambda: _answers(process, target), _PATIENCE)
            yield psutil.Process(process.pid)
        finally:
            process.terminate()


def _answers(process: "subprocess.Popen[bytes]", target: Target) -> bool:
    if process.poll() is not None:
        raise RuntimeError(f"the server on port {target.port} ended with {process.returncode}")
    try:
        return ask(target).status == 200
    except OSError:
        return False
