"""`portal agencies move-dates`: dates that a new calendar lets come later, put off if asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from portal.commands.opened import portal_opened
from portal.domain.actor import PORTAL
from portal.domain.errors import SettingsMovedError, UnknownAgencyError
from portal.domain.text import Text
from portal.releases.calendar_moves import REASON, MovedDate, ask_to_move_dates, offered_dates
from portal.runtime import Runtime

_LISTED = 50


@click.command("move-dates")
@click.argument("code")
@click.option("--reason-fr", help="What complainants read of the reason, in French.")
@click.option("--reason-en", help="The same, in English.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def move_dates(code: str, reason_fr: str | None, reason_en: str | None, yes: bool) -> None:
    """Put off the open dates of CODE that come later by its calendar; no date comes earlier."""
    with portal_opened() as runtime:
        later = later_by_calendar(runtime, code)
        if not later:
            click.echo("No date would come later.")
            return
        for line in moved_date_lines(code, later):
            click.echo(line)
        reason = Text(
            reason_fr or _reason("Reason, in French", REASON.fr, yes),
            reason_en or _reason("Reason, in English", REASON.en, yes),
        )
        if not yes:
            click.confirm("Put them off, and write to each person?", abort=True)
        _keep(runtime, code, reason)
    click.echo("Kept: the worker moves them, and writes to each person.")


def later_by_calendar(runtime: Runtime, code: str) -> list[MovedDate]:
    """Return the open complaints of an agency whose date comes later by its calendar in force."""
    try:
        agency = runtime.agencies.agency(code)
    except UnknownAgencyError:
        raise click.ClickException(f"{code} is not an agency.") from None
    with runtime.reading(PORTAL) as session:
        return offered_dates(session, agency, runtime.now())


def moved_date_lines(code: str, later: Sequence[MovedDate]) -> Iterator[str]:
    """Yield what a command says of open complaints whose date comes later."""
    yield f"{code}: by its calendar the answers to {len(later)} open complaints would come later."
    for moved in later[:_LISTED]:
        yield f"  {moved.number}: {moved.before} → {moved.after}"
    if len(later) > _LISTED:
        yield f"  and {len(later) - _LISTED} more"


def _reason(question: str, usual: str, yes: bool) -> str:
    return usual if yes else click.prompt(question, usual)


def _keep(runtime: Runtime, code: str, reason: Text) -> None:
    release_seen = runtime.agencies.agency(code).release_id
    try:
        with runtime.transaction() as session:
            ask_to_move_dates(session, code, release_seen, reason)
    except SettingsMovedError:
        message = "Other settings came into force meanwhile. Look again."
        raise click.ClickException(message) from None
