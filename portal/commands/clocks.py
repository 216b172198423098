"""`portal clocks …`: act on promised dates by hand, and explain them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import click

from portal.commands.opened import portal_opened, read_moment
from portal.complaints.dates.explaining import explained
from portal.complaints.letters.digests import tell_staff
from portal.complaints.queries.kept_clocks import clocks_of
from portal.complaints.work import complaint_by_number
from portal.domain.actor import PORTAL
from portal.domain.errors import UnknownComplaintError
from portal.domain.number import read_any_number
from portal.domain.text import LANGUAGES
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import Explanation
from portal.runtime import Runtime
from portal.words.clocks import ClockWords
from portal.words.explained import as_lines, explained_words
from portal.worker import Warner, run_clocks


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
        click.echo(
            json.dumps(
                [explanation.as_facts() for explanation in explanations],
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        click.echo("\n\n".join(_texts(explanations, language, clock_words)))


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


def _texts(
    explanations: Sequence[Explanation], language: str, clock_words: Mapping[ClockKind, ClockWords]
) -> list[str]:
    worded = (explained_words(explanation, language, clock_words) for explanation in explanations)
    return ["\n".join(as_lines(words, language)) for words in worded]
