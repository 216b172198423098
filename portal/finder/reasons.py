"""Why an agency is proposed: those words of the text itself that speak for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from portal.domain.routing import Suggestion
from portal.finder.learned.learned import Learned
from portal.finder.suggest import MOST_MATCHED
from portal.words.typed_words import telling_words


def with_reasons(
    text: str, suggestions: Sequence[Suggestion], learned: Learned
) -> list[Suggestion]:
    """Return suggestions with the words that examples tell them by, as they were typed.

    One whose words tell nothing by the examples keeps those that the agency itself names.
    """
    typed: dict[str, str] = {}
    for word in telling_words(text):
        typed.setdefault(word.plain, word.typed)
    return [_with_reason(suggestion, typed, learned) for suggestion in suggestions]


def _with_reason(suggestion: Suggestion, typed: dict[str, str], learned: Learned) -> Suggestion:
    said = learned.telling(typed, suggestion.agency)
    telling = set(sorted(said, key=lambda word: -said[word])[:MOST_MATCHED])
    if not telling:
        return suggestion
    matched = tuple(word for plain, word in typed.items() if plain in telling)
    return replace(suggestion, matched=matched)
