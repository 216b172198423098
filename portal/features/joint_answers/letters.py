"""The letters to complainants about other agencies that answer a part of their complaint."""

from __future__ import annotations

from portal.domain.text import Text
from portal.words.letters.layout import Content
from portal.words.letters.parts import short
from portal.words.letters.telling import Telling
from portal.words.letters.writing import Wording


def part_asked(told: Telling) -> Content:
    """Say which other agency is asked for a part, that one may choose what it reads, and until."""
    _ = told.gettext
    subject = _("Plainte %(number)s : un autre organisme aussi", number=told.number)
    said = [
        _(
            "Une partie de votre plainte concerne aussi : %(agency)s. "
            "Ce que nous lui demandons est dans le suivi de votre plainte.",
            agency=_other(told),
        ),
        _(
            "Choisissez-y ce que cet organisme peut lire : votre récit, votre nom, "
            "vos coordonnées et vos documents."
        ),
        _(
            "Sans réponse de votre part, il reçoit seulement notre demande, après le %(day)s.",
            day=told.day("last_day"),
        ),
        _("Nous gardons votre plainte. La date promise pour la réponse ne change pas."),
    ]
    return short(told, subject, _("Un autre organisme répondra à une partie"), *said)


def part_begun(told: Telling) -> Content:
    """Say that the other agency has its part, and by when it answers."""
    _ = told.gettext
    subject = _("Plainte %(number)s : une partie est demandée", number=told.number)
    day = told.day("part_day")
    by_when = (
        _("Cet organisme répond à sa partie au plus tard le %(day)s.", day=day)
        if day
        else _("On vous dit la date de sa réponse dès qu’elle est connue.")
    )
    said = [
        _(
            "Cet organisme a maintenant sa partie de votre plainte : %(agency)s.",
            agency=_other(told),
        ),
        by_when,
        _(
            "La date promise pour votre plainte ne change pas. "
            "Vous gardez le même numéro et la même page."
        ),
    ]
    return short(told, subject, _("Un autre organisme répond à une partie"), *said)


def part_called_off(told: Telling) -> Content:
    """Say that the other agency answers nothing any more, and that the complaint goes on."""
    _ = told.gettext
    subject = _("Plainte %(number)s : une partie est retirée", number=told.number)
    said = [
        _(
            "Nous ne demandons plus de partie de votre plainte à : %(agency)s. "
            "Le motif est dans le suivi de votre plainte.",
            agency=_other(told),
        ),
        _("Nous gardons votre plainte. La date promise pour la réponse ne change pas."),
        _("Si vous n’êtes pas d’accord, écrivez-nous depuis le suivi de votre plainte."),
    ]
    return short(told, subject, _("Un autre organisme ne répond plus à une partie"), *said)


def _other(told: Telling) -> str:
    return told.words(Text(**told.params["to_name"]))


TO_CITIZENS: dict[str, Wording] = {
    "part_asked": part_asked,
    "part_begun": part_begun,
    "part_called_off": part_called_off,
}
