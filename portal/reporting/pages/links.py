"""What leads from one page of figures to the others, and what each of them found."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from portal.pages.current import gettext
from portal.reporting.blocks import Block
from portal.reporting.questions import Question


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


def finding_of(question: Question, blocks: Sequence[Block], address: str) -> Finding:
    """Return what a page found, by its figures, of which there is one at least.

    It is the first of them that has something to say.
    """
    first = next((block for block in blocks if not block.is_empty), blocks[0])
    return Finding(gettext(question.name), first.title, f"{address}#{first.code}")
