"""Changing one thing in a settings file, and nothing else: comments and the order of keys stay."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

_LONGEST_LINE = 10_000
# Anything else could mean something to YAML, and stands in quotes.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ’-]*\w)?")


def with_item(
    text: str,
    section: str,
    code: str,
    values: Mapping[str, Any],
    ahead_of: str | None = None,
    key: str = "code",
) -> str:
    """Return a sound settings file with `values` in the thing of `section` that has this code.

    Groups are changed key by key, and a key whose value is None is taken out. A code that is not
    there yet is put ahead of the code `ahead_of`, else at the end of the section. `key` is what
    the section calls its codes.
    """
    root = _round_trip().load(text)
    items = root.setdefault(section, [])
    codes = [one.get(key) for one in items]
    if code not in codes:
        place = codes.index(ahead_of) if ahead_of in codes else len(items)
        items.insert(place, CommentedMap({key: code}))
        codes.insert(place, code)
    _change(items[codes.index(code)], values)
    return _written(root)


def without_item(text: str, section: str, code: str, key: str = "code") -> str:
    """Return a sound settings file without the thing of `section` that has this code."""
    root = _round_trip().load(text)
    items = root.get(section, [])
    for place in [rank for rank, one in enumerate(items) if one.get(key) == code]:
        del items[place]
    return _written(root)


def with_values(text: str, section: str, values: Mapping[str, Any]) -> str:
    """Return a sound settings file with `values` in the group `section`, changed key by key."""
    if not values:
        return text
    root = _round_trip().load(text)
    _change(root.setdefault(section, CommentedMap()), values)
    return _written(root)


def with_changes(
    text: str, section: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> str:
    """Return a sound settings file with what differs between two states of a group `section`.

    What a form left as it was is not written: it may be what is true where nothing is said.
    """
    changed = {key: value for key, value in after.items() if value != before[key]}
    return with_values(text, section, changed)


def _change(group: CommentedMap, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        if value is None:
            group.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(group.get(key), CommentedMap):
            _change(group[key], value)
        elif _spaced(group.get(key)) != _spaced(value):
            group[key] = _new(value)


def _spaced(value: Any) -> Any:
    """Return a value with ordinary spaces: a form reads every no-break space of a text as one."""
    if isinstance(value, str):
        return " ".join(value.split())
    return [_spaced(one) for one in value] if isinstance(value, list | tuple) else value


def _new(value: Any) -> Any:
    """Return a value as it is written for the first time: words in both languages on one line.

    What has lines of its own keeps them, below its key.
    """
    if isinstance(value, str):
        return _new_words(value)
    if isinstance(value, tuple):
        return [_new(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    group = CommentedMap({key: _new(inner) for key, inner in value.items() if inner is not None})
    if not any(isinstance(inner, Mapping | LiteralScalarString) for inner in group.values()):
        group.fa.set_flow_style()
    return group


def _new_words(words: str) -> Any:
    if _PLAIN.fullmatch(words):
        return words
    # A block may only hold the line ends that YAML and people both take for some.
    is_block = "\n" in words and words.split("\n") == words.splitlines()
    return LiteralScalarString(words) if is_block else DoubleQuotedScalarString(words)


def _written(root: CommentedMap) -> str:
    written = io.StringIO()
    _round_trip().dump(root, written)
    return written.getvalue()


def _round_trip() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _LONGEST_LINE
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
