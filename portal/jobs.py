"""What the worker does again and again, and how one failure stays one failure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum, auto
from typing import Generic, TypeVar

import structlog
from msgspec import Struct

log = structlog.get_logger()

T = TypeVar("T")
R = TypeVar("R")


class Place(IntEnum):
    """When a job is done in each run of the worker, in this order."""

    BEFORE_DATES = auto()
    """Before any date is looked at: what was confirmed in time keeps its date."""
    KEEPING_OUT = auto()
    """Before anybody is told of what is due: some may not be told."""
    BEFORE_CLOCKS = auto()
    """Before what passed is acted upon."""
    AFTER_CLOCKS = auto()
    """Before the staff is told, all at once."""
    BEFORE_LETTERS = auto()
    """Before letters leave, so that those it writes leave in the same run."""
    LAST = auto()
    """When nobody waits for it."""
    BESIDE = auto()
    """In no run: beside all of them, a step at a time, because it takes minutes."""


class Job(Struct, Generic[R], frozen=True):
    """Something that waits for the worker.

    `begin` is given the running portal once, and returns what does all that is due at a moment and
    tells how much that was: it may remember how far it came. `what` names it where it fails,
    `counted` what it did where the worker tells what was done. After a run that did `at_once` of
    it more is left for a run straight away. One that is done beside the runs does a step each time.
    """

    what: str
    place: Place
    begin: Callable[[R], Callable[[datetime], int]]
    counted: str = ""
    at_once: int | None = None


def each_run(act: Callable[[R, datetime], int]) -> Callable[[R], Callable[[datetime], int]]:
    """Begin a job that remembers nothing from one run to the next."""
    return lambda running: lambda now: act(running, now)


def tried(what: str, do: Callable[[], T], otherwise: T) -> T:
    """Do something and return what comes of it, or `otherwise` if it fails."""
    try:
        return do()
    except Exception:
        log.exception("work failed", what=what)
        return otherwise
