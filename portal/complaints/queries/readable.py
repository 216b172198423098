"""Rows that cannot be read, as those from before values were checked: the others are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import structlog

log = structlog.get_logger()

T = TypeVar("T")
R = TypeVar("R")

NOT_READABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What reading raises where what is kept is not what the portal would keep."""


def readable(what: str, read: Callable[[T], R], kept: T) -> R | None:
    """Return what is read of what is kept, None if it cannot be read; the log tells why."""
    try:
        return read(kept)
    except NOT_READABLE as error:
        # Its words could be somebody's.
        log.error("not readable", what=what, reason=type(error).__name__)  # noqa: TRY400
        return None
