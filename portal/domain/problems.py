"""What is wrong with an answer."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.text import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to correct: the field it belongs to, and what to do, in both languages."""

    field: str
    text: Text
