"""The options that say where the demo is and keeps its data: the same for the demo and every command beside it."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click

from paktum.cli.language import terminal_language
from paktum.core.messages import msg, say
from paktum.local.environment import DEFAULT_PORT, default_data_folder

_LANGUAGE: Final = terminal_language()


def beside_the_demo(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--port` and `--data`; it is called with `port`, and with `data`, the folder that these lead to."""

    @click.option(
        "--port",
        type=click.IntRange(1, 65535),
        default=DEFAULT_PORT,
        show_default=True,
        help=say(msg("The demo's port."), _LANGUAGE),
    )
    @click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help=say(msg("The folder that keeps the data; one for each port by default."), _LANGUAGE),
    )
    @wraps(function)
    def command(*arguments: Any, port: int, data: Path | None, **named: Any) -> None:
        function(*arguments, port=port, data=(data or default_data_folder(port)).absolute(), **named)

    return command
