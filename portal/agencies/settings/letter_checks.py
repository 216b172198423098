"""Checks between the fields of an agency's letters."""

from __future__ import annotations

from collections.abc import Iterator

from portal.agencies.files.mistakes import Mistake, not_one_of
from portal.agencies.files.places import Place
from portal.agencies.settings import codes
from portal.agencies.settings.codes import codes_of, exists, unique
from portal.domain.letter import LetterUse, wrong_marks
from portal.domain.text import LANGUAGES
from portal.words.catalogue import Sentence, sentence


def check_letters(root: Place) -> Iterator[Mistake]:
    """Yield what is wrong between the fields of the letters of an agency's file."""
    yield from letters_have_categories(root)
    yield from letters_have_one_middle(root)
    for letter in root.at("letters").items:
        yield from marks_are_known(letter)
        yield from texts_are_short(letter)


def letters_have_categories(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each category of a letter that is not there, or stands twice."""
    categories = codes_of(root.at("categories"))
    for letter in root.at("letters").items:
        yield from unique(letter.at("categories"))
        for category in letter.at("categories").items:
            yield from exists(category, categories, codes.CATEGORY)


def letters_have_one_middle(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each text that would stand where another stands already.

    One for some categories goes before the one for all, as their deadlines do.
    """
    first: dict[tuple[LetterUse, str | None], Place] = {}
    for letter in root.at("letters").items:
        for use, category, place in _middles(letter):
            other = first.setdefault((use, category), letter)
            if other is not letter:
                yield place.mistake(_said_already(use, category, other.node.line))


def marks_are_known(letter: Place) -> Iterator[Mistake]:
    """Yield a mistake for a text with something in braces that is not filled in there."""
    for use, place, text in _texts(letter):
        known = [f"{{{mark}}}" for mark in use.marks]
        for wrong in wrong_marks(text, use):
            yield place.mistake(not_one_of(wrong, known))


def texts_are_short(letter: Place) -> Iterator[Mistake]:
    """Yield a mistake for each text that is longer than its use allows."""
    for use, place, text in _texts(letter):
        length = len(text.strip())
        if length > use.longest:
            yield place.mistake(
                sentence(
                    "compte %(length)s caractères; %(most)s au plus sont permis ici",
                    length=length,
                    most=use.longest,
                )
            )


def _middles(letter: Place) -> Iterator[tuple[LetterUse, str | None, Place]]:
    """Yield the letter that a text is the middle of, for each of its categories; None is all."""
    use, chosen = _use(letter), letter.at("categories").items
    if use is None or use.is_model:
        return
    if not chosen:
        yield use, None, letter.at("use")
    for category in chosen:
        if category.text is not None:
            yield use, category.text, category


def _said_already(use: LetterUse, category: str | None, line: int) -> Sentence:
    if category is None:
        return sentence(
            "le texte de la lettre « %(use)s » pour toutes les catégories "
            "est déjà à la ligne %(line)s",
            use=use.value,
            line=line,
        )
    return sentence(
        "le texte de la lettre « %(use)s » pour « %(category)s » est déjà à la ligne %(line)s",
        use=use.value,
        category=category,
        line=line,
    )


def _use(letter: Place) -> LetterUse | None:
    use = letter.at("use").text
    return LetterUse(use) if use in list(LetterUse) else None


def _texts(letter: Place) -> Iterator[tuple[LetterUse, Place, str]]:
    """Yield each text of a letter with its place, if it is known what the letter is for."""
    use = _use(letter)
    for place in (letter.at("text", language) for language in LANGUAGES):
        if use is not None and place.text is not None:
            yield use, place, place.text
