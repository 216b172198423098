"""What a feature adds to the office's lists: tags of rows, filters, and what is to be decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.queries.work_list import Condition
from portal.complaints.queries.work_list_rows import Row
from portal.domain.permissions import Permission
from portal.domain.text import Language
from portal.pages.office.wording import Tag

RowTag = Callable[[Row, str], Tag | None]
"""What marks a row of the work list of an agency, if anything does."""


@dataclass(frozen=True, slots=True)
class ListFilter:
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


Deciding = Callable[[Session, str], ToDecide | None]
"""What reads what else waits for the top authority of an agency."""


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """The words of a letter that is about to leave, in their language."""

    words: str
    language: Language


JoinEach = Callable[[Session, Agency, Mapping[int, WrittenLetter]], dict[int, WrittenLetter]]
"""What returns the letters of an agency as they will leave, by the complaints that they answer."""
