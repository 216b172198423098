"""The letters about requests for information: to whoever is asked, and to whoever asked."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass
from datetime import date

from portal.features.information_requests.rules import Ending
from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action
from portal.words.letters.letter import LetterContext
from portal.words.letters.staff_parts import (
    DueNotice,
    FixedStaffLetter,
    Notice,
    StaffLetter,
    reply_by,
    to_complaint,
    to_requests,
)
from portal.words.letters.writing import Wordings

ENDINGS: dict[str, str] = {
    Ending.WITHDRAWN: to_translate("Le service des plaintes a retiré cette demande."),
    Ending.ANSWERED: to_translate("La réponse à la plainte est donnée."),
    Ending.CLOSED: to_translate("La plainte est terminée."),
    Ending.HANDED_ON: to_translate("La plainte est remise à un autre organisme."),
    Ending.KEPT_OUT: to_translate("Qui devait répondre est à l’écart de la plainte."),
}
_FOOTER = to_translate(
    "Ce courriel ne dit rien de la personne plaignante ni de la question. "
    "Connectez-vous pour les lire."
)


def _to_what_is_theirs(context: LetterContext) -> Action:
    """Lead to the complaint, or, whoever does not see it, to what was asked of them."""
    return to_complaint(context) if context.opens else to_requests(context)


class ToAsked(StaffLetter, ABC):
    """A letter to whoever is asked: it leads to what is asked of them."""

    __slots__ = ()

    footer = _FOOTER
    button = staticmethod(to_requests)


@dataclass(frozen=True, slots=True)
class RequestForYou(ToAsked):
    """The complaints service asks the reader something, and until which day."""

    code = "request_for_you"
    last_day: date | None = None

    def words(self, context: LetterContext) -> tuple[str, str]:
        _ = context.gettext
        sentences = [
            _("Le service des plaintes vous demande des renseignements."),
            *reply_by(context, self.last_day),
            _("Sans réponse, la demande passe au palier suivant."),
        ]
        return _("des renseignements vous sont demandés"), " ".join(sentences)


@dataclass(frozen=True, slots=True)
class RequestPassedToYou(ToAsked, DueNotice):
    """A request that nobody answered is now the reader's, and until which day."""

    code = "request_passed_to_you"
    place = 40
    title = to_translate("Renseignements demandés, à votre palier")
    brief = to_translate("personne n’y a répondu à temps")
    by_when = to_translate("les renseignements demandés, au plus tard le %(day)s")
    is_request = True
    last_day: date | None = None

    def words(self, context: LetterContext) -> tuple[str, str]:
        _ = context.gettext
        sentence = _(
            "Une demande de renseignements est restée sans réponse : elle passe à votre palier."
        )
        by_when = reply_by(context, self.last_day)
        return _("une demande passe à votre palier"), " ".join([sentence, *by_when])


@dataclass(frozen=True, slots=True)
class RequestMissed(Notice):
    """The day for an answer passed; the request climbed, unless it `is_at_top`."""

    code = "request_missed"
    place = 80
    title = to_translate("Renseignements en retard")
    brief = to_translate("la demande est restée sans réponse")
    footer = _FOOTER
    button = staticmethod(_to_what_is_theirs)
    is_at_top: bool = False

    def words(self, context: LetterContext) -> tuple[str, str]:
        _ = context.gettext
        late = _("La date prévue pour une demande de renseignements est passée sans réponse.")
        sentence = (
            _("Elle reste à la plus haute autorité, en retard.")
            if self.is_at_top
            else _(
                "Elle passe au palier suivant. "
                "La réponse peut encore venir de la première personne."
            )
        )
        return _("des renseignements en retard"), f"{late} {sentence}"


REQUEST_ANSWERED = FixedStaffLetter(
    "request_answered",
    to_translate("vos renseignements sont arrivés"),
    to_translate("La réponse à votre demande de renseignements est dans la plainte."),
    _FOOTER,
)


REQUEST_BACK = FixedStaffLetter(
    "request_back",
    to_translate("votre demande vous revient"),
    to_translate(
        "Qui devait répondre à votre demande de renseignements est à l’écart de la plainte. "
        "Posez-la à une autre personne."
    ),
    _FOOTER,
)


@dataclass(frozen=True, slots=True)
class RequestEnded(ToAsked):
    """Nothing is awaited of the reader any more, and why."""

    code = "request_ended"
    why: Ending

    def words(self, context: LetterContext) -> tuple[str, str]:
        _ = context.gettext
        sentence = _("Les renseignements demandés ne sont plus attendus.")
        return _("plus rien n’est attendu de vous"), f"{_(ENDINGS[self.why])} {sentence}"


LETTERS = Wordings(
    to_others=(
        RequestForYou,
        RequestPassedToYou,
        RequestMissed,
        REQUEST_ANSWERED,
        REQUEST_BACK,
        RequestEnded,
    )
)
