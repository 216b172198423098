"""The letters to complainants about dates: put off, running again, passed, and what follows."""

from __future__ import annotations

from portal.domain.promise import Stage
from portal.words.letters.layout import (
    Content,
)
from portal.words.letters.parts import (
    answer_by,
    handed_to,
    short,
)
from portal.words.letters.telling import Telling


def resumed(told: Telling) -> Content:
    """Say that the time to answer goes on, why, and the date that is now promised."""
    _ = told.gettext
    day = told.day("last_day")
    subject = _("Plainte %(number)s : réponse d’ici le %(day)s", number=told.number, day=day)
    why = (
        _("Nous n’avons pas reçu votre réponse. Le délai pour vous répondre repart quand même.")
        if told.params.get("by_itself")
        else _("Merci de votre réponse. Le délai pour vous répondre repart.")
    )
    return short(told, subject, _("Le délai de réponse est reparti"), why, *answer_by(told))


def extended(told: Telling) -> Content:
    """Say that the answer is put off, and to when."""
    _ = told.gettext
    day = told.day("last_day")
    subject = _("Plainte %(number)s : nouvelle date, le %(day)s", number=told.number, day=day)
    said = [
        _("Nous prolongeons le délai pour répondre à votre plainte."),
        *answer_by(told),
    ]
    if not told.on_paper:
        # On paper the reason itself stands in the letter.
        said.append(_("La raison de ce délai est dans le suivi de votre plainte."))
    recourses = told.recourses(_("Vos autres recours"))
    return short(told, subject, _("Votre réponse viendra plus tard"), *said, then=recourses)


def file_completed(told: Telling) -> Content:
    """Say that the time to answer runs, since when, and the date that is now promised."""
    _ = told.gettext
    day = told.day("last_day")
    subject = _("Plainte %(number)s : réponse d’ici le %(day)s", number=told.number, day=day)
    why = (
        _("Personne n’a encore noté que votre dossier est complet. Le délai part quand même.")
        if told.params.get("by_itself")
        else _("Votre dossier est complet. Le délai pour vous répondre part maintenant.")
    )
    heading = _("Le délai de réponse est commencé")
    return short(told, subject, heading, why, *answer_by(told))


def late(told: Telling) -> Content:
    """Say that the promised date passed, who has the complaint now, and where to turn."""
    _ = told.gettext
    subject = _("Plainte %(number)s : notre réponse est en retard", number=told.number)
    said = [
        _("Nous n’avons pas répondu à votre plainte à la date promise."),
        *handed_to(told),
        *answer_by(told),
        _("Vous n’avez rien à faire pour que votre plainte continue."),
    ]
    recourses = told.recourses(_("Vos autres recours"))
    return short(told, subject, _("Notre réponse est en retard"), *said, then=recourses)


def passed_up(told: Telling) -> Content:
    """Say that the complaint was passed to a higher level."""
    _ = told.gettext
    subject = _("Plainte %(number)s : transmise à un palier plus haut", number=told.number)
    said = [*handed_to(told), _("La date promise pour la réponse reste la même.")]
    return short(told, subject, _("Votre plainte est à un palier plus haut"), *said)


def recourse_opened(told: Telling) -> Content:
    """Say that the complainant may now turn to another body."""
    _ = told.gettext
    subject = _("Plainte %(number)s : un autre recours s’ouvre", number=told.number)
    why = (
        _("La plus haute autorité de l’organisme ne peut pas s’occuper de votre plainte.")
        if told.params.get("why") == "conflict"
        else _("Vous n’avez pas eu de réponse dans le délai prévu.")
    )
    said = [
        why,
        _("Vous pouvez maintenant vous adresser à un autre organisme, si vous le voulez."),
        _("Nous continuons quand même de traiter votre plainte."),
    ]
    recourses = told.recourses(_("Où vous adresser"), str(told.params["recourse"]))
    return short(told, subject, _("Un autre recours s’ouvre à vous"), *said, then=recourses)


def first_promise_missed(told: Telling) -> Content:
    """Say that the date promised at first passed, by when the agency answers, where to turn."""
    _ = told.gettext
    subject = _("Plainte %(number)s : la première date est passée", number=told.number)
    said = [
        _(
            "Quand vous avez envoyé votre plainte, une réponse était promise pour le %(day)s. "
            "Cette date est passée.",
            day=told.promised("first_day", Stage.ANSWER),
        ),
        _("L’organisme qui a maintenant votre plainte compte son propre délai."),
        *answer_by(told),
        _("Vous n’avez rien à faire pour que votre plainte continue."),
    ]
    recourses = told.recourses(_("Vos autres recours"))
    return short(told, subject, _("La première date promise est passée"), *said, then=recourses)


ABOUT_DATES = (
    *(resumed, extended, file_completed, late, passed_up, recourse_opened),
    first_promise_missed,
)
