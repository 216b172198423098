"""Wrong tries with addresses that nobody has, so that a lock does not tell who has an account."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from portal.complaints.accounts import FAILURES_AT_MOST, LOCKED_FOR

Value = TypeVar("Value")


@dataclass
class UnknownTries:
    """Counts kept in memory, by keyed hash of the address; the oldest are forgotten first."""

    at_most: int = 10_000
    _failures: OrderedDict[str, int] = field(default_factory=OrderedDict)
    _locks: OrderedDict[str, datetime] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_locked(self, email_hash: str, now: datetime) -> bool:
        """Tell whether this address was tried too often."""
        until = self._locks.get(email_hash)
        return until is not None and now < until

    def record_failure(self, email_hash: str, now: datetime) -> None:
        """Count one more try, as an account would."""
        with self._lock:
            count = self._failures.pop(email_hash, 0) + 1
            if count >= FAILURES_AT_MOST:
                _keep(self._locks, email_hash, now + LOCKED_FOR, self.at_most)
            else:
                _keep(self._failures, email_hash, count, self.at_most)


def _keep(kept: OrderedDict[str, Value], key: str, value: Value, at_most: int) -> None:
    kept.pop(key, None)
    kept[key] = value
    while len(kept) > at_most:
        kept.popitem(last=False)
