"""Which figures the portrait and the public statistics show, those of features among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import current_app

from portal.agencies.agency import Agency
from portal.reporting.blocks import Block
from portal.reporting.figures import Reading

SHOWN = "figures"
"""Under which name an application keeps the figures of its features."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A block of the portrait, under its code.

    `public` is how everybody sees it: of all agencies, or of one. Without it nobody does.
    """

    code: str
    block: Callable[[Reading], Block]
    public: Callable[[Reading, Agency | None], Block] | None = None


def in_order(own: Iterable[Figure], order: tuple[str, ...]) -> list[Figure]:
    """Return the figures of `own` and of the features that `order` names, in that order."""
    known = {one.code: one for one in (*own, *current_app.extensions[SHOWN])}
    return [known[code] for code in order if code in known]
