"""The letters to the staff: a complaint's number, what happened, and a link to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from portal.words.catalogue import ngettext_in, to_translate
from portal.words.letters.layout import Action, Content, Paragraph
from portal.words.letters.staff_parts import INFORMATION, promised, to_requests
from portal.words.letters.telling import Telling

# What each letter is about, and what it says below.
_LETTERS: dict[str, tuple[str, str]] = {
    "assigned": (
        to_translate("elle vous est attribuée"),
        to_translate("Cette plainte vous est attribuée."),
    ),
    "new_message": (
        to_translate("un nouveau message"),
        to_translate("La personne plaignante a écrit un message."),
    ),
    "answer_judged": (
        to_translate("la réponse ne suffit pas"),
        to_translate(
            "La personne plaignante dit que la réponse ne répond pas à sa plainte, "
            "ou qu’en partie. Lisez pourquoi, et voyez ce qui peut encore être fait."
        ),
    ),
    "post_vacant": (
        to_translate("personne à un poste"),
        to_translate(
            "Sur le parcours de cette plainte, personne ne répond à un poste : il est vacant, ou "
            "son titulaire est absent sans être remplacé. Vérifiez qui occupe chaque poste, et "
            "qui remplace les personnes absentes."
        ),
    ),
    "to_read": (
        to_translate("une réponse à relire"),
        to_translate(
            "Une réponse attend votre lecture avant de partir. "
            "Le délai promis à la personne court toujours."
        ),
    ),
    "text_came_back": (
        to_translate("votre texte n’est pas parti"),
        to_translate(
            "Un texte que vous aviez confirmé n’est pas parti. Il vous attend au complet, avec "
            "la raison, tant que la plainte est dans votre organisme."
        ),
    ),
    "started_by_itself": (
        to_translate("le délai de réponse est parti"),
        to_translate(
            "Personne n’a noté que le dossier est complet. "
            "Le délai de réponse est parti de lui-même, et la personne en est avertie."
        ),
    ),
    "resumed_by_itself": (
        to_translate("le délai de réponse est reparti"),
        to_translate(
            "La personne plaignante n’a pas répondu à temps à la question. "
            "Le délai de réponse est reparti de lui-même, et elle en est avertie."
        ),
    ),
    "decided": (
        to_translate("une décision est rendue"),
        to_translate("La plus haute autorité a rendu une décision. Il reste à l’appliquer."),
    ),
    "review_for_you": (
        to_translate("une révision vous est demandée"),
        to_translate(
            "La personne plaignante demande qu’une autre personne examine sa plainte. "
            "Qui l’a traitée avant ne peut pas répondre à la révision."
        ),
    ),
    "handed_to_you": (
        to_translate("elle est remise à votre organisme"),
        to_translate(
            "Un autre organisme vous remet cette plainte. Vos délais courent dès maintenant, et la "
            "date promise à la personne au départ reste comptée."
        ),
    ),
    "part_for_you": (
        to_translate("une partie vous est demandée"),
        to_translate(
            "Un autre organisme vous demande de répondre à une partie de sa plainte. "
            "Vos délais courent dès maintenant."
        ),
    ),
    "part_handed_in": (
        to_translate("une partie est prête"),
        to_translate(
            "Un autre organisme a remis sa partie de la réponse. "
            "Elle part avec la vôtre, sous son nom."
        ),
    ),
    "part_declined": (
        to_translate("un organisme dit ne pas être concerné"),
        to_translate(
            "L’organisme à qui une partie est demandée dit ne pas être concerné, et pourquoi. "
            "Décidez si la demande est retirée ou maintenue. Son délai court toujours."
        ),
    ),
    "part_kept": (
        to_translate("la partie vous reste demandée"),
        to_translate(
            "L’organisme qui a la plainte maintient sa demande, et dit pourquoi. "
            "Votre délai court toujours."
        ),
    ),
    "part_called_off_staff": (
        to_translate("la partie ne vous est plus demandée"),
        to_translate(
            "L’organisme qui a la plainte retire sa demande, et dit pourquoi. "
            "Plus rien n’est attendu de vous."
        ),
    ),
    "part_released": (
        to_translate("la personne vous laisse lire la suite"),
        to_translate("La personne plaignante vous laisse lire ce qu’elle avait retenu."),
    ),
    "released": (
        to_translate("la personne vous laisse lire la suite"),
        to_translate(
            "La personne plaignante vous laisse lire ce qu’elle avait retenu lors du transfert."
        ),
    ),
    "reopened_staff": (
        to_translate("elle est reprise"),
        to_translate(
            "La personne plaignante a demandé que sa plainte soit reprise, et dit pourquoi. "
            "Un nouveau délai de réponse court."
        ),
    ),
    "conflict_noted": (
        to_translate("elle vise une personne de l’organisme"),
        to_translate(
            "Cette plainte vise une personne de l’organisme, ou son nom s’y trouve. Cette personne "
            "est tenue à l’écart. Si c’est une autre personne du même nom, levez la mise à l’écart."
        ),
    ),
    "urgency_proposed": (
        to_translate("elle paraît urgente"),
        to_translate(
            "Des mots de cette plainte donnent à penser qu’elle ne peut pas attendre. "
            "Lisez-la maintenant, puis confirmez l’urgence ou écartez-la."
        ),
    ),
    "limit_proposed": (
        to_translate("une limite de contact est proposée"),
        to_translate(
            "Le service propose de limiter pour un temps les contacts avec la personne plaignante. "
            "Lisez les faits, puis décidez."
        ),
    ),
    "limit_review_for_you": (
        to_translate("une limite de contact est à réviser"),
        to_translate(
            "La personne plaignante demande que la limite de ses contacts soit révisée. "
            "Dites si elle continue, et pourquoi."
        ),
    ),
    "withdrawn_staff": (
        to_translate("elle est retirée"),
        to_translate("La personne plaignante a retiré sa plainte. Plus rien n’est à faire."),
    ),
}


def warning(told: Telling) -> Content:
    """Say how much of the time allowed has run, for what, and until which day."""
    _ = told.gettext
    day, what = told.day("last_day"), promised(told)
    about = _("échéance le %(day)s", day=day) if day else _("une échéance approche")
    said = [_("%(share)s du délai est écoulé.", share=told.share("percent"))]
    if what and day:
        said.append(_("À venir : %(what)s, au plus tard le %(day)s.", what=what, day=day))
    is_asked = told.params.get("clock") == INFORMATION
    return _letter(told, about, " ".join(said), to_requests(told) if is_asked else None)


def date_missed(told: Telling) -> Content:
    """Say which promised date passed."""
    _ = told.gettext
    what = promised(told)
    said = (
        _("La date promise pour %(what)s est passée.", what=what)
        if what
        else _("Une date promise est passée.")
    )
    return _letter(told, _("une date promise est passée"), said)


def nobody_in_charge(told: Telling) -> Content:
    """Say that nobody is answerable for a complaint: somebody has to be named."""
    _ = told.gettext
    said = _(
        "Une date approche ou est passée, et aucun membre actif n’a la charge de cette plainte. "
        "Donnez un titulaire à chaque poste du parcours, et un remplacement à chaque absence."
    )
    return _letter(told, _("personne n’en a la charge"), said, _to_settings(told))


def nobody_protects(told: Telling) -> Content:
    """Say that something urgent waits for somebody who is missing: who, is for the settings."""
    _ = told.gettext
    said = _(
        "Un signalement urgent attend, et il manque un membre actif pour s’en occuper. "
        "Vérifiez qui dirige le service des plaintes et qui est la plus haute autorité."
    )
    return _letter(told, _("un signalement attend"), said, _to_settings(told))


def reprisal_flagged(told: Telling) -> Content:
    """Say that the complainant suffers or fears reprisals, and by when the head acts."""
    _, day = told.gettext, told.day("last_day")
    said = [_("La personne plaignante dit subir ou craindre des représailles.")]
    if day:
        said.append(_("Posez un premier geste au plus tard le %(day)s.", day=day))
    said.append(_("N’en parlez pas à la personne ou à l’unité en cause."))
    return _letter(told, _("représailles signalées"), " ".join(said))


def reprisal_missed(told: Telling) -> Content:
    """Say that nobody acted on reported reprisals by the date."""
    _ = told.gettext
    said = _(
        "La date promise pour %(what)s est passée. "
        "La personne qui dirige le service et la plus haute autorité sont averties.",
        what=promised(told),
    )
    return _letter(told, _("représailles, date passée"), said)


def messages_grouped(told: Telling) -> Content:
    """Say how many messages of somebody who may write once a week wait to be read together."""
    said = ngettext_in(
        told.language,
        "%(num)s message est arrivé depuis une semaine. Répondez en une fois.",
        "%(num)s messages sont arrivés depuis une semaine. Répondez en une fois.",
        int(told.params["count"]),
    )
    return _letter(told, told.gettext("des messages à lire ensemble"), said)


def urgent_confirmed(told: Telling) -> Content:
    """Say that somebody confirmed a complaint as urgent, and by when a person acts."""
    _, day = told.gettext, told.day("last_day")
    said = [_("Cette plainte est confirmée comme urgente et passe avant les autres.")]
    if day:
        said.append(_("Quelqu’un doit agir au plus tard le %(day)s.", day=day))
    return _letter(told, _("elle est urgente"), " ".join(said))


def conflict_at_top(told: Telling) -> Content:
    """Say to whoever runs the portal that nobody of the agency may decide over a complaint."""
    _ = told.gettext
    said = _(
        "La plus haute autorité de l’organisme est tenue à l’écart de cette plainte, qui la vise. "
        "Le recours externe est indiqué à la personne plaignante. "
        "Le personnel qui vérifie le portail peut lever la mise à l’écart, avec un motif."
    )
    return _letter(told, _("elle vise la plus haute autorité"), said)


def passed_to_you(told: Telling) -> Content:
    """Say that the complaint is now the reader's, and why."""
    _ = told.gettext
    if told.params.get("why") == "conflict":
        said = _(
            "La plainte vise la personne qui s’en occupait au palier précédent. Elle est "
            "maintenant à votre palier, et la date promise reste la même."
        )
        return _letter(told, _("elle est à votre palier"), said)
    if told.params.get("why") == "urgent":
        said = _(
            "La plainte est urgente et personne n’a agi à temps. Elle est maintenant à votre "
            "palier : agissez sans attendre."
        )
        return _letter(told, _("elle est urgente"), said)
    said = (
        _("La date promise est passée sans réponse. La plainte est maintenant à votre palier.")
        if told.params.get("missed")
        else _("Cette plainte vous est transmise, avec une question et un avis.")
    )
    return _letter(told, _("elle est à votre palier"), said)


