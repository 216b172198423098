"""The letters that have what opens a complaint or a draft once, and those that tell of a change.

What opens something is sealed in the outbox, and nothing else of the complaint is in the letter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from portal.domain.number import written_code
from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action, Content, Facts, Link, Paragraph, Part
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import FixedComplainantLetter, whole
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class AccessLink(Letter):
    """A link that opens the complaint once, for 30 minutes."""

    code = "access_link"
    is_sealed: ClassVar[bool] = True
    link: int
    key: str
    until: datetime

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : votre lien, bon 30 minutes", number=context.number)
        parts: list[Part] = [
            Paragraph(_("Voici le lien que vous avez demandé. Il ouvre votre plainte une fois.")),
            context.facts(),
            Action(_("Ouvrir ma plainte"), self.leads_to(context)),
            Paragraph(_("Il est bon jusqu’au %(moment)s.", moment=context.moment(self.until))),
            *context.middle(None),
            Paragraph(
                _(
                    "Vous ne l’avez pas demandé? Ne l’ouvrez pas et ne le donnez à personne. "
                    "Votre plainte reste fermée."
                )
            ),
        ]
        return whole(context, subject, _("Votre lien pour ouvrir votre plainte"), parts)

    def leads_to(self, context: LetterContext) -> str:
        return context.page(f"lien/{self.link}/{self.key}", f"link/{self.link}/{self.key}")


@dataclass(frozen=True, slots=True)
class OneTimeCode(Letter):
    """A code on paper that opens the complaint once, with its number."""

    code = "one_time_code"
    is_sealed: ClassVar[bool] = True
    key: str
    last_day: date

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : votre code à usage unique", number=context.number)
        parts: list[Part] = [
            Paragraph(
                _(
                    "Vous avez demandé une lettre, parce que vous n’avez plus le code d’accès de "
                    "votre plainte."
                )
            ),
            Facts(
                [
                    (_("Code à usage unique"), written_code(self.key)),
                    (_("Numéro de plainte"), context.number),
                ]
            ),
            Link(_("Ouvrez cette page"), context.follow_url()),
            Paragraph(_("Écrivez-y le numéro et ce code, à la place du code d’accès.")),
            Paragraph(
                _(
                    "Il ouvre votre plainte une fois, jusqu’au %(day)s. Vous pourrez alors "
                    "obtenir un nouveau code d’accès.",
                    day=context.day(self.last_day),
                )
            ),
            *context.middle(None),
            Paragraph(_("Vous ne l’avez pas demandé? Détruisez cette lettre.")),
        ]
        footer = _("Gardez cette lettre pour vous jusqu’à ce que ce code ait servi.")
        content = whole(context, subject, _("Votre code à usage unique"), parts)
        return replace(content, footer=footer)


CODE_RENEWED = FixedComplainantLetter(
    "code_renewed",
    to_translate("Plainte %(number)s : nouveau code d’accès"),
    to_translate("Votre code d’accès a changé"),
    (
        to_translate(
            "Un nouveau code d’accès a été demandé sur votre page de suivi. "
            "Le code d’avant ne l’ouvre plus."
        ),
        to_translate("Si vous ne l’avez pas demandé, dites-le-nous sans attendre."),
    ),
)

LINKS_OFF = FixedComplainantLetter(
    "links_off",
    to_translate("Plainte %(number)s : plus aucun lien"),
    to_translate("Seul votre code ouvre votre plainte"),
    (
        to_translate("Sur votre page de suivi, on a choisi que plus aucun lien ne soit envoyé."),
        to_translate("Si vous ne l’avez pas demandé, dites-le-nous sans attendre."),
    ),
)

LINKS_ON = FixedComplainantLetter(
    "links_on",
    to_translate("Plainte %(number)s : un lien peut être demandé"),
    to_translate("Un lien peut de nouveau être demandé"),
    (
        to_translate(
            "Sur votre page de suivi, on a choisi qu’un lien puisse être envoyé si le code est "
            "perdu."
        ),
        to_translate("Si vous ne l’avez pas demandé, dites-le-nous sans attendre."),
    ),
)


@dataclass(frozen=True, slots=True)
class DraftLink(Letter):
    """A link that opens a draft once, for 30 minutes, on any device."""

    code = "draft_link"
    link: int
    key: str

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        heading = _("Votre lien pour reprendre votre brouillon")
        url = context.page(f"reprendre/{self.link}/{self.key}", f"resume/{self.link}/{self.key}")
        parts: list[Part] = [
            Paragraph(
                _(
                    "Ce lien ouvre votre brouillon une fois, sur n’importe quel appareil. "
                    "Il est bon 30 minutes."
                )
            ),
            Action(_("Reprendre mon brouillon"), url),
            Paragraph(_("Votre plainte n’est pas envoyée.")),
            Link(_("Demander un autre lien"), context.page("reprendre/courriel", "resume/email")),
        ]
        footer = _(
            "Ce courriel ne contient rien de ce que vous avez écrit. "
            "Si vous n’avez pas commencé de plainte, ne faites rien."
        )
        return Content(_("Votre brouillon : un lien, bon 30 minutes"), heading, parts, footer)


@dataclass(frozen=True, slots=True)
class DraftsLink(Letter):
    """A link that shows all drafts of an address by day and agency, and opens one of them once."""

    code = "drafts_link"
    link: int
    key: str

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        heading = _("Votre lien pour reprendre un brouillon")
        path = f"{self.link}/{self.key}"
        url = context.page(f"reprendre/brouillons/{path}", f"resume/drafts/{path}")
        parts: list[Part] = [
            Paragraph(
                _(
                    "Ce lien montre les brouillons où cette adresse est donnée, par jour et par "
                    "organisme. Choisissez le vôtre : il s’ouvre une fois, sur n’importe quel "
                    "appareil. Ce lien est bon 24 heures."
                )
            ),
            Action(_("Choisir mon brouillon"), url),
            Paragraph(_("Votre plainte n’est pas envoyée.")),
        ]
        footer = _(
            "Ce courriel ne contient rien de ce que vous avez écrit. "
            "Si vous n’avez pas commencé de plainte, ne faites rien."
        )
        return Content(_("Vos brouillons : un lien, bon 24 heures"), heading, parts, footer)


LETTERS = Wordings(
    to_citizens=(AccessLink, OneTimeCode, CODE_RENEWED, LINKS_OFF, LINKS_ON),
    to_others=(DraftLink, DraftsLink),
)
