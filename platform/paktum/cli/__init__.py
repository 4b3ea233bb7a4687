"""The `paktum` command: a table of sub-commands, each loaded only when it is called.

To add one: write a module with a click command named `command`, and add a line to `_table`.
"""

import importlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import click

from paktum.cli.language import terminal_language
from paktum.core.errors import PaktumError
from paktum.core.messages import Message, msg, say
from paktum.core.settings import SettingsError


@dataclass(frozen=True)
class Entry:
    """Where a sub-command lives, and what it is for in one line."""

    module: str
    purpose: Message


def _table() -> Mapping[str, Entry]:
    """The sub-commands by name, in the order of `paktum --help`."""
    return {
        "demo": Entry("paktum.cli.demo", msg("Run everything on this machine, with five pacts to try.")),
        "doctor": Entry("paktum.cli.doctor", msg("Check every part and say what is wrong.")),
        "tenant": Entry("paktum.cli.tenant", msg("Check what tenants' files and plugins come to.")),
        "plan": Entry("paktum.cli.plan", msg("Read work plans and take them over into the programme.")),
        "calendar": Entry("paktum.cli.calendar", msg("Write calendars of the pacts to files.")),
        "report": Entry("paktum.cli.report", msg("Make a pact's reports, and list them.")),
        "plugin": Entry("paktum.cli.plugin", msg("Start a new plugin.")),
        "migrate": Entry("paktum.cli.migrate", msg("Bring the database's tables up to date.")),
        "mail": Entry("paktum.cli.mail", msg("Take in the mail that answers invitations.")),
        "worker": Entry("paktum.cli.worker", msg("Carry out background jobs until told to stop.")),
        "relay": Entry(
            "paktum.cli.relay", msg("Hand what transactions left to the background jobs until told to stop.")
        ),
        "assets": Entry("paktum.cli.assets", msg("Build what the browser loads.")),
        "catalogues": Entry(
            "paktum.cli.catalogues", msg("Collect, compile and check the messages of the five languages.")
        ),
    }


class LazyGroup(click.Group):
    """A group that imports a sub-command's module only to run it or to show its own help."""

    def __init__(self, table: Mapping[str, Entry], help_text: Message) -> None:
        super().__init__(name="paktum", help=say(help_text, terminal_language()))
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the sub-commands, in the table's order."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The sub-command of that name, imported now; None when there is none."""
        entry = self._table.get(cmd_name)
        if entry is None:
            return None
        command = importlib.import_module(entry.module).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{entry.module}.command is not a click command")
        command.help = command.help or say(entry.purpose, terminal_language())
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the sub-commands from the table alone."""
        language = terminal_language()
        with formatter.section(say(msg("Commands"), language)):
            formatter.write_dl([(name, say(entry.purpose, language)) for name, entry in self._table.items()])


def build(table: Mapping[str, Entry] | None = None) -> LazyGroup:
    """The `paktum` group over a table of sub-commands."""
    return LazyGroup(_table() if table is None else table, msg("Paktum: the working place of employment pacts."))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; a refusal is printed as a sentence and ends with code 1."""
    try:
        build().main(args=arguments, prog_name="paktum")
    except PaktumError as error:
        click.echo(say(error.message, terminal_language()), err=True)
        sys.exit(1)
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
