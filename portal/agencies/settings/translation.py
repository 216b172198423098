"""What a settings file says in French alone: no mistake, but told to whoever can translate it."""

from __future__ import annotations

from collections.abc import Iterator

from portal.agencies.files.mistakes import MISSING, Mistake
from portal.agencies.files.places import Place
from portal.words.catalogue import sentence

NO_ENGLISH = sentence("n’est qu’en français pour l’instant")


def french_alone(place: Place) -> Iterator[Place]:
    """Yield each place, from here on, whose words have no English."""
    if "fr" in place.keys and set(place.keys) <= {"fr", "en"} and not place.at("en").is_said:
        yield place
    for child in (*place.items, *map(place.at, place.keys)):
        yield from french_alone(child)


def english_is_there(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for all words without English, where English is needed."""
    for words in french_alone(root):
        yield words.at("en").mistake(MISSING)


def main_language_is_there(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for all words without English, if it is the agency's main language."""
    if _is_english_first(root):
        yield from english_is_there(root)


def notes_on(root: Place) -> list[Mistake]:
    """Return what should be translated, each thing told in its place like a mistake."""
    if _is_english_first(root):
        return []
    return [words.mistake(NO_ENGLISH) for words in french_alone(root)]


def _is_english_first(root: Place) -> bool:
    return root.at("agency", "languages", 0).text == "en"
