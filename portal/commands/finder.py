"""`portal finder …`: how well the right agency is found."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import click

from portal.commands.given_files import GivenFile, UnusableFileError, ensure_filled, usable
from portal.commands.opened import portal_opened
from portal.finder.measuring import Share, firsts_by, measured, read_labelled, shares

_SLOWEST = 1000


@click.group()
def finder() -> None:
    """Look after what finds the right agency."""


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
    for one in (one for one in every if wrong and not one.is_acceptable):
        if one.labelled.agency != "none" or not one.says_nobody:
            said = one.found.elsewhere or " ".join(one.agencies[:3])
            click.echo(f"{one.labelled.agency} → {said}: {one.labelled.text}")


def _print(title: str, figures: dict[str, Share]) -> None:
    click.echo(f"\n{title}")
    for name, share in figures.items():
        click.echo(f"  {name:24} {share}")
