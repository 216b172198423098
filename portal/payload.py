"""What is stored as JSON and has a type: written and read here, and nowhere else."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from dataclasses import Field, fields, replace
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

from pydantic import TypeAdapter

_VERSION = "version"

P = TypeVar("P", bound="Payload")


class Payload(ABC):  # nothing has to be implemented
    """A frozen dataclass whose fields are stored as JSON.

    A field without a default is always stored, one with a default only where it says something
    else. What is stored and no longer known is ignored. `version` is stored from the second on;
    `upgraded` adds what older versions did not store, and whatever else changed since.
    """

    __slots__ = ()

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    version: ClassVar[int] = 1

    def stored(self) -> dict[str, Any]:
        """Return it as values that JSON can hold."""
        values: dict[str, Any] = _adapter(type(self)).dump_python(
            self, mode="json", exclude_defaults=True
        )
        return values | {_VERSION: self.version} if self.version > 1 else values

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Return what was stored, by whichever version; raise ValueError if some is missing."""
        current = cls.upgraded(stored, stored.get(_VERSION, 1))
        payload: Self = _adapter(cls).validate_python(current)
        return payload

    @classmethod
    def upgraded(cls, stored: Mapping[str, Any], _written_by: int) -> Mapping[str, Any]:
        """Return what some version stored as this one stores it."""
        return stored


class Extensible(Payload):
    """A payload with which parts are stored that others declare, each under its fields' own names.

    `added` holds them as JSON; a dataclass of this kind has that field, empty by default.
    """

    __slots__ = ()

    added: Mapping[str, Any]

    def part(self, kind: type[P]) -> P:
        """Return the part of this kind; what it has no value for is as by default."""
        return kind.read(self.added) if self.added else _blank(kind)

    def having(self, *parts: Payload) -> Self:
        """Return the same with these parts, in the place of those of their kinds."""
        names = {field.name for part in parts for field in fields(part)}
        added = {name: value for name, value in self.added.items() if name not in names}
        for part in parts:
            added |= part.stored()
        return replace(self, added=added)

    def stored(self) -> dict[str, Any]:
        """Return it as values that JSON can hold, with those of its parts."""
        own = super().stored()
        added: dict[str, Any] = own.pop("added", {})
        return own | added

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Return what was stored, that of the parts apart; raise ValueError if some is missing."""
        names = {field.name for field in fields(cls)} | {_VERSION}
        own = {name: value for name, value in stored.items() if name in names}
        added = {name: value for name, value in stored.items() if name not in names}
        return super().read(own | {"added": added})


@cache
def _blank(kind: type[P]) -> P:
    return kind.read({})


@cache
def _adapter(payload: type[Payload]) -> TypeAdapter[Any]:
    return TypeAdapter(payload)
