"""The letters to the staff about recommendations: what is asked or became of one, and a link."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action, Content, Paragraph
from portal.words.letters.staff_parts import promised
from portal.words.letters.telling import Telling

# What each letter is about, and what it says below.
_LETTERS: dict[str, tuple[str, str]] = {
    "recommendation_corrected": (
        to_translate("recommandation corrigée"),
        to_translate(
            "Une recommandation qui vous est adressée a une nouvelle version. "
            "La première se lit toujours à côté, et la date de réponse ne change pas."
        ),
    ),
    "recommendation_refused": (
        to_translate("un refus à trancher"),
        to_translate(
            "Une recommandation du service des plaintes est refusée, avec un motif. "
            "Vous avez le dernier mot : elle est suivie quand même, ou le refus tient."
        ),
    ),
    "recommendation_sent_back": (
        to_translate("une exécution à reprendre"),
        to_translate(
            "La vérification dit ce qui manque encore, et donne un autre jour pour le faire."
        ),
    ),
    "recommendation_to_verify": (
        to_translate("une exécution à vérifier"),
        to_translate(
            "Une recommandation est dite exécutée. Vérifiez-la : "
            "qui l’a écrite ou exécutée ne peut pas le faire."
        ),
    ),
}
# What became of it, by the state it is in.
_BECAME: dict[str, tuple[str, str]] = {
    "accepted": (
        to_translate("recommandation acceptée"),
        to_translate("La recommandation est acceptée, avec une date d’exécution."),
    ),
    "refused": (
        to_translate("recommandation refusée"),
        to_translate("La recommandation est refusée. La plus haute autorité tranche."),
    ),
    "done": (
        to_translate("recommandation exécutée"),
        to_translate("La recommandation est dite exécutée. Une autre personne le vérifie."),
    ),
    "verified": (
        to_translate("exécution vérifiée"),
        to_translate("L’exécution de la recommandation est vérifiée."),
    ),
    "not_followed": (
        to_translate("recommandation non suivie"),
        to_translate("La plus haute autorité refuse la recommandation, avec ses motifs."),
    ),
}


def for_you(told: Telling) -> Content:
    """Say that a recommendation is addressed to the reader, and by when they reply."""
    _, day = told.gettext, told.day("last_day")
    said = [_("Le service des plaintes vous adresse une recommandation.")]
    if day:
        said.append(_("Répondez au plus tard le %(day)s.", day=day))
    return _letter(told, _("une recommandation pour vous"), " ".join(said))


def climbed(told: Telling) -> Content:
    """Say that a recommendation without a reply is now the reader's."""
    _, day = told.gettext, told.day("last_day")
    said = [
        _("Une recommandation est restée sans réponse. Elle est maintenant à votre palier."),
    ]
    if day:
        said.append(_("Répondez au plus tard le %(day)s.", day=day))
    return _letter(told, _("recommandation sans réponse"), " ".join(said))


def missed(told: Telling) -> Content:
    """Say which date of a recommendation passed."""
    said = told.gettext("La date promise pour %(what)s est passée.", what=promised(told))
    return _letter(told, told.gettext("une date est passée"), said)


def moved(told: Telling) -> Content:
    """Say what became of a recommendation."""
    about, said = _BECAME[str(told.params["state"])]
    return _letter(told, told.gettext(about), told.gettext(said))


def _plain(name: str, told: Telling) -> Content:
    about, said = _LETTERS[name]
    return _letter(told, told.gettext(about), told.gettext(said))


def _letter(told: Telling, about: str, said: str) -> Content:
    _ = told.gettext
    subject = _("Plainte %(number)s : %(about)s", number=told.number, about=about)
    action = Action(_("Ouvrir la recommandation"), told.recommendation_url())
    footer = _("Ce courriel ne dit rien de la plainte. Connectez-vous pour lire la recommandation.")
    return Content(subject, subject, [Paragraph(said), told.facts(), action], footer)


ABOUT_RECOMMENDATIONS: dict[str, Callable[[Telling], Content]] = {
    **{name: partial(_plain, name) for name in _LETTERS},
    "recommendation_for_you": for_you,
    "recommendation_climbed": climbed,
    "recommendation_missed": missed,
    "recommendation_moved": moved,
}
