"""`paktum calendar`: the programme of a pact as a calendar file, without a browser."""

from pathlib import Path
from typing import Final

import click

from paktum.cli.application import application
from paktum.cli.demo_data import beside_the_demo
from paktum.cli.language import terminal_language
from paktum.core.messages import msg, say

_LANGUAGE: Final = terminal_language()


@click.group(name="calendar", help=say(msg("Write calendars of the pacts to files."), _LANGUAGE))
def command() -> None:
    """The group of the sub-command below."""


@command.command("export", help=say(msg("Write a pact's whole programme as an iCalendar file."), _LANGUAGE))
@click.option("--tenant", "slug", required=True, help=say(msg("The pact's short name, such as liberec."), _LANGUAGE))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help=say(msg("The file to write."), _LANGUAGE),
)
@beside_the_demo
def export(slug: str, out: Path, port: int, data: Path) -> None:
    """Write the same calendar that the pact's feed gives."""
    from paktum.domains.programme.export import tenant_calendar

    with application(data, port) as app:
        content = tenant_calendar(app, slug)
    out.write_bytes(content)
    click.echo(say(msg("%(file)s was written.", file=str(out)), _LANGUAGE))
