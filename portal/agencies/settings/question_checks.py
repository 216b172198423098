"""Checks between the fields of an agency's questions."""

from __future__ import annotations

from collections.abc import Iterator

from portal.agencies.files.mistakes import Mistake
from portal.agencies.files.places import Place
from portal.agencies.settings.codes import unique
from portal.domain.category import QuestionKind as Kind
from portal.words.catalogue import Fact, sentence

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


def bounds_are_in_order(question: Place) -> Iterator[Mistake]:
    """Yield a mistake if no number lies between the bounds."""
    least, most = question.at("minimum").value, question.at("maximum").value
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield question.at("maximum").mistake(
            sentence("est plus petit que le minimum, %(least)s", least=least)
        )
