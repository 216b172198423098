"""Breaks in series: what made figures of two periods tell of different things.

A break has a day. Two periods are compared across it where one begins before that day and the
other ends on it or later. Categories that were split or merged keep their lineage: what all of one
lineage count together is the same before and after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct

from portal.domain.text import Text


class BreakKind(StrEnum):
    """What can break a series."""

    SPLIT = "category_split"
    MERGED = "category_merged"
    RENAMED = "category_renamed"
    MOVED = "category_moved"
    DEADLINES = "deadlines"
    CALENDAR = "calendar"
    DEFINITION = "definition"
    ORGANISATION = "organisation"


class Measured(StrEnum):
    """What a figure is of, as far as breaks touch figures."""

    RECEIVED = "received"
    DAYS = "days"
    KEPT = "kept"


OF_CATEGORIES = frozenset({BreakKind.SPLIT, BreakKind.MERGED, BreakKind.RENAMED, BreakKind.MOVED})
_LINEAGE = frozenset({BreakKind.SPLIT, BreakKind.MERGED, BreakKind.RENAMED})
TOUCHED: Mapping[BreakKind, frozenset[Measured]] = {
    BreakKind.SPLIT: frozenset(Measured),
    BreakKind.MERGED: frozenset(Measured),
    BreakKind.RENAMED: frozenset(),
    BreakKind.MOVED: frozenset(Measured),
    BreakKind.DEADLINES: frozenset({Measured.KEPT}),
    BreakKind.CALENDAR: frozenset({Measured.DAYS, Measured.KEPT}),
    BreakKind.DEFINITION: frozenset(Measured),
    BreakKind.ORGANISATION: frozenset(Measured),
}
"""Which figures each kind makes incomparable; a name alone changes none."""


class Break(Struct, frozen=True):
    """A break of an agency, or of all where it names none: its day, and what was before and after.

    `before` and `after` hold codes and values, never words; an administrator may add `words`.
    """

    kind: BreakKind
    agency: str
    on_day: date
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    words: Text | None = None
    id: int = 0

    @property
    def categories(self) -> frozenset[str]:
        """The categories that it is about, before and after."""
        of_it = (*self.before.get("categories", ()), *self.after.get("categories", ()))
        return frozenset(of_it)

    @property
    def has_lineage(self) -> bool:
        """Tell whether its categories are counted together, so that nothing breaks."""
        return self.kind in _LINEAGE and len(self.categories) > 1

    @property
    def themes(self) -> frozenset[str]:
        """The subjects that its categories are counted under, before and after."""
        of_it = (*self.before.get("themes", ()), *self.after.get("themes", ()))
        return frozenset(of_it)

    @property
    def organisations(self) -> frozenset[str]:
        """The organisations that it is about."""
        of_it = (*self.before.get("agencies", ()), *self.after.get("agencies", ()))
        return frozenset(of_it)

    def lies_between(self, first: date, last: date) -> bool:
        """Tell whether it parts what began on `first` from what ended on `last`."""
        return first < self.on_day <= last

    def touches(self, measured: Measured, anchor: str = "") -> bool:
        """Tell whether figures of this measure cannot be compared across it.

        A definition that changed touches the figures that are defined by it: `anchor` names it.
        """
        if self.kind is BreakKind.DEFINITION:
            return anchor in self.after.get("definitions", ())
        return measured in TOUCHED[self.kind]


def is_undone(one: Break, active: frozenset[str]) -> bool:
    """Tell whether categories are again what they were before a break, by those `active` today."""
    before, after = (set(facts.get("categories", ())) for facts in (one.before, one.after))
    made = after - before
    return one.has_lineage and bool(made) and made.isdisjoint(active) and before <= active


def lineage(breaks: Iterable[Break], agency: str, category: str) -> tuple[str, ...]:
    """Return the categories of an agency that are counted together with one, in a fixed order.

    It is the category alone where it was never split nor merged.
    """
    groups = [one.categories for one in breaks if one.agency == agency and one.kind in _LINEAGE]
    known, is_growing = {category}, True
    while is_growing:
        joined = known.union(*(group for group in groups if not known.isdisjoint(group)))
        is_growing, known = joined != known, set(joined)
    return tuple(sorted(known))


def breaks_between_settings(
    before: Mapping[str, Any], after: Mapping[str, Any], on_day: date
) -> list[Break]:
    """Return what another release of an agency's settings breaks, from the day it is in force.

    A calendar that will change on a day named in it breaks on that day.
    """
    code = str(after["agency"]["code"])
    return [
        *_of_categories(code, before, after, on_day),
        *_of_deadlines(code, before, after, on_day),
        *_of_calendar(code, before, after, on_day),
    ]


def _of_categories(
    code: str, before: Mapping[str, Any], after: Mapping[str, Any], on_day: date
) -> Iterable[Break]:
    old, new = (_by_code(settings["categories"]) for settings in (before, after))
    for parents, children in _families(old, new):
        kept = [one for one in parents if one in new and not new[one].get("retired")]
        parts = (*children, *(one for one in kept if one not in children))
        kind = _kind_of(parents, parts, is_kept=bool(kept))
        yield Break(kind, code, on_day, _named(old, parents), _named(new, parts))
    for one, is_now in new.items():
        was = old.get(one)
        if was is None:
            continue
        facts = _named(old, [one]), _named(new, [one])
        if was["theme"] != is_now["theme"]:
            yield Break(BreakKind.MOVED, code, on_day, *facts)
        elif was["name"] != is_now["name"]:
            yield Break(BreakKind.RENAMED, code, on_day, *facts)


def _kind_of(parents: Iterable[str], parts: Iterable[str], *, is_kept: bool) -> BreakKind:
    n, into = len(tuple(parents)), len(tuple(parts))
    if n == into == 1 and not is_kept:
        return BreakKind.RENAMED
    return BreakKind.MERGED if into < n else BreakKind.SPLIT


def _families(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return which categories newly took the place of which, those that belong together at once."""
    families: list[tuple[set[str], set[str]]] = []
    for one, is_now in new.items():
        known = set(old.get(one, {}).get("formerly", ()))
        parents = set(is_now.get("formerly", ())) - known
        if not parents:
            continue
        met = [family for family in families if not family[0].isdisjoint(parents)]
        families = [family for family in families if family not in met]
        families.append(
            (
                parents.union(*(family[0] for family in met)),
                {one}.union(*(family[1] for family in met)),
            )
        )
    return [(tuple(sorted(parents)), tuple(sorted(parts))) for parents, parts in families]


