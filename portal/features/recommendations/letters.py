"""The letters about recommendations: whom each concerns, what it says, and a link."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass
from datetime import date

from portal.complaints.letters import letters
from portal.complaints.queries.staff import Member, without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.features.recommendations.records import RecommendationRecord
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


def addressees(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord
) -> list[Member]:
    """Return who has to reply, or works in their place today."""
    if recommendation.addressee_id is not None:
        return work.staff.working_as(work.session, complaint.agency, recommendation.addressee_id)
    return work.staff.with_post(work.session, complaint.agency, recommendation.post or "")


def answerable(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord
) -> list[Member]:
    """Return who is warned of its date: its owner once it is accepted, else who has to reply."""
    if recommendation.owner_id is not None:
        owner = work.staff.working_as(work.session, complaint.agency, recommendation.owner_id)
        return owner or addressees(work, complaint, recommendation)
    return addressees(work, complaint, recommendation)


def watchers(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord
) -> list[Member]:
    """Return who follows it for the complaints service: who wrote it, and the heads."""
    heads = work.staff.heads(work.session, complaint.agency)
    if recommendation.author_id is None:
        return heads
    author = work.staff.working_as(work.session, complaint.agency, recommendation.author_id)
    return [*author, *without(heads, author)]


def write_to(
    work: Work, complaint: ComplaintRecord, members: list[Member], letter: RecommendationLetter
) -> None:
    """Write at once to `members`, whoever acts left out, about a recommendation."""
    others = [member for member in members if member.user_id != work.actor.user_id]
    letters.to_members(work, complaint, others, letter)


def tell_what_became(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord
) -> None:
    """Tell whoever follows it, and whoever it concerns, in which state it is now."""
    watching = watchers(work, complaint, recommendation)
    concerned = answerable(work, complaint, recommendation)
    everybody = [*watching, *without(concerned, watching)]
    letter = RecommendationMoved(recommendation.id, recommendation.state)
    write_to(work, complaint, everybody, letter)


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
}


@dataclass(frozen=True, slots=True)
class RecommendationLetter(StaffLetter, ABC):
    """A letter about a recommendation, which has a page of its own."""

    recommendation: int
    footer = to_translate(
        "Ce courriel ne dit rien de la plainte. Connectez-vous pour lire la recommandation."
    )

    def action(self, context: LetterContext) -> Action:
        """Lead to its page."""
        return to_recommendation(context, self.recommendation)


@dataclass(frozen=True, slots=True)
class RecommendationCorrected(RecommendationLetter):
    """It has a new version."""

    code = "recommendation_corrected"
    about = to_translate("recommandation corrigée")
    said = to_translate(
        "Une recommandation qui vous est adressée a une nouvelle version. "
        "La première se lit toujours à côté, et la date de réponse ne change pas."
    )


@dataclass(frozen=True, slots=True)
class RecommendationRefused(RecommendationLetter):
    """It is refused: the top authority decides."""

    code = "recommendation_refused"
    about = to_translate("un refus à trancher")
    said = to_translate(
        "Une recommandation du service des plaintes est refusée, avec un motif. "
        "Vous avez le dernier mot : elle est suivie quand même, ou le refus tient."
    )


@dataclass(frozen=True, slots=True)
class RecommendationSentBack(RecommendationLetter):
    """Its verification says what is missing, and gives another day."""

    code = "recommendation_sent_back"
    about = to_translate("une exécution à reprendre")
    said = to_translate(
        "La vérification dit ce qui manque encore, et donne un autre jour pour le faire."
    )


@dataclass(frozen=True, slots=True)
class RecommendationToVerify(RecommendationLetter):
    """It is said to be carried out: somebody else verifies it."""

    code = "recommendation_to_verify"
    about = to_translate("une exécution à vérifier")
    said = to_translate(
        "Une recommandation est dite exécutée. Vérifiez-la : "
        "qui l’a écrite ou exécutée ne peut pas le faire."
    )


@dataclass(frozen=True, slots=True)
class RecommendationForYou(RecommendationLetter):
    """It is addressed to the reader, and by when they reply."""

    code = "recommendation_for_you"
    last_day: date | None = None

    def words(self, context: LetterContext) -> tuple[str, str]:
        _ = context.gettext
        said = _("Le service des plaintes vous adresse une recommandation.")
        by_when = reply_by(context, self.last_day)
        return _("une recommandation pour vous"), " ".join([said, *by_when])


@dataclass(frozen=True, slots=True)
class RecommendationClimbed(RecommendationLetter, Notice):
    """Nobody replied to it: it is now the reader's."""

    code = "recommendation_climbed"
    place = 90
    title = to_translate("Recommandation sans réponse")
    brief = to_translate("une recommandation attend votre réponse")
    last_day: date | None = None

    def words(self, context: LetterContext) -> tuple[str, str]:
        _ = context.gettext
        said = _("Une recommandation est restée sans réponse. Elle est maintenant à votre palier.")
        by_when = reply_by(context, self.last_day)
        return _("recommandation sans réponse"), " ".join([said, *by_when])


@dataclass(frozen=True, slots=True)
class RecommendationMissed(PassedDate, RecommendationLetter):
    """One of its dates passed: that of a kind of clock."""

    code = "recommendation_missed"
    place = 100
    title = to_translate("Date d’une recommandation passée")
    brief = to_translate("une date est passée")
    clock: str


@dataclass(frozen=True, slots=True)
class RecommendationMoved(RecommendationLetter):
    """What became of it: the state in which it is now."""

    code = "recommendation_moved"
    state: str

    def words(self, context: LetterContext) -> tuple[str, str]:
        about, said = _BECAME[self.state]
        return context.gettext(about), context.gettext(said)


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
        RecommendationForYou,
        RecommendationClimbed,
        RecommendationMissed,
        RecommendationMoved,
    ),
)
