"""What plugins failed at in this process and nobody wrote down yet, whoever asked them."""

from __future__ import annotations

import threading
from collections import Counter
from typing import NamedTuple

KEPT_DATES = "kept_dates"
"""Stands where a hook does, for dates of complaints that cannot be read again."""
KEPT_TEXTS = "kept_texts"
"""Stands where a hook does, for sealed texts that do not open."""


class FailureOf(NamedTuple):
    """What went wrong when an agency's plugin was asked; none of it is personal."""

    agency: str
    hook: str
    reason: str


class NotedFailures:
    """Failures and how often there were, until somebody takes them to write them down."""

    def __init__(self) -> None:
        self._times: Counter[FailureOf] = Counter()
        self._lock = threading.Lock()

    def __bool__(self) -> bool:
        """Tell whether there is anything to write down."""
        return bool(self._times)

    def note(self, failure: FailureOf, times: int = 1) -> None:
        """Count a failure."""
        with self._lock:
            self._times[failure] += times

    def take(self) -> dict[FailureOf, int]:
        """Return all that was noted, and keep none of it."""
        with self._lock:
            taken, self._times = dict(self._times), Counter()
        return taken

    def put_back(self, taken: dict[FailureOf, int]) -> None:
        """Note again what could not be written down."""
        for failure, times in taken.items():
            self.note(failure, times)
