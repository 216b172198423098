"""What a complaint can be about."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.domain.question import Question
from portal.domain.text import Text


@dataclass(frozen=True, slots=True)
class Category:
    """What a complaint is about, in the agency's own words.

    `theme` is one of the portal's common themes, so that organisations can be compared; `unit`
    receives the complaint; `words` and `examples` lead the finder to the category.
    """

    code: str
    name: Text
    theme: str = "other"
    unit: str | None = None
    description: Text | None = None
    questions: tuple[Question, ...] = ()
    words: tuple[str, ...] = field(default=())
    examples: tuple[str, ...] = field(default=())
