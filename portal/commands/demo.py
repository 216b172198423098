"""`portal demo …`: a portal to try, and complaints in any number to measure with."""

from __future__ import annotations

import click

from portal.commands.opened import portal_opened, read_moment
from portal.commands.serving import prepare
from portal.demo.between_agencies import ask_for_parts, transfer_some
from portal.demo.colleagues import answer_some, ask_some
from portal.demo.complaints import has_complaints, make_clocks, make_complaints
from portal.demo.exceptions import make_exceptions, report_some
from portal.demo.groups import group_some
from portal.demo.learning import raise_some, rate_some, tell_some
from portal.demo.people import PASSWORD, Account, add_staff
from portal.demo.recommendations import recommend_some
from portal.demo.to_follow import CODE, ToFollow, leave_to_follow, to_follow
from portal.domain.number import written_code
from portal.runtime import Runtime
from portal.server import run_server

_FIRST_FILL = 1500
_SEED = 2001


@click.group(invoke_without_command=True)
@click.pass_context
def demo(context: click.Context) -> None:
    """Fill in demonstration data; see the commands below for more."""
    if context.invoked_subcommand is None:
        with portal_opened(migrated=False) as runtime:
            prepare(runtime)
            _show(fill(runtime), to_follow(runtime))


@demo.command()
def serve() -> None:
    """Serve a portal to try: filled in the first time, its accounts printed."""
    with portal_opened(migrated=False) as runtime:
        prepare(runtime)
        accounts = fill(runtime)
        click.echo(f"\n  Plaintes: {runtime.config.base_url}/\n")
        _show(accounts, to_follow(runtime))
        run_server(runtime, worker=True)


@demo.command()
@click.option("--count", default=1000, type=click.IntRange(1), help="How many complaints.")
@click.option("--seed", default=_SEED, help="The same seed makes the same complaints.")
def complaints(count: int, seed: int) -> None:
    """Make invented complaints over the last 13 months."""
    with portal_opened() as runtime:
        click.echo(f"{make_complaints(runtime, count, seed)} complaints made.")


@demo.command()
@click.option(
    "--due", required=True, help="When their answer clocks run out: 2026-12-24T09:00:00Z."
)
@click.option("--count", default=1000, type=click.IntRange(1), help="How many complaints.")
def clocks(due: str, count: int) -> None:
    """Make filed complaints whose answer clocks run out at the moment DUE."""
    moment = read_moment(due)
    with portal_opened() as runtime:
        click.echo(f"{make_clocks(runtime, moment, count)} complaints made.")


def fill(
    runtime: Runtime,
    count: int = _FIRST_FILL,
    seed: int = _SEED,
    *,
    recommending: int = 2,
    exceptional: int = 2,
) -> list[Account]:
    """Fill in `count` complaints and what else may happen, if there is no complaint yet.

    What happens in one agency in three begins with the one that has so many before it.
    """
    accounts = add_staff(runtime)
    if not has_complaints(runtime):
        make_complaints(runtime, count, seed)
        report_some(runtime)
        ask_some(runtime)
        recommend_some(runtime, recommending)
        rate_some(runtime)
        tell_some(runtime)
        raise_some(runtime)
        make_exceptions(runtime, exceptional)
        leave_to_follow(runtime)
        answer_some(runtime, seed)
        for receipt in (*transfer_some(runtime), *ask_for_parts(runtime)):
            click.echo(f"  Follow {receipt.number} with the code {written_code(receipt.code)}")
        group_some(runtime)
    return accounts


def _show(accounts: list[Account], complaints: list[ToFollow]) -> None:
    click.echo(f"  Demonstration accounts (password for all: {PASSWORD})")
    for account in accounts:
        click.echo(f"    {account.email:48} {account.agency or 'all':12} {account.role.value}")
    click.echo(f"  Complaints to follow (access code for all: {written_code(CODE)})")
    for complaint in complaints:
        click.echo(f"    {complaint.number:48} {complaint.agency:12} {complaint.state}")
    click.echo("")
