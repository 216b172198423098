"""`portal reports rebuild`: everything counted anew, while the portal runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import click

from portal.commands.opened import portal_opened
from portal.db import Session
from portal.db.alone import NotAloneError, alone
from portal.domain.actor import PORTAL
from portal.reporting import counting, recounting
from portal.reporting.recounting import Step
from portal.runtime import Runtime

_TOLD_EVERY = 2.0
_REFUSED = 1


@click.command()
def rebuild() -> None:
    """Count the whole history anew, then what was written meanwhile.

    The portal may be running: nobody waits for it, and pages show what was counted before until all
    is counted. Ended in the middle, it goes on where it was when it is called again.
    """
    with portal_opened() as runtime:
        try:
            with alone(runtime.database, "recount"):
                complaints = _rebuilt(runtime)
        except NotAloneError:
            click.echo("The counts are being made anew already, by another process.", err=True)
            raise SystemExit(_REFUSED) from None
    click.echo(f"{complaints} complaints counted.")


def _rebuilt(runtime: Runtime) -> int:
    def do(act: Callable[[Session], object]) -> object:
        with runtime.transaction(PORTAL) as session:
            return act(session)

    while do(recounting.begin_or_go_on) is Step.CLEARING:
        pass
    for told in _counted(runtime):
        click.echo(told, err=True)
    complaints = runtime.read(PORTAL, _complaints)
    click.echo("Adding up …", err=True)
    while do(recounting.add_up_some):
        pass
    click.echo("Counting what happened meanwhile …", err=True)
    while not do(recounting.put_in_place):
        pass
    while do(counting.feed):
        pass
    while do(recounting.clear_before):
        pass
    return complaints


def _counted(runtime: Runtime) -> Iterator[str]:
    """Count slice by slice, each read before anything is held; yield how far it is by now."""
    began = told = time.monotonic()
    known: dict[int, ZoneInfo] = {}
    counted = 0
    while part := runtime.read(PORTAL, recounting.next_slice, known):
        with runtime.transaction(PORTAL) as session:
            recounting.keep_slice(session, part)
        counted += part.next - part.first
        if time.monotonic() - told > _TOLD_EVERY:
            told = time.monotonic()
            yield _how_far(runtime, counted, told - began)


def _how_far(runtime: Runtime, counted: int, seconds: float) -> str:
    done, of = runtime.read(PORTAL, _done)
    pace = counted / seconds
    minutes, left = divmod(round((of - done) / pace), 60)
    return f"{done} of {of} complaints, {pace:.0f} a second, {minutes} min {left:02d} s left"


def _complaints(session: Session) -> int:
    recount = recounting.recount_of(session)
    return recount.complaints if recount else 0


def _done(session: Session) -> tuple[int, int]:
    recount = recounting.recount_of(session)
    return (recount.next - 1, recount.last) if recount else (0, 0)
