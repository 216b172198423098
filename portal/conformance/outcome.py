"""Every check made, what came of each, and each as a test of pytest by its own name."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from portal.conformance.checks import (
    counted_dates,
    drafts,
    fairness,
    plugin,
    questions,
    way_up,
    words,
    working_calendars,
    written_settings,
)
from portal.conformance.kit.check import Check, Subject, Topic
from portal.conformance.opening import subject_of

if TYPE_CHECKING:
    import pytest

TOPICS: tuple[Topic, ...] = (
    written_settings.file,
    written_settings.settings,
    written_settings.fields,
    plugin.loading,
    plugin.code,
    plugin.answers,
    questions.categories,
    questions.questions,
    drafts.problems,
    drafts.notices,
    drafts.units,
    counted_dates.dates,
    counted_dates.pauses,
    counted_dates.sources,
    working_calendars.calendar,
    way_up.way_up,
    way_up.after_closing,
    way_up.recourses,
    fairness.fairness,
    words.words,
    words.finding,
)


CHECKS: tuple[Check, ...] = tuple(chain.from_iterable(topic.checks for topic in TOPICS))
"""Every check, in the order in which they are made."""

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


def every_check(
    target: str | Path, plugin: object | None = None, folder: Path | None = None
) -> pytest.MarkDecorator:
    """Give a test an argument `check` for each check of what `target` and `plugin` name.

    The test calls it: it fails with what is wrong and how to put it right, and is skipped where
    there is nothing to look at. See `subject_of` for the arguments; `plugin` may be a module.
    """
    # The portal runs without pytest; whoever writes a test has it.
    import pytest

    # Opened when the first test needs it, and shared by all.
    subject = cache(partial(subject_of, target, plugin, folder))

    def make(check: Check) -> None:
        __tracebackhide__ = True
        outcome = made(check, subject())
        if outcome.not_made:
            pytest.skip(outcome.not_made)
        if outcome.is_broken:
            pytest.fail(outcome.message, pytrace=False)

    tests = [partial(make, check) for check in CHECKS]
    return pytest.mark.parametrize("check", tests, ids=[check.name for check in CHECKS])
