"""Several processes as one: order, readiness, restart, and an end that leaves nothing."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from paktum.local.errors import LocalError
from paktum.local.process import Child
from paktum.local.tree import Tree
from tests.support.processes import processes_in

WAITS = "import signal, time; print('up', flush=True)\nwhile True: time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True)\nwhile True: time.sleep(60)"
# Leaves a grandchild in a session of its own that ignores the polite signal.
PARENT = (
    f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {STUBBORN!r}], start_new_session=True)\n"
)


def _child(folder: Path, name: str, script: str, ready: Callable[[], bool] = lambda: True) -> Child:
    return Child(name, (sys.executable, "-c", script), folder, dict(os.environ), ready=ready)


def _said(logs: Path, name: str, times: int = 1) -> Callable[[], bool]:
    log = logs / f"{name}.log"
    return lambda: log.exists() and log.read_text().count("up\n") >= times


def _stop_when(condition: Callable[[], bool], number: signal.Signals = signal.SIGTERM) -> threading.Thread:
    """Send ourselves a signal as soon as the condition holds, as a person or a service manager would."""

    def watch() -> None:
        deadline = time.monotonic() + 20
        while not condition() and time.monotonic() < deadline:
            threading.Event().wait(0.02)
        os.kill(os.getpid(), number)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return thread


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_tree_and_leaves_no_process(tmp_path: Path, number: signal.Signals) -> None:
    logs = tmp_path / "logs"
    with Tree(logs, None) as tree:
        assert tree.start(_child(tmp_path, "one", WAITS, _said(logs, "one")))
        assert tree.start(_child(tmp_path, "two", WAITS, _said(logs, "two")))
        assert len(processes_in(tmp_path)) == 2
        watcher = _stop_when(lambda: True, number)
        tree.run()
    watcher.join()
    assert processes_in(tmp_path) == []


def test_children_that_ignore_the_polite_signal_and_their_own_children_are_gone_within_five_seconds(
    tmp_path: Path,
) -> None:
    logs = tmp_path / "logs"
    with Tree(logs, None) as tree:
        tree.start(_child(tmp_path, "stubborn", STUBBORN, _said(logs, "stubborn")))
        tree.start(_child(tmp_path, "parent", PARENT + STUBBORN, _said(logs, "parent", times=2)))
        assert len(processes_in(tmp_path)) == 3
        began = time.monotonic()
    assert time.monotonic() - began < 5
    assert processes_in(tmp_path) == []


def test_a_child_that_crashes_is_started_again(tmp_path: Path) -> None:
    logs, screen = tmp_path / "logs", io.StringIO()
    with Tree(logs, screen) as tree:
        tree.start(_child(tmp_path, "web", WAITS, _said(logs, "web")))
        first = tree.pid_of("web")
        assert first is not None
        os.kill(first, signal.SIGKILL)
        watcher = _stop_when(_said(logs, "web", times=2))
        tree.run()
        assert tree.pid_of("web") not in (None, first)
    watcher.join()
    assert "web      │ ended with -9; starts again in 0.5 s" in screen.getvalue()


def test_output_is_shown_with_the_childs_name_and_kept_in_its_log(tmp_path: Path) -> None:
    logs, screen = tmp_path / "logs", io.StringIO()
    with Tree(logs, screen, quiet=("database",)) as tree:
        tree.start(
            _child(tmp_path, "web", WAITS, _said(logs, "web")),
            _child(tmp_path, "database", WAITS, _said(logs, "database")),
        )
    assert screen.getvalue() == "web      │ up\n"
    assert (logs / "database.log").read_text() == "up\n"


def test_a_child_that_ends_before_it_is_ready_stops_all_and_shows_the_end_of_its_log(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    with Tree(logs, None) as tree:
        tree.start(_child(tmp_path, "one", WAITS))
        with pytest.raises(LocalError) as refused:
            tree.start(_child(tmp_path, "two", "raise SystemExit('no wheels')", lambda: False))
    assert "no wheels" in str(refused.value.message)
    assert processes_in(tmp_path) == []


def test_a_child_that_is_never_ready_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(LocalError), Tree(tmp_path / "logs", None) as tree:
        tree.start(_child(tmp_path, "late", WAITS, lambda: False), seconds=0.2)
    assert processes_in(tmp_path) == []


def test_a_step_that_fails_is_reported_and_one_that_ends_well_is_not_started_again(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    with Tree(logs, None) as tree:
        assert tree.finish(_child(tmp_path, "step", "print('up')"))
        assert _said(logs, "step")()
        with pytest.raises(LocalError):
            tree.finish(_child(tmp_path, "bad", "raise SystemExit(3)"))


def test_children_go_down_with_their_killed_supervisor(
    tmp_path: Path, run_apart: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    script = f"""
import os, sys
from pathlib import Path
from paktum.local.process import Child
from paktum.local.tree import Tree
folder = Path({str(tmp_path)!r})
with Tree(folder / "logs", None) as tree:
    tree.start(Child("one", (sys.executable, "-c", {WAITS!r}), folder, dict(os.environ)))
    print(tree.pid_of("one"), flush=True)
    tree.run()
"""
    supervisor = run_apart(script)
    assert supervisor.stdout is not None
    left = psutil.Process(int(supervisor.stdout.readline()))
    supervisor.kill()
    supervisor.wait()
    deadline = time.monotonic() + 5
    while processes_in(tmp_path) and time.monotonic() < deadline:
        psutil.wait_procs([left], timeout=0.05)
    assert processes_in(tmp_path) == []


def test_what_ran_before_the_tree_goes_on_after_it(tmp_path: Path) -> None:
    earlier = subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE)
    try:
        assert earlier.stdout is not None and earlier.stdout.readline() == b"up\n"
        with Tree(tmp_path / "logs", None) as tree:
            tree.start(_child(tmp_path, "one", WAITS))
        assert earlier.poll() is None
    finally:
        earlier.kill()
        earlier.communicate()
