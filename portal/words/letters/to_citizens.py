"""The letters to complainants: what happened, what comes next, and where to turn.

An agency's own words stand after what happened; what follows is in every letter.
"""

from __future__ import annotations

from collections.abc import Callable

from portal.domain.text import Text
from portal.words.letters.about_dates import ABOUT_DATES
from portal.words.letters.layout import (
    Content,
    Link,
    Paragraph,
    Part,
    Quoted,
    Title,
)
from portal.words.letters.parts import (
    after_file,
    answer_by,
    facts_and_action,
    first_date,
    footer_with_answer,
    handed_to,
    letter,
    next_steps,
    protections,
    short,
    standing_still,
    time_to_reopen,
)
from portal.words.letters.telling import Telling


def acknowledgement(told: Telling) -> Content:
    """Say that the complaint was received, and the dates promised."""
    _ = told.gettext
    day = told.day("answer_day")
    subject = (
        _("Plainte %(number)s reçue : réponse d’ici le %(day)s", number=told.number, day=day)
        if day
        else _("Plainte %(number)s : nous l’avons reçue", number=told.number)
    )
    received = _("Nous avons reçu votre plainte le %(moment)s.", moment=told.moment("received_at"))
    no_stop = _(
        "Votre plainte n’arrête pas les autres délais, "
        "par exemple pour contester ou demander une révision."
    )
    parts: list[Part] = [
        Paragraph(received),
        *told.middle(),
        *facts_and_action(told),
        *next_steps(told),
        *map(Paragraph, after_file(told)),
        Title(_("Important")),
        Paragraph(no_stop),
        Paragraph(_("Porter plainte ne peut pas vous faire perdre un service ni un droit.")),
        Link(_("En cas de représailles, dites-le-nous"), protections(told)),
    ]
    return letter(told, subject, _("Nous avons reçu votre plainte"), parts)


def taken_in_charge(told: Telling) -> Content:
    """Say that somebody has taken the complaint in charge."""
    _ = told.gettext
    subject = _("Plainte %(number)s : une personne s’en occupe", number=told.number)
    said = _("Une personne a pris votre plainte en charge. Son nom est dans le suivi.")
    return short(told, subject, _("Une personne s’occupe de votre plainte"), said)


def question(told: Telling) -> Content:
    """Say that the agency has a question."""
    _ = told.gettext
    subject = _("Plainte %(number)s : une question pour vous", number=told.number)
    said = _(
        "Nous avons besoin d’une précision de votre part. "
        "Lisez la question et répondez-y dans le suivi de votre plainte."
    )
    return short(told, subject, _("Nous avons une question pour vous"), said, *standing_still(told))


def answered(told: Telling) -> Content:
    """Say that the answer is ready; hold it only for complainants who asked for that."""
    _ = told.gettext
    subject = _("Plainte %(number)s : votre réponse est prête", number=told.number)
    heading = _("La réponse à votre plainte est prête")
    answer = told.params.get("answer")
    if answer:
        asked = (
            _("Voici la réponse à votre plainte.")
            if told.on_paper
            else _("Voici la réponse complète, comme vous l’avez demandé.")
        )
        # The other recourses are the end of the answer itself.
        parts: list[Part] = [Paragraph(asked), Quoted(answer)]
        parts += [Paragraph(each) for each in _closed_with_it(told)]
        parts += _survey(told) if told.params.get("closed") else []
        parts += told.middle()
        parts += facts_and_action(told)
        return letter(told, subject, heading, parts, footer=footer_with_answer(told))
    said = _("Lisez la réponse dans le suivi de votre plainte.")
    recourses = told.recourses(_("Si cette réponse ne vous convient pas"))
    survey = _survey(told) if told.params.get("closed") else []
    return short(told, subject, heading, said, *_closed_with_it(told), then=[*survey, *recourses])


def _closed_with_it(told: Telling) -> list[str]:
    """Say that the answer settled and closed the complaint, with what was found on paper."""
    if not told.params.get("closed"):
        return []
    conclusion = told.params.get("conclusion")
    said = (
        [told.gettext("Votre plainte est fermée avec cette réponse. Voici ce qui est conclu :")]
        if conclusion
        else [
            told.gettext(
                "Votre plainte est fermée avec cette réponse. "
                "Les conclusions et leurs raisons sont dans le suivi."
            )
        ]
    )
    return [*said, *([str(conclusion)] if conclusion else []), *time_to_reopen(told)]


