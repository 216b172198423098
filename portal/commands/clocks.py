"""`portal clocks …`, `agencies move-dates`: promised dates acted upon, explained and put off."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import click

from portal.commands.opened import portal_opened, read_moment
from portal.complaints.letters.digests import tell_staff
from portal.complaints.queries.kept_clocks import clocks_of, explained
from portal.complaints.work import complaint_by_number
from portal.domain.actor import PORTAL
from portal.domain.errors import SettingsMovedError, UnknownAgencyError, UnknownComplaintError
from portal.domain.number import read_any_number
from portal.domain.text import LANGUAGES, Text
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import Explanation
from portal.releases.calendar_moves import REASON, MovedDate, ask_to_move_dates, offered_dates
from portal.runtime import Runtime
from portal.words.explained import as_lines, explained_words
from portal.worker.due_clocks import run_clocks
from portal.worker.warnings import Warner

_LISTED = 50


@click.group()
def clocks() -> None:
    """Look after promised dates."""


@clocks.command()
@click.option(
    "--at", "at", help="The moment to act as of, such as 2026-12-24T09:00:00Z; now if not given."
)
def run(at: str | None) -> None:
    """Act on every clock that has run out at the moment: one step for each complaint.

    Warn about those that come near, and leave the letters for the staff to be sent.
    """
    with portal_opened() as runtime:
        moment = read_moment(at) if at else runtime.now()
        warned = Warner(runtime).warn(moment)
        done = run_clocks(runtime, moment)
        letters = tell_staff(runtime, moment)
        click.echo(f"{len(done.acted)} clocks acted upon, {len(done.failed)} could not be.")
        click.echo(f"{warned} warnings, {letters} letters to the staff.")


@clocks.command()
@click.argument("number")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in ClockKind]), help="One kind only."
)
@click.option("--language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Facts that anybody can replay, not words.")
def explain(number: str, kind: str | None, language: str, as_json: bool) -> None:
    """Say how every date of the complaint NUMBER was counted, in the order in which they began."""
    with portal_opened() as runtime:
        explanations = [
            explanation
            for explanation in _explained(runtime, number)
            if kind in (None, explanation.kind.value)
        ]
        clock_words = runtime.features.clock_words
    if as_json:
        facts = [explanation.as_facts() for explanation in explanations]
        click.echo(json.dumps(facts, ensure_ascii=False, indent=1))
    else:
        worded = (explained_words(kept, language, clock_words) for kept in explanations)
        click.echo("\n\n".join("\n".join(as_lines(words, language)) for words in worded))


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
        release_seen = runtime.agencies.agency(code).release_id
        try:
            with runtime.transaction() as session:
                ask_to_move_dates(session, code, release_seen, reason)
        except SettingsMovedError:
            message = "Other settings came into force meanwhile. Look again."
            raise click.ClickException(message) from None
    click.echo("Kept: the worker moves them, and writes to each person.")


def _explained(runtime: Runtime, number: str) -> list[Explanation]:
    try:
        with runtime.reading(PORTAL) as session:
            complaint = complaint_by_number(session, read_any_number(number) or number)
            agency, category = complaint.agency, complaint.category
            kept_clocks = clocks_of(session, complaint.id)
    except UnknownComplaintError:
        raise click.ClickException(f"There is no complaint {number}.") from None
    calendar = runtime.agencies.agency(agency).consult().calendar(category)
    return [explained(clock, calendar, runtime.features) for clock in kept_clocks]


def later_by_calendar(runtime: Runtime, code: str) -> list[MovedDate]:
    """Return the open complaints of an agency whose date comes later by its calendar in force."""
    try:
        agency = runtime.agencies.agency(code)
    except UnknownAgencyError:
        raise click.ClickException(f"{code} is not an agency.") from None
    return runtime.read(PORTAL, offered_dates, agency, runtime.now())


def moved_date_lines(code: str, later: Sequence[MovedDate]) -> Iterator[str]:
    """Yield what a command says of open complaints whose date comes later."""
    yield f"{code}: by its calendar the answers to {len(later)} open complaints would come later."
    for moved in later[:_LISTED]:
        yield f"  {moved.number}: {moved.before} → {moved.after}"
    if len(later) > _LISTED:
        yield f"  and {len(later) - _LISTED} more"


def _reason(question: str, usual: str, yes: bool) -> str:
    return usual if yes else click.prompt(question, usual)
