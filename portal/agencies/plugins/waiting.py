"""Waiting for a plugin's answer, but only so long.

Helpers, threads of their own, ask plugins. One whose plugin sleeps, sleeps with it, and the others
go on. Helpers are kept for the next question and never keep the process from ending.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import NoReturn, TypeVar

Answer = TypeVar("Answer")
Outcome = Callable[[], Answer]

# When so many are asleep in a plugin, no plugin is asked until some wake up.
_HELPERS_AT_MOST = 32


class PluginStoppedError(Exception):
    """A plugin raised something that is meant to end the whole process."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"raised {kind}")


def answer_within(seconds: float, ask: Callable[[], Answer]) -> Answer:
    """Return what `ask` answers, or raise what it raises.

    Raise TimeoutError if that takes more than `seconds`, or if every helper is asleep.
    """
    if seconds <= 0 or not _HELPERS.find_one():
        raise TimeoutError("the plugin is not answering")
    outcome: SimpleQueue[Outcome[Answer]] = SimpleQueue()
    _HELPERS.questions.put(lambda: outcome.put(_outcome_of(ask)))
    try:
        result = outcome.get(timeout=seconds)
    except Empty:
        raise TimeoutError("the plugin is too slow") from None
    return result()


class _Helpers:
    """Threads that take the next question as soon as they have answered one."""

    def __init__(self, at_most: int) -> None:
        self.questions: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._to_come = threading.Semaphore(at_most)

    def find_one(self) -> bool:
        """Reserve a helper for one question, a new one if need be; tell whether there was one."""
        if self._idle.acquire(blocking=False):
            return True
        if not self._to_come.acquire(blocking=False):
            return False
        threading.Thread(target=self._help, daemon=True, name="plugin helper").start()
        return True

    def _help(self) -> None:
        while True:
            self.questions.get()()
            self._idle.release()


def _outcome_of(ask: Callable[[], Answer]) -> Outcome[Answer]:
    try:
        answer = ask()
    except Exception as error:  # noqa: BLE001  # raised again where the answer is awaited
        return partial(_raise, error)
    # SystemExit too must end the plugin alone, not the portal.
    except BaseException as error:  # noqa: BLE001
        return partial(_raise, PluginStoppedError(type(error).__name__))
    return lambda: answer


def _raise(error: Exception) -> NoReturn:
    raise error


_HELPERS = _Helpers(_HELPERS_AT_MOST)
