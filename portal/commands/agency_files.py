"""`portal agencies new` and `export`: settings files that the portal itself writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from portal.agencies.files.first_file import Beginning, FirstCategory
from portal.agencies.matching import folded
from portal.agencies.plugins.packages import packaged_files
from portal.agencies.settings.codes import code_of
from portal.agencies.settings.fields import AGENCY_CODE, PATTERNS
from portal.agencies.settings.reader import PORTAL_FILE, read_folder, read_portal
from portal.agencies.settings.schema import PortalSettings
from portal.commands.opened import config
from portal.domain.text import Text
from portal.services.settings.beginnings import (
    DAYS_TO_ANSWER,
    BeginningProblem,
    Taken,
    first_text,
    other_theme,
    taken_by,
)

SCHEMA_FILE = "agency.schema.json"
# By this line editors find the schema that README.md says how to write.
_FOR_EDITORS = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"
_CODE_PROBLEMS: dict[BeginningProblem, str] = {
    BeginningProblem.CODE_FORM: f'"{{}}" {PATTERNS[AGENCY_CODE]}',
    BeginningProblem.CODE_RESERVED: '"{}" stands for something else in addresses.',
    BeginningProblem.CODE_TAKEN: "{} is there already.",
}


@click.command()
@click.argument("code")
def new(code: str) -> None:
    """Ask what has to be known of an agency, and write its first file, CODE.yaml."""
    folder = config().agencies
    portal, mistakes = read_portal(folder / PORTAL_FILE)
    if portal is None:
        raise click.ClickException("\n".join(map(str, mistakes)))
    taken = _taken(folder)
    if problem := taken.problem_of(code):
        raise click.ClickException(_CODE_PROBLEMS[problem].format(code))
    text = first_text(_beginning(code, portal, taken), portal, taken)
    path = folder / f"{code}.yaml"
    path.write_text(_FOR_EDITORS + text, encoding="utf-8")
    click.echo(f"Written: {path}. Complete it, then run portal agencies check, and sync.")


def _taken(folder: Path) -> Taken:
    """Return the codes and names of the agencies that have a file, sound or not."""
    packaged = packaged_files()
    files = [*folder.glob("*.y*ml"), *(brought.path for brought in packaged)]
    return taken_by(read_folder(folder, packaged).agencies.values(), (one.stem for one in files))


def _beginning(code: str, portal: PortalSettings, taken: Taken) -> Beginning:
    return Beginning(
        code=code,
        name=_asked("Name of the agency", _free(taken)),
        service=_asked("Name of its complaints service"),
        mandate=_asked("What it handles, in everyday words"),
        top_authority=_asked("Title of its top authority"),
        days_to_answer=click.prompt(
            "Working days to answer", DAYS_TO_ANSWER, type=click.IntRange(1, 999)
        ),
        categories=list(_categories([theme.code for theme in portal.themes])),
        other_theme=other_theme(portal),
    )


def _categories(themes: list[str]) -> Iterator[FirstCategory]:
    """Ask for a category, and for others until one has no name."""
    taken = ["other"]
    french = click.prompt("A category, in French", value_proc=_said)
    while french:
        english = click.prompt("The same, in English", value_proc=_said)
        theme = click.prompt("Its theme", type=click.Choice(themes))
        taken.append(code_of(french, taken))
        yield FirstCategory(taken[-1], Text(french, english), theme)
        french = click.prompt(
            "Another category, in French (Enter to end)", "", show_default=False
        ).strip()


def _said(typed: str) -> str:
    """Return what was typed; only spaces are asked for again."""
    if not typed.strip():
        raise click.BadParameter("write something.")
    return typed.strip()


def _free(taken: Taken) -> Callable[[str], str]:
    """Return a check that a name leads to no other agency yet; it is asked for again otherwise."""

    def check(typed: str) -> str:
        if owner := taken.names.get(folded(typed)):
            raise click.BadParameter(f'"{typed}" already leads to {owner}.')
        return _said(typed)

    return check


def _asked(what: str, check: Callable[[str], str] = _said) -> Text:
    french, english = (
        click.prompt(f"{what}, in {language}", value_proc=check)
        for language in ("French", "English")
    )
    return Text(french, english)
