"""`paktum doctor`: every part looked at, and what is wrong said in plain words."""

import os
import sys
from pathlib import Path
from typing import Final

import click

from paktum.cli.demo_data import beside_the_demo
from paktum.cli.language import terminal_language
from paktum.core.errors import PaktumError
from paktum.core.messages import Message, msg, nmsg, say
from paktum.local.doctor import CHECKS_OF_THE_MACHINE, CHECKS_OF_THE_SERVICES, Finding, Patient, examine
from paktum.local.environment import connected
from paktum.local.postgres import running_urls

_LANGUAGE: Final = terminal_language()


@click.command(name="doctor", help=say(msg("Check every part and say what is wrong."), _LANGUAGE))
@beside_the_demo
def command(port: int, data: Path) -> None:
    """Print a line for each part; the exit code is 1 when one is not well."""
    serves = running_urls(data) is not None
    findings = list(examine(Patient(dict(os.environ), data, port, serves), CHECKS_OF_THE_MACHINE))
    for finding in findings:
        _print(finding)
    try:
        with connected(data, port) as environment:
            for finding in examine(Patient(environment, data, port, serves), CHECKS_OF_THE_SERVICES):
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
