"""Processes are killed while people file."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from portal.drill.drilling import AT_ONCE, Ground
from portal.drill.findings import Findings
from portal.drill.served import Served, serving, until
from portal.drill.visitors import Visitor, typed

_PATIENCE = 30
_PARTS = ("pages", "worker")


def kill(ground: Ground, findings: Findings) -> None:
    """Kill a process that serves pages, and the worker, twice while complaints are filed.

    Whoever gets no answer presses the button again, as people do.
    """
    with serving(ground.copy) as served, ThreadPoolExecutor(AT_ONCE) as people:
        filings = [people.submit(_filed, served, ground) for _ in range(ground.count)]
        killed = [_kill_after(third * ground.count // 3, filings, served) for third in (1, 2)]
        numbers = [filing.result() for filing in filings]
        until(lambda: served.is_whole)
    findings.acknowledged += [number for number in numbers if number is not None]
    for parts, waiting in killed:
        findings.note(f"Killed while {waiting} complaints were not filed yet: {', '.join(parts)}.")
    findings.note("Each was replaced.")
    told = len(findings.acknowledged)
    findings.expect(
        so=told == ground.count,
        held=f"All {told} complaints got a receipt; who got no answer pressed the button again.",
        broken=f"{told} of {ground.count} complaints got a receipt.",
    )
    findings.compare(ground.copy, ground.before)


def _filed(served: Served, ground: Ground) -> str | None:
    return typed(Visitor(served.port, _PATIENCE), ground.subject).acknowledged()


def _kill_after(
    many: int, filings: Sequence[Future[str | None]], served: Served
) -> tuple[list[str], int]:
    """Kill a process of each part that lives once so many people have done.

    Return which parts that were, and how many people have not done yet.
    """
    until(lambda: sum(filing.done() for filing in filings) >= many, _PATIENCE)
    living = {part: pid for part in _PARTS for pid in served.living(part)[:1]}
    for pid in living.values():
        os.kill(pid, signal.SIGKILL)
    return [*living], sum(not filing.done() for filing in filings)
