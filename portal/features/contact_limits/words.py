"""How contact with a complainant is limited, in words that both sides read."""

from __future__ import annotations

from portal.features.contact_limits.rules import LimitState, Means
from portal.words.catalogue import to_translate

MEANS: dict[str, str] = {
    Means.ONE_PERSON: to_translate("Une seule personne répond"),
    Means.WRITTEN: to_translate("Les échanges se font par écrit"),
    Means.WEEKLY: to_translate("Les messages sont lus ensemble, une fois par semaine"),
}
STATES: dict[str, str] = {
    LimitState.PROPOSED: to_translate("Proposée"),
    LimitState.DECLINED: to_translate("Écartée"),
    LimitState.IN_FORCE: to_translate("En vigueur"),
    LimitState.LIFTED: to_translate("Levée"),
    LimitState.OVER: to_translate("Terminée"),
}