def _survey(told: Telling) -> list[Part]:
    """Ask what the person thinks, once their complaint is closed."""
    _ = told.gettext
    return [
        Paragraph(_("Votre avis compte : 4 questions, sans votre nom. C’est facultatif.")),
        Link(_("Donner mon avis"), told.survey_url()),
    ]


def closed(told: Telling) -> Content:
    """Say that the complaint is closed, and where else to turn."""
    _ = told.gettext
    subject = _("Plainte %(number)s : votre plainte est fermée", number=told.number)
    said = (
        _("Votre plainte est fermée avec ces conclusions.")
        if told.on_paper
        else _(
            "Votre plainte est fermée. Les conclusions, leurs raisons "
            "et les mesures correctives sont dans le suivi."
        )
    )
    recourses = told.recourses(_("Si le résultat ne vous convient pas"))
    heading = _("Votre plainte est fermée")
    parts = [*_survey(told), *recourses]
    return short(told, subject, heading, said, *time_to_reopen(told), then=parts)


def reopened(told: Telling) -> Content:
    """Confirm that the complaint is taken up again, and say by when there is an answer."""
    _ = told.gettext
    subject = _("Plainte %(number)s : nous la reprenons", number=told.number)
    said = [
        _("Vous avez demandé que votre plainte soit reprise. Elle est de nouveau à l’étude."),
        *answer_by(told),
        _("Son numéro et son code d’accès restent les mêmes."),
    ]
    return short(told, subject, _("Nous reprenons votre plainte"), *said)


def withdrawn(told: Telling) -> Content:
    """Confirm that the complaint was withdrawn."""
    _ = told.gettext
    subject = _("Plainte %(number)s : retirée à votre demande", number=told.number)
    said = [
        _("Vous avez retiré votre plainte. Nous ne ferons rien de plus."),
        _("Si vous ne l’avez pas demandé, dites-le-nous sans attendre."),
    ]
    return short(told, subject, _("Votre plainte est retirée"), *said)


def contact_changed(told: Telling) -> Content:
    """Warn that the contact details changed."""
    _ = told.gettext
    subject = _("Plainte %(number)s : vos coordonnées ont changé", number=told.number)
    said = [
        _("La façon de vous joindre a été modifiée dans le suivi de votre plainte."),
        _("Si vous ne l’avez pas demandé, dites-le-nous sans attendre."),
    ]
    return short(told, subject, _("Vos coordonnées ont changé"), *said)


def routed(told: Telling) -> Content:
    """Say that the complaint went to the agency it concerns."""
    _ = told.gettext
    subject = _("Plainte %(number)s : transmise au bon organisme", number=told.number)
    said = [
        _("Votre plainte est maintenant entre les mains de l’organisme qu’elle concerne."),
        *answer_by(told, "answer_day"),
        *after_file(told),
        *first_date(told),
        _("Son numéro et son code d’accès restent les mêmes."),
    ]
    return short(told, subject, _("Votre plainte est au bon endroit"), *said)


def transfer_proposed(told: Telling) -> Content:
    """Say to whom the complaint is to go, that one may choose what goes along, and until when."""
    _ = told.gettext
    subject = _("Plainte %(number)s : un transfert vous est proposé", number=told.number)
    day = told.day("last_day")
    said = [
        _(
            "Nous proposons de remettre votre plainte à : %(agency)s. "
            "La raison est dans le suivi de votre plainte.",
            agency=told.words(Text(**told.params["to_name"])),
        ),
        _(
            "Choisissez-y ce qui suit avec votre récit : votre nom, vos coordonnées, "
            "vos documents et vos échanges avec nous."
        ),
        _(
            "Sans réponse de votre part, votre plainte part après le %(day)s, "
            "sans ce que vous n’avez pas accepté.",
            day=day,
        ),
        _("La date promise pour la réponse reste comptée."),
    ]
    return short(told, subject, _("Un autre organisme pourrait vous répondre"), *said)


