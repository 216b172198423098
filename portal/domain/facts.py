"""Dataclasses as values that JSON can hold, by the types of their fields, and read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum, EnumType
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, Self, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]


class Kept:
    """A frozen dataclass that is kept as JSON, under the names of its fields.

    A field that is not kept has its default; what is kept and no longer known is ignored. What has
    a `parse` is kept in the words that it reads, by its `kept` if it has one.
    """

    __slots__ = ()

    def as_facts(self) -> dict[str, Any]:
        """Return its fields as values that JSON can hold."""
        return _fields_of(self)

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `as_facts` wrote."""
        readers = _readers(cls)  # type: ignore[arg-type]  # a class is hashable
        return cls(
            **{
                name: facts[name] if read is None else read(facts[name])
                for name, read in readers
                if name in facts
            }
        )


def written(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    return _writer(value.__class__)(value)


@cache
def _writer(kind: type[Any]) -> Callable[[Any], Any]:
    """Return what writes values of this type."""
    if issubclass(kind, Kept):
        return kind.as_facts
    if issubclass(kind, date):
        return kind.isoformat
    if issubclass(kind, tuple):
        return lambda values: [written(value) for value in values]
    if hasattr(kind, "parse"):
        return str
    if is_dataclass(kind):
        return _fields_of
    return attrgetter("value") if issubclass(kind, Enum) else lambda value: value


def _fields_of(value: Any) -> dict[str, Any]:
    return {name: written(getattr(value, name)) for name in _names(value.__class__)}


@cache
def _names(kept: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kept))


@cache
def _readers(kept: type[Kept]) -> tuple[tuple[str, Reader | None], ...]:
    return tuple((name, _reader(kind)) for name, kind in get_type_hints(kept).items())


def _reader(kind: Any) -> Reader | None:
    """Return what reads a value of this type, None if JSON holds it as it is."""
    if get_origin(kind) is tuple:
        read_each = _reader(get_args(kind)[0])
        return tuple if read_each is None else lambda values: tuple(map(read_each, values))
    if NoneType in get_args(kind):
        read = _reader(get_args(kind)[0])
        return read and (lambda value: None if value is None else read(value))
    if isinstance(kind, EnumType):
        return kind
    names = ("kept", "parse", "from_facts", "fromisoformat")
    readers = (getattr(kind, name, None) for name in names)
    return next(filter(None, readers), None)
