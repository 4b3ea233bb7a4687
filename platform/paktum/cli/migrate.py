"""`paktum migrate`: the database's tables brought up to date, by the login that owns them."""

import sys
from typing import Final

import click
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from paktum.cli.language import terminal_language
from paktum.core.errors import Refused
from paktum.core.messages import Message, msg, nmsg, say
from paktum.core.migrate import differences, head, present, upgrade
from paktum.core.settings import owner_url_of

_LANGUAGE: Final = terminal_language()


@click.command(name="migrate", help=say(msg("Bring the database's tables up to date."), _LANGUAGE))
@click.option(
    "--check", is_flag=True, help=say(msg("Change nothing; end with code 1 if something is to be done."), _LANGUAGE)
)
def command(check: bool) -> None:
    """Migrate the database of DATABASE_OWNER_URL. Raises Refused when that is not set."""
    owner_url = owner_url_of()
    if owner_url is None:
        raise Refused(msg("DATABASE_OWNER_URL is not set: migrations need the login that owns the tables."))
    if not check:
        upgrade(owner_url)
    problem = _problem(owner_url) if check else None
    click.echo(say(problem or msg("The tables are up to date (%(revision)s).", revision=head() or "-"), _LANGUAGE))
    sys.exit(1 if problem else 0)


def _problem(owner_url: str) -> Message | None:
    from paktum.domains.schema import metadata

    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        revision = present(connection)
    engine.dispose()
    if revision != head():
        return msg(
            "The tables are not up to date: they are at %(old)s, not at %(new)s. Run “paktum migrate”.",
            old=revision or "-",
            new=head() or "-",
        )
    found = differences(owner_url, metadata())
    if not found:
        return None
    return nmsg(
        "The tables differ from the models in %(num)d place.",
        "The tables differ from the models in %(num)d places.",
        len(found),
    )
