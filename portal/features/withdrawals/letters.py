"""The letters of a withdrawal: it waits, the complaint is kept; the staff is told the same day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.features.withdrawals.rules import binds_on
from portal.words.catalogue import to_translate
from portal.words.letters.layout import Content
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import short
from portal.words.letters.staff_parts import FixedStaffLetter, StaffLetter
from portal.words.letters.writing import Wordings

_OWN = to_translate("Vous avez demandé de retirer votre plainte.")
_NOTED = to_translate("L’organisme a noté que vous demandez de retirer votre plainte.")

_SEVERAL = to_translate(
    "Cela vaut pour tous les organismes qui répondent à votre plainte : d’ici là, chacun la "
    "traite; ensuite, tous cessent."
)


@dataclass(frozen=True, slots=True)
class WithdrawalWaits(Letter):
    """The complaint is withdrawn after this day, unless the person keeps it.

    `by_staff` tells that somebody of the agency noted what the person asked, `are_several` that
    other agencies answer parts of it, which end with it.
    """

    code = "withdrawal_waits"
    last_day: date
    by_staff: bool = False
    are_several: bool = False

    def content(self, context: LetterContext) -> Content:
        _, day = context.gettext, context.day(self.last_day)
        subject = _(
            "Plainte %(number)s : retirée après le %(day)s",
            number=context.number,
            day=day,
        )
        sentences = [
            _(_NOTED if self.by_staff else _OWN),
            _(
                "Vous pouvez garder votre plainte jusqu’au %(day)s compris : un bouton de votre "
                "page de suivi annule le retrait. D’ici là, votre plainte est traitée, aux mêmes "
                "dates.",
                day=day,
            ),
            _(
                "Sinon, elle est retirée le lendemain, le %(next)s, pour de bon.",
                next=context.day(binds_on(self.last_day)),
            ),
            *((_(_SEVERAL),) if self.are_several else ()),
            _("Si vous ne l’avez pas demandé, gardez votre plainte, et dites-le-nous."),
        ]
        return short(context, subject, _("Un retrait est demandé"), *sentences)


@dataclass(frozen=True, slots=True)
class WithdrawalKept(Letter):
    """The complaint is kept; `by_staff` tells that somebody of the agency noted it."""

    code = "withdrawal_kept"
    by_staff: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        sentences = [
            _("Le retrait est annulé : votre plainte est traitée, aux mêmes dates."),
            _("Vous pourrez encore la retirer, tant qu’elle n’a pas de réponse."),
        ]
        if self.by_staff:
            sentences.insert(0, _("L’organisme a noté que vous gardez votre plainte."))
            sentences.append(_("Si vous ne l’avez pas demandé, dites-le-nous."))
        subject = _("Plainte %(number)s : vous la gardez", number=context.number)
        return short(context, subject, _("Vous gardez votre plainte"), *sentences)


@dataclass(frozen=True, slots=True)
class WithdrawalForStaff(StaffLetter):
    """To whoever handles the complaint: it is withdrawn after this day, unless it is kept."""

    code = "withdrawal_for_staff"
    last_day: date

    def words(self, context: LetterContext) -> tuple[str, str]:
        about = context.gettext("un retrait est demandé")
        said = context.gettext(
            "La personne plaignante demande de retirer sa plainte. Elle peut changer d’avis "
            "jusqu’au %(day)s : d’ici là, la plainte se traite, aux mêmes dates.",
            day=context.day(self.last_day),
        )
        return about, said


WITHDRAWAL_FALLEN = FixedStaffLetter(
    "withdrawal_fallen",
    to_translate("le retrait demandé n’a pas lieu"),
    to_translate(
        "La personne plaignante garde sa plainte. Elle se traite comme avant, aux mêmes dates."
    ),
)
WITHDRAWAL_SUGGESTED = FixedStaffLetter(
    "withdrawal_suggested",
    to_translate("retrait suggéré par l’organisme"),
    to_translate(
        "La personne plaignante demande de retirer sa plainte, et dit que l’organisme le lui a "
        "suggéré. Personne n’a le droit de l’y pousser : voyez ce qui s’est passé, sans le lui "
        "reprocher. Qui traite la plainte ne sait pas qu’elle l’a dit."
    ),
)
"""To those above whoever handles the complaint, and to nobody else."""

LETTERS = Wordings(
    to_citizens=(WithdrawalWaits, WithdrawalKept),
    to_others=(WithdrawalForStaff, WITHDRAWAL_FALLEN, WITHDRAWAL_SUGGESTED),
)
