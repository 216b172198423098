"""The letters to the staff about recommendations: whom each concerns, what it says, and a link."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from portal.complaints.letters import letters
from portal.complaints.people.staff import Member, without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.features.recommendations.records import RecommendationRecord
from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action, Content, Paragraph
from portal.words.letters.staff_parts import promised
from portal.words.letters.telling import Telling


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
    work: Work,
    complaint: ComplaintRecord,
    recommendation: RecommendationRecord,
    members: list[Member],
    template: str,
    **params: object,
) -> None:
    """Write at once to `members`, whoever acts left out, about a recommendation."""
    others = [member for member in members if member.user_id != work.actor.user_id]
    facts = {"recommendation": recommendation.id, **params}
    letters.to_members(work, complaint, others, template, **facts)


def tell_what_became(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord
) -> None:
    """Tell whoever follows it, and whoever it concerns, in which state it is now."""
    watching = watchers(work, complaint, recommendation)
    concerned = answerable(work, complaint, recommendation)
    everybody = [*watching, *without(concerned, watching)]
    state = recommendation.state
    write_to(work, complaint, recommendation, everybody, "recommendation_moved", state=state)


# What each letter is about, and what it says below.
_LETTERS: dict[str, tuple[str, str]] = {
    "recommendation_corrected": (
        to_translate("recommandation corrigée"),
        to_translate(
            "Une recommandation qui vous est adressée a une nouvelle version. "
            "La première se lit toujours à côté, et la date de réponse ne change pas."
        ),
    ),
    "recommendation_refused": (
        to_translate("un refus à trancher"),
        to_translate(
            "Une recommandation du service des plaintes est refusée, avec un motif. "
            "Vous avez le dernier mot : elle est suivie quand même, ou le refus tient."
        ),
    ),
    "recommendation_sent_back": (
        to_translate("une exécution à reprendre"),
        to_translate(
            "La vérification dit ce qui manque encore, et donne un autre jour pour le faire."
        ),
    ),
    "recommendation_to_verify": (
        to_translate("une exécution à vérifier"),
        to_translate(
            "Une recommandation est dite exécutée. Vérifiez-la : "
            "qui l’a écrite ou exécutée ne peut pas le faire."
        ),
    ),
}
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


def for_you(letter: Telling) -> Content:
    """Say that a recommendation is addressed to the reader, and by when they reply."""
    _ = letter.gettext
    what = _("Le service des plaintes vous adresse une recommandation.")
    return _content(letter, _("une recommandation pour vous"), what, *_reply_by(letter))


def climbed(letter: Telling) -> Content:
    """Say that a recommendation without a reply is now the reader's."""
    _ = letter.gettext
    what = _("Une recommandation est restée sans réponse. Elle est maintenant à votre palier.")
    return _content(letter, _("recommandation sans réponse"), what, *_reply_by(letter))


def missed(letter: Telling) -> Content:
    """Say which date of a recommendation passed."""
    text = letter.gettext("La date promise pour %(what)s est passée.", what=promised(letter))
    return _content(letter, letter.gettext("une date est passée"), text)


def moved(letter: Telling) -> Content:
    """Say what became of a recommendation."""
    about, text = _BECAME[str(letter.params["state"])]
    return _content(letter, letter.gettext(about), letter.gettext(text))


def _reply_by(letter: Telling) -> list[str]:
    day = letter.day("last_day")
    return [letter.gettext("Répondez au plus tard le %(day)s.", day=day)] if day else []


def _plain(name: str, letter: Telling) -> Content:
    about, text = _LETTERS[name]
    return _content(letter, letter.gettext(about), letter.gettext(text))


def _content(letter: Telling, about: str, *sentences: str) -> Content:
    _ = letter.gettext
    subject = _("Plainte %(number)s : %(about)s", number=letter.number, about=about)
    action = Action(_("Ouvrir la recommandation"), letter.recommendation_url())
    footer = _("Ce courriel ne dit rien de la plainte. Connectez-vous pour lire la recommandation.")
    return Content(
        subject, subject, [Paragraph(" ".join(sentences)), letter.facts(), action], footer
    )


ABOUT_RECOMMENDATIONS: dict[str, Callable[[Telling], Content]] = {
    **{name: partial(_plain, name) for name in _LETTERS},
    "recommendation_for_you": for_you,
    "recommendation_climbed": climbed,
    "recommendation_missed": missed,
    "recommendation_moved": moved,
}
