"""What people type, without what cannot be kept or would change the words around it."""

from __future__ import annotations

import re

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff"
_TURNING = "\u202a-\u202e\u2066-\u2069"
"""What turns the direction of all that follows on a line, the portal's own words included.

Letters carry their own direction, and the marks that only help them, such as U+200F, stay.
"""
LARGEST = 2**63 - 1
"""No database holds a larger whole number, so none is asked for one."""
_WHOLE = re.compile(r"[0-9]{1,19}")
_LEFT_OUT = re.compile(f"[{_CONTROLS}{_TURNING}]")


def cleaned(typed: str) -> str:
    """Return `typed` without control characters and those that turn what stands beside them."""
    return _LEFT_OUT.sub("", typed)


def is_whole_number(typed: str) -> bool:
    """Tell whether `typed` is a number from 0 to the largest that a database holds."""
    return _WHOLE.fullmatch(typed) is not None and int(typed) <= LARGEST


def whole_number(typed: str) -> int:
    """Return the number from 0 to the largest that a database holds; raise ValueError for others.

    The one reader of numbers in addresses, queries and forms: `form.get(name, type=whole_number)`.
    """
    if not is_whole_number(typed):
        raise ValueError("not a whole number that can be kept")
    return int(typed)
