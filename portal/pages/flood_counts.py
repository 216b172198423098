"""Where Flask-Limiter counts: in counts that all processes share."""

from __future__ import annotations

import sqlite3
import time

from limits.storage import Storage

from portal.db.shared_counts import SharedCounts

SCHEME = "shared-counts"


class FloodCounts(Storage):
    """The storage of flood limits, called by `SCHEME://` with the option `counts`."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012  # the library declares it so
    base_exceptions = sqlite3.Error

    def __init__(
        self, uri: str | None = None, wrap_exceptions: bool = False, *, counts: SharedCounts
    ) -> None:
        super().__init__(uri, wrap_exceptions)
        self._counts = counts

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count once more, and return how often it is now."""
        now = time.time()
        return self._counts.add(key, now, now + expiry, amount)

    def get(self, key: str) -> int:
        """Return how often this was counted."""
        return self._counts.count(key, time.time())

    def get_expiry(self, key: str) -> float:
        """Return when the count begins anew."""
        return self._counts.until(key, time.time())

    def clear(self, key: str) -> None:
        """Let one count begin anew."""
        self._counts.forget(key)

    def reset(self) -> int:
        """Let every count begin anew."""
        return self._counts.forget_all()

    def check(self) -> bool:
        """Tell whether anything can be counted."""
        return self.get("") == 0
