"""A model of an answer or a question, with what it tells of the complaint filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.domain.letter import filled
from portal.domain.text import Text
from portal.words.dates import promised_day_words
from portal.words.typography import french_spaces


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a model may tell; `is_sample` labels a day whose time is a sample."""

    number: str
    agency: Text
    category: Text
    answer_day: date | None
    is_sample: bool = False


def model_words(model: Text, language: str, facts: ModelFacts) -> str:
    """Return the words from which an officer goes on, in the language of the complainant."""
    day, is_sample = facts.answer_day, facts.is_sample
    values = {
        "number": facts.number,
        "agency": facts.agency.in_(language),
        "category": facts.category.in_(language),
        "answer_day": promised_day_words(day, language, is_sample=is_sample) if day else None,
    }
    words = filled(model.in_(language), values)
    return words if language == "en" else french_spaces(words)
