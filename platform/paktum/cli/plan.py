"""`paktum plan`: what a work plan would be understood as, and taking it over."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from paktum.cli.application import application
from paktum.cli.demo_data import beside_the_demo
from paktum.cli.language import terminal_language
from paktum.core.messages import Message, msg, nmsg, say
from paktum.core.periods import period_text

if TYPE_CHECKING:
    from paktum.domains.programme.import_commands import Imported
    from paktum.domains.programme.reading.plan import ReadEntry, ReadPlan
    from paktum.plugin.vocabulary import Vocabulary

_LANGUAGE: Final = terminal_language()


def _say(message: Message) -> str:
    return say(message, _LANGUAGE)


@click.group(name="plan", help=_say(msg("Read work plans and take them over into the programme.")))
def command() -> None:
    """The group of the sub-commands below."""


_file = click.argument("file", type=click.Path(path_type=Path))
_tenant = click.option("--tenant", "slug", required=True, help=_say(msg("The pact's short name, such as liberec.")))


@command.command("preview", help=_say(msg("Show what is understood of a work plan; nothing is kept.")))
@_file
@_tenant
@beside_the_demo
@click.option("--json", "as_json", is_flag=True, help=_say(msg("Print a list of entries for other programs.")))
def preview(file: Path, slug: str, port: int, data: Path, as_json: bool) -> None:
    """Print what was understood. Raises Refused, NotFound."""
    plan, words = _read(file, slug, port, data)
    if as_json:
        from paktum.domains.programme.reading.json_form import json_list

        click.echo(json.dumps(json_list(plan, _LANGUAGE), ensure_ascii=False, indent=2))
        return
    _print(plan, words)


def _read(file: Path, slug: str, port: int, data: Path) -> "tuple[ReadPlan, Vocabulary]":
    """By the words of the database where one is at hand, else by those of the tenant's folder."""
    from paktum.domains.programme import import_commands as commands

    if not _has_database(data):
        return commands.preview_from_folder(file, slug)
    from sqlalchemy.exc import OperationalError

    try:
        with application(data, port) as app:
            return commands.preview(app, file, slug)
    except OperationalError:
        click.echo(_say(msg("The database does not answer: the words of the tenant's folder were used.")), err=True)
        return commands.preview_from_folder(file, slug)


def _has_database(data: Path) -> bool:
    """Whether a database runs already: one is not started for a look at a file."""
    from paktum.local.postgres import running_urls
    from paktum.local.valkey import running_url

    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return True
    return running_urls(data) is not None and running_url(data) is not None


def _label(kind: str, sequence: int) -> str:
    from paktum.domains.programme.rules import sequence_label

    return _say(sequence_label(kind, sequence))


def _print(plan: "ReadPlan", words: "Vocabulary") -> None:
    click.echo(
        _say(
            msg(
                "%(sessions)d sessions and %(events)d events were understood.",
                sessions=len(plan.sessions),
                events=len(plan.events),
            )
        )
    )
    lines = [_cells(entry, words) for entry in plan.entries]
    widths = [min(44, max(len(line[i]) for line in lines)) for i in range(4)]
    for entry, line in zip(plan.entries, lines, strict=True):
        cells = [cell[:width].ljust(width) for cell, width in zip(line, widths, strict=False)]
        click.echo("  ".join([*cells, line[4]]).rstrip())
        for doubt in entry.unsure:
            click.echo(f"      ? {_say(doubt.message)}")
        for note in entry.notes:
            click.echo(f"      – {_say(note)}")
    if plan.notes:
        click.echo(_say(msg("Kept beside the entries:")))
        for kept in plan.notes:
            click.echo(f"  [{kept.kind.value}] {' '.join(kept.text.split())}")


def _cells(entry: "ReadEntry", words: "Vocabulary") -> tuple[str, str, str, str, str]:
    """Number, time, title, place, and what is expected, prepared and counted."""
    types = [str(words.say(words.event_type(code).names)) for code in entry.types if code in words.event_types.all]
    about = [entry.body or ", ".join(types)]
    about += [f"{result.measure} ≥ {result.at_least}" for result in entry.results]
    about += [f"→ {_label(link.kind.value, link.sequence)}" for link in entry.prepares]
    return (
        _label(entry.kind.value, entry.sequence),
        period_text(entry.period, words.language) if entry.period else _say(msg("no date")),
        entry.title,
        entry.place,
        "; ".join(part for part in about if part),
    )


@command.command("import", help=_say(msg("Take a work plan over into a pact's programme.")))
@_file
@_tenant
@beside_the_demo
@click.option(
    "--accept/--no-accept",
    default=True,
    show_default=True,
    help=_say(msg("Take in what is in doubt as proposed, or stop when anything is.")),
)
def import_plan(file: Path, slug: str, port: int, data: Path, accept: bool) -> None:
    """Import and print what changed. Raises Refused, NotFound, Invalid."""
    from paktum.domains.programme.import_commands import import_file

    with application(data, port) as app:
        _report(import_file(app, file, slug, accept=accept))


def _report(done: "Imported") -> None:
    outcome = done.outcome
    for count, references in (
        (nmsg("%(num)d entry added", "%(num)d entries added", len(outcome.added)), outcome.added),
        (nmsg("%(num)d entry changed", "%(num)d entries changed", len(outcome.changed)), outcome.changed),
        (nmsg("%(num)d entry unchanged", "%(num)d entries unchanged", len(outcome.unchanged)), outcome.unchanged),
    ):
        names = " ".join(_label(reference.kind, reference.sequence) for reference in references)
        click.echo(f"{_say(count)}: {names}" if names else _say(count))
    for link, title, why in done.stayed_out:
        click.echo(f"  × {_label(link.kind.value, link.sequence)} {title}: {_say(why)}")
    if done.doubts:
        click.echo(_say(msg("In doubt, taken in as proposed:")))
        for link, messages in done.doubts:
            for message in messages:
                click.echo(f"  ? {_label(link.kind.value, link.sequence)} {_say(message)}")
