"""Waiting for a plugin's answer, but only so long, and looking at what it is made of.

Helpers, threads of their own, ask plugins. One whose plugin sleeps, sleeps with it, and the others
go on. Helpers are kept for the next question and never keep the process from ending.
"""

from __future__ import annotations

import dataclasses
import os
import threading
import types
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from enum import Enum
from functools import cache, partial
from math import isfinite
from queue import SimpleQueue
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Answer = TypeVar("Answer")
Kind = TypeVar("Kind")

# When so many are asleep in a plugin, no plugin is asked until some wake up.
_HELPERS_AT_MOST = 32
_GONE_WITHIN = 0.2


class ReasonedError(Exception):
    """A plugin did not answer, and the words of this error say why: none of them are its own."""


class PluginStoppedError(ReasonedError):
    """A plugin raised something, perhaps what is meant to end the whole process."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"raised {kind}")


class WrongAnswerError(TypeError):
    """A plugin answered with something that the hook does not promise."""


def reason_of(error: BaseException) -> str:
    """Name the kind of failure only: a plugin's message could quote the complaint."""
    if isinstance(error, WrongAnswerError | ReasonedError):
        return str(error)
    return "took too long" if isinstance(error, TimeoutError) else f"raised {type(error).__name__}"


def answer_within(seconds: float, ask: Callable[[], Answer]) -> Answer:
    """Return what `ask` answers, or raise what it raises.

    Raise TimeoutError if that takes more than `seconds`, or if every helper is asleep.
    """
    if seconds <= 0 or not _HELPERS.find_one():
        raise TimeoutError("the plugin is not answering")
    answer: Future[Answer] = Future()
    _HELPERS.questions.put(partial(_answer, ask, answer))
    return answer.result(timeout=seconds)


def dismiss_helpers() -> None:
    """Let every helper go that is not in a plugin, such as before the process forks."""
    _HELPERS.dismiss()


class _Helpers:
    """Threads that take the next question as soon as they have answered one."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self.begin()

    def begin(self) -> None:
        """Begin without any thread, and nothing asked."""
        self.questions: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._to_come = threading.Semaphore(self._at_most)
        self._threads: list[threading.Thread] = []

    def find_one(self) -> bool:
        """Reserve a helper for one question, a new one if need be; tell whether there was one."""
        if self._idle.acquire(blocking=False):
            return True
        if not self._to_come.acquire(blocking=False):
            return False
        thread = threading.Thread(target=self._help, daemon=True, name="plugin helper")
        self._threads.append(thread)
        thread.start()
        return True

    def dismiss(self) -> None:
        """Let the idle ones go, and wait until they are gone; others take their places."""
        while self._idle.acquire(blocking=False):
            self.questions.put(None)
            self._to_come.release()
        for thread in self._threads:
            thread.join(_GONE_WITHIN)
        self._threads = [thread for thread in self._threads if thread.is_alive()]

    def _help(self) -> None:
        while (question := self.questions.get()) is not None:
            question()
            self._idle.release()


_HELPERS = _Helpers(_HELPERS_AT_MOST)
# No thread goes along when a process forks.
os.register_at_fork(after_in_child=_HELPERS.begin)


def _answer(ask: Callable[[], Answer], answer: Future[Answer]) -> None:
    try:
        answer.set_result(ask())
    except Exception as error:  # noqa: BLE001  # raised again where the answer is awaited
        answer.set_exception(error)
    # SystemExit too must end the plugin alone, not the portal.
    except BaseException as error:  # noqa: BLE001
        answer.set_exception(PluginStoppedError(type(error).__name__))


def all_of(kind: type[Kind], answer: Any) -> tuple[Kind, ...]:
    """Return an answer that is a list of this kind; raise WrongAnswerError for any other."""
    if not isinstance(answer, list | tuple) or not all(isinstance(entry, kind) for entry in answer):
        raise WrongAnswerError(f"did not answer with a list of {kind.__name__}")
    return tuple(answer)


def one_of(kind: type[Kind], answer: Any) -> Kind:
    """Return an answer that is of this kind; raise WrongAnswerError for any other."""
    if not isinstance(answer, kind):
        raise WrongAnswerError(f"did not answer with a {kind.__name__}")
    return answer


def misshapen(value: object, kind: Any, where: str) -> Iterator[str]:
    """Yield each part of `value` that is not of its promised kind, and which kind that is."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        yield from _in_one_of(value, get_args(kind), where)
    elif origin is Literal:
        if value not in get_args(kind):
            yield f"{where} is {_short(value)}, not one of {', '.join(get_args(kind))}"
    elif origin in (tuple, list):
        yield from _in_sequence(value, kind, where)
    elif not _is_a(value, kind):
        yield f"{where} is {_short(value)}, not a {kind.__name__}"
    elif dataclasses.is_dataclass(value):
        yield from _in_fields(value, where)


def _in_one_of(value: object, kinds: Sequence[Any], where: str) -> Iterator[str]:
    if value is None and type(None) in kinds:
        return
    kind = next(kind for kind in kinds if kind is not type(None))
    yield from misshapen(value, kind, where)


def _in_sequence(value: object, kind: Any, where: str) -> Iterator[str]:
    # A list is promised by hooks, and the portal makes a tuple of it; fields keep what they get.
    allowed = (list, tuple) if get_origin(kind) is list else (tuple,)
    if not isinstance(value, allowed):
        yield f"{where} is {_short(value)}, not a {get_origin(kind).__name__}"
        return
    for number, entry in enumerate(value):
        yield from misshapen(entry, get_args(kind)[0], f"{where}[{number}]")


def _in_fields(value: Any, where: str) -> Iterator[str]:
    own: Any = type(value)
    for name, kind in _fields_of(own):
        yield from misshapen(getattr(value, name), kind, f"{where}.{name}")


@cache
def _fields_of(kind: Any) -> list[tuple[str, Any]]:
    hints = get_type_hints(kind)
    return [(field.name, hints[field.name]) for field in dataclasses.fields(kind)]


def _is_a(value: object, kind: Any) -> bool:
    if kind is int and isinstance(value, bool):
        return False
    # The word of an enumeration is no member of it: the portal asks for its value.
    if kind is float:
        return isinstance(value, int | float) and isfinite(value)
    return isinstance(value, kind) and (not issubclass(kind, Enum) or type(value) is kind)


def _short(value: object) -> str:
    return f"a {type(value).__name__}" if value is not None else "nothing"
