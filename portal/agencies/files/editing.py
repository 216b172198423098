"""Changing one thing in a settings file, and nothing else: comments and the order of keys stay.

A `section` is a list of the file, `categories`, or one that lies deeper: by turns a list and a
code in it, `("categories", "trail", "questions")`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from portal.agencies.files.file_parts import Part, Parts, changed, round_trip, within, written

Section = str | tuple[str, ...]

_TELLING_APART = ("code", "words")

# Anything else could mean something to YAML, and stands in quotes.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ’-]*\w)?")


def with_item(
    text: str,
    section: Section,
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

    def put(parts: Parts) -> None:
        place = parts.place(code)
        if place is not None:
            parts.replace(place, _changed_item(parts.all[place], values))
        else:
            new = _new({key: code, **values}, is_spread=True)
            parts.insert(code, written([new]), ahead_of)

    return _edited(text, section, key, put)


def with_code(text: str, section: Section, code: str) -> str:
    """Return a sound settings file whose list `section` ends with a mere code."""

    def put(parts: Parts) -> None:
        if parts.place(code) is None:
            parts.insert(code, f"- {code}\n")

    return _edited(text, section, "code", put)


def without_item(text: str, section: Section, code: str, key: str = "code") -> str:
    """Return a sound settings file without the thing of `section` that has this code."""
    return _edited(text, section, key, lambda parts: parts.take_out(parts.place(code)))


def with_item_moved(text: str, section: Section, code: str, by: int, key: str = "code") -> str:
    """Return a sound settings file with one thing of `section` a place further up or down.

    Comments above a thing go with it.
    """
    return _edited(text, section, key, lambda parts: parts.move(parts.place(code), by))


def with_values(text: str, section: str, values: Mapping[str, Any]) -> str:
    """Return a sound settings file with `values` in the group `section`, changed key by key."""
    return _changed_group(_spelled_out(text), {section: values}) if values else text


def with_list(text: str, section: str, entries: Sequence[Mapping[str, Any]]) -> str:
    """Return a sound settings file whose list `section` holds these entries in this order.

    Entries that a code or words of their own tell apart keep their comments; no entries, no list.
    """
    return _changed_group(_spelled_out(text), {section: tuple(entries) or None})


def without(text: str, section: str) -> str:
    """Return a sound settings file that says nothing of the group `section`."""
    return changed(_spelled_out(text), (section,), lambda _: "")


def with_changes(
    text: str, section: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> str:
    """Return a sound settings file with what differs between two states of a group `section`.

    What a form left as it was is not written: it may be what is true where nothing is said.
    """
    differing = {key: value for key, value in after.items() if value != before[key]}
    return with_values(text, section, differing)


def _edited(text: str, section: Section, key: str, edit: Callable[[Parts], None]) -> str:
    def edited(listed: str) -> str:
        parts = Parts(listed, key)
        edit(parts)
        return parts.text

    steps = (section,) if isinstance(section, str) else section
    return changed(_spelled_out(text), steps, edited)


def _changed_item(item: Part, values: Mapping[str, Any]) -> str:
    if item.is_spread:
        return within(item, partial(_changed_group, values=values))
    root = round_trip().load(item.text)
    return _rewritten(item, root, root[0], values)


def _changed_group(text: str, values: Mapping[str, Any]) -> str:
    """Change a group key by key, each on its own lines."""
    parts = Parts(text)
    for key, value in values.items():
        place = parts.place(key)
        if place is None:
            if value is not None:
                parts.insert(key, written(CommentedMap({key: _new(value)})))
        elif value is None:
            parts.take_out(place)
        else:
            parts.replace(place, _changed_key(parts.all[place], key, value))
    return parts.text


def _changed_key(part: Part, key: str, value: Any) -> str:
    if isinstance(value, Mapping) and part.is_spread:
        return within(part, partial(_changed_group, values=value))
    told_apart_by = _key_of(value)
    if told_apart_by is not None and part.is_spread:
        return within(part, partial(_changed_list, values=value, key=told_apart_by))
    root = round_trip().load(part.text)
    return _rewritten(part, root, root, {key: value})


def _key_of(value: Any) -> str | None:
    """Return by what the things of a list are told apart, or None for any other value."""
    if not isinstance(value, tuple) or not all(isinstance(entry, Mapping) for entry in value):
        return None
    return next((key for key in _TELLING_APART if value and _tells_apart(key, value)), None)


def _tells_apart(key: str, entries: tuple[Mapping[str, Any], ...]) -> bool:
    names = [entry.get(key) for entry in entries]
    return None not in names and len(set(names)) == len(names)


def _changed_list(text: str, values: tuple[Mapping[str, Any], ...], key: str) -> str:
    """Let a list hold these things in this order; each that was there keeps its comments."""
    parts = Parts(text, key)
    names = [entry[key] for entry in values]
    before: set[str | None] = set()
    for rank in reversed(range(len(parts.all))):
        part = parts.all[rank]
        if part.name not in names or part.name in before:
            parts.take_out(rank)
        before.add(part.name)
    for entry in values:
        place = parts.place(entry[key])
        if place is None:
            parts.insert(entry[key], written([_new((entry,))[0]]))
        else:
            parts.replace(place, _changed_item(parts.all[place], entry))
    parts.all.sort(key=lambda part: names.index(part.name or ""))
    return parts.text


def _rewritten(part: Part, root: Any, group: CommentedMap, values: Mapping[str, Any]) -> str:
    return written(root) if _change(group, values) else part.text


def _change(group: CommentedMap, values: Mapping[str, Any]) -> bool:
    """Change a group that stands on one line; tell whether anything is otherwise now."""
    is_changed = False
    for key, value in values.items():
        before = group.get(key)
        if value is None:
            is_changed |= group.pop(key, None) is not None
        elif isinstance(value, Mapping) and isinstance(before, CommentedMap):
            is_changed |= _change(before, value)
        elif _as_typed(before) != _as_typed(value):
            group[key] = _new(value)
            is_changed = True
    return is_changed


def _as_typed(value: Any) -> Any:
    """Return a value as a form reads it: ordinary spaces in its lines, lists for tuples."""
    if isinstance(value, str):
        return "\n".join(" ".join(line.split()) for line in value.split("\n")).strip()
    if isinstance(value, list | tuple):
        return [_as_typed(entry) for entry in value]
    if isinstance(value, Mapping):
        return {key: _as_typed(inner) for key, inner in value.items() if inner is not None}
    return value


def _new(value: Any, *, is_spread: bool = False) -> Any:
    """Return a value as it is written for the first time: words in both languages on one line.

    What has lines of its own keeps them, below its key.
    """
    if isinstance(value, str):
        return _new_words(value)
    if isinstance(value, tuple):
        return [_on_one_line(_new(entry)) for entry in value]
    if not isinstance(value, Mapping):
        return value
    group = CommentedMap({key: _new(inner) for key, inner in value.items() if inner is not None})
    has_lines = any(isinstance(inner, Mapping | LiteralScalarString) for inner in group.values())
    return group if is_spread or has_lines else _on_one_line(group)


def _new_words(words: str) -> Any:
    if _PLAIN.fullmatch(words):
        return words
    return LiteralScalarString(words) if _is_block(words) else DoubleQuotedScalarString(words)


def _is_block(words: str) -> bool:
    """Tell whether words can stand as lines of their own, and be read again as they were.

    All line ends must be those that YAML and people both take for some. The first line tells how
    far a block is indented, and lines that only look empty come back empty.
    """
    lines = words.split("\n")
    are_seen = all(line.strip() or not line for line in lines)
    return len(lines) > 1 and lines == words.splitlines() and words == words.strip() and are_seen


def _on_one_line(value: Any) -> Any:
    if isinstance(value, CommentedMap):
        value.fa.set_flow_style()
    return value


def _spelled_out(text: str) -> str:
    """Return the text with every repetition (*this) written out, so that each part stands alone."""
    if "*" not in text:
        return text
    repeats = any(isinstance(event, AliasEvent) for event in round_trip().parse(text))
    return written(round_trip().load(text)) if repeats else text
