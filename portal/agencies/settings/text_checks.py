"""Checks between the fields of what citizens are asked and sent: questions and letters."""

from __future__ import annotations

from collections.abc import Iterator

from portal.agencies.files.places import (
    NO_CATEGORY,
    Mistake,
    Place,
    codes_of,
    exists,
    not_one_of,
    unique,
)
from portal.agencies.settings.fields import UNREADABLE, compiled, why_not_linear
from portal.domain.letter import LetterUse, wrong_marks
from portal.domain.question import QuestionKind as Kind
from portal.domain.text import LANGUAGES
from portal.words.catalogue import Fact, Sentence, in_english_only, sentence

REQUIRED_AT_MOST = 3
CHOICES = (Kind.CHOICE, Kind.SEVERAL_CHOICES)
TEXTS = (Kind.TEXT, Kind.LONG_TEXT)

KINDS_WITH: dict[str, tuple[Kind, ...]] = {
    "choices": CHOICES,
    "pattern": (Kind.TEXT,),
    "minimum": (Kind.NUMBER,),
    "maximum": (Kind.NUMBER,),
    "future": (Kind.DATE,),
    "max_length": TEXTS,
}


def check_questions(root: Place) -> Iterator[Mistake]:
    """Yield what is wrong between the fields of the questions of an agency's file."""
    for category in root.at("categories").items:
        yield from unique(category.at("questions"))
        yield from few_are_required(category.at("questions"))
        for question in category.at("questions").items:
            yield from fits_its_kind(question)
            yield from has_its_hint(question)
            yield from pattern_is_linear(question)
            yield from bounds_are_in_order(question)
            yield from unique(question.at("choices"))


def few_are_required(questions: Place) -> Iterator[Mistake]:
    """Yield a mistake if more answers are required than anybody should be asked for."""
    required = [question for question in questions.items if question.at("required").value is True]
    if len(required) > REQUIRED_AT_MOST:
        yield (
            required[REQUIRED_AT_MOST]
            .at("required")
            .mistake(
                sentence(
                    "%(count)s réponses sont obligatoires; %(most)s au plus peuvent l’être",
                    count=len(required),
                    most=REQUIRED_AT_MOST,
                )
            )
        )


def fits_its_kind(question: Place) -> Iterator[Mistake]:
    """Yield a mistake for each setting that a question of this kind cannot have, or lacks."""
    kind = _kind(question)
    if kind is None:
        return
    for key, kinds in KINDS_WITH.items():
        if kind not in kinds and question.at(key).value not in (None, False, []):
            yield question.mistake_in_key(
                key, sentence("seule une question %(kinds)s a ce réglage", kinds=_either(kinds))
            )
    if kind in CHOICES and not question.at("choices").value:
        yield question.at("choices").mistake(
            sentence("manque : une question %(kind)s en offre", kind=kind.value)
        )


def _either(kinds: tuple[Kind, ...]) -> Fact:
    first, *others = (kind.value for kind in kinds)
    return sentence("%(one)s ou %(other)s", one=first, other=others[0]) if others else first


def _kind(question: Place) -> Kind | None:
    kind = question.at("kind")
    if not kind.is_there:
        return Kind.TEXT if question.keys else None
    return Kind(kind.text) if kind.text in list(Kind) else None


def has_its_hint(question: Place) -> Iterator[Mistake]:
    """Yield a mistake for a pattern without a hint, or a hint without a pattern."""
    pattern, hint = question.at("pattern"), question.at("pattern_hint")
    if pattern.is_said and not hint.is_there:
        yield hint.mistake(sentence("manque : dites quoi faire quand une réponse ne convient pas"))
    if hint.is_said and not pattern.is_there:
        yield question.mistake_in_key("pattern_hint", sentence("il n’y a pas de motif à expliquer"))


def pattern_is_linear(question: Place) -> Iterator[Mistake]:
    """Yield a mistake for a regular expression whose matching could take long."""
    pattern = question.at("pattern")
    try:
        is_read = pattern.text is not None and compiled(pattern.text) is not None
    except UNREADABLE:
        return  # the schema says so
    why = why_not_linear(pattern.text or "") if is_read else None
    if why is not None:
        yield pattern.mistake(
            sentence(
                "« %(pattern)s » ne peut pas être vérifiée en un temps sûr%(why)s",
                pattern=pattern.text or "",
                why=in_english_only(why),
            )
        )


def bounds_are_in_order(question: Place) -> Iterator[Mistake]:
    """Yield a mistake if no number lies between the bounds."""
    least, most = question.at("minimum").value, question.at("maximum").value
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield question.at("maximum").mistake(
            sentence("est plus petit que le minimum, %(least)s", least=least)
        )


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
            yield from exists(category, categories, NO_CATEGORY)


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
