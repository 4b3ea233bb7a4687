"""`paktum doctor`: every part looked at, and what is wrong said in plain words."""

import os
import sys
from pathlib import Path
from typing import Final

import click

from paktum.cli.language import terminal_language
from paktum.core.errors import PaktumError
from paktum.core.messages import Message, msg, nmsg, say
from paktum.local.doctor import CHECKS_OF_THE_MACHINE, CHECKS_OF_THE_SERVICES, Finding, Patient, examine
from paktum.local.environment import DEFAULT_PORT, connected, default_data_folder
from paktum.local.postgres import running_urls

_LANGUAGE: Final = terminal_language()


@click.command(name="doctor", help=say(msg("Check every part and say what is wrong."), _LANGUAGE))
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
    help=say(msg("The demo's data folder."), _LANGUAGE),
)
def command(port: int, data: Path | None) -> None:
    """Print a line for each part; the exit code is 1 when one is not well."""
    folder = (data or default_data_folder(port)).absolute()
    serves = running_urls(folder) is not None
    findings = list(examine(Patient(dict(os.environ), folder, port, serves), CHECKS_OF_THE_MACHINE))
    for finding in findings:
        _print(finding)
    try:
        with connected(folder, port) as environment:
            for finding in examine(Patient(environment, folder, port, serves), CHECKS_OF_THE_SERVICES):
                _print(finding)
                findings.append(finding)
    except PaktumError as error:
        findings.append(Finding(msg("Database"), False, error.message))
        _print(findings[-1])
    troubles = sum(not finding.ok for finding in findings)
    click.echo("")
    click.echo(say(_summary(troubles), _LANGUAGE))
    sys.exit(1 if troubles else 0)


def _print(finding: Finding) -> None:
    mark = click.style("✓", fg="green") if finding.ok else click.style("✗", fg="red", bold=True)
    click.echo(f"{mark} {say(finding.part, _LANGUAGE):<20} {say(finding.words, _LANGUAGE)}")


def _summary(troubles: int) -> Message:
    if not troubles:
        return msg("All is well.")
    return nmsg("%(num)d part is not well.", "%(num)d parts are not well.", troubles)
