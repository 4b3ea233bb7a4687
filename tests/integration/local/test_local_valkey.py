"""The embedded Valkey: started, stopped, killed, recovered, refused."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue

from paktum.local.errors import InUse
from paktum.local.valkey import ValkeyServer, running_url
from tests.support.processes import cut_power, processes_in

WRITER = """
import signal
from pathlib import Path
import redis
from paktum.local.valkey import ValkeyServer
server = ValkeyServer(Path({folder!r}))
server.start()
connection = redis.Redis.from_url(server.url())
connection.set("word", "saved")
# Its own answer to this comes only when the write is on disk.
connection.execute_command("WAITAOF", 1, 0, 2000)
print(server.pid, flush=True)
signal.pause()
"""


def test_what_was_written_is_there_after_a_restart_and_nothing_is_left_between(tmp_path: Path) -> None:
    folder = tmp_path / ("long name with spaces " * 6).strip()
    with ValkeyServer(folder) as server:
        redis.Redis.from_url(server.url()).set("word", "saved")
        assert running_url(folder) == server.url()
    assert processes_in(folder) == []
    assert running_url(folder) is None
    with ValkeyServer(folder) as server:
        assert redis.Redis.from_url(server.url()).get("word") == b"saved"


def test_a_restart_recovers_after_everything_was_killed(
    tmp_path: Path, run_apart: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    writer = run_apart(WRITER.format(folder=str(tmp_path)))
    assert writer.stdout is not None
    server_process = psutil.Process(int(writer.stdout.readline()))
    cut_power([server_process, psutil.Process(writer.pid)])
    writer.wait()
    with ValkeyServer(tmp_path) as server:
        assert redis.Redis.from_url(server.url()).get("word") == b"saved"


def test_a_second_start_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with ValkeyServer(tmp_path), pytest.raises(InUse):
        ValkeyServer(tmp_path).start()


def test_the_server_asks_for_its_password_and_stays_off_the_network(tmp_path: Path) -> None:
    with ValkeyServer(tmp_path) as server:
        path = redis.Redis.from_url(server.url()).connection_pool.connection_kwargs["path"]
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(unix_socket_path=path, retry=Retry(NoBackoff(), 0)).ping()
        assert server.pid is not None
        assert psutil.Process(server.pid).net_connections("inet") == []
        command_line = " ".join(psutil.Process(server.pid).cmdline())
        assert server.url().split("@")[0].removeprefix("unix://:") not in command_line


def test_rq_takes_the_address(tmp_path: Path) -> None:
    with ValkeyServer(tmp_path) as server:
        queue = Queue(connection=redis.Redis.from_url(server.url()))
        queue.enqueue("builtins.print", "hello")
        assert queue.count == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="shows what happens when root starts the servers")
def test_root_runs_the_server_as_an_unprivileged_account(tmp_path: Path) -> None:
    with ValkeyServer(tmp_path) as server:
        assert server.pid is not None
        assert 0 not in psutil.Process(server.pid).uids()
