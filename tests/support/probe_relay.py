"""A real relay for tests whose pulse is quicker, so that a killed worker is noticed sooner.

Run as `python -m tests.support.probe_relay`.
"""

from datetime import timedelta

from paktum.core.clock import SystemClock
from paktum.core.logs import configure_logs
from paktum.core.settings import Settings
from paktum.core.store import LocalFileStore
from paktum.worker.process import make_queue
from paktum.worker.relay import Relay

if __name__ == "__main__":
    configure_logs()
    settings = Settings.from_environment()
    store = LocalFileStore(settings.files)
    Relay(settings.worker_database_url, make_queue(settings), store, SystemClock(), timedelta(seconds=0.4)).run()
