"""Recommendations in words: where each stands, what happened to it, who has to reply."""

from __future__ import annotations

from collections.abc import Mapping

from portal.agencies.agency import Agency
from portal.domain.text import Text
from portal.features.recommendations.rules import Addressee, State, Step
from portal.pages.current import current_language
from portal.pages.office.wording import Tag
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

STATES: dict[State, tuple[str, str]] = {
    State.SENT: (to_translate("Attend une réponse"), "info"),
    State.REFUSED: (to_translate("Refusée, à trancher"), "up"),
    State.ACCEPTED: (to_translate("Acceptée, à exécuter"), "plain"),
    State.DONE: (to_translate("Exécutée, à vérifier"), "info"),
    State.VERIFIED: (to_translate("Exécution vérifiée"), "ok"),
    State.NOT_FOLLOWED: (to_translate("Non suivie"), "plain"),
}
STEPS: dict[str, str] = {
    Step.MADE: to_translate("envoyée"),
    Step.CORRECTED: to_translate("nouvelle version du texte"),
    Step.CLIMBED: to_translate("sans réponse, passée au palier suivant"),
    Step.UNANSWERED: to_translate("sans réponse de la plus haute autorité"),
    Step.ACCEPTED: to_translate("acceptée"),
    Step.REFUSED: to_translate("refusée"),
    Step.UPHELD: to_translate("maintenue par la plus haute autorité"),
    Step.CONFIRMED: to_translate("refusée par la plus haute autorité"),
    Step.LATE: to_translate("date d’exécution dépassée"),
    Step.DONE: to_translate("dite exécutée"),
    Step.SENT_BACK: to_translate("pas encore exécutée, retournée"),
    Step.VERIFIED: to_translate("exécution vérifiée"),
}


def state_tag(state: State) -> Tag:
    """Return where a recommendation stands."""
    words, kind = STATES[state]
    return Tag(gettext(words), kind)


def addressee_words(agency: Agency, addressee: Addressee, names: Mapping[int, str]) -> str:
    """Return who has to reply: the person's name, or the title of the post."""
    if addressee.user_id is not None:
        return names.get(addressee.user_id, "")
    titles = {step.to: step.title.text for step in agency.settings.escalation}
    post = addressee.post or ""
    return titles.get(post, Text(post)).in_(current_language())
