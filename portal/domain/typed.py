"""What people type, without what cannot be kept or would change the words around it."""

from __future__ import annotations

import re

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff"
_TURNING = "\u202a-\u202e\u2066-\u2069"
"""What turns the direction of all that follows on a line, the portal's own words included.

Letters carry their own direction, and the marks that only help them, such as U+200F, stay.
"""
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
"""What shows nothing though it is no white space: Default_Ignorable_Code_Point of Unicode
(https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt), marks of annotations, and
the pattern of Braille without dots."""
_SEEN = re.compile(rf"[^\s{_CONTROLS}{_UNSEEN}]")
LARGEST = 2**63 - 1
"""No database holds a larger whole number, so none is asked for one."""
_WHOLE = re.compile(r"[0-9]{1,19}")
_LEFT_OUT = re.compile(f"[{_CONTROLS}{_TURNING}]")


def cleaned(typed: str) -> str:
    """Return `typed` without control characters and those that turn what stands beside them."""
    return _LEFT_OUT.sub("", typed)


def is_blank(typed: str) -> bool:
    """Tell whether nobody would see anything of `typed`: the one meaning of a text that is missing.

    White space shows nothing, and neither do the signs that only join, part or direct letters.
    """
    return _SEEN.search(typed) is None


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
