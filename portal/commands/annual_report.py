"""`portal reports annual`: the reports of a year, made once and written as files to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from portal.commands.opened import portal_opened
from portal.domain.actor import PORTAL
from portal.domain.text import LANGUAGES, Text
from portal.reporting.annual.making import (
    Made,
    NothingPublishedError,
    Outcome,
    WordsAwaitedError,
    agencies_reported,
    make_report,
    missing,
)
from portal.runtime import Runtime

_REFUSED = 1
_YEARS = click.IntRange(2000, 9999)


@click.command()
@click.option("--year", required=True, type=_YEARS, help="The year, such as 2026.")
@click.option("--agency", default=None, help="The code of one agency; else all, and each.")
@click.option(
    "--to",
    "folder",
    default=Path(),
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that the files are written to.",
)
@click.option("--reason", default="", help="Why a report is made again, in French, for everybody.")
@click.option("--reason-en", default="", help="The same in English.")
@click.option("--now", "at_once", is_flag=True, help="Without waiting for words asked for.")
def annual(
    year: int, agency: str | None, folder: Path, reason: str, reason_en: str, at_once: bool
) -> None:
    """Make the annual reports of a year, and write each as PDF in French and in English.

    They are made of published quarters alone, once, and signed: made again, the same year gives the
    same files. Where published figures or the words on why are others by now, another edition
    needs a reason. The pages are below /fr/statistiques/rapport/YEAR.
    """
    if bool(reason) != bool(reason_en):
        raise click.BadParameter("say why in both languages: --reason and --reason-en")
    _ensure_usable(folder)
    with portal_opened() as runtime:
        why = Text(reason, reason_en) if reason else None
        try:
            made = _made(runtime, year, agency, why, at_once=at_once)
        except NothingPublishedError:
            click.echo(
                f"No quarter of {year} is published: nothing to write to {folder}.", err=True
            )
            raise SystemExit(_REFUSED) from None
        for one in made:
            _write(runtime, folder, one)
        left = runtime.read(PORTAL, missing, year)
    click.echo(_summary(made))
    if left:
        click.echo(f"Partial: not published yet: {', '.join(map(str, left))}.")
    refused = [one.agency or "all" for one in made if one.outcome is Outcome.NEEDS_REASON]
    if refused:
        click.echo(
            f"Otherwise by now, and not made again without --reason and --reason-en: "
            f"{', '.join(refused)}.",
            err=True,
        )
        raise SystemExit(_REFUSED)


def _ensure_usable(folder: Path) -> None:
    """Refuse a folder that cannot be written to before anything is made, or anybody written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.BadParameter(f"{folder}: {error.strerror}", param_hint="--to") from None


def _made(
    runtime: Runtime, year: int, agency: str | None, reason: Text | None, *, at_once: bool
) -> list[Made]:
    known = runtime.read(PORTAL, agencies_reported, year)
    if agency is not None and agency not in known:
        raise click.BadParameter(f"no agency {agency!r} in what is published of {year}")
    chosen: Sequence[str] = known if agency is None else (agency,)
    made = (_one(runtime, year, code, reason, at_once=at_once) for code in chosen)
    return list(filter(None, made))


def _one(
    runtime: Runtime, year: int, agency: str, reason: Text | None, *, at_once: bool
) -> Made | None:
    """Make a report in a transaction of its own: nobody waits for all of them."""
    base_url = runtime.config.base_url
    try:
        with runtime.acting(PORTAL) as work:
            made = make_report(work, year, agency, base_url, reason, at_once=at_once)
    except WordsAwaitedError as error:
        words = f"{agency or 'all'}: words are awaited until {error.due_on}; or say --now."
        click.echo(words, err=True)
        return None
    if made.told == 0:
        click.echo(f"{agency}: no top authority to write to.", err=True)
    if not made.is_as_signed:
        click.echo(f"The report of {agency or 'all'} is not as it was signed.", err=True)
        raise SystemExit(_REFUSED)
    return made


def _write(runtime: Runtime, folder: Path, made: Made) -> None:
    for language, sheet in zip(LANGUAGES, (made.pdf_fr, made.pdf_en), strict=True):
        parts = ("rapport", str(made.content.year), made.agency, language)
        (folder / f"{'-'.join(filter(None, parts))}.pdf").write_bytes(sheet)


def _summary(made: Iterable[Made]) -> str:
    outcomes = [one.outcome for one in made]
    new, standing = outcomes.count(Outcome.MADE), outcomes.count(Outcome.STANDS)
    return f"{new} reports made, {standing} as they were made."
