"""The choices of a question as rows of a form: more of them, another order, codes that stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from portal.agencies.settings.categories import ChoiceSettings
from portal.agencies.settings.codes import code_of
from portal.pages.settings.forms.english import typed_in, words_of
from portal.pages.typed import typed_lines

_FEW, _MORE = 2, 5


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One choice as it was typed; a new one has no code yet."""

    code: str = ""
    fr: str = ""
    en: str = ""

    @classmethod
    def of(cls, choice: ChoiceSettings) -> ChoiceRow:
        """Return the row that a choice fills."""
        return cls(choice.code, *typed_in(choice.label))

    @property
    def is_typed(self) -> bool:
        """Tell whether anything is said in it; what is emptied is taken away."""
        return bool(self.fr or self.en)


Rows = tuple[ChoiceRow, ...]


def read_rows(known: Collection[str]) -> Rows:
    """Read the rows of the request that say anything; only a known choice has a code."""
    typed = (typed_lines(f"choice_{part}") for part in ("code", "fr", "en"))
    rows = (
        ChoiceRow(code if code in known else "", fr, en)
        for code, fr, en in zip(*typed, strict=False)
    )
    return _raised(tuple(row for row in rows if row.is_typed), raised_choice())


def with_room(rows: Rows) -> Rows:
    """Return the rows with empty ones for more, as many as the person asked for."""
    return rows + (ChoiceRow(),) * (_MORE if wants_more_rows() else _FEW)


def wants_more_rows() -> bool:
    """Tell whether the person asked for more room for choices."""
    return "more" in request.form


def raised_choice() -> int | None:
    """Return the rank, counted from 1, of the choice that the person moves up, if any."""
    return request.form.get("raise", type=int)


def _raised(rows: Rows, rank: int | None) -> Rows:
    if rank is None or not 1 < rank <= len(rows):
        return rows
    before, raised = rows[rank - 2 : rank]
    return (*rows[: rank - 2], raised, before, *rows[rank:])


def coded(rows: Sequence[ChoiceRow]) -> tuple[dict[str, Any], ...]:
    """Return the choices as they are written; a new one gets a code from its French words."""
    taken = [row.code for row in rows if row.code]
    choices = []
    for row in rows:
        code = row.code or code_of(row.fr, taken)
        taken.append(code)
        choices.append({"code": code, "label": words_of(row.fr, row.en)})
    return tuple(choices)
