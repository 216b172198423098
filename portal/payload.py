"""What is stored as JSON and has a type: written and read here, and nowhere else."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Self

from pydantic import TypeAdapter

_VERSION = "version"


class Payload(ABC):  # noqa: B024  # nothing has to be implemented
    """A frozen dataclass whose fields are stored as JSON.

    A field without a default is always stored, one with a default only where it says something
    else. What is stored and no longer known is ignored. `version` is stored from the second on;
    `upgraded` adds what older versions did not store, and whatever else changed since.
    """

    __slots__ = ()

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


@cache
def _adapter(payload: type[Payload]) -> TypeAdapter[Any]:
    return TypeAdapter(payload)
