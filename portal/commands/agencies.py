"""`portal agencies …`: check settings files and put them in force."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from portal.agencies.json_schema import json_schema, portal_json_schema
from portal.agencies.reader import read_agency, read_folder, read_portal
from portal.commands.opened import config, portal_opened
from portal.services.settings_files import SettingsMistakesError, sync_releases


@click.group()
def agencies() -> None:
    """Look after the agencies' settings."""


@agencies.command()
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def check(file: Path | None) -> None:
    """Check FILE, or the whole folder: one line a mistake, and exit 1 if there is any."""
    folder = config().agencies
    if file is None:
        mistakes = list(read_folder(folder).mistakes)
    else:
        portal, portal_mistakes = read_portal(_common_file(file, folder))
        mistakes = list(portal_mistakes)
        if portal is not None and not file.name.startswith("_"):
            mistakes += read_agency(file, portal)[1]
    for mistake in mistakes:
        click.echo(str(mistake))
    if mistakes:
        sys.exit(1)
    click.echo("No mistakes.")


@agencies.command()
def sync() -> None:
    """Put the settings of the folder in force: one new release for each file that changed."""
    with portal_opened() as runtime:
        try:
            with runtime.transaction() as session:
                done = sync_releases(session, runtime.config.agencies, runtime.now())
        except SettingsMistakesError as error:
            for mistake in error.mistakes:
                click.echo(str(mistake), err=True)
            sys.exit(1)
    click.echo(", ".join(done.changed) if done.changed else "Nothing changed.")
    if done.set_aside:
        click.echo(f"Set aside, since a page published other settings: {', '.join(done.set_aside)}")


@agencies.command()
@click.option("--portal", "of_portal", is_flag=True, help="The schema of _portal.yaml.")
def schema(of_portal: bool) -> None:
    """Print the JSON Schema of settings files, by which editors complete and check them."""
    click.echo(json.dumps(portal_json_schema() if of_portal else json_schema(), indent=2))


def _common_file(file: Path, folder: Path) -> Path:
    """Return the portal's own file beside `file`, else the installation's."""
    if file.name == "_portal.yaml":
        return file
    beside = file.parent / "_portal.yaml"
    return beside if beside.exists() else folder / "_portal.yaml"
