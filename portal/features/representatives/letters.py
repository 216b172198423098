"""The letters about who acts for another person: to them, to that person, and to the head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.domain.number import written_code
from portal.features.representatives.rules import ENDS
from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action, Content, Facts, Paragraph, Part
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import FixedComplainantLetter, short, whole
from portal.words.letters.staff_parts import FixedNotice, FixedStaffLetter
from portal.words.letters.writing import Wordings

PROOF_ACCEPTED = FixedComplainantLetter(
    "proof_accepted",
    to_translate("Plainte %(number)s : votre preuve est acceptée"),
    to_translate("Votre preuve est acceptée"),
    (to_translate("L’organisme a vérifié que vous pouvez agir dans cette plainte."),),
)
PROOF_REFUSED = FixedComplainantLetter(
    "proof_refused",
    to_translate("Plainte %(number)s : votre preuve n’est pas acceptée"),
    to_translate("Votre preuve n’est pas acceptée"),
    (
        to_translate("L’organisme n’a pas pu accepter la preuve de votre rôle."),
        to_translate(
            "Il vous en demande une autre. La raison, et ce qui est demandé, sont sur votre page "
            "de suivi."
        ),
        to_translate(
            "Ajoutez-y votre preuve, ou apportez-la ou postez-la à l’organisme, avec le numéro de "
            "la plainte."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class EndMoved(Letter):
    """Until which day somebody acts for another person from now on; without it, to the end."""

    code = "representation_dated"
    last_day: date | None = None

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : la durée de votre rôle change", number=context.number)
        sentence = (
            _("Votre rôle dans cette plainte dure jusqu’à la fin de la plainte.")
            if self.last_day is None
            else _(
                "Votre rôle dans cette plainte dure jusqu’au %(day)s.",
                day=context.day(self.last_day),
            )
        )
        why = _("La raison est sur votre page de suivi.")
        return short(context, subject, _("La durée de votre rôle change"), sentence, why)


@dataclass(frozen=True, slots=True)
class RepresentationOver(Letter):
    """To whoever represented the person: it is over, why, and whether they may read on."""

    code = "representation_over"
    by: str
    may_read: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : votre rôle est terminé", number=context.number)
        reading = (
            _("Cette personne vous laisse lire la plainte, avec le même numéro et le même code.")
            if self.may_read
            else _("Votre code n’ouvre plus la plainte. Ce que vous avez envoyé est gardé.")
        )
        ask = _("Si cela vous surprend, écrivez à l’organisme.")
        heading = _("Votre rôle est terminé")
        over = _("Vous n’agissez plus dans cette plainte.") + " " + _(ENDS[self.by])
        return short(context, subject, heading, over, reading, ask)


@dataclass(frozen=True, slots=True)
class CodeToTakeOver(Letter):
    """A code that lets the person take their complaint over, once, until its last day.

    Whoever settles the estate of somebody who died is told the same `of_estate`. Where the address
    `awaits_check`, the person says by it that they agree, and takes over once the agency verified
    that it is theirs.
    """

    code = "code_to_take_over"
    is_sealed = True
    one_time_code: str
    last_day: date
    asks_agreement: bool = False
    of_estate: bool = False
    awaits_check: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = (
            _("Plainte %(number)s : quelqu’un l’a faite pour vous", number=context.number)
            if self.awaits_check
            else _("Plainte %(number)s : suivez-la vous-même", number=context.number)
        )
        parts: list[Part] = [
            Paragraph(self._whose(context)),
            *self._asked(context),
            *self._code(context),
            Paragraph(
                _("Ce code est bon jusqu’au %(day)s.", day=context.day(self.last_day))
                + " "
                + _("Ne le donnez à personne, pas même à la personne qui agit en ce moment.")
            ),
            *self._nothing_to_do(context),
        ]
        return whole(context, subject, self._heading(context), parts)

    def _heading(self, context: LetterContext) -> str:
        _ = context.gettext
        if self.of_estate:
            return _("Vous pouvez suivre la plainte d’une succession")
        if self.awaits_check:
            return _("Une plainte a été faite pour vous")
        return _("Vous pouvez suivre votre plainte vous-même")

    def _whose(self, context: LetterContext) -> str:
        _ = context.gettext
        if self.of_estate:
            return _("Une plainte a été déposée pour une succession que vous réglez.")
        return _("Une autre personne a déposé une plainte pour vous. Cette plainte est la vôtre.")

    def _asked(self, context: LetterContext) -> list[Part]:
        if not self.asks_agreement:
            return []
        _ = context.gettext
        said = _("Cette personne dit que vous lui avez donné votre accord de vive voix.")
        ask = _("Si c’est vrai, confirmez-le à la page ci-dessous, avec le numéro et le code.")
        return [Paragraph(f"{said} {ask}")]

    def _code(self, context: LetterContext) -> list[Part]:
        """Return what the code is for, with it and the page."""
        _ = context.gettext
        page = context.page("reprendre-ma-plainte", "take-over-my-complaint")
        facts = Facts(
            [
                (_("Numéro de plainte"), context.number),
                (_("Code, à usage unique"), written_code(self.one_time_code)),
            ]
        )
        if not self.awaits_check:
            said = _("Pour la suivre vous-même, ou pour que la personne qui agit n’agisse plus :")
            return [Paragraph(said), facts, Action(_("Suivre ma plainte moi-même"), page)]
        said = _("Pour dire si vous êtes d’accord que cette personne agisse pour vous :")
        check = _(
            "Pour la suivre vous-même, ou pour que cette personne n’agisse plus, demandez-le à "
            "l’organisme : il vérifie d’abord que c’est bien vous. Ce code vous y mène aussi, "
            "une fois que c’est fait."
        )
        return [Paragraph(said), facts, Action(_("Ouvrir la page"), page), Paragraph(check)]

    def _nothing_to_do(self, context: LetterContext) -> list[Part]:
        if self.asks_agreement:
            return []
        return [Paragraph(context.gettext("Vous n’avez rien à faire si tout vous convient."))]


COMPLAINT_TAKEN_BACK = FixedComplainantLetter(
    "complaint_taken_back",
    to_translate("Plainte %(number)s : elle est entre vos mains"),
    to_translate("Vous suivez maintenant votre plainte"),
    (
        to_translate("Nos lettres vous sont adressées à partir de maintenant."),
        to_translate("Si vous ne l’avez pas demandé, avertissez l’organisme."),
    ),
)
PERSON_AGREED = FixedComplainantLetter(
    "representation_agreed",
    to_translate("Plainte %(number)s : la personne confirme son accord"),
    to_translate("La personne confirme son accord"),
    (to_translate("La personne concernée a confirmé que vous pouvez agir pour elle."),),
)
NOBODY_TO_WRITE_TO = FixedStaffLetter(
    "nobody_to_write_to",
    to_translate("il ne reste personne à qui écrire"),
    to_translate(
        "Le rôle de la personne qui représentait est terminé, et aucune adresse vérifiée n’est "
        "connue. Les lettres attendent. Trouvez comment joindre la personne représentée ou, si "
        "elle est décédée, la personne qui règle sa succession. Vérifiez que c’est bien elle, "
        "puis notez-le sur la page de la plainte."
    ),
)
PERSON_UNREACHED = FixedNotice(
    "person_unreached",
    25,
    to_translate("Personne à qui écrire"),
    to_translate("il ne reste personne à qui écrire"),
    to_translate(
        "La représentation est terminée, et aucune adresse vérifiée n’est connue : les lettres "
        "attendent."
    ),
    to_translate("il ne reste personne à qui écrire"),
)
PERSON_FOLLOWS = FixedNotice(
    "person_follows",
    123,
    to_translate("Plainte suivie par la personne, ou par sa succession"),
    to_translate("la personne ou sa succession la suit"),
    to_translate(
        "La personne pour qui la plainte était faite, ou sa succession, la suit maintenant."
    ),
    to_translate("la personne ou sa succession la suit"),
)
PERSON_CONFIRMED = FixedNotice(
    "person_confirmed",
    124,
    to_translate("Représentation confirmée par la personne"),
    to_translate("la personne confirme son accord"),
    to_translate("La personne pour qui la plainte est faite confirme qu’on peut agir pour elle."),
    to_translate("la personne confirme son accord"),
)
PERSON_WISHES = FixedNotice(
    "person_wishes_to_follow",
    121,
    to_translate("Demande de suivre la plainte soi-même"),
    to_translate("on demande à la suivre soi-même"),
    to_translate(
        "Quelqu’un demande à suivre la plainte soi-même, avec un code parti à une adresse que "
        "seule la personne qui représente a donnée. Joignez la personne représentée autrement, "
        "puis écrivez-lui."
    ),
    to_translate("on demande à la suivre soi-même"),
)
LETTERS = Wordings(
    to_citizens=(
        *(PROOF_ACCEPTED, PROOF_REFUSED, EndMoved, RepresentationOver),
        *(CodeToTakeOver, COMPLAINT_TAKEN_BACK, PERSON_AGREED),
    ),
    to_others=(
        NOBODY_TO_WRITE_TO,
        PERSON_UNREACHED,
        PERSON_FOLLOWS,
        PERSON_CONFIRMED,
        PERSON_WISHES,
    ),
)
