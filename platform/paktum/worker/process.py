"""The worker as a process: RQ with short time-outs, so that a killed worker is noticed within seconds."""

import ctypes
import signal
import sys
from typing import Any, Final

from redis import Redis
from rq import Queue, Worker
from rq.serializers import JSONSerializer

from paktum.core.logs import configure_logs
from paktum.core.settings import Settings
from paktum.worker.runner import worker_app

QUEUE: Final = "paktum"
_PARENT_DEATH_SIGNAL: Final = 1


class MortalWorker(Worker):
    """RQ's worker whose child dies with it: what a killed worker left half done must not go on beside its repetition."""

    def main_work_horse(self, *arguments: Any, **named: Any) -> None:
        if sys.platform == "linux":
            # prctl(2); other systems end the child at its next call to the queue.
            ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        super().main_work_horse(*arguments, **named)


def make_queue(settings: Settings) -> Queue:
    """The queue; messages in it are JSON (two ids), never pickles."""
    connection = Redis.from_url(settings.redis_url, socket_connect_timeout=2)
    return Queue(QUEUE, connection=connection, serializer=JSONSerializer)


def work(settings: Settings) -> None:
    """Work until told to stop. Defaults of RQ would let an idle worker block for 405 s and notice a dead one late."""
    configure_logs()
    worker_app()
    queue = make_queue(settings)
    worker = MortalWorker(
        [queue],
        connection=queue.connection,
        serializer=JSONSerializer,
        worker_ttl=30,
        maintenance_interval=10,
        job_monitoring_interval=10,
    )
    worker.work(logging_level="WARNING", with_scheduler=False)
