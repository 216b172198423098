"""`portal agencies new` and `export`: settings files that the portal itself writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from portal.agencies.files.first_file import OTHER, Beginning, FirstCategory
from portal.agencies.plugins.loading import packaged_files
from portal.agencies.settings.fields import AGENCY_CODE, not_matching
from portal.agencies.settings.matching import code_of, folded
from portal.agencies.settings.reader import PORTAL_FILE, read_folder, read_portal
from portal.agencies.settings.shared import PortalSettings
from portal.commands.given_files import usable
from portal.commands.opened import config, portal_opened
from portal.domain.actor import PORTAL
from portal.domain.text import Text
from portal.releases.drafts import (
    DAYS_TO_ANSWER,
    BeginningProblem,
    Taken,
    first_text,
    other_theme,
    taken_by,
)
from portal.releases.files import ChangedFileError, write_release
from portal.releases.queries import release_text

SCHEMA_FILE = "agency.schema.json"
# By this line editors find the schema that README.md says how to write.
_FOR_EDITORS = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"
_CODE_PROBLEMS: dict[BeginningProblem, str] = {
    BeginningProblem.CODE_RESERVED: '"{}" stands for something else in addresses.',
    BeginningProblem.CODE_TAKEN: "{} is there already.",
}


def _worded(problem: BeginningProblem, code: str) -> str:
    if problem is BeginningProblem.CODE_FORM:
        return not_matching(AGENCY_CODE, code).in_("en")
    return _CODE_PROBLEMS[problem].format(code)


@click.command()
@click.argument("code")
def new(code: str) -> None:
    """Ask what has to be known of an agency, and write its first file, CODE.yaml."""
    folder = config().agencies
    portal, mistakes = read_portal(folder / PORTAL_FILE)
    if portal is None:
        raise click.ClickException("\n".join(map(str, mistakes)))
    taken = _taken_in(folder)
    if problem := taken.problem_of(code):
        raise click.ClickException(_worded(problem, code))
    text = first_text(_beginning(code, portal, taken), portal, taken)
    path = folder / f"{code}.yaml"
    path.write_text(_FOR_EDITORS + text, encoding="utf-8")
    click.echo(
        f"Written: {path}. Complete it, then run "
        f"portal agencies check, portal agencies test {code}, and portal agencies sync."
    )


@click.command("export")
@click.argument("code")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="Another folder than the installation's; made if it is not there.",
)
@click.option("--version", "rank", type=int, help="Another version than the one in force.")
@click.option("--force", is_flag=True, help="Also over a file that changed since it was taken up.")
def export(code: str, to: Path | None, rank: int | None, force: bool) -> None:
    """Write what is in force for CODE to its file, such as what a page published."""
    with portal_opened() as runtime, runtime.reading(PORTAL) as session:
        text = release_text(session, code, rank)
        if text is None:
            raise click.ClickException(f"{code} has no such version with a text.")
        path = _place(to or runtime.config.agencies, code, is_own=to is None)
        try:
            with usable(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_release(session, code, text, path, over=force)
        except ChangedFileError:
            raise click.ClickException(
                f"{path} changed since it was taken up, and was left as it is. "
                "Run portal agencies sync first, or --force to lose what it says."
            ) from None
    click.echo(f"Written: {path}")


def _place(folder: Path, code: str, *, is_own: bool) -> Path:
    """Return the file of an agency in a folder, under the ending that it has there already."""
    if is_own and code in {brought.path.stem for brought in packaged_files()}:
        message = f"{code} is brought by an installed package: uninstall it first, or use --to."
        raise click.ClickException(message)
    other_ending = folder / f"{code}.yml"
    return other_ending if other_ending.exists() else folder / f"{code}.yaml"


def _taken_in(folder: Path) -> Taken:
    """Return the codes and names of the agencies that have a file, sound or not."""
    packaged = packaged_files()
    files = [*folder.glob("*.y*ml"), *(brought.path for brought in packaged)]
    return taken_by(read_folder(folder, packaged).agencies.values(), (file.stem for file in files))


def _beginning(code: str, portal: PortalSettings, taken: Taken) -> Beginning:
    return Beginning(
        code=code,
        name=_prompted_text("Name of the agency", _free(taken)),
        service=_prompted_text("Name of its complaints service"),
        mandate=_prompted_text("What it handles, in everyday words"),
        top_authority=_prompted_text("Title of its top authority"),
        days_to_answer=click.prompt(
            "Working days to answer", DAYS_TO_ANSWER, type=click.IntRange(1, 999)
        ),
        categories=list(_categories([theme.code for theme in portal.themes])),
        other_theme=other_theme(portal),
    )


def _categories(themes: list[str]) -> Iterator[FirstCategory]:
    """Ask for a category, and for others until one has no name."""
    codes, names = ["other"], {folded(OTHER.fr), folded(OTHER.en)}
    french = click.prompt("A category, in French", value_proc=_not_named(names))
    while french:
        english = click.prompt("The same, in English", value_proc=_not_named(names))
        names |= {folded(french), folded(english)}
        theme = click.prompt("Its theme", type=click.Choice(themes))
        codes.append(code_of(french, codes))
        yield FirstCategory(codes[-1], Text(french, english), theme)
        french = click.prompt(
            "Another category, in French (Enter to end)",
            "",
            show_default=False,
            value_proc=_not_named(names, may_be_blank=True),
        )


def _not_named(names: set[str], *, may_be_blank: bool = False) -> Callable[[str], str]:
    """Return a check that a category has a name of its own; it is asked for again otherwise."""

    def check(typed: str) -> str:
        if folded(typed) in names:
            raise click.BadParameter(f'"{typed}" is already the name of another category.')
        return typed.strip() if may_be_blank else _not_blank(typed)

    return check


def _not_blank(typed: str) -> str:
    """Return what was typed; only spaces are asked for again."""
    if not typed.strip():
        raise click.BadParameter("write something.")
    return typed.strip()


def _free(taken: Taken) -> Callable[[str], str]:
    """Return a check that a name leads to no other agency yet; it is asked for again otherwise."""

    def check(typed: str) -> str:
        if owner := taken.names.get(folded(typed)):
            raise click.BadParameter(f'"{typed}" already leads to {owner}.')
        return _not_blank(typed)

    return check


def _prompted_text(label: str, check: Callable[[str], str] = _not_blank) -> Text:
    french, english = (
        click.prompt(f"{label}, in {language}", value_proc=check)
        for language in ("French", "English")
    )
    return Text(french, english)
