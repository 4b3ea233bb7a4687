"""`paktum tenant`: what a tenant's files and plugins come to, and bringing them into the database."""

from pathlib import Path
from typing import Final

import click

from paktum.cli.application import application
from paktum.cli.demo_data import beside_the_demo
from paktum.cli.language import terminal_language
from paktum.core.messages import msg, nmsg, say
from paktum.plugin.loader import Plugins, load_plugins
from paktum.plugin.registry import Origin, merge
from paktum.plugin.report import lines
from paktum.plugin.tenants import TenantFolder, read_tenant, read_tenants, tenants_folder

_LANGUAGE: Final = terminal_language()


@click.group(name="tenant", help=say(msg("Check what tenants' files and plugins come to."), _LANGUAGE))
def command() -> None:
    """The group of the sub-commands below."""


@command.command(
    name="check",
    help=say(
        msg("Print the merged result of a tenant (its slug or folder), or of all, and where each value comes from."),
        _LANGUAGE,
    ),
)
@click.argument("tenant", required=False)
@click.option("--all", "every", is_flag=True, help=say(msg("Show terms in all five languages."), _LANGUAGE))
def check(tenant: str | None, every: bool) -> None:
    """Raises PluginError, which the command line prints in full."""
    plugins = load_plugins()
    for folder in _chosen(tenant, plugins):
        _print(folder, plugins, every=every)


@command.command(
    name="apply",
    help=say(
        msg("Bring tenants (slugs or folders), or all, into the database; what people entered stays as it is."),
        _LANGUAGE,
    ),
)
@click.argument("tenants", nargs=-1)
@beside_the_demo
def apply(tenants: tuple[str, ...], port: int, data: Path) -> None:
    """Apply again changes nothing. Raises PluginError before anything is applied, and LocalError without a database."""
    from paktum.installation import apply_folders

    plugins = load_plugins()
    folders = [folder for tenant in tenants or (None,) for folder in _chosen(tenant, plugins)]
    with application(data, port) as app:
        apply_folders(app, plugins, folders, _tell_applied)
    click.echo(
        say(nmsg("%(num)d tenant is in the database.", "%(num)d tenants are in the database.", len(folders)), _LANGUAGE)
    )


def _tell_applied(slug: str) -> None:
    click.echo(f"  {slug}")


def _chosen(tenant: str | None, plugins: Plugins) -> tuple[TenantFolder, ...]:
    if tenant is None:
        return tuple(read_tenants(tenants_folder(), plugins).values())
    given = Path(tenant)
    # A slug is a bare name; what has a separator, or is a dot, is a place.
    is_place = given.is_absolute() or len(given.parts) > 1 or tenant in {".", ".."}
    return (read_tenant(given if is_place else tenants_folder() / tenant, plugins),)


def _print(folder: TenantFolder, plugins: Plugins, *, every: bool) -> None:
    origins: dict[str, Origin] = {}
    vocabulary = merge(plugins, folder.tenant, record=origins)
    opening = folder.opening.value
    click.echo(click.style(f"{folder.slug}: {folder.tenant.value.name}", bold=True))
    for line in lines(vocabulary, folder.tenant.value, origins, every=every):
        click.echo(f"  {line.text(_LANGUAGE)}")
    counts = (
        nmsg("%(num)d organisation", "%(num)d organisations", len(opening.organisations)),
        nmsg("%(num)d body", "%(num)d bodies", len(opening.bodies)),
        nmsg("%(num)d seat", "%(num)d seats", len(opening.seats)),
        nmsg("%(num)d mandate", "%(num)d mandates", len(opening.mandates)),
        nmsg("%(num)d sign-in", "%(num)d sign-ins", len(opening.people)),
    )
    click.echo(f"  {', '.join(say(count, _LANGUAGE) for count in counts)}    [{folder.opening.source.file}]")
