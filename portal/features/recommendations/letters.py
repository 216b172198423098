"""The letters about recommendations: whom each concerns, what it says, and a link."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass
from datetime import date

from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action
from portal.words.letters.letter import LetterContext
from portal.words.letters.parts import FixedComplainantLetter
from portal.words.letters.staff_parts import (
    Notice,
    PassedDate,
    StaffLetter,
    reply_by,
    to_recommendation,
)
from portal.words.letters.writing import Wordings

# What became of it, by the state it is in.
_BECAME: dict[str, tuple[str, str]] = {
    "accepted": (
        to_translate("recommandation acceptée"),
        to_translate("La recommandation est acceptée, avec une date d’exécution."),
    ),
    "refused": (
        to_translate("recommandation refusée"),
        to_translate("La recommandation est refusée. La plus haute autorité tranche."),
    ),
    "done": (
        to_translate("recommandation exécutée"),
        to_translate("La recommandation est dite exécutée. Une autre personne le vérifie."),
    ),
    "verified": (
        to_translate("exécution vérifiée"),
        to_translate("L’exécution de la recommandation est vérifiée."),
    ),
    "not_followed": (
        to_translate("recommandation non suivie"),
        to_translate("La plus haute autorité refuse la recommandation, avec ses motifs."),
    ),
    "kept_out": (
        to_translate("une recommandation est revenue"),
        to_translate(
            "La recommandation est revenue : qui l’avait reçue ne peut plus s’en occuper. "
            "Elle est à faire à une autre personne."
        ),
    ),
}

_PASSED_ON = to_translate(
    "Une recommandation qui vous était adressée est restée sans réponse à temps. "
    "Elle est passée au palier suivant : plus rien n’est attendu de vous."
)


@dataclass(frozen=True, slots=True)
class RecommendationLetter(StaffLetter, ABC):
    """A letter about a recommendation, which has a page of its own."""

    recommendation: int
    footer = to_translate(
        "Ce courriel ne dit rien de la plainte. Connectez-vous pour lire la recommandation."
    )

    @property
    def leads_elsewhere(self) -> bool:
        """It has a page of its own."""
        return True

    def action(self, context: LetterContext) -> Action:
        """Lead to its page."""
        return to_recommendation(context, self.recommendation)


@dataclass(frozen=True, slots=True)
class RecommendationCorrected(RecommendationLetter):
    """It has a new version."""

    code = "recommendation_corrected"
    about = to_translate("recommandation corrigée")
    sentence = to_translate(
        "Une recommandation qui vous est adressée a une nouvelle version. "
        "La première se lit toujours à côté, et la date de réponse ne change pas."
    )


@dataclass(frozen=True, slots=True)
class RecommendationRefused(RecommendationLetter):
    """It is refused: the top authority decides."""

    code = "recommendation_refused"
    about = to_translate("un refus à trancher")
    sentence = to_translate(
        "Une recommandation du service des plaintes est refusée, avec un motif. "
        "Vous avez le dernier mot : elle est suivie quand même, ou le refus tient."
    )


@dataclass(frozen=True, slots=True)
class RecommendationSentBack(RecommendationLetter):
    """Its verification says what is missing, and gives another day."""

    code = "recommendation_sent_back"
    about = to_translate("une exécution à reprendre")
    sentence = to_translate(
        "La vérification dit ce qui manque encore, et donne un autre jour pour le faire."
    )


@dataclass(frozen=True, slots=True)
class RecommendationToVerify(RecommendationLetter):
    """It is said to be carried out: somebody else verifies it."""

    code = "recommendation_to_verify"
    about = to_translate("une exécution à vérifier")
    sentence = to_translate(
        "Une recommandation est dite exécutée. Vérifiez-la : "
        "qui l’a écrite ou exécutée ne peut pas le faire."
    )


@dataclass(frozen=True, slots=True)
class RecommendationUnowned(RecommendationLetter):
    """Whoever carried it out cannot any more: it is left to whoever it was made to."""

    code = "recommendation_unowned"
    about = to_translate("une recommandation à exécuter")
    sentence = to_translate(
        "Qui devait exécuter une recommandation qui vous a été faite ne peut plus s’en occuper. "
        "C’est à vous de le faire, à la même date."
    )


@dataclass(frozen=True, slots=True)
class RecommendationToReply(RecommendationLetter, ABC):
    """A letter that asks for a reply, by its last day."""

    last_day: date | None = None

    def words(self, context: LetterContext) -> tuple[str, str]:
        about, sentence = StaffLetter.words(self, context)
        return about, " ".join([sentence, *reply_by(context, self.last_day)])


@dataclass(frozen=True, slots=True)
class RecommendationForYou(RecommendationToReply):
    """It is addressed to the reader, and by when they reply."""

    code = "recommendation_for_you"
    about = to_translate("une recommandation pour vous")
    sentence = to_translate("Le service des plaintes vous adresse une recommandation.")


@dataclass(frozen=True, slots=True)
class RecommendationEscalated(RecommendationToReply, Notice):
    """Nobody replied to it: it is now the reader's."""

    code = "recommendation_climbed"
    place = 90
    title = to_translate("Recommandation sans réponse")
    brief = to_translate("une recommandation attend votre réponse")
    about = to_translate("recommandation sans réponse")
    sentence = to_translate(
        "Une recommandation est restée sans réponse. Elle est maintenant à votre palier."
    )


@dataclass(frozen=True, slots=True)
class RecommendationMissed(PassedDate, RecommendationLetter):
    """One of its dates passed: that of a kind of clock; or it was `passed_on` without a reply."""

    code = "recommendation_missed"
    place = 100
    title = to_translate("Date d’une recommandation passée")
    brief = to_translate("une date est passée")
    clock: str
    passed_on: bool = False

    def words(self, context: LetterContext) -> tuple[str, str]:
        if not self.passed_on:
            return PassedDate.words(self, context)
        return context.gettext(self.brief), context.gettext(_PASSED_ON)

    def action(self, context: LetterContext) -> Action:
        """Lead to its page, or to those that are left, where it is not the reader's any more."""
        if not self.passed_on:
            return RecommendationLetter.action(self, context)
        url = context.in_office("recommandations", "recommendations")
        return Action(context.gettext("Ouvrir mes recommandations"), url)


@dataclass(frozen=True, slots=True)
class RecommendationBecame(RecommendationLetter):
    """What became of it: the state in which it is now."""

    code = "recommendation_moved"
    state: str

    def words(self, context: LetterContext) -> tuple[str, str]:
        about, sentence = _BECAME[self.state]
        return context.gettext(about), context.gettext(sentence)


CAUSE_CORRECTED = FixedComplainantLetter(
    "cause_corrected",
    to_translate("Plainte %(number)s : la cause est corrigée"),
    to_translate("La cause de votre plainte est corrigée"),
    (
        to_translate("Vous avez demandé à savoir quand la cause de votre plainte serait corrigée."),
        to_translate(
            "À partir de votre plainte et d’autres, le service des plaintes a recommandé un "
            "changement. Il est fait, et une autre personne l’a vérifié."
        ),
        to_translate("Merci : votre plainte y a contribué. Vous n’avez rien à faire."),
    ),
)
"""The cause of the complaint is corrected: to somebody who wished to know."""

LETTERS = Wordings(
    to_citizens=(CAUSE_CORRECTED,),
    to_others=(
        RecommendationCorrected,
        RecommendationRefused,
        RecommendationSentBack,
        RecommendationToVerify,
        RecommendationUnowned,
        RecommendationForYou,
        RecommendationEscalated,
        RecommendationMissed,
        RecommendationBecame,
    ),
)
