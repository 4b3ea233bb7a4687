"""`paktum assets`: build what the browser loads."""

from pathlib import Path

import click

from paktum.web.assets import BUILT, AssetError, build


@click.group("assets")
def command() -> None:
    """What the browser loads besides the pages."""


@command.command("build")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=BUILT, help="Where to.")
@click.option("--again", is_flag=True, help="Build even if no source has changed.")
def build_assets(out: Path, again: bool) -> None:
    """Build styles, scripts, typeface and icons under hashed names, and print what each weighs when sent."""
    try:
        built = build(out, again=again)
    except AssetError as error:
        raise click.ClickException(str(error)) from error
    if not built.fresh:
        click.echo(f"Assets are up to date, {built.total / 1000:.1f} kB.")
        return
    for name, size in sorted(built.sent.items(), key=lambda item: -item[1]):
        click.echo(f"{size:>8,}  {name}")
    click.echo(f"{built.total:>8,}  together")