def transfer_taken_back(told: Telling) -> Content:
    """Say that the complaint stays where it is after all."""
    _ = told.gettext
    subject = _("Plainte %(number)s : le transfert n’a pas lieu", number=told.number)
    said = [
        _(
            "Nous ne proposons plus de remettre votre plainte à : %(agency)s. "
            "La raison est dans le suivi de votre plainte.",
            agency=told.words(Text(**told.params["to_name"])),
        ),
        _("Nous nous en occupons. La date promise pour la réponse reste la même."),
    ]
    return short(told, subject, _("Votre plainte reste avec nous"), *said)


def succeeded(told: Telling) -> Content:
    """Say that another organisation took the place of the one that had the complaint."""
    _ = told.gettext
    names = {
        param: told.words(Text(**told.params[f"{param}_name"])) for param in ("before", "agency")
    }
    subject = _("Plainte %(number)s : un autre organisme s’en occupe", number=told.number)
    said = [
        _(
            "Depuis le %(day)s, votre plainte est confiée à : %(agency)s. "
            "Cet organisme prend la place de : %(before)s.",
            day=told.day("on"),
            **names,
        ),
        _("Les dates promises restent les mêmes. Vous n’avez rien à faire."),
        _("Son numéro et son code d’accès restent les mêmes."),
    ]
    return short(told, subject, _("Un autre organisme s’occupe de votre plainte"), *said)


def reprisal_noted(told: Telling) -> Content:
    """Confirm what was reported, without a word of what it was: others may read this letter."""
    _ = told.gettext
    subject = _("Plainte %(number)s : nous avons votre message", number=told.number)
    said = [_("La personne qui dirige le service des plaintes a reçu votre message.")]
    day = told.sampled("last_day", bool(told.params.get("is_sample")))
    if day is not None:
        said.append(_("Elle pose un premier geste au plus tard le %(day)s.", day=day))
    return short(told, subject, _("Nous avons reçu votre message"), *said)


def urgent(told: Telling) -> Content:
    """Say that the complaint is handled urgently, and by when somebody acts; not why."""
    _ = told.gettext
    subject = _("Plainte %(number)s : traitée en urgence", number=told.number)
    said = [_("Le service des plaintes traite votre plainte avant les autres.")]
    day = told.sampled("last_day", bool(told.params.get("is_sample")))
    if day is not None:
        said.append(_("Quelqu’un agit au plus tard le %(day)s.", day=day))
    said.append(_("La date promise pour la réponse reste la même."))
    return short(told, subject, _("Votre plainte est traitée en urgence"), *said)


def review_asked(told: Telling) -> Content:
    """Say who reviews the answer, that it is somebody else, and by when."""
    _ = told.gettext
    subject = _("Plainte %(number)s : votre demande de révision", number=told.number)
    said = [
        _("Une autre personne que celle qui vous a répondu examine votre plainte."),
        *handed_to(told),
        *answer_by(told),
    ]
    return short(told, subject, _("Votre plainte est en révision"), *said)


def cause_corrected(told: Telling) -> Content:
    """Say that the cause of the complaint is corrected, to somebody who wished to know."""
    _ = told.gettext
    subject = _("Plainte %(number)s : la cause est corrigée", number=told.number)
    said = [
        _("Vous avez demandé à savoir quand la cause de votre plainte serait corrigée."),
        _(
            "À partir de votre plainte et d’autres, le service des plaintes a recommandé un "
            "changement. Il est fait, et une autre personne l’a vérifié."
        ),
        _("Merci : votre plainte y a contribué. Vous n’avez rien à faire."),
    ]
    return short(told, subject, _("La cause de votre plainte est corrigée"), *said)


TO_CITIZENS: dict[str, Callable[[Telling], Content]] = {
    function.__name__: function
    for function in (
        *(acknowledgement, taken_in_charge, question, answered, closed, withdrawn),
        *(contact_changed, routed, transfer_proposed, transfer_taken_back),
        *(succeeded, reprisal_noted, urgent),
        *(reopened, review_asked, cause_corrected),
        *ABOUT_DATES,
    )
}
