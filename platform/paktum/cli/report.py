"""`paktum report`: make a pact's reports and list them, without a browser."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from paktum.cli.application import application
from paktum.cli.demo_data import beside_the_demo
from paktum.cli.language import terminal_language
from paktum.core.errors import Invalid, NotFound, Refused
from paktum.core.languages import LANGUAGES
from paktum.core.messages import Message, msg, say
from paktum.core.placeholders import speaking_for

if TYPE_CHECKING:
    from flask import Flask

    from paktum.core.database import TenantSession
    from paktum.domains.reports.rules import Order
    from paktum.web.context import House, TenantFacts

_LANGUAGE: Final = terminal_language()
_STANDARD_OUTPUT: Final = Path("-")
_STATES: Final[dict[str, Message]] = {
    "queued": msg("waiting"),
    "running": msg("under way"),
    "done": msg("done"),
    "failed": msg("did not succeed"),
    "cancelled": msg("stopped"),
}


@click.group(name="report", help=say(msg("Make a pact's reports, and list them."), _LANGUAGE))
def command() -> None:
    """The group of the sub-commands below."""


def _of_a_pact(function: Callable[..., None]) -> Callable[..., None]:
    """The options that say which pact, and where the demo keeps it where no servers are given from outside."""
    slug = click.option(
        "--tenant", "slug", required=True, help=say(msg("The pact's short name, such as liberec."), _LANGUAGE)
    )
    return slug(beside_the_demo(function))


@command.command(
    name="make",
    help=say(
        msg("Make a report (work-plan) from the data as it is now, keep it with the pact, and write it to a file."),
        _LANGUAGE,
    ),
)
@click.argument("kind")
@_of_a_pact
@click.option(
    "--format",
    "file_format",
    default="pdf",
    show_default=True,
    help=say(msg("The file format: pdf or xlsx."), _LANGUAGE),
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=say(msg("The document's language; the pact's own by default."), _LANGUAGE),
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    required=True,
    help=say(msg("The file to write; - is the standard output."), _LANGUAGE),
)
def make(kind: str, slug: str, port: int, data: Path, file_format: str, language: str | None, out: Path) -> None:
    """Make a report. Exits with 0 when the file is written, 1 with a sentence when something refuses, 2 for wrong use."""
    order = _order(kind, file_format, language or "en")
    if out != _STANDARD_OUTPUT and not out.absolute().parent.is_dir():
        raise Refused(msg("There is no folder %(folder)s to write to.", folder=str(out.absolute().parent)))
    with _pact(slug, port, data) as (session, house, tenant):
        from paktum.domains.files.service import open_file
        from paktum.domains.reports.queries import report_file
        from paktum.domains.reports.service import make_at_once

        words = house.vocabulary_of(session, tenant.id, "")
        wanted = order if language else replace(order, language=tenant.language)
        with speaking_for(words.term):
            made = make_at_once(session, house.clock, house.store, tenant, words, wanted)
        with open_file(session, house.store, report_file(session, made)) as content:
            _write(out, content.read())


@command.command(name="list", help=say(msg("List a pact's reports, the newest first."), _LANGUAGE))
@_of_a_pact
def list_reports(slug: str, port: int, data: Path) -> None:
    """Print a line for each report: when it was asked for, kind, format, language, state, who asked, and its file."""
    with _pact(slug, port, data) as (session, _, tenant):
        from zoneinfo import ZoneInfo

        from paktum.domains.reports.queries import PAGE, reports

        page, number = 0, 1
        while page * PAGE < number:
            page += 1
            rows, number = reports(session, page=page)
            for row in rows:
                asked = row.requested_at.astimezone(ZoneInfo(tenant.timezone)).strftime("%Y-%m-%d %H:%M")
                state = say(_STATES["done" if row.file_id else row.job_state or "failed"], _LANGUAGE)
                asked_by = row.post or say(msg("by command"), _LANGUAGE)
                facts = (asked, row.kind, row.format, row.language, state, asked_by, row.file_name or "")
                click.echo("\t".join(facts).rstrip())
        if not number:
            click.echo(say(msg("No report was made yet"), _LANGUAGE), err=True)


def _order(kind: str, file_format: str, language: str) -> "Order":
    """The order that the arguments make; all that is wrong with them in one refusal."""
    from paktum.domains.reports.service import checked_order

    try:
        return checked_order(kind, file_format, language)
    except Invalid as failure:
        # Each is a sentence of its own; the first is enough to go on with.
        raise Refused(next(iter(failure.fields.values()))) from failure


@contextmanager
def _pact(slug: str, port: int, data: Path) -> "Iterator[tuple[TenantSession, House, TenantFacts]]":
    """A transaction in a pact of the servers that the environment or the demo names; raises NotFound, LocalError."""
    from paktum.core.database import unit_of_work

    with application(data, port) as app:
        tenant = _tenant(app, slug)
        with unit_of_work(app, tenant.id) as session:
            yield session, app.extensions["paktum"], tenant


def _tenant(app: "Flask", slug: str) -> "TenantFacts":
    from paktum.core.database import PLATFORM, unit_of_work
    from paktum.domains.tenancy.queries import tenant_of_slug

    with unit_of_work(app, PLATFORM) as session:
        tenant = tenant_of_slug(session, slug)
    if tenant is None:
        raise NotFound(msg("There is no pact with the short name %(slug)s.", slug=slug))
    return tenant


def _write(out: Path, content: bytes) -> None:
    if out == _STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as failure:
        raise Refused(
            msg("%(file)s could not be written: %(reason)s", file=str(out), reason=failure.strerror or str(failure))
        ) from failure
    click.echo(say(msg("%(file)s was written.", file=str(out)), _LANGUAGE))