def _named(known: Mapping[str, Any], codes: Iterable[str]) -> dict[str, Any]:
    codes = list(codes)
    themes = dict.fromkeys(known[code]["theme"] for code in codes if code in known)
    names = {code: known[code]["name"] for code in codes if code in known}
    return {"categories": codes, "themes": list(themes), "names": names}


_OF_ONE_YEAR = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_STAGES = ("answer", "first_contact")
_OF_TIME = ("within", "starts", "complete_within", "extension", "pauses")


def _of_deadlines(
    code: str, before: Mapping[str, Any], after: Mapping[str, Any], on_day: date
) -> Iterable[Break]:
    old, new = (_times(settings) for settings in (before, after))
    for place in sorted(old.keys() & new.keys()):
        if old[place] != new[place]:
            category, stage = place
            about = {"categories": [category] if category else [], "stage": stage}
            facts = ({**about, "time": old[place]}, {**about, "time": new[place]})
            yield Break(BreakKind.DEADLINES, code, on_day, *facts)


def _times(settings: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what is promised at each stage: of the agency, and of each of its categories."""
    own = settings["deadlines"]
    times = {("", stage): _time(own.get(stage)) for stage in _STAGES}
    for category in settings["categories"]:
        said = category.get("deadlines") or {}
        # What a category does not say is that of the agency: it moves with it, and is one break.
        times |= {
            (category["code"], stage): _time(said.get(stage))
            for stage in _STAGES
            if not category.get("retired")
        }
    return times


def _time(said: Mapping[str, Any] | None) -> dict[str, Any]:
    if not said:
        return {}
    return {name: said[name] for name in _OF_TIME if said.get(name)}


def _of_calendar(
    code: str, before: Mapping[str, Any], after: Mapping[str, Any], on_day: date
) -> Iterable[Break]:
    old, new = (_days(settings["calendar"]) for settings in (before, after))
    if old != new:
        yield Break(BreakKind.CALENDAR, code, on_day, old, new)
    announced = before["calendar"].get("changes") or ()
    for change in after["calendar"].get("changes") or ():
        if change not in announced:
            since = date.fromisoformat(str(change.get("from") or change["from_"]))
            later = {**new, **{name: v for name, v in _days(change).items() if v}}
            if later != new:
                yield Break(BreakKind.CALENDAR, code, max(since, on_day), new, later)


def _days(calendar: Mapping[str, Any]) -> dict[str, Any]:
    """Return by what days are counted; one day of one year alone breaks no series."""
    closures = [str(one["on"]) for one in calendar.get("extra_closures") or ()]
    return {
        "jurisdiction": calendar.get("jurisdiction"),
        "hours": calendar.get("hours"),
        "closures": sorted(on for on in closures if not _is_of_one_year(on)),
    }


def _is_of_one_year(on: str) -> bool:
    return _OF_ONE_YEAR.fullmatch(on) is not None


def _by_code(categories: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(category["code"]): category for category in categories}
