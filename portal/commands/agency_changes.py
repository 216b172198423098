"""`portal agencies merge`, `split`, `rename`, `changes`, `call-off`: organisations that change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import click

from portal.agencies.registry import Registry
from portal.commands.opened import portal_opened
from portal.domain.actor import PORTAL
from portal.domain.errors import UnknownAgencyError
from portal.domain.succession import ChangeProblem, ChangeRefusedError, Succession
from portal.features.organisation_changes import actions as agency_changes
from portal.features.organisation_changes.actions import ChangeBegunError, change_agencies
from portal.features.organisation_changes.queries import (
    KeptChange,
    SuccessionEffect,
    changes_of,
    due_changes,
    effect_of,
)
from portal.features.organisation_changes.rules import (
    chosen_by_unit,
    plan_merge,
    plan_rename,
    plan_split,
)
from portal.runtime import Runtime

_PROBLEMS: dict[ChangeProblem, str] = {
    ChangeProblem.PAST_DAY: "The day is past: choose today or a later day.",
    ChangeProblem.INTAKE_DESK: "{} receives what nobody else has: it cannot be replaced.",
    ChangeProblem.ITSELF: "{} cannot take its own place.",
    ChangeProblem.ALREADY_REPLACED: "{} is replaced already, or will be.",
    ChangeProblem.ANOTHER_PLANNED: "Another change of {} waits for its day.",
    ChangeProblem.SUCCESSOR_REPLACED: "{} will itself be replaced by then.",
    ChangeProblem.CIRCLE: "{} is to be replaced by the one whose place it would take.",
    ChangeProblem.UNKNOWN_UNIT: "{} is not a unit with categories.",
    ChangeProblem.UNKNOWN_CATEGORY: "There is no category {}.",
    ChangeProblem.ONE_SUCCESSOR: "Everything would go to {}: that is a merge.",
    ChangeProblem.SAME_NAME: "It has this name already.",
}
_ON = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    callback=lambda _, __, moment: moment.date(),
    help="The day, such as 2027-04-01: today or later.",
)
_YES = click.option("--yes", is_flag=True, help="Do not ask for confirmation.")


@click.command()
@click.argument("old", nargs=-1, required=True)
@click.option("--into", required=True, help="The code of the agency that takes their place.")
@click.option("--category", "chosen", multiple=True, help="OLD:CATEGORY=CATEGORY of the new one.")
@_ON
@_YES
def merge(old: tuple[str, ...], into: str, chosen: tuple[str, ...], on: date, yes: bool) -> None:
    """Let one agency take the place of OLD ones: complaints and officers follow on the day."""
    by_agency = _chosen_of_each(old, chosen)
    with portal_opened() as runtime, _refusals():
        plans = [
            plan_merge(
                runtime.agencies,
                code,
                into,
                on,
                runtime.now(),
                {name: (into, wanted) for name, wanted in by_agency[code].items()},
            )
            for code in old
        ]
        _confirm_and_keep(runtime, plans, on, yes)


@click.command()
@click.argument("old")
@click.option(
    "--category",
    "chosen",
    multiple=True,
    help="CATEGORY=AGENCY, or CATEGORY=AGENCY:ITS_CATEGORY.",
)
@click.option("--unit", "units", multiple=True, help="UNIT=AGENCY, for all its categories.")
@click.option("--rest", required=True, help="The agency that takes over all the rest.")
@_ON
@_YES
def split(
    old: str,
    chosen: tuple[str, ...],
    units: tuple[str, ...],
    rest: str,
    on: date,
    yes: bool,
) -> None:
    """Let several agencies take the place of OLD, each with some of its categories or units."""
    with portal_opened() as runtime, _refusals():
        agency = runtime.agencies.agency(old)
        by_unit = {unit: to for unit, (to, _) in map(_place, units)}
        places = chosen_by_unit(agency, by_unit) | dict(map(_place, chosen))
        plan = plan_split(runtime.agencies, old, places, rest, on, runtime.now())
        _confirm_and_keep(runtime, [plan], on, yes)


@click.command()
@click.argument("agency")
@click.option("--fr", required=True, help="The new name, in French.")
@click.option("--en", required=True, help="The new name, in English.")
@click.option("--short-name", help="What people will call it; without it, it has none.")
@_ON
@_YES
def rename(agency: str, fr: str, en: str, short_name: str | None, on: date, yes: bool) -> None:
    """Give AGENCY another name; its code stays, and the old name still leads to it."""
    with portal_opened() as runtime, _refusals():
        closing, now = runtime.agencies.agency(agency), runtime.now()
        plan = plan_rename(runtime.agencies, agency, fr, en, short_name, on, now)
        click.echo(f"{closing.name.fr} → {fr}, on {on}")
        _confirm(yes)
        with runtime.transaction() as session:
            agency_changes.keep_rename(session, plan, closing.first_moment(on), PORTAL, now)
        _carry_out_if_due(runtime)


@click.command()
@click.argument("agency")
def changes(agency: str) -> None:
    """List the merges, splits and renames of AGENCY, the newest first."""
    with portal_opened() as runtime, runtime.reading(PORTAL) as session:
        for change in changes_of(session, agency):
            click.echo(f"{change.id} · {change.kind} · {change.on_day} · {_state(change)}")


@click.command("call-off")
@click.argument("agency")
@click.argument("change_id", type=int)
def call_off(agency: str, change_id: int) -> None:
    """Call the change CHANGE_ID of AGENCY off, before its day."""
    with portal_opened() as runtime:
        try:
            with runtime.transaction() as session:
                agency_changes.call_off(session, change_id, agency, runtime.now())
        except ChangeBegunError:
            message = f"{agency} has no change {change_id} that can still be called off."
            raise click.ClickException(message) from None
    click.echo("Called off.")


def _confirm_and_keep(runtime: Runtime, plans: list[Succession], on: date, yes: bool) -> None:
    with runtime.reading(PORTAL) as session:
        for plan in plans:
            _show(runtime.agencies, plan, effect_of(session, runtime.agencies, plan))
    _confirm(yes)
    with runtime.transaction() as session:
        for plan in plans:
            agency_changes.keep_succession(session, plan, on, PORTAL, runtime.now())
    _carry_out_if_due(runtime)


def _show(registry: Registry, plan: Succession, effect: SuccessionEffect) -> None:
    names = ", ".join(registry.agency(code).name.fr for code in plan.successors)
    click.echo(f"{registry.agency(plan.agency).name.fr} → {names}")
    for moved in effect.categories:
        click.echo(
            f"  {moved.code} → {moved.to.agency}:{moved.to.category} ({moved.open_complaints} open)"
        )
    click.echo(
        f"  {effect.open_complaints} open complaints and {effect.staff_following} people follow; "
        f"{effect.ended_complaints} ended complaints go along to be read; "
        f"{effect.staff_staying} people (top authority, administrators) do not follow."
    )


def _confirm(yes: bool) -> None:
    if not yes:
        click.confirm("Is this right?", abort=True)


def _carry_out_if_due(runtime: Runtime) -> None:
    """Do at once what is due, in as many rounds as it takes."""
    runtime.take_up_changes()
    while moved := change_agencies(runtime, runtime.now()):
        click.echo(f"{moved} complaints moved.")
    left = runtime.read(PORTAL, due_changes, runtime.now())
    if left:
        raise click.ClickException("Something is left: the log says why. The worker tries again.")
    click.echo("Kept; what is due is done, and the worker does the rest on its day.")


def _chosen_of_each(old: tuple[str, ...], chosen: tuple[str, ...]) -> dict[str, dict[str, str]]:
    by_agency: dict[str, dict[str, str]] = {code: {} for code in old}
    for typed in chosen:
        agency, _, rest = typed.partition(":")
        category, equals, wanted = rest.partition("=")
        if not equals or agency not in by_agency:
            raise click.BadParameter(f"{typed} is not OLD:CATEGORY=CATEGORY, with one of the old")
        by_agency[agency][category] = wanted
    return by_agency


def _place(typed: str) -> tuple[str, tuple[str, str | None]]:
    category, equals, place = typed.partition("=")
    if not equals or not place:
        raise click.BadParameter(f"{typed} is not CATEGORY=AGENCY or CATEGORY=AGENCY:CATEGORY")
    agency, _, wanted = place.partition(":")
    return category, (agency, wanted or None)


@contextmanager
def _refusals() -> Iterator[None]:
    """Say why a change is refused, and end the command."""
    try:
        yield
    except ChangeRefusedError as error:
        raise click.ClickException(_PROBLEMS[error.problem].format(error.what)) from None
    except UnknownAgencyError as error:
        raise click.ClickException(f"{error} is not an agency.") from None


def _state(change: KeptChange) -> str:
    if change.called_off_at:
        return "called off"
    if change.done_at:
        return f"done, {change.complaints} complaints moved"
    return "under way" if change.begun_at else "waits for its day"
