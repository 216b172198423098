"""What the last automated run found on the public pages: which pages, in which version, and when.

The run itself writes it down (`PORTAL_KEEP_AXE_RUN=1 pytest tests/browser/test_accessibility.py`),
once for each release. The same test fails where it finds another number, looks at other pages, or
is of another version than what is written down.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

_KEPT = Path(__file__).with_name("axe_run.json")


class AccessibilityRun(Struct, frozen=True):
    """One run: on which day, of which version, over which addresses, and how much it found."""

    on: str
    version: str
    addresses: tuple[str, ...]
    defects: int

    def same_as(self, other: AccessibilityRun) -> bool:
        """Tell whether both looked at the same pages of the same version, and found as much."""
        return msgspec.structs.replace(self, on=other.on) == other


@cache
def last_run() -> AccessibilityRun:
    """Return the run that is written down with this version."""
    return msgspec.json.decode(_KEPT.read_bytes(), type=AccessibilityRun)


def keep_run(run: AccessibilityRun) -> None:
    """Write a run down, for whoever builds a release: pages tell it from then on."""
    _KEPT.write_bytes(msgspec.json.format(msgspec.json.encode(run)) + b"\n")
    last_run.cache_clear()
