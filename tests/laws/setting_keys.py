"""The keys that an agency's file may have, for what is asked of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from portal.agencies.settings.fields import BothWords, Settings, Words
from portal.agencies.settings.schema import AgencyFile

Key = tuple[str, ...]
TEXTS = (Words, BothWords)


def inner_of(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the groups that a field holds: itself, or within a list or a choice."""
    if isinstance(annotation, type) and issubclass(annotation, Settings):
        if annotation not in TEXTS:
            yield annotation
        return
    for part in get_args(annotation):
        yield from inner_of(part)


def keys_of(model: type[BaseModel], at: Key = ()) -> Iterator[Key]:
    """Yield every key that a file may say, by what leads to it."""
    for name, field in model.model_fields.items():
        key = (*at, field.alias or name.rstrip("_"))
        groups = list(inner_of(field.annotation))
        if not groups:
            yield key
        for group in groups:
            yield from keys_of(group, key)


EVERY_KEY = {".".join(key) for key in keys_of(AgencyFile)}
