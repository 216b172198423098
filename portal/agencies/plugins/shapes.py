"""Whether an answer of a plugin is made of what its type promises, down to the last field."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


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
    [*others] = (kind for kind in kinds if kind is not type(None))
    yield from misshapen(value, others[0], where)


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
    return isinstance(value, kind) and (not issubclass(kind, Enum) or type(value) is kind)


def _short(value: object) -> str:
    return f"a {type(value).__name__}" if value is not None else "nothing"
