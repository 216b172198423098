"""What leads from one page of figures to the others, and what each of them found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from portal.pages.current import gettext
from portal.pages.features import Contribution, added
from portal.reporting.questions import Question
from portal.reporting.tables.blocks import Block


class Link(Struct, frozen=True):
    """What leads to a page of figures: the one that is shown, or the one it stands under."""

    name: str
    address: str
    is_here: bool
    is_above: bool = False


class Finding(Struct, frozen=True):
    """What another page found: its name, the heading of a figure of it, and where that stands."""

    page: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class AboveFigures(Contribution):
    """What stands above the figures of the first page, unless there is nothing to show.

    Its template has what was to be shown as `part`. It is asked for with each page: whoever looks
    may see more of it than somebody else.
    """

    template: str
    shown: Callable[[], Mapping[str, Any] | None]


def above_figures() -> list[tuple[str, Mapping[str, Any]]]:
    """Return what stands above the figures of the first page, each with its template."""
    parts = ((part.template, part.shown()) for part in added(AboveFigures))
    return [(template, shown) for template, shown in parts if shown is not None]


def finding_of(question: Question, blocks: Iterable[Block], address: str) -> Finding | None:
    """Return what a page found, by the first of its figures that has something to say.

    Those after it are not even made. A page without any figure found nothing.
    """
    first: Block | None = None
    for block in blocks:
        first = block if first is None or not block.is_empty else first
        if not block.is_empty:
            break
    if first is None:
        return None
    return Finding(gettext(question.name), first.title, f"{address}#{first.code}")
