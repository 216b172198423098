"""The letters about groups: to the staff, and to those who said that it happened to them too.

None names a complaint: a group has a number of its own, and the title that the public reads.
"""

from __future__ import annotations

from collections.abc import Callable

from portal.domain.text import Text
from portal.words.catalogue import ngettext_in
from portal.words.letters.layout import Action, Content, Link, Paragraph, Part
from portal.words.letters.telling import Telling


def proposed(told: Telling) -> Content:
    """Say that the portal proposes a group, and that a person decides about it."""
    _ = told.gettext
    count = int(told.params["count"])
    said = ngettext_in(
        told.language,
        "%(num)s plainte semblable est arrivée en peu de temps.",
        "%(num)s plaintes semblables sont arrivées en peu de temps.",
        count,
    )
    parts: list[Part] = [
        Paragraph(said),
        Paragraph(
            _(
                "Le portail propose de les réunir. C’est une aide : "
                "une personne les lit, puis accepte ou écarte la proposition."
            )
        ),
        Action(_("Voir la proposition"), _group_url(told)),
    ]
    return _to_staff(told, _("des plaintes semblables"), parts)


def sent(told: Telling) -> Content:
    """Say that the answer of a group has left, and how many complaints it left out."""
    _ = told.gettext
    count, out = int(told.params["sent"]), int(told.params["left_out"])
    said = ngettext_in(
        told.language, "%(num)s réponse est partie.", "%(num)s réponses sont parties.", count
    )
    parts: list[Part] = [Paragraph(said)]
    if out:
        left = ngettext_in(
            told.language,
            "%(num)s plainte est laissée de côté : la page dit pourquoi.",
            "%(num)s plaintes sont laissées de côté : la page dit pourquoi.",
            out,
        )
        parts.append(Paragraph(left))
    return _to_staff(
        told, _("l’envoi est terminé"), [*parts, Action(_("Voir l’envoi"), _sending_url(told))]
    )


def confirm(told: Telling) -> Content:
    """Ask the owner of an address whether they want to be told what becomes of a group."""
    _ = told.gettext
    parts: list[Part] = [
        Paragraph(
            _("Vous avez dit que ceci vous est arrivé aussi : %(title)s", title=_title(told))
        ),
        Paragraph(
            _(
                "Confirmez votre adresse : nous vous écrirons quand l’organisme aura répondu, "
                "et quand la cause sera corrigée. Le lien sert une fois, pendant 2 jours."
            )
        ),
        Action(_("Confirmer mon adresse"), told.page(*_confirm_path(told))),
        Paragraph(_("Sans confirmation, votre adresse est effacée.")),
    ]
    return _to_follower(told, _("Confirmez votre adresse courriel"), parts)


def answered(told: Telling) -> Content:
    """Say to a follower that the agency answered those who complained."""
    _ = told.gettext
    parts: list[Part] = [
        Paragraph(
            _(
                "%(agency)s a répondu aux personnes qui ont porté plainte à ce sujet : %(title)s",
                agency=told.words(told.names.agency),
                title=_title(told),
            )
        ),
        Paragraph(_("Vous pouvez encore porter plainte pour ce qui vous est arrivé.")),
        Action(_("Voir le sujet"), _public_url(told)),
        *_stopping(told),
    ]
    return _to_follower(told, _("L’organisme a répondu"), parts)


def corrected(told: Telling) -> Content:
    """Say to a follower that somebody verified that the cause is corrected."""
    _ = told.gettext
    parts: list[Part] = [
        Paragraph(_("La cause de ce problème est corrigée : %(title)s", title=_title(told))),
        Paragraph(_("Une personne de l’organisme l’a vérifié.")),
        Action(_("Voir le sujet"), _public_url(told)),
        *_stopping(told),
    ]
    return _to_follower(told, _("La cause est corrigée"), parts)


def _to_staff(told: Telling, about: str, parts: list[Part]) -> Content:
    number = told.params["group"]
    subject = told.gettext("Groupe %(number)s : %(about)s", number=number, about=about)
    footer = told.gettext("Ce courriel ne dit rien des plaintes. Connectez-vous pour les lire.")
    return Content(subject, subject, parts, footer)


def _to_follower(told: Telling, subject: str, parts: list[Part]) -> Content:
    footer = told.gettext(
        "Vous recevez ce courriel parce que vous avez donné votre adresse pour connaître la suite."
    )
    return Content(subject, subject, parts, footer)


def _stopping(told: Telling) -> list[Part]:
    follower, key = told.params["follower"], told.params["stop"]
    place = told.page(f"ne-plus-avertir/{follower}/{key}", f"stop-telling/{follower}/{key}")
    return [Link(told.gettext("Ne plus recevoir ces courriels"), place)]


def _title(told: Telling) -> str:
    title = told.params["title"]
    return told.words(Text(title["fr"] or "", title["en"] or ""))


def _confirm_path(told: Telling) -> tuple[str, str]:
    token = told.params["token"]
    return f"confirmer-adresse/{token}", f"confirm-address/{token}"


def _public_url(told: Telling) -> str:
    place, one = told.params["agency"], told.params["group"]
    return told.page(f"organismes/{place}/aussi/{one}", f"agencies/{place}/too/{one}")


def _group_url(told: Telling) -> str:
    place, one = told.params["agency"], told.params["group"]
    return told.page(f"gestion/{place}/groupes/{one}", f"office/{place}/groups/{one}")


def _sending_url(told: Telling) -> str:
    place, one, answer = (told.params[name] for name in ("agency", "group", "answer"))
    return told.page(
        f"gestion/{place}/groupes/{one}/envois/{answer}",
        f"office/{place}/groups/{one}/sendings/{answer}",
    )


TO_GROUP_STAFF: dict[str, Callable[[Telling], Content]] = {
    "group_proposed": proposed,
    "group_sent": sent,
}
TO_FOLLOWERS: dict[str, Callable[[Telling], Content]] = {
    "group_confirm": confirm,
    "group_answered": answered,
    "group_corrected": corrected,
}
