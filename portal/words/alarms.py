"""The words for levels at which nobody answers, and for who is told of it."""

from __future__ import annotations

from collections.abc import Sequence

from portal.domain.absence import WhyVacant
from portal.domain.handling.escalation import Alarmed
from portal.words.catalogue import gettext_in, to_translate

WHY_VACANT: dict[WhyVacant, str] = {
    WhyVacant.VACANT: to_translate("poste vacant"),
    WhyVacant.AWAY: to_translate("absence, personne ne remplace"),
    WhyVacant.KEPT_OUT: to_translate("personne n’y peut traiter cette plainte"),
}
"""For the staff; to complainants it is said only that nobody answers."""

_ALARMED: dict[Alarmed, str] = {
    Alarmed.IN_CHARGE: to_translate("la personne responsable"),
    Alarmed.HEAD: to_translate("la personne qui dirige le service des plaintes"),
    Alarmed.TOP: to_translate("la plus haute autorité"),
    Alarmed.ADMINISTRATORS: to_translate("les personnes qui règlent le portail"),
}


def alarmed_words(told: Sequence[Alarmed] | None, language: str) -> str:
    """Return to whom a notice went, in a sentence; nothing where that was not kept."""
    if told is None:
        return ""
    if not told:
        return gettext_in(language, to_translate("Il n’y avait personne à aviser."))
    people = ", ".join(gettext_in(language, _ALARMED[as_what]) for as_what in told)
    return gettext_in(language, to_translate("Avis adressé à : %(who)s."), who=people)
