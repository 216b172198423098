"""What a feature shows, and where: its own pages, and its parts of the pages that all share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from flask import current_app
from flask.typing import ResponseReturnValue

from portal.pages.groups import Pages


class Contribution:
    """Something that a feature adds to a page that all share, of a kind that the page declares."""

    __slots__ = ()


Kind = TypeVar("Kind", bound=Contribution)


@dataclass(frozen=True, slots=True)
class FeaturePages:
    """The pages of one feature, and its parts of shared ones.

    `leads_on` looks at each request before it is known whether the person may see the page; what
    it returns is the response. `adds` is what it shows, words or keeps on the pages of others.
    """

    pages: tuple[Pages, ...] = ()
    leads_on: Callable[[], ResponseReturnValue | None] | None = None
    adds: tuple[Contribution, ...] = ()


@dataclass(frozen=True)
class ShownFeatures:
    """What the features of an application show, in the order in which it lists them."""

    every: tuple[FeaturePages, ...] = ()

    def added(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Return all that the features add of one kind."""
        return cast("tuple[Kind, ...]", self._added.get(kind, ()))

    @cached_property
    def _added(self) -> dict[type[Contribution], tuple[Contribution, ...]]:
        added: dict[type[Contribution], tuple[Contribution, ...]] = {}
        for feature in self.every:
            for one in feature.adds:
                added[type(one)] = (*added.get(type(one), ()), one)
        return added


def shown_features() -> ShownFeatures:
    """Return what the features of the running application show."""
    return cast("ShownFeatures", current_app.extensions["features"])
