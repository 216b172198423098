"""One failure stays one failure: what goes wrong is logged, and left for a later run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import structlog

log = structlog.get_logger()

T = TypeVar("T")


def tried(what: str, do: Callable[[], T], otherwise: T) -> T:
    """Do something and return what comes of it, or `otherwise` if it fails."""
    try:
        return do()
    except Exception:
        log.exception("work failed", what=what)
        return otherwise
