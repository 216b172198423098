"""What a feature shows, and where: its own pages, and what it adds to pages that others declare."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from flask import current_app
from flask.typing import ResponseReturnValue

from portal.pages.groups import Pages

ADDED = "contributions"
"""Under which name an application keeps what its features add."""


class Contribution:
    """Something that a feature adds to a page that all share, of a kind that the page declares."""

    __slots__ = ()


Kind = TypeVar("Kind", bound=Contribution)


class Contributions:
    """All that the features of an application add, in the order in which it lists them."""

    def __init__(self, every: Iterable[Contribution]) -> None:
        self._every = tuple(every)

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Return what is added of one kind."""
        return cast("tuple[Kind, ...]", self._by_kind.get(kind, ()))

    @cached_property
    def _by_kind(self) -> dict[type[Contribution], tuple[Contribution, ...]]:
        by_kind: dict[type[Contribution], tuple[Contribution, ...]] = {}
        for contribution in self._every:
            by_kind[type(contribution)] = (*by_kind.get(type(contribution), ()), contribution)
        return by_kind


def added(kind: type[Kind]) -> tuple[Kind, ...]:
    """Return what the features of the running application add of one kind."""
    return cast("Contributions", current_app.extensions[ADDED]).of(kind)


@dataclass(frozen=True, slots=True)
class FeaturePages:
    """The pages of one feature, and its parts of shared ones.

    `leads_on` looks at each request before it is known whether the person may see the page; what
    it returns is the response. `adds` is what it shows, words or keeps on the pages of others.
    """

    pages: tuple[Pages, ...] = ()
    leads_on: Callable[[], ResponseReturnValue | None] | None = None
    adds: tuple[Contribution, ...] = ()
