"""What a feature adds to the office's lists and letters: tags, filters, decisions, words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.complaints.queries.work_list import Condition
from portal.complaints.queries.work_list_rows import Row
from portal.db import Session
from portal.domain.permissions import Permission
from portal.pages.features import Contribution
from portal.pages.office.wording import Tag


@dataclass(frozen=True, slots=True)
class RowTag(Contribution):
    """What marks a row of the work list of an agency, where anything does.

    What `comes_first` stands before the state of the work.
    """

    tag: Callable[[Row, str], Tag | None]
    comes_first: bool = False


@dataclass(frozen=True, slots=True)
class ListFilter(Contribution):
    """Something of a feature, by its id, to which the work list may be narrowed.

    `name` says it in the address; `label` stands above the `choices`, `every` for all of them, and
    `chosen` is what the list is narrowed to, with the name of the choice. Few are left by it.
    """

    name: str
    label: str
    every: str
    chosen: str
    permission: Permission
    choices: Callable[[Session, str], Sequence[tuple[int, str]]]
    narrows: Callable[[int], Condition]


@dataclass(frozen=True, slots=True)
class ToDecide:
    """What else waits for the top authority: how much, in words, and the list of it."""

    words: str
    template: str
    rows: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Deciding(Contribution):
    """What reads what else waits for the top authority of an agency."""

    read: Callable[[Session, str], ToDecide | None]
