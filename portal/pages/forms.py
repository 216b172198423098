"""What is wrong with a form, in the order of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.domain.category import Problem


@dataclass(frozen=True, slots=True)
class FormProblem:
    """Something to correct: the id of the field that the summary leads to, and what to do."""

    field_id: str
    text: str


class Problems:
    """The problems of one form; the summary lists them as the page shows its fields.

    A field has one problem at most: the first that was added.
    """

    def __init__(self, field_order: Sequence[str] = ()) -> None:
        self._rank = {field_id: rank for rank, field_id in enumerate(field_order)}
        self._texts: dict[str, str] = {}

    def add(self, field_id: str, text: str) -> None:
        """Note what to do about a field, unless something is noted already."""
        self._texts.setdefault(field_id, text)

    def add_all(self, problems: Iterable[Problem], language: str, prefix: str = "") -> None:
        """Note what an agency's rules found, worded in `language`."""
        for problem in problems:
            self.add(prefix + problem.field, problem.text.in_(language))

    def text_of(self, field_id: str) -> str | None:
        """Return what to do about a field, or None."""
        return self._texts.get(field_id)

    def __iter__(self) -> Iterator[FormProblem]:
        last = len(self._rank)
        ordered = sorted(self._texts, key=lambda field_id: self._rank.get(field_id, last))
        return (FormProblem(field_id, self._texts[field_id]) for field_id in ordered)

    def __len__(self) -> int:
        return len(self._texts)
