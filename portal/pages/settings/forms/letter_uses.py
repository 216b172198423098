"""What a text is for, in the words of administrators."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.letter import LetterUse
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

_NAMES: dict[LetterUse, str] = {
    LetterUse.ACKNOWLEDGEMENT: to_translate("Accusé de réception"),
    LetterUse.TAKEN_IN_CHARGE: to_translate("Prise en charge"),
    LetterUse.QUESTION: to_translate("Question posée"),
    LetterUse.EXTENDED: to_translate("Délai prolongé"),
    LetterUse.LATE: to_translate("Réponse en retard"),
    LetterUse.PASSED_UP: to_translate("Passage à un palier plus haut"),
    LetterUse.RECOURSE_OPENED: to_translate("Autre recours ouvert"),
    LetterUse.ROUTED: to_translate("Remise au bon organisme"),
    LetterUse.ANSWERED: to_translate("Réponse prête"),
    LetterUse.CLOSED: to_translate("Plainte fermée"),
    LetterUse.WITHDRAWN: to_translate("Plainte retirée"),
    LetterUse.ANSWER: to_translate("Modèle de réponse"),
    LetterUse.ASK: to_translate("Modèle de question"),
    LetterUse.EXTEND: to_translate("Modèle de motif pour prolonger"),
    LetterUse.CLOSE: to_translate("Modèle de motifs pour fermer"),
}
_MARKS: dict[str, str] = {
    "number": to_translate("Le numéro de la plainte"),
    "agency": to_translate("Le nom de l’organisme"),
    "answer_day": to_translate("La date promise pour la réponse"),
    "category": to_translate("Le sujet de la plainte"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What may be filled in: how it is typed, what it becomes, and where; nowhere named is all."""

    typed: str
    meaning: str
    where: list[str]


def use_name(use: LetterUse) -> str:
    """Return what a text is for, in the language of the page."""
    return gettext(_NAMES[use])


def every_mark() -> list[Mark]:
    """Return what may be filled in, in the language of the page."""
    marks = []
    for mark, meaning in _MARKS.items():
        uses = [use for use in LetterUse if mark in use.marks]
        where = [] if len(uses) == len(LetterUse) else list(map(use_name, uses))
        marks.append(Mark(f"{{{mark}}}", gettext(meaning), where))
    return marks


def marks_words(use: LetterUse) -> str:
    """Return the marks that a text for this use may have filled in, one after the other."""
    return ", ".join(f"{{{mark}}}" for mark in use.marks)
