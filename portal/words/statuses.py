"""The words for where a complaint is in its life."""

from __future__ import annotations

from portal.domain.complaint import Status
from portal.words.catalogue import gettext_in, to_translate

STATUS_WORDS: dict[Status, str] = {
    Status.RECEIVED: to_translate("Reçue"),
    Status.TAKEN_IN_CHARGE: to_translate("Prise en charge"),
    Status.UNDER_REVIEW: to_translate("À l’étude"),
    Status.WAITING: to_translate("En attente de vous"),
    Status.ANSWERED: to_translate("Réponse donnée"),
    Status.CLOSED: to_translate("Fermée"),
    Status.TRANSFERRED: to_translate("Transférée"),
    Status.WITHDRAWN: to_translate("Retirée"),
}


def status_words(status: Status | str, language: str) -> str:
    """Return the status as citizens read it: "À l’étude" or "Under review"."""
    return gettext_in(language, STATUS_WORDS[Status(status)])
