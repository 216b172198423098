"""The letters about groups: to the staff, and to those who said that it happened to them too.

None names a complaint: a group has a number of its own, and the title that the public reads.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator

from portal.domain.text import Text
from portal.words.catalogue import ngettext_in
from portal.words.letters.layout import Action, Content, Link, Paragraph, Part
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class GroupProposed(Letter):
    """The portal proposes a group of so many complaints; a person decides about it."""

    code = "group_proposed"
    group: int
    count: int

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        coming = ngettext_in(
            context.language,
            "%(num)s plainte semblable est arrivée en peu de temps.",
            "%(num)s plaintes semblables sont arrivées en peu de temps.",
            self.count,
        )
        return _to_staff(
            context,
            self.group,
            _("des plaintes semblables"),
            Paragraph(coming),
            Paragraph(
                _(
                    "Le portail propose de les réunir. C’est une aide : "
                    "une personne les lit, puis accepte ou écarte la proposition."
                )
            ),
            Action(
                _("Voir la proposition"),
                context.in_office(f"groupes/{self.group}", f"groups/{self.group}"),
            ),
        )


@dataclass(frozen=True, slots=True)
class GroupSent(Letter):
    """The answer of a group has left, and how many complaints it left out."""

    code = "group_sent"
    group: int
    answer: int
    sent: int
    left_out: int

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        sent = ngettext_in(
            context.language,
            "%(num)s réponse est partie.",
            "%(num)s réponses sont parties.",
            self.sent,
        )
        left_out = ngettext_in(
            context.language,
            "%(num)s plainte est laissée de côté : la page dit pourquoi.",
            "%(num)s plaintes sont laissées de côté : la page dit pourquoi.",
            self.left_out,
        )
        url = context.in_office(
            f"groupes/{self.group}/envois/{self.answer}",
            f"groups/{self.group}/sendings/{self.answer}",
        )
        return _to_staff(
            context,
            self.group,
            _("l’envoi est terminé"),
            Paragraph(sent),
            *([Paragraph(left_out)] if self.left_out else []),
            Action(_("Voir l’envoi"), url),
        )


def _to_staff(context: LetterContext, group: int, about: str, *parts: Part) -> Content:
    subject = context.gettext("Groupe %(number)s : %(about)s", number=group, about=about)
    footer = context.gettext("Ce courriel ne dit rien des plaintes. Connectez-vous pour les lire.")
    return Content(subject, subject, parts, footer)


def _title_read(stored: object) -> object:
    """Return a title as it is stored, where it may be missing in a language."""
    if not isinstance(stored, Mapping):
        return stored
    return Text(stored.get("fr") or "", stored.get("en") or "")


@dataclass(frozen=True, slots=True)
class FollowerLetter(Letter, ABC):
    """A letter to somebody who follows a group, by the title that the public reads.

    `stop` is the key with which this `follower` hears no more of it.
    """

    group: int
    title: Annotated[Text, BeforeValidator(_title_read)]
    follower: int
    stop: str

    def letter(self, context: LetterContext, subject: str, *parts: Part) -> Content:
        """Return a letter of these parts, with why one gets it."""
        footer = context.gettext(
            "Vous recevez ce courriel parce que vous avez donné votre adresse "
            "pour connaître la suite."
        )
        return Content(subject, subject, parts, footer)

    def ways(self, context: LetterContext) -> tuple[Part, Part]:
        """Return the way to the group's public page, and the way to hear no more of it."""
        topic = context.page(
            f"organismes/{context.agency}/aussi/{self.group}",
            f"agencies/{context.agency}/too/{self.group}",
        )
        key = f"{self.follower}/{self.stop}"
        stop = context.page(f"ne-plus-avertir/{key}", f"stop-telling/{key}")
        return (
            Action(context.gettext("Voir le sujet"), topic),
            Link(context.gettext("Ne plus recevoir ces courriels"), stop),
        )


@dataclass(frozen=True, slots=True)
class GroupConfirm(FollowerLetter):
    """The owner of an address is asked whether they want to be told what becomes of a group."""

    code = "group_confirm"
    token: str

    def content(self, context: LetterContext) -> Content:
        _, title = context.gettext, context.words(self.title)
        url = context.page(f"confirmer-adresse/{self.token}", f"confirm-address/{self.token}")
        return self.letter(
            context,
            _("Confirmez votre adresse courriel"),
            Paragraph(_("Vous avez dit que ceci vous est arrivé aussi : %(title)s", title=title)),
            Paragraph(
                _(
                    "Confirmez votre adresse : nous vous écrirons quand l’organisme aura répondu, "
                    "et quand la cause sera corrigée. Le lien sert une fois, pendant 2 jours."
                )
            ),
            Action(_("Confirmer mon adresse"), url),
            Paragraph(_("Sans confirmation, votre adresse est effacée.")),
        )


@dataclass(frozen=True, slots=True)
class GroupAnswered(FollowerLetter):
    """The agency answered those who complained."""

    code = "group_answered"

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        answered = _(
            "%(agency)s a répondu aux personnes qui ont porté plainte à ce sujet : %(title)s",
            agency=context.words(context.names.agency),
            title=context.words(self.title),
        )
        return self.letter(
            context,
            _("L’organisme a répondu"),
            Paragraph(answered),
            Paragraph(_("Vous pouvez encore porter plainte pour ce qui vous est arrivé.")),
            *self.ways(context),
        )


@dataclass(frozen=True, slots=True)
class GroupCorrected(FollowerLetter):
    """Somebody verified that the cause is corrected."""

    code = "group_corrected"

    def content(self, context: LetterContext) -> Content:
        _, title = context.gettext, context.words(self.title)
        return self.letter(
            context,
            _("La cause est corrigée"),
            Paragraph(_("La cause de ce problème est corrigée : %(title)s", title=title)),
            Paragraph(_("Une personne de l’organisme l’a vérifié.")),
            *self.ways(context),
        )


LETTERS = Wordings(
    to_others=(GroupProposed, GroupSent, GroupConfirm, GroupAnswered, GroupCorrected)
)
