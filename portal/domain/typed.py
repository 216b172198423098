"""What people type, without what cannot be kept or would change the words around it."""

from __future__ import annotations

import re

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff"
_TURNING = "\u202a-\u202e\u2066-\u2069"
"""What turns the direction of all that follows on a line, the portal's own words included.

Letters carry their own direction, and the marks that only help them, such as U+200F, stay.
"""
_LEFT_OUT = re.compile(f"[{_CONTROLS}{_TURNING}]")


def cleaned(typed: str) -> str:
    """Return `typed` without control characters and those that turn what stands beside them."""
    return _LEFT_OUT.sub("", typed)
