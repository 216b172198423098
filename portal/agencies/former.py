"""What earlier releases of an agency said that complaints may still show: subjects and recourses.

A complaint keeps the name of its subject and every recourse that its pages named, whatever is
published after it came in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from portal.agencies.configured import category_of, recourse_of
from portal.agencies.settings.categories import CategorySettings, RecourseSettings
from portal.agencies.settings.schema import listed_for
from portal.domain.category import Category
from portal.domain.handling.notices import Recourse


@dataclass(frozen=True, slots=True)
class FormerRelease:
    """The subjects and recourses of one release, as JSON of its settings."""

    id: int
    categories: Sequence[Mapping[str, Any]]
    recourses: Sequence[Mapping[str, Any]]


class Former:
    """The releases that an agency had, the newest first, as far as they can still be read."""

    def __init__(self, releases: Iterable[FormerRelease] = ()) -> None:
        self._categories: dict[str, Category] = {}
        self._recourses: list[tuple[int, tuple[RecourseSettings, ...]]] = []
        for release in releases:
            for category in _readable(CategorySettings, release.categories):
                self._categories.setdefault(category.code, category_of(category))
            own = tuple(_readable(RecourseSettings, release.recourses))
            self._recourses.append((release.id, own))

    def subjects(self) -> Mapping[str, Category]:
        """Return every subject that there ever was, as the newest release that has it calls it."""
        return self._categories

    def with_kept(
        self, told: Sequence[Recourse], category: str, since: int
    ) -> tuple[Recourse, ...]:
        """Return recourses with those that were named since a release, and are no longer.

        Each of these stands after the one that it followed, in the words that it had last.
        """
        kept = list(told)
        for release_id, recourses in self._recourses:
            if release_id >= since:
                _keep(kept, [recourse_of(own) for own in listed_for(recourses, category)])
        return tuple(kept)


NOTHING_BEFORE = Former()
LoadFormer = Callable[[], Former]


def nothing_before() -> Former:
    """Return what an agency had that was never in force."""
    return NOTHING_BEFORE


def _keep(kept: list[Recourse], older: Sequence[Recourse]) -> None:
    place = 0
    for recourse in older:
        codes = [own.code for own in kept]
        if recourse.code not in codes:
            kept.insert(place, recourse)
            place += 1
        else:
            place = codes.index(recourse.code) + 1


def _readable(kind: type[Any], written: Iterable[Mapping[str, Any]]) -> Iterable[Any]:
    for one in written:
        try:
            yield kind.model_validate(one)
        except ValidationError:
            continue
