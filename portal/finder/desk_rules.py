"""Which rule of the intake desk decides for what somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from portal.domain.routing_rule import RoutingRule
from portal.finder.hearing import MOST_READ
from portal.finder.words import Keys, stems, telling_words, words_of


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule that decides, and the words as they were typed that it decides by."""

    rule: RoutingRule
    matched: tuple[str, ...]


def ruling(rules: Iterable[RoutingRule], text: str, language: str) -> Ruling | None:
    """Return what decides for a text, the newest rule first; None where no rule does.

    A phrase is there when each of its words is, in whatever order and form.
    """
    newest = sorted(rules, key=lambda rule: rule.id, reverse=True)
    if not newest or not text:
        return None
    heard = _heard(text, language)
    for rule in newest:
        for phrase in rule.phrases:
            matched = _matched(phrase, heard)
            if matched:
                return Ruling(rule, matched)
    return None


def _heard(text: str, language: str) -> dict[str, str]:
    """Return each stem of a text with the word that it first stood in."""
    heard: dict[str, str] = {}
    for word in telling_words(text[:MOST_READ], language):
        for stem in stems(word.plain):
            heard.setdefault(stem, word.typed)
    return heard


def _matched(phrase: str, heard: Mapping[str, str]) -> tuple[str, ...]:
    matched = []
    for keys in _keys_of(phrase):
        found = next((heard[key] for key in keys if key in heard), None)
        if found is None:
            return ()
        matched.append(found)
    return tuple(dict.fromkeys(matched))


@lru_cache(maxsize=1000)
def _keys_of(phrase: str) -> tuple[Keys, ...]:
    words = telling_words(phrase) or words_of(phrase)
    return tuple(stems(word.plain) for word in words)
