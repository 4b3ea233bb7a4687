"""The worker as a process: RQ with short time-outs, so that a killed worker is noticed within seconds."""

import ctypes
import signal
import sys
from typing import Any, Final

from flask import Flask
from redis import Redis
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from paktum.core.database import db
from paktum.core.logins import refuse_powerful_login
from paktum.core.settings import Settings
from paktum.web.context import House
from paktum.worker.runner import run_message, serve

QUEUE: Final = "paktum"
_PARENT_DEATH_SIGNAL: Final = 1
_CARRIED_OUT: Final = f"{run_message.__module__}.{run_message.__name__}"


class MessageJob(Job):
    """A job that can be one thing only: a message of the outbox. What else stands in the queue is not called."""

    @property
    def func(self) -> object:
        """The runner's door; raises ValueError for the name of any other function."""
        if self.func_name != _CARRIED_OUT:
            raise ValueError("the queue asks for something other than a message")
        return run_message


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
    return Queue(QUEUE, connection=connection, serializer=JSONSerializer, job_class=MessageJob)


def work(app: Flask) -> None:
    """Carry messages out in an application until told to stop. Raises SettingsError for a login that is too strong.

    RQ's own time-outs would let an idle worker block for 405 s and notice a dead one late.
    """
    house: House = app.extensions["paktum"]
    with app.app_context():
        refuse_powerful_login(db.engine)
        # Each message is carried out in a process forked from this one; a connection must not be shared with it.
        db.engine.dispose()
    serve(app)
    queue = make_queue(house.settings)
    worker = MortalWorker(
        [queue],
        connection=queue.connection,
        serializer=JSONSerializer,
        job_class=MessageJob,
        worker_ttl=30,
        maintenance_interval=10,
        job_monitoring_interval=10,
    )
    worker.work(logging_level="WARNING", with_scheduler=False)
