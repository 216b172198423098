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
    means = [_("%(means)s.", means=_(MEANS[one])) for one in told.params["means"]]
    said = [
        _("L’organisme limite pour un temps la façon d’échanger avec vous."),
        *means,
        _("Cette décision vaut jusqu’au %(day)s.", day=told.day("last_day")),
        _("Vous pouvez toujours porter plainte, écrire et signaler des représailles."),
        _("Les motifs et la façon de faire réviser la décision sont sur votre page de suivi."),
    ]
    return short(told, subject, _("Vos échanges sont limités pour un temps"), *said, then=_to(told))


def limit_reviewed(told: Telling) -> Content:
    """Say whether the limit goes on; the reasons are on the page."""
    _ = told.gettext
    subject = _("Plainte %(number)s : votre demande de révision", number=told.number)
    said = (
        _("La limite de vos échanges continue jusqu’à sa date.")
        if told.params["goes_on"]
        else _("La limite de vos échanges prend fin maintenant.")
    )
    why = _("Les motifs sont sur votre page de suivi.")
    return short(told, subject, _("La limite a été révisée"), said, why, then=_to(told))


def limit_ended(told: Telling) -> Content:
    """Say that the limit holds no more."""
    _ = told.gettext
    subject = _("Plainte %(number)s : vos échanges avec l’organisme", number=told.number)
    said = _("La limite de vos échanges a pris fin. Vous pouvez écrire ou appeler comme avant.")
    return short(told, subject, _("La limite a pris fin"), said)


def _to(told: Telling) -> list[Part]:
    return told.recourses(told.gettext("Où vous adresser"), *told.params["recourses"])


OF_LIMITS: dict[str, Callable[[Telling], Content]] = {
    one.__name__: one for one in (contact_limited, limit_reviewed, limit_ended)
}