def _plain(name: str, told: Telling) -> Content:
    about, said = _LETTERS[name]
    return _letter(told, told.gettext(about), told.gettext(said))


def _to_settings(told: Telling) -> Action:
    return Action(told.gettext("Ouvrir les réglages"), told.settings_url())


def _to_what_it_tells(told: Telling) -> Action:
    if told.params.get("recommendation"):
        return Action(told.gettext("Ouvrir la recommandation"), told.recommendation_url())
    return Action(told.gettext("Ouvrir la plainte"), told.office_url())


def _letter(told: Telling, about: str, said: str, action: Action | None = None) -> Content:
    _ = told.gettext
    subject = _("Plainte %(number)s : %(about)s", number=told.number, about=about)
    action = action or _to_what_it_tells(told)
    footer = _(
        "Ce courriel ne dit rien de la personne plaignante. Connectez-vous pour lire la plainte."
    )
    return Content(subject, subject, [Paragraph(said), told.facts(), action], footer)


TO_STAFF: dict[str, Callable[[Telling], Content]] = {
    **{name: partial(_plain, name) for name in _LETTERS},
    "warning": warning,
    "date_missed": date_missed,
    "nobody_in_charge": nobody_in_charge,
    "passed_to_you": passed_to_you,
    "nobody_protects": nobody_protects,
    "conflict_at_top": conflict_at_top,
    "urgent_confirmed": urgent_confirmed,
    "messages_grouped": messages_grouped,
    "reprisal_flagged": reprisal_flagged,
    "reprisal_missed": reprisal_missed,
}
