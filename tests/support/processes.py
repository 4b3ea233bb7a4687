"""Processes as the machine sees them: who lives on a folder, and a power cut for them."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil


def processes_in(folder: Path) -> list[psutil.Process]:
    """Find every living process that works in a folder or below it, or has it in its environment."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            if process.status() != psutil.STATUS_ZOMBIE and (
                Path(process.cwd()).is_relative_to(folder) or str(folder) in process.environ().values()
            ):
                found.append(process)
    return found


def cut_power(processes: Iterable[psutil.Process]) -> None:
    """End processes at once: all are stopped first, so that none can notice the death of another and act on it."""
    ended = list(processes)
    for act in (psutil.Process.suspend, psutil.Process.kill):
        for process in ended:
            with suppress(psutil.NoSuchProcess):
                act(process)
