"""`paktum demo`: everything on this machine, in one supervised tree."""

from pathlib import Path
from typing import Final

import click

from paktum.cli.demo_data import beside_the_demo
from paktum.cli.language import terminal_language
from paktum.core.messages import msg, say

_LANGUAGE: Final = terminal_language()


@click.command(name="demo", help=say(msg("Run everything on this machine, with five pacts to try."), _LANGUAGE))
@beside_the_demo
@click.option("--fresh", is_flag=True, help=say(msg("Start over: remove the data of earlier runs."), _LANGUAGE))
@click.option("--open", "open_browser", is_flag=True, help=say(msg("Open the first page in a browser."), _LANGUAGE))
def command(port: int, data: Path, fresh: bool, open_browser: bool) -> None:
    """Run the demo until Ctrl-C or SIGTERM."""
    from paktum.local.demo import DemoOptions, run_demo

    run_demo(DemoOptions(port, data, fresh, open_browser), terminal_language())
