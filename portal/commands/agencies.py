"""`portal agencies …`: check settings files and put them in force."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portal.agencies.files.places import Mistake
from portal.agencies.plugins.loading import PluginError, load_plugin, packaged_files
from portal.agencies.plugins_named import mistake_of_plugin, mistakes_of_plugins
from portal.agencies.settings.reader import (
    PORTAL_FILE,
    notes_of,
    read_agency,
    read_folder,
    read_portal,
)
from portal.agencies.settings.schema import json_schema, portal_json_schema
from portal.agencies.settings.shared import PortalSettings
from portal.commands.agency_changes import call_off, changes, merge, rename, split
from portal.commands.agency_files import export, new
from portal.commands.clocks import later_by_calendar, move_dates, moved_date_lines
from portal.commands.given_files import GivenFile, UnusableFileError, usable
from portal.commands.opened import config, portal_opened, printed_mistakes
from portal.complaints.queries.exports import past_complaints
from portal.domain.actor import PORTAL
from portal.domain.errors import UnknownAgencyError
from portal.finder.learned.beside import files_in, learn
from portal.finder.learned.checking import ExampleMistake, mistakes_in_examples
from portal.finder.learned.examples import FOLDER
from portal.finder.likeness.kept import learn_likeness
from portal.finder.meaning.kept import learn_meanings
from portal.releases.files import sync_releases
from portal.releases.queries import release_in_force
from portal.releases.replay import AT_ONCE, Decided, Report, replay
from portal.runtime import Runtime

if TYPE_CHECKING:
    from portal.conformance.kit.check import Subject


@click.group()
def agencies() -> None:
    """Look after the agencies' settings."""


for command in (new, export, merge, split, rename, changes, call_off, move_dates):
    agencies.add_command(command)


@agencies.command()
@click.argument("file", required=False, type=GivenFile())
def check(file: Path | None) -> None:
    """Check FILE, or the whole folder and what is installed: a line a mistake, and exit 1.

    Examples for the finder are looked at as well: those of FILE, or all.

    What is only in French follows, a line each, and changes nothing in the outcome.
    """
    folder = config().agencies
    if file is None:
        read = read_folder(folder, packaged_files())
        mistakes, notes = [*read.mistakes, *mistakes_of_plugins(read).values()], read.notes
        taught = mistakes_in_examples(files_in(folder), read.agencies) if not mistakes else []
    else:
        portal, portal_mistakes = read_portal(_common_file(file, folder))
        mistakes, notes = list(portal_mistakes), []
        if portal is not None and not file.name.startswith("_"):
            mistakes, notes = [*mistakes, *_mistakes_of(file, portal)], notes_of(file)
        taught = _examples_of(file, folder) if not mistakes else []
    for remark in (*mistakes, *taught, *notes):
        click.echo(str(remark))
    if mistakes or taught:
        sys.exit(1)
    click.echo("No mistakes.")


def _examples_of(file: Path, folder: Path) -> list[ExampleMistake]:
    """Return what is wrong with the examples beside a file, by what all agencies say."""
    examples = file.parent / FOLDER / f"{file.stem}.csv"
    if not examples.is_file():
        return []
    every = {**read_folder(folder).agencies, **read_folder(file.parent).agencies}
    return mistakes_in_examples([examples], every)


def _mistakes_of(file: Path, portal: PortalSettings) -> list[Mistake]:
    """Return what is wrong with a file, and with the plugin it names unless that lies beside."""
    settings, mistakes = read_agency(file, portal)
    if settings is None or file.with_name(f"{settings.agency.plugin}.py").is_file():
        return mistakes
    mistake = mistake_of_plugin(settings, file.name, file.read_text("utf-8-sig"))
    return [] if mistake is None else [mistake]


@agencies.command()
@click.argument("target")
@click.option("--plugin", help="The plugin of a settings file: a .py file or a module.")
@click.option("--junit", type=click.Path(path_type=Path), help="Write JUnit XML.")
def test(target: str, plugin: str | None, junit: Path | None) -> None:
    """Make every conformance check of TARGET; exit 1 if one is broken.

    TARGET is a settings file, the code of an agency, or a plugin: a .py file or a module. An
    agency without a file is examined as it is in force.
    """
    # The checks are heavy to import, and no other command needs them.
    from portal.conformance import report
    from portal.conformance.opening import NothingToExamineError, subject_of
    from portal.conformance.outcome import outcomes

    folder = config().agencies
    try:
        subject = subject_of(target, plugin, folder)
    except NothingToExamineError as error:
        in_force = _in_force(target) if plugin is None else None
        if in_force is None:
            raise click.ClickException(str(error)) from None
        subject = in_force
    click.echo(f"Tested: {subject.about}")
    outcome_list = list(outcomes(subject))
    for line in report.lines_of(outcome_list):
        click.echo(line)
    if junit is not None:
        with usable(junit):
            junit.write_bytes(report.junit(outcome_list, subject.code))
    if any(outcome.is_broken for outcome in outcome_list):
        sys.exit(1)


