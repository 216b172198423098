"""What letters to the staff share: the names of what clocks promise."""

from __future__ import annotations

from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action
from portal.words.letters.telling import Telling

INFORMATION = "information_request"

_PROMISED = {
    "acknowledge": to_translate("l’accusé de réception"),
    "first_contact": to_translate("le premier contact"),
    "answer": to_translate("la réponse"),
    "reprisal_first_act": to_translate("le premier geste contre les représailles"),
    "reprisal_check_in": to_translate("le suivi après un signalement de représailles"),
    "review": to_translate("la révision"),
    "urgent_first_act": to_translate("le premier geste pour une plainte urgente"),
    "closing": to_translate("la fermeture de la plainte"),
    "intake": to_translate("la remise à un organisme"),
    "first_promise": to_translate("la réponse, à l’envoi de la plainte"),
    INFORMATION: to_translate("les renseignements demandés"),
    "recommendation_reply": to_translate("la réponse à une recommandation"),
    "recommendation_execution": to_translate("l’exécution d’une recommandation"),
}


def promised(told: Telling) -> str | None:
    """Return what the clock of the row promises, if that has a name."""
    what = _PROMISED.get(str(told.params.get("clock")))
    return told.gettext(what) if what else None


def to_requests(told: Telling) -> Action:
    """Return the button that leads to what is asked of the reader."""
    return Action(told.gettext("Ouvrir mes demandes"), told.requests_url())
