"""What complaints can be about, and what an agency asks about it."""

from __future__ import annotations

from portal.agencies.settings.common import CalendarSettings, Deadlines
from portal.agencies.settings.fields import (
    Code,
    Flag,
    Pattern,
    Phrase,
    Positive,
    Settings,
    Whole,
    Words,
)
from portal.domain.category import QuestionKind


class ChoiceSettings(Settings):
    """One of the answers that a question offers."""

    code: Code
    label: Words


class QuestionSettings(Settings):
    """Something that the agency asks about a category."""

    code: Code
    label: Words
    hint: Words | None = None
    kind: QuestionKind = QuestionKind.TEXT
    required: Flag = False
    choices: tuple[ChoiceSettings, ...] = ()
    pattern: Pattern | None = None
    """A regular expression for the whole answer without its spaces."""
    pattern_hint: Words | None = None
    """What to do when the answer does not match the pattern."""
    minimum: Whole | None = None
    maximum: Whole | None = None
    future: Flag = False
    max_length: Positive | None = None


class CategorySettings(Settings):
    """What complaints can be about."""

    code: Code
    name: Words
    description: Words | None = None
    theme: Code
    """One of the portal's themes, so that organisations can be compared."""
    unit: Code | None = None
    words: tuple[Phrase, ...] = ()
    """Everyday words that citizens type, in both languages."""
    examples: tuple[Phrase, ...] = ()
    calendar: CalendarSettings | None = None
    """The days and hours that count for this subject, where they are not the agency's."""
    deadlines: Deadlines = Deadlines()
    questions: tuple[QuestionSettings, ...] = ()
    retired: Flag = False
    """No longer offered, kept for the complaints that have it."""
