"""A workshop for one test module: a queue server of its own, a real relay and real workers, started and killed at will."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from paktum.local.provision import DatabaseUrls
from paktum.local.valkey import ValkeyServer

CHECKOUT = Path(__file__).parents[2]


class Workshop:
    """Starts processes as an installation would, and ends them."""

    def __init__(self, urls: DatabaseUrls, folder: Path) -> None:
        self.folder = folder
        self.queue = ValkeyServer(folder / "queue")
        self._urls = urls
        self._log: IO[bytes] = (folder / "processes.log").open("ab")
        self._running: list[subprocess.Popen[bytes]] = []

    def environment(self, **changes: str) -> dict[str, str]:
        """What the processes are told."""
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(str(CHECKOUT / part) for part in ("platform", "plugins", ".")),
            "DATABASE_URL": self._urls.app,
            "DATABASE_WORKER_URL": self._urls.worker,
            "REDIS_URL": self.queue.url(),
            "PAKTUM_SECRET_KEY": "a key that only the tests of this checkout use",
            "PAKTUM_FILES": str(self.folder / "files"),
            "PAKTUM_MAIL": "catch",
            "PAKTUM_SECURE": "no",
            "PAKTUM_DEMO": "yes",
            **changes,
        }

    def start(self, *command: str, **changes: str) -> subprocess.Popen[bytes]:
        """Start `python -m …` in the background."""
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=self.environment(**changes),
            cwd=CHECKOUT,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        self._running.append(process)
        return process

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self.start("tests.support.probe_worker")

    def start_relay(self) -> subprocess.Popen[bytes]:
        return self.start("tests.support.probe_relay")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process as a power cut would."""
        process.kill()
        process.wait()
        self._running.remove(process)

    def log(self) -> str:
        """What the processes wrote."""
        return (self.folder / "processes.log").read_text(encoding="utf-8")

    def close(self) -> None:
        """End everything that was started."""
        for process in self._running:
            process.send_signal(signal.SIGKILL)
            process.wait()
        self._log.close()
