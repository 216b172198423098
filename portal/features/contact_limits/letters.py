"""Letters to complainants whose contact with an agency is limited for a time."""

from __future__ import annotations

from collections.abc import Callable

from portal.features.contact_limits.words import MEANS
from portal.words.letters.layout import Content, Part
from portal.words.letters.parts import short
from portal.words.letters.telling import Telling


def contact_limited(told: Telling) -> Content:
    """Say what is limited and until when, how to have it reviewed, and where else to turn."""
    _ = told.gettext
    subject = _("Plainte %(number)s : vos échanges avec l’organisme", number=told.number)
    paragraphs = [
        _("L’organisme limite pour un temps la façon d’échanger avec vous."),
        *(_("%(means)s.", means=_(MEANS[means])) for means in told.params["means"]),
        _("Cette décision vaut jusqu’au %(day)s.", day=told.day("last_day")),
        _("Vous pouvez toujours porter plainte, écrire et signaler des représailles."),
        _("Les motifs et la façon de faire réviser la décision sont sur votre page de suivi."),
    ]
    heading = _("Vos échanges sont limités pour un temps")
    return short(told, subject, heading, *paragraphs, then=_where_to_turn(told))


def limit_reviewed(told: Telling) -> Content:
    """Say whether the limit goes on; the reasons are on the page."""
    _ = told.gettext
    subject = _("Plainte %(number)s : votre demande de révision", number=told.number)
    outcome = (
        _("La limite de vos échanges continue jusqu’à sa date.")
        if told.params["goes_on"]
        else _("La limite de vos échanges prend fin maintenant.")
    )
    why = _("Les motifs sont sur votre page de suivi.")
    heading = _("La limite a été révisée")
    return short(told, subject, heading, outcome, why, then=_where_to_turn(told))


def limit_ended(told: Telling) -> Content:
    """Say that the limit holds no more."""
    _ = told.gettext
    subject = _("Plainte %(number)s : vos échanges avec l’organisme", number=told.number)
    ended = _("La limite de vos échanges a pris fin. Vous pouvez écrire ou appeler comme avant.")
    return short(told, subject, _("La limite a pris fin"), ended)


def _where_to_turn(told: Telling) -> list[Part]:
    return told.recourses(told.gettext("Où vous adresser"), *told.params["recourses"])


LETTERS: dict[str, Callable[[Telling], Content]] = {
    letter.__name__: letter for letter in (contact_limited, limit_reviewed, limit_ended)
}