def _in_force(code: str) -> Subject | None:
    """Return an agency as a page published it; none without an installation, which is not made."""
    from portal.conformance.kit.check import Subject

    if not config().data.is_dir():
        return None
    with portal_opened() as runtime, runtime.reading(PORTAL) as session:
        in_force = runtime.agencies.in_force
        agency, release = in_force.agencies.get(code), release_in_force(session, code)
        if agency is None or release is None or release.text is None:
            return None
        about = f"the rules of {code} in force, which no file has"
        plugin, problem = _loaded_here(agency.settings.agency.plugin)
        return Subject(
            f"{code}.yaml", release.text, in_force.portal, plugin, problem, said_about=about
        )


def _loaded_here(name: str | None) -> tuple[object | None, str | None]:
    """Return a plugin, or why it does not load: its checks read the code, and ask it here."""
    try:
        return (load_plugin(name)[0] if name is not None else None), None
    except PluginError as error:
        return None, str(error)


@agencies.command()
def sync() -> None:
    """Put the settings of the folder in force: one new release for each file that changed."""
    with portal_opened() as runtime:
        with printed_mistakes(status=1), runtime.transaction() as session:
            done = sync_releases(session, runtime.config.agencies, runtime.now())
        runtime.take_up_changes()
        learn(runtime.config.agencies, runtime.config.data)
        learn_likeness(runtime.config.agencies, runtime.config.data)
        learn_meanings(runtime.config.agencies, runtime.config.data)
        lines = list(_later_dates(runtime, done.new_calendars))
    click.echo(", ".join(done.changed) if done.changed else "Nothing changed.")
    if done.set_aside:
        click.echo(f"Set aside, since a page published other settings: {', '.join(done.set_aside)}")
    if done.new_plugins:
        click.echo(f"Another plugin: {', '.join(done.new_plugins)}. Restart the portal to run it.")
    for line in lines:
        click.echo(line)
    for mistake in done.refused:
        click.echo(str(mistake))
    if done.refused:
        click.echo("Not put in force: the plugins above do not load.")
        sys.exit(1)


def _later_dates(runtime: Runtime, codes: Iterable[str]) -> Iterator[str]:
    """Yield what is said of promised dates that new calendars would let come later."""
    for code in codes:
        if later := later_by_calendar(runtime, code):
            yield from moved_date_lines(code, later)
            yield f"  No date has moved. To put them off: portal agencies move-dates {code}"


@agencies.command("replay")
@click.argument("file", type=GivenFile())
def replay_file(file: Path) -> None:
    """Replay FILE over its agency's past complaints, and print what would have differed."""
    with portal_opened() as runtime:
        try:
            current = runtime.agencies.agency(file.stem)
        except UnknownAgencyError:
            named = f"{file} is named after no agency in force: there is nothing to replay."
            raise UnusableFileError(named) from None
        settings, mistakes = read_agency(file, runtime.agencies.portal)
        if settings is None:
            raise click.ClickException("\n".join(map(str, mistakes)))
        report, reached = Report(), 0
        with runtime.reading(PORTAL) as session:
            while past := past_complaints(session, current.code, reached, AT_ONCE):
                drafted = replace(current, settings=settings)
                replay(report, runtime.features, current, drafted, past)
                reached = past[-1].id
    click.echo(f"{report.replayed} replayed, {report.differing} would have differed.")
    for part, differing in report.parts.items():
        moved = (
            f" ({differing.earlier} earlier, {differing.later} later)"
            if differing.earlier + differing.later
            else ""
        )
        click.echo(f"{part.value}: {differing.count}{moved}")
        for example in differing.examples:
            click.echo(
                f"  {example.number}: {_decided_words(example.before)}"
                f" → {_decided_words(example.after)}"
            )


def _decided_words(decided: Decided) -> str:
    if isinstance(decided, str):
        return decided
    return ", ".join(name.in_("en") for name in decided or ()) or "–"


@agencies.command()
@click.option("--portal", "of_portal", is_flag=True, help="The schema of _portal.yaml.")
def schema(of_portal: bool) -> None:
    """Print the JSON Schema of settings files, by which editors complete and check them."""
    click.echo(json.dumps(portal_json_schema() if of_portal else json_schema(), indent=2))


def _common_file(file: Path, folder: Path) -> Path:
    """Return the portal's own file: beside `file`, the installation's, or else the packaged one."""
    if file.name == PORTAL_FILE:
        return file
    for near in (file.parent, folder):
        if (near / PORTAL_FILE).exists():
            return near / PORTAL_FILE
    # The checks are heavy to import; of them this needs the file alone.
    from portal.conformance.opening import COMMON

    click.echo(f"No {PORTAL_FILE} beside it or in {folder}: checked with the one of the portal.")
    return COMMON / PORTAL_FILE
