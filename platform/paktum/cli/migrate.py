"""`paktum migrate`: the database's tables brought up to date, by the login that owns them."""

import os
from typing import Final

import click

from paktum.cli.language import terminal_language
from paktum.core.messages import msg, say
from paktum.core.migrate import head, upgrade
from paktum.local.errors import LocalError

_LANGUAGE: Final = terminal_language()


@click.command(name="migrate", help=say(msg("Bring the database's tables up to date."), _LANGUAGE))
def command() -> None:
    """Migrate the database of DATABASE_OWNER_URL. Raises LocalError when that is not set."""
    owner_url = os.environ.get("DATABASE_OWNER_URL")
    if not owner_url:
        raise LocalError(msg("DATABASE_OWNER_URL is not set: migrations need the login that owns the tables."))
    upgrade(owner_url.replace("postgresql://", "postgresql+psycopg://", 1))
    click.echo(say(msg("The tables are up to date (%(revision)s).", revision=head() or "-"), _LANGUAGE))
