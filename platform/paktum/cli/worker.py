"""`paktum worker`: carries out background jobs until told to stop."""

from typing import Final

import click

from paktum.cli.language import terminal_language
from paktum.core.messages import msg, say
from paktum.core.settings import Settings
from paktum.worker.process import work

_LANGUAGE: Final = terminal_language()


@click.command(name="worker", help=say(msg("Carry out background jobs until told to stop."), _LANGUAGE))
def command() -> None:
    """Work on the queue that the environment names."""
    work(Settings.from_environment())
