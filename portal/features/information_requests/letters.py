"""The letters about requests for information: to whoever is asked, and to whoever asked."""

from __future__ import annotations

from collections.abc import Callable

from portal.features.information_requests.rules import Ending
from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action, Content, Paragraph
from portal.words.letters.staff_parts import to_requests
from portal.words.letters.telling import Telling

ENDINGS: dict[str, str] = {
    Ending.WITHDRAWN: to_translate("Le service des plaintes a retiré cette demande."),
    Ending.ANSWERED: to_translate("La réponse à la plainte est donnée."),
    Ending.CLOSED: to_translate("La plainte est terminée."),
    Ending.HANDED_ON: to_translate("La plainte est remise à un autre organisme."),
}


def request_for_you(told: Telling) -> Content:
    """Say that the complaints service asks the reader something, and until which day."""
    _, day = told.gettext, told.day("last_day")
    sentences = [_("Le service des plaintes vous demande des renseignements.")]
    if day:
        sentences.append(_("Répondez au plus tard le %(day)s.", day=day))
    sentences.append(_("Sans réponse, la demande passe au palier suivant."))
    return _letter(told, _("des renseignements vous sont demandés"), *sentences, to_asked=True)


def request_passed_to_you(told: Telling) -> Content:
    """Say that a request that nobody answered is now the reader's, and until which day."""
    _, day = told.gettext, told.day("last_day")
    sentences = [
        _("Une demande de renseignements est restée sans réponse : elle passe à votre palier.")
    ]
    if day:
        sentences.append(_("Répondez au plus tard le %(day)s.", day=day))
    return _letter(told, _("une demande passe à votre palier"), *sentences, to_asked=True)


def request_missed(told: Telling) -> Content:
    """Say that the day for an answer passed, and whether the request climbed."""
    _ = told.gettext
    next_step = (
        _("Elle reste à la plus haute autorité, en retard.")
        if told.params.get("is_at_top")
        else _(
            "Elle passe au palier suivant. La réponse peut encore venir de la première personne."
        )
    )
    late = _("La date prévue pour une demande de renseignements est passée sans réponse.")
    return _letter(told, _("des renseignements en retard"), late, next_step)


def request_answered(told: Telling) -> Content:
    """Say that what was asked is answered."""
    _ = told.gettext
    sentence = _("La réponse à votre demande de renseignements est dans la plainte.")
    return _letter(told, _("vos renseignements sont arrivés"), sentence)


def request_ended(told: Telling) -> Content:
    """Say that nothing is awaited of the reader any more, and why."""
    _ = told.gettext
    why = ENDINGS[str(told.params["why"])]
    sentence = _("Les renseignements demandés ne sont plus attendus.")
    return _letter(told, _("plus rien n’est attendu de vous"), _(why), sentence, to_asked=True)


def _letter(told: Telling, about: str, *sentences: str, to_asked: bool = False) -> Content:
    _ = told.gettext
    subject = _("Plainte %(number)s : %(about)s", number=told.number, about=about)
    action = to_requests(told) if to_asked else Action(_("Ouvrir la plainte"), told.office_url())
    footer = _(
        "Ce courriel ne dit rien de la personne plaignante ni de la question. "
        "Connectez-vous pour les lire."
    )
    return Content(subject, subject, [Paragraph(" ".join(sentences)), told.facts(), action], footer)


OF_REQUESTS: dict[str, Callable[[Telling], Content]] = {
    "request_for_you": request_for_you,
    "request_passed_to_you": request_passed_to_you,
    "request_missed": request_missed,
    "request_answered": request_answered,
    "request_ended": request_ended,
}
