"""Running `paktum` in the process of the test: what it prints and how it ends, without the time that a start takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from click.testing import CliRunner

from paktum.cli import main


@dataclass(frozen=True)
class Done:
    """How a command ended: its exit code, and the bytes and the text that it printed."""

    code: int
    content: bytes
    err: str

    @property
    def out(self) -> str:
        return self.content.decode()


def run_here(*arguments: object, environment: Mapping[str, str | None]) -> Done:
    """Run the command line with these variables (None takes one away); `tests.support.live.environment_of` gives them."""
    code = 0
    with CliRunner().isolation(env=dict(environment)) as (out, err, _):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Done(code, out.getvalue(), err.getvalue().decode())
