"""What became of what somebody asked to be adapted, in words."""

from __future__ import annotations

from collections.abc import Iterable

from portal.domain.needs import FORMS_OF_LETTERS
from portal.features.accommodations.queries import Accommodation
from portal.features.accommodations.rules import Decision, State
from portal.pages.current import gettext
from portal.pages.shown.before_filing import NEED_WORDS, needs_words
from portal.words.catalogue import to_translate

STATES: dict[str, str] = {
    State.ASKED: to_translate("À répondre"),
    State.QUESTIONED: to_translate("Précision demandée à la personne"),
    State.GRANTED: to_translate("Accordée, à mettre en place"),
    State.IN_PLACE: to_translate("En place"),
    State.REFUSED: to_translate("Refusée"),
    State.ENDED: to_translate("Plus attendue"),
}
TOLD_STATES: dict[str, str] = {
    State.ASKED: to_translate("L’organisme doit vous répondre."),
    State.QUESTIONED: to_translate("L’organisme attend une précision de votre part."),
    State.GRANTED: to_translate("C’est accordé."),
    State.IN_PLACE: to_translate("C’est en place."),
    State.REFUSED: to_translate("C’est refusé."),
    State.ENDED: to_translate("La plainte est retirée."),
}
DECISIONS: dict[str, str] = {
    Decision.GRANT: to_translate("Accordée."),
    Decision.REFUSE: to_translate("Refusée."),
    Decision.QUESTION: to_translate("Précision demandée."),
}


def need_words(need: str) -> str:
    """Return one need in words."""
    return needs_words((need,))


def needs_to_choose(but: Iterable[str]) -> list[tuple[str, str]]:
    """Return the needs that may still be asked for, with their words."""
    known = frozenset(but)
    return [(need, gettext(words)) for need, words in NEED_WORDS.items() if need not in known]


def forms_wanted(accommodations: Iterable[Accommodation]) -> list[str]:
    """Return in which forms letters have to reach somebody, in words: but for what was refused."""
    over = (State.REFUSED, State.ENDED)
    return [
        need_words(asked.need)
        for asked in accommodations
        if asked.need in FORMS_OF_LETTERS and asked.state not in over
    ]
