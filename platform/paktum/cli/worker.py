"""`paktum worker`: carries out background jobs until told to stop."""

from typing import Final

import click

from paktum.cli.language import terminal_language
from paktum.core.messages import msg, say

_LANGUAGE: Final = terminal_language()


@click.command(name="worker", help=say(msg("Carry out background jobs until told to stop."), _LANGUAGE))
def command() -> None:
    """Work on the queue that the environment names."""
    from paktum.app import create_app
    from paktum.worker.process import work

    work(create_app(worker=True))
