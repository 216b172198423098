"""Making checks, and what came of each."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.conformance.catalogue import CHECKS
from portal.conformance.kit.check import Check
from portal.conformance.kit.subject import Subject

SHOWN_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check that was made: what it found, or why it could not be made."""

    check: Check
    findings: tuple[str, ...] = ()
    not_made: str | None = None
    seconds: float = 0.0

    @property
    def is_broken(self) -> bool:
        """Tell whether something is wrong."""
        return bool(self.findings)

    @property
    def message(self) -> str:
        """What is wrong, for whom it matters and how to put it right, line by line."""
        more = len(self.findings) - SHOWN_AT_MOST
        shown = [f"  - {finding}" for finding in self.findings[:SHOWN_AT_MOST]]
        shown += [f"  - and {more} more"] if more > 0 else []
        return "\n".join(
            [
                f"{self.check.name}: {self.check.sentence}",
                *shown,
                f"  protects {self.check.protects}",
                f"  to put it right: {self.check.mend}",
            ]
        )


def made(check: Check, subject: Subject) -> Outcome:
    """Make one check of a subject; it is not made where what it looks at is not there."""
    if not check.needs.are_met_by(subject):
        return Outcome(check, not_made=f"needs {check.needs.value}")
    began = time.monotonic()
    findings = tuple(dict.fromkeys(check.find(subject)))
    return Outcome(check, findings, seconds=time.monotonic() - began)


def outcomes(subject: Subject, checks: Iterable[Check] = CHECKS) -> Iterator[Outcome]:
    """Make the checks one after the other."""
    return (made(check, subject) for check in checks)
