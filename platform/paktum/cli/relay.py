"""`paktum relay`: hands what transactions left in the outbox to the background jobs until told to stop."""

from typing import Final

import click

from paktum.cli.language import terminal_language
from paktum.core.clock import SystemClock
from paktum.core.logs import configure_logs
from paktum.core.messages import msg, say
from paktum.core.settings import Settings
from paktum.core.store import LocalFileStore
from paktum.worker.process import make_queue
from paktum.worker.relay import Relay

_LANGUAGE: Final = terminal_language()


@click.command(
    name="relay", help=say(msg("Hand what transactions left to the background jobs until told to stop."), _LANGUAGE)
)
def command() -> None:
    """Relay between the database and the queue that the environment names."""
    settings = Settings.from_environment()
    configure_logs()
    Relay(settings.worker_database_url, make_queue(settings), LocalFileStore(settings.files), SystemClock()).run()
