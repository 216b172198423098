"""Where else a complainant can turn."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.text import Text


@dataclass(frozen=True, slots=True)
class Recourse:
    """A further way: which body, how to reach it, and until when."""

    code: str
    body: Text
    how: Text
    deadline: Text
    link: str | None = None
    phone: str | None = None
    review: bool = False
