"""What of a table stands open: the rows that answer its heading; the others fold under it.

A table that ranks shows both its ends, any other begins with what matters most. The row of all
together always stands open. A file and a printed page have every row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from msgspec.structs import replace

from portal.reporting.tables.blocks import Block, Group, Line
from portal.reporting.texts import ngettext

OPEN = 10
FEWER = 6
"""So many rows of a table stand open below the first two of a page, which answer its question."""
_ANSWERING = 2
_SLACK = 2
"""How many rows more are not worth being folded."""


def _in_rows(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Return the blocks as they stand on a page: wide and empty ones alone, others side by side."""
    rows = groupby(blocks, key=lambda block: block.is_wide or block.is_empty)
    return [
        row
        for is_wide, group in rows
        for row in (((block,) for block in group) if is_wide else (tuple(group),))
    ]


def in_parted_rows(blocks: Sequence[Block]) -> list[tuple[Parted, ...]]:
    """Return the blocks as they stand on a page, each with what folds."""
    return [
        tuple(parted(block, OPEN if rank < _ANSWERING else FEWER) for block in row)
        for rank, row in enumerate(_in_rows(blocks))
    ]


class Parted(NamedTuple):
    """A block with the rows that stand open, one with those that fold, and how many these are."""

    open: Block
    rest: Block | None
    n: int


def parted(block: Block, opened: int = OPEN) -> Parted:
    """Part the rows of a block, so many of which stand open.

    One whose plot stands alone folds its table away as a whole.
    """
    lines = [line for group in block.groups if not group.is_whole for line in group.lines]
    if block.chart or block.stays_open or len(lines) <= opened + _SLACK:
        return Parted(block, None, 0)
    first = block.groups[0]
    is_parted = block.has_two_ends and first.is_ranked and len(first.lines) > opened
    half = opened // 2
    shown = [*first.lines[:half], *first.lines[-half:]] if is_parted else lines[:opened]
    known = {id(line) for line in shown}
    rest = [
        _without(group, [line for line in group.lines if id(line) not in known])
        for group in block.groups
        if not group.is_whole
    ]
    n = len(lines) - len(shown)
    return Parted(
        replace(block, groups=tuple(_opened(block.groups, known, is_parted))),
        replace(block, groups=tuple(group for group in rest if group.lines)),
        n,
    )


def _opened(groups: Sequence[Group], known: set[int], is_parted: bool) -> list[Group]:
    shown: list[Group] = []
    for group in groups:
        lines = [line for line in group.lines if group.is_whole or id(line) in known]
        if is_parted and group.is_ranked:
            shown += _both_ends(group, lines)
        elif lines:
            shown.append(_without(group, lines))
    return shown


def _both_ends(group: Group, lines: list[Line]) -> list[Group]:
    """Return the first rows and, under a line that says how many are between, the last ones."""
    half, between = len(lines) // 2, len(group.lines) - len(lines)
    words = ngettext(
        "%(num)s autre ligne, puis la fin du classement :",
        "%(num)s autres lignes, puis la fin du classement :",
        between,
    )
    return [_without(group, lines[:half]), Group(tuple(lines[half:]), words)]


def _without(group: Group, lines: list[Line]) -> Group:
    return Group(tuple(lines), group.title, group.is_whole, group.is_ranked)
