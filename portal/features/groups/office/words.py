"""Groups in words: where each stands, what happened to it, and why a complaint is left out."""

from __future__ import annotations

from portal.agencies.agency import Agency
from portal.domain.text import Text
from portal.features.groups.rules import LeftOpen, LeftOut, State, Step
from portal.pages.current import current_language
from portal.pages.office.case.opened import category_names
from portal.pages.office.wording import Tag
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

STATES: dict[State, tuple[str, str]] = {
    State.PROPOSED: (to_translate("Proposé par le portail"), "info"),
    State.OPEN: (to_translate("Ouvert"), "plain"),
    State.ANSWERED: (to_translate("Réponse donnée"), "ok"),
    State.PUT_ASIDE: (to_translate("Écarté"), "plain"),
}
STEPS: dict[Step, str] = {
    Step.PROPOSED: to_translate("Proposé par le portail"),
    Step.OPENED: to_translate("Groupe ouvert"),
    Step.PUT_ASIDE: to_translate("Proposition écartée"),
    Step.CHANGED: to_translate("Description changée"),
    Step.NOTED: to_translate("Note d’enquête"),
    Step.ADDED: to_translate("Plainte ajoutée"),
    Step.LEFT: to_translate("Plainte retirée du groupe"),
    Step.SENT: to_translate("Envoi d’une réponse commencé"),
    Step.ANSWERED: to_translate("Toutes les plaintes ont leur réponse"),
    Step.CLOSED: to_translate("Plaintes fermées ensemble"),
    Step.PUBLISHED: to_translate("Titre montré au public"),
    Step.UNPUBLISHED: to_translate("Titre retiré du public"),
}
LEFT_OUT: dict[LeftOut, str] = {
    LeftOut.WAITING: to_translate("La personne doit d’abord répondre à une question."),
    LeftOut.LEVEL: to_translate("Un autre palier la tient."),
    LeftOut.REVIEW: to_translate("Une autre personne doit la réviser."),
    LeftOut.ANSWERED: to_translate("Elle a déjà sa réponse."),
    LeftOut.ENDED: to_translate("Elle est terminée."),
    LeftOut.LANGUAGE: to_translate("Il n’y a pas de texte dans sa langue."),
    LeftOut.CHANGED: to_translate("Elle a changé depuis que les lettres ont été relues."),
    LeftOut.NOT_ALLOWED: to_translate("Qui l’a envoyée ne peut plus y répondre."),
    LeftOut.RECOURSE: to_translate("Aucun autre recours n’est réglé pour elle."),
    LeftOut.STOPPED: to_translate("L’envoi a été arrêté avant elle."),
    LeftOut.FAILED: to_translate("La réponse n’a pas pu partir. Répondez-y à part."),
}


LEFT_OPEN: dict[LeftOpen, str] = {
    LeftOpen.ANSWER: to_translate("Elle n’a pas encore sa réponse."),
    LeftOpen.ENDED: to_translate("Elle est déjà terminée."),
    LeftOpen.LEAVING: to_translate("Un texte est sur le point d’en partir, ou d’être relu."),
    LeftOpen.ISSUES: to_translate("Elle a plusieurs points : chacun a sa conclusion."),
    LeftOpen.WRITTEN: to_translate("La personne a écrit depuis la réponse : lisez-la d’abord."),
    LeftOpen.JUDGED: to_translate("La personne dit que la réponse ne suffit pas."),
}


def state_tag(state: State) -> Tag:
    """Return where a group stands."""
    words, kind = STATES[state]
    return Tag(gettext(words), kind)


def left_out_words(why: LeftOut | str) -> str:
    """Return why a complaint is left out."""
    return gettext(LEFT_OUT[LeftOut(why)])


def group_name(agency: Agency, name: str, category: str) -> str:
    """Return what a group is called; a proposal has only what its complaints are about."""
    if name:
        return name
    about = category_names(agency).get(category, Text(category))
    return gettext("Plaintes semblables : %(category)s", category=about.in_(current_language()))
