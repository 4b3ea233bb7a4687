"""`paktum demo`: everything on this machine, in one supervised tree."""

from pathlib import Path
from typing import Final

import click

from paktum.cli.language import terminal_language
from paktum.core.messages import msg, say
from paktum.local.environment import DEFAULT_PORT, default_data_folder

_LANGUAGE: Final = terminal_language()


@click.command(name="demo", help=say(msg("Run everything on this machine, with five pacts to try."), _LANGUAGE))
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help=say(msg("The port to serve at."), _LANGUAGE),
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help=say(msg("The folder that keeps the data; one for each port by default."), _LANGUAGE),
)
@click.option("--fresh", is_flag=True, help=say(msg("Start over: remove the data of earlier runs."), _LANGUAGE))
@click.option("--open", "open_browser", is_flag=True, help=say(msg("Open the first page in a browser."), _LANGUAGE))
def command(port: int, data: Path | None, fresh: bool, open_browser: bool) -> None:
    """Run the demo until Ctrl-C or SIGTERM."""
    from paktum.local.demo import DemoOptions, run_demo

    run_demo(DemoOptions(port, data or default_data_folder(port), fresh, open_browser), terminal_language())
