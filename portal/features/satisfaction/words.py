"""What complainants are asked in words: the survey, its scale, and whether an answer meets them."""

from __future__ import annotations

from portal.domain.verdict import Verdict
from portal.features.satisfaction.rules import Question
from portal.words.catalogue import to_translate

QUESTIONS: dict[Question, str] = {
    Question.SIMPLE: to_translate("A-t-il été simple de porter plainte?"),
    Question.TIME: to_translate("La réponse est-elle venue assez vite?"),
    Question.HEARD: to_translate("La réponse traite-t-elle clairement de ce que vous avez dit?"),
    Question.WHOLE: to_translate("Dans l’ensemble, votre plainte a-t-elle été bien traitée?"),
}
SCALE: dict[int, str] = {
    1: to_translate("Pas du tout"),
    2: to_translate("Plutôt non"),
    3: to_translate("En partie"),
    4: to_translate("Plutôt oui"),
    5: to_translate("Tout à fait"),
}
SHORT: dict[Question, str] = {
    Question.SIMPLE: to_translate("Simplicité"),
    Question.TIME: to_translate("Rapidité"),
    Question.HEARD: to_translate("Clarté et écoute"),
    Question.WHOLE: to_translate("Traitement"),
}
VERDICTS: dict[str, str] = {
    Verdict.YES: to_translate("Oui"),
    Verdict.PARTLY: to_translate("En partie"),
    Verdict.NO: to_translate("Non"),
}
