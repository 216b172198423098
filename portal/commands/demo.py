"""`portal demo …`: a portal to try, and complaints in any number to measure with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from portal.commands.opened import portal_opened, read_moment
from portal.commands.serving import learning_meanings, prepare, prepare_to_serve
from portal.demo.annual_report import report_the_year
from portal.demo.between_agencies import ask_for_parts, transfer_some
from portal.demo.colleagues import answer_some, ask_some
from portal.demo.complaints import has_complaints, make_clocks, make_complaints
from portal.demo.exceptions import make_exceptions, report_some
from portal.demo.groups import group_some
from portal.demo.last_quarter import fill_last_quarter
from portal.demo.learning import begin_some, raise_some, rate_some, tell_some
from portal.demo.organisations import (
    before_split,
    ends_at,
    merge_organisations,
    merge_told,
    note_split,
    split_told,
)
from portal.demo.own_days import file_with_own_days
from portal.demo.people import PASSWORD, Account, accounts_of_all, add_staff
from portal.demo.people_to_be import people_to_be
from portal.demo.praise import praise_some
from portal.demo.recommendations import recommend_some
from portal.demo.rereading import read_some_again
from portal.demo.to_follow import (
    CODE,
    ToFollow,
    leave_filed_to_follow,
    leave_to_follow,
    to_follow,
)
from portal.demo.years import make_years
from portal.domain.number import written_code
from portal.logs import appended_to, configure_logs
from portal.pages.office.entrance import PersonToBe
from portal.reporting.counting import feed
from portal.reporting.vintages.freezing import Publishing
from portal.runtime import Runtime
from portal.server import run_server

_SEED = 2001


@click.group(invoke_without_command=True)
@click.pass_context
def demo(context: click.Context) -> None:
    """Fill in demonstration data; see the commands below for more."""
    if context.invoked_subcommand is None:
        with portal_opened(migrated=False, makes=True) as runtime:
            prepare(runtime)
            fill(runtime)
            _show_people(people_to_be(runtime), runtime.config.base_url)


@demo.command()
def serve() -> None:
    """Serve a portal to try: filled in the first time, with five people to be."""
    with portal_opened(migrated=False, makes=True) as runtime, logged_beside(runtime) as log:
        address, runtime.is_demonstration = runtime.config.base_url, True
        # It takes as long as the complaints, and needs none of them.
        learned = learning_meanings(runtime)
        prepare_to_serve(runtime, but_meanings=True)
        if not has_complaints(runtime):
            click.echo("Filling in invented complaints (once, half a minute) ...")
        fill(runtime, learned=learned)
        learned()
        people = people_to_be(runtime)
        _show_people(people, address)
        click.echo(f"  Other accounts: portal demo accounts --all. Log lines: {log}\n")
        click.echo(f"  Plaintes: {address}/\n")
        run_server(runtime, worker=True, people=people)


@demo.command()
@click.option("--all", "every", is_flag=True, help="Every account, every complaint to follow.")
def accounts(every: bool) -> None:
    """Print five people to be, or every account and complaint to follow."""
    with portal_opened() as runtime:
        if every:
            _show_all(accounts_of_all(runtime), to_follow(runtime))
        else:
            _show_people(people_to_be(runtime), runtime.config.base_url)


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
    seed: int = _SEED,
    size: float = 1.0,
    *,
    learned: Callable[[], None] = lambda: None,
    recommending: int = 2,
    exceptional: int = 2,
) -> None:
    """Fill in two years of complaints and what else may happen, if there is no complaint yet.

    `size` is how many, beside the ordinary number. `learned` waits until it is known what texts
    mean, which what is filed afterwards depends on. What happens in one agency in three begins
    with the one that has so many before it.
    """
    add_staff(runtime)
    if not has_complaints(runtime):
        merge = merge_told(runtime)
        ended = {merge.agency: ends_at(runtime, merge)} if merge else {}
        # Counted with what rises, below.
        split = split_told(runtime)
        before = before_split(runtime, split) if split else None
        make_years(runtime, seed, size, ended=ended, before=before, counts=False)
        if before:
            note_split(runtime, before)
        learned()
        if merge:
            merge_organisations(runtime, merge)
        fill_last_quarter(runtime)
        report_some(runtime)
        ask_some(runtime)
        recommend_some(runtime, recommending)
        rate_some(runtime)
        begin_some(runtime)
        tell_some(runtime)
        raise_some(runtime)
        make_exceptions(runtime, exceptional)
        leave_to_follow(runtime)
        answer_some(runtime, seed)
        leave_filed_to_follow(runtime, [*transfer_some(runtime), *ask_for_parts(runtime)])
        file_with_own_days(runtime)
        group_some(runtime)
        praise_some(runtime)
        read_some_again(runtime)
        _publish(runtime)


def _publish(runtime: Runtime) -> None:
    """Publish the quarters that are over: whoever opens the portal finds their figures."""
    with runtime.transaction() as session:
        while feed(session):
            pass
    Publishing(runtime).run(runtime.now())
    report_the_year(runtime)


@contextmanager
def logged_beside(runtime: Runtime) -> Iterator[Path]:
    """Add the log lines to a file of the data folder, whose path is given."""
    path = runtime.config.data / "portal.log"
    with appended_to(path) as file:
        configure_logs(runtime.config.log_level, file)
        try:
            yield path
        finally:
            configure_logs(runtime.config.log_level)


def _show_people(people: list[PersonToBe], address: str) -> None:
    if people:
        click.echo("\n  Five people to be (the sign-in page has a button for each):\n")
    for person in people:
        click.echo(f"    {person.who.en}. {person.does.en}")
        click.echo(f"    {address}{person.begins.en}\n")


def _show_all(accounts: list[Account], complaints: list[ToFollow]) -> None:
    click.echo(f"  Demonstration accounts (password for all: {PASSWORD})")
    for account in accounts:
        click.echo(f"    {account.email:48} {account.agency or 'all':12} {account.role.value}")
    click.echo(f"  Complaints to follow (access code for all: {written_code(CODE)})")
    for complaint in complaints:
        click.echo(f"    {complaint.number:48} {complaint.agency:12} {complaint.state}")
