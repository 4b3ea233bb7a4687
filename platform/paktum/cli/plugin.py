"""`paktum plugin`: list and check what is installed, and begin a new one."""

from pathlib import Path
from typing import Final

import click

from paktum.cli.language import terminal_language
from paktum.core.errors import Refused
from paktum.core.messages import Message, msg, nmsg, say
from paktum.plugin.contract import CONTRACT
from paktum.plugin.loader import load_plugins
from paktum.plugin.skeleton import write_skeleton

_LANGUAGE: Final = terminal_language()


def _tell(message: Message) -> None:
    click.echo(say(message, _LANGUAGE))


@click.group(name="plugin", help=say(msg("List and check plugins, and begin a new one."), _LANGUAGE))
def command() -> None:
    """The group of the sub-commands below."""


@command.command(name="list", help=say(msg("Show the installed plugins and what they declare."), _LANGUAGE))
def list_plugins() -> None:
    """Print a paragraph for each plugin. Raises PluginError, which the command line prints in full."""
    plugins = load_plugins()
    for code in plugins.codes:
        plugin = plugins.by_code[code]
        pack = plugin.pack
        name = pack.names.get(_LANGUAGE) or pack.names.get(pack.language)
        click.echo(f"{code} {pack.version}  {name}  ({plugin.declared.source.file})")
        counts = (
            nmsg("%(num)d body type", "%(num)d body types", len(pack.body_types)),
            nmsg("%(num)d event type", "%(num)d event types", len(pack.event_types)),
            nmsg("%(num)d audience", "%(num)d audiences", len(pack.audiences)),
            nmsg("%(num)d kind of organisation", "%(num)d kinds of organisation", len(pack.organisation_kinds)),
            nmsg("%(num)d term", "%(num)d terms", len(pack.terms)),
        )
        click.echo("    " + ", ".join(say(count, _LANGUAGE) for count in counts))


@command.command(
    name="check", help=say(msg("Check the installed plugins, or the named packages, against the contract."), _LANGUAGE)
)
@click.argument("packages", nargs=-1)
def check(packages: tuple[str, ...]) -> None:
    """Raises PluginError for what the schema refuses, and Refused when a rule of the contract is broken."""
    plugins = load_plugins(packages or None)
    broken = 0
    for code in plugins.codes:
        for rule in CONTRACT:
            for place in rule.broken_by(plugins.by_code[code]):
                broken += 1
                click.echo(f"{code}: {rule.name}\n    {place}", err=True)
    if broken:
        raise Refused(
            nmsg("The contract is broken in %(num)d place.", "The contract is broken in %(num)d places.", broken)
        )
    number = len(plugins.codes)
    names = ", ".join(plugins.codes)
    _tell(
        nmsg("%(num)d plugin is in order: %(names)s.", "%(num)d plugins are in order: %(names)s.", number, names=names)
    )


@command.command(name="new", help=say(msg("Write a working plugin of that name, with its test."), _LANGUAGE))
@click.argument("name")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help=say(msg("The folder to write into; this one by default."), _LANGUAGE),
)
def new(name: str, into: Path) -> None:
    """Raises Refused for a name that cannot be one, and for a folder that exists."""
    folder = write_skeleton(name, into)
    _tell(msg("Written: %(folder)s. Next: pip install -e %(folder)s, then paktum plugin check.", folder=str(folder)))
