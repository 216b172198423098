"""Two versions of settings beside each other, in the words of the settings pages.

What differs is named as on the forms: no key, code or value of the file is shown to people who
never saw it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from portal.agencies.settings.comparison import (
    Became,
    Change,
    Path,
    changes,
    code_in_path,
    word_changes,
)
from portal.agencies.settings.schema import AgencyFile
from portal.domain.text import Language
from portal.domain.time.holidays import JURISDICTIONS
from portal.domain.time.promise import Allowance
from portal.domain.typed import is_whole_number
from portal.pages.current import current_language, gettext
from portal.pages.settings.forms import section_name
from portal.pages.settings.forms.who_handles import theme_names
from portal.pages.settings.setting_names import CODES, DAYS, LENGTHS, VALUES, key_name
from portal.words.dates import allowance_words, day_words

Compared = tuple[str, list[tuple[Became, str]]]
"""One value that differs: where it stands, and its words with what became of each."""

_NAMED_BY = ("name", "title", "body", "label", "words", "language")


def compared(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, list[Compared]]]:
    """Return what differs between two releases, by the names of the parts, in a file's order."""
    ranks = {section: rank for rank, section in enumerate(AgencyFile.model_fields)}
    differing = sorted(
        changes(before, after), key=lambda change: ranks.get(change.path[0], len(ranks))
    )
    both = _Both(before, after, current_language())
    return [
        (_section(section), [_compared(both, change) for change in group])
        for section, group in groupby(differing, key=lambda change: change.path[0])
    ]


def _section(section: str) -> str:
    named = section_name(section)
    return gettext(key_name(section)) if named == section else named


def _compared(both: _Both, change: Change) -> Compared:
    """Return one value; where both have the same words, the file's own say what differs."""
    old, new = both.words(both.before, change.path), both.words(both.after, change.path)
    if old == new:
        old, new = change.before or "", change.after or ""
    return both.place(change.path), word_changes(old, new)


@dataclass(frozen=True)
class _Both:
    """Two versions of settings, and how what stands in them is called in a language."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    language: Language

    def place(self, path: Path) -> str:
        """Return where something stands, below its part of the settings."""
        steps = (self._step(path, rank) for rank in range(1, len(path)))
        return " › ".join(filter(None, steps))

    def _step(self, path: Path, rank: int) -> str:
        inside = self._found(path[:rank])
        if isinstance(inside, Mapping):
            return gettext(key_name(path[rank], _key_above(path, rank)))
        return self._thing(self._found(path[: rank + 1]), path[rank])

    def _found(self, path: Path) -> Any:
        """Return what stands there, in the newer version where it does in both."""
        newer = _at(self.after, path)
        return newer if newer is not None else _at(self.before, path)

    def words(self, version: Mapping[str, Any], path: Path) -> str:
        """Return what a version says there, in words; nothing where it says nothing."""
        value, key = _at(version, path), path[-1].rstrip("_")
        if isinstance(value, list):
            named = (self._in_list(item, rank, key) for rank, item in enumerate(value, start=1))
            return ", ".join(named)
        return "" if value is None else self._value(value, key)

    def _in_list(self, item: Any, rank: int, key: str) -> str:
        return self._thing(item, str(rank)) if isinstance(item, Mapping) else self._value(item, key)

    def _value(self, value: Any, key: str) -> str:
        if isinstance(value, bool):
            return gettext("oui") if value else gettext("non")
        said = str(value)
        if key in LENGTHS:
            return allowance_words(Allowance.parse(said), self.language)
        if key in DAYS:
            return day_words(date.fromisoformat(said), self.language)
        if key in CODES:
            return self._named(CODES[key], said)
        if key == "theme":
            return theme_names().get(said, said)
        if key == "jurisdiction" and said in JURISDICTIONS:
            return JURISDICTIONS[said].name.in_(self.language)
        return gettext(VALUES[key][said]) if said in VALUES.get(key, {}) else said

    def _named(self, listed: str, code: str) -> str:
        """Return what the thing with this code is called in the newest version that lists it."""
        versions = (self.after, self.before)
        things = (thing for version in versions for thing in _listed(version, listed))
        found = next((thing for thing in things if thing.get("code") == code), None)
        return self._thing(found, code)

    def _thing(self, thing: Any, otherwise: str) -> str:
        """Return what one thing of a list is called; by its place where nothing names it."""
        for key in _NAMED_BY if isinstance(thing, Mapping) else ():
            said = thing.get(key)
            if isinstance(said, Mapping):
                return str(said.get(self.language) or said.get("fr"))
            if said:
                return str(said)
        if isinstance(thing, Mapping) and thing.get("on"):
            return str(thing["on"])
        return gettext("no %(rank)s", rank=otherwise) if is_whole_number(otherwise) else otherwise


def _key_above(path: Path, rank: int) -> str:
    """Return the key of what something stands in: of the list, for what stands in one of it."""
    return path[rank - 1] if rank < 2 or path[rank - 2] not in _LISTS else path[rank - 2]


_LISTS = frozenset({"pauses", "recourses", "jargon"})
"""The lists whose things have keys that mean something else elsewhere."""


def _listed(inside: Any, key: str) -> Iterator[Mapping[str, Any]]:
    """Yield what stands in the lists of this key, wherever they stand."""
    if isinstance(inside, Mapping):
        for name, value in inside.items():
            if name == key and isinstance(value, list):
                yield from (thing for thing in value if isinstance(thing, Mapping))
            yield from _listed(value, key)
    elif isinstance(inside, list):
        for thing in inside:
            yield from _listed(thing, key)


def _at(inside: Any, path: Path) -> Any:
    """Return what a path of a comparison leads to, or None."""
    for step in path:
        if isinstance(inside, Mapping):
            inside = inside.get(step)
        elif isinstance(inside, list):
            inside = next(
                (
                    item
                    for rank, item in enumerate(inside, start=1)
                    if code_in_path(item, rank) == step
                ),
                None,
            )
        else:
            return None
    return inside
