"""Comparing two versions of settings: what changed, where, and in long texts which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

Path = tuple[str, ...]

_KEYS = ("code", "to", "on")
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs; None stands where one of the versions says nothing.

    `path` leads to it: groups by their names, things in lists by their codes.
    """

    path: Path
    before: str | None
    after: str | None


class Became(StrEnum):
    """What became of some words of a text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return every value that differs, in the order of the newer version."""
    old, new = dict(_values(before)), dict(_values(after))
    paths = [*new, *(path for path in old if path not in new)]
    return [
        Change(path, old.get(path), new.get(path))
        for path in paths
        if old.get(path) != new.get(path)
    ]


def word_changes(before: str, after: str) -> list[tuple[Became, str]]:
    """Return the words of both texts in order, each with what became of it."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    parts: list[tuple[Became, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append((Became.KEPT, "".join(old[i:j])))
            continue
        removed, added = "".join(old[i:j]), "".join(new[k:m])
        parts += [(Became.REMOVED, removed)] if removed else []
        parts += [(Became.ADDED, added)] if added else []
    return parts


def _values(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _values(inner, (*path, str(name)))
    elif isinstance(value, list):
        yield from _values_of_list(value, path)
    elif value is not None:
        yield path, str(value).lower() if isinstance(value, bool) else str(value)


def _values_of_list(items: list[Any], path: Path) -> Iterator[tuple[Path, str]]:
    """Yield a list as one value, its words or the codes of its things, and then these things."""
    if not items:
        return
    names = [code_in_path(item, rank) for rank, item in enumerate(items, start=1)]
    yield path, ", ".join(names)
    for item, name in zip(items, names, strict=True):
        if isinstance(item, Mapping):
            rest = {key: inner for key, inner in item.items() if key not in _KEYS}
            yield from _values(rest, (*path, name))


def code_in_path(item: Any, rank: int) -> str:
    """Return what a path calls one thing of a list: its code, or its place where it has none."""
    if not isinstance(item, Mapping):
        return str(item)
    return next((str(item[key]) for key in _KEYS if item.get(key)), str(rank))
