"""Who acts for the person, on the page of what was sent, and on the page of the complaint.

Whoever does adds the proof, on a page that says what proof is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from portal.complaints.handling.documents import StoredDocument
from portal.complaints.queries.followed import SentComplaint
from portal.domain.actor import complainant
from portal.domain.complaint import ReplyBy
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.features.representatives.actions import add_proof
from portal.features.representatives.pages import (
    QUALITIES,
    capital,
    proof_words,
    to_whom_sent,
    until_words,
    words_of,
)
from portal.features.representatives.queries import (
    FOLLOWED,
    Representative,
    representative_of,
)
from portal.features.representatives.rules import (
    ENDS,
    PersonReached,
    Proof,
    ProofJudged,
    ReadingSet,
    RepresentationDated,
    RepresentationEnded,
    Represented,
    Scope,
    TakenBack,
)
from portal.pages import uploads
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import JUST_SENT, NOTICES, MoreWritten, PagePart
from portal.pages.citizen.follow import FollowAction
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.shown.before_filing import ACCEPTED
from portal.pages.shown.history_words import Around, ToldWords
from portal.pages.shown.written import WrittenLine
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

pages = Pages("citizen")

PROOF_FIELD = "preuve-document"


def acting_in(summary: CaseSummary) -> Representative | None:
    """Return who acts for the person, while they do."""
    found = summary.complaint.of(FOLLOWED)
    return found if found is not None and found.ended_at is None else None


def _just_sent(complaint: SentComplaint) -> Mapping[str, Any] | None:
    if not complaint.is_for_another:
        return None
    owner = complainant(complaint.id)
    representative = runtime().read(owner, representative_of, complaint.id)
    if representative is None:
        return None
    is_reached = bool(representative.email or representative.address)
    was_asked = representative.proof in (Proof.ORAL, Proof.CONFIRMED) and is_reached
    return {**_shown(representative), "has_code": was_asked}


def _shown(representative: Representative) -> dict[str, Any]:
    return {
        "representative": representative,
        "said": words_of(representative),
        "is_for_filing": representative.scope is Scope.FILE,
        "lacks_proof": representative.proof in (Proof.NONE, Proof.REFUSED, Proof.ORAL),
    }


def _followed(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return who acts for the person, while they do."""
    representative = acting_in(summary)
    if representative is None:
        return None
    settings = summary.agency.configured.representation
    needs_proof = settings.needs_proof(summary.complaint.category)
    return {
        **_shown(representative),
        "has_code": any(one.kind == EntryKind.PERSON_REACHED for one in summary.complaint.history),
        "needs_proof": needs_proof,
        "answers_without": settings.answers_without,
        "is_unproved": not representative.is_proved,
        "came": _day_it_came(representative, summary),
        "until_then": _until_then(representative.proof),
    }


def _day_it_came(representative: Representative, summary: CaseSummary) -> str:
    came = representative.proof_came_at
    return day_words(came.astimezone(summary.zone).date(), current_language()) if came else ""


def _until_then(proof: Proof) -> str:
    """Return what is answered as long as the proof is not there, not read, or not enough."""
    if proof is Proof.ATTACHED:
        return gettext(
            "Tant qu’il ne l’a pas acceptée, l’organisme répond en termes généraux, sans parler du "
            "dossier de la personne."
        )
    if proof is Proof.ORAL:
        return gettext(
            "D’ici là, l’organisme répond en termes généraux, sans parler du dossier de la "
            "personne."
        )
    if proof is Proof.CONFIRMED:
        return gettext(
            "Tant qu’il n’a pas vérifié que c’est bien elle, l’organisme répond en termes "
            "généraux, sans parler de son dossier."
        )
    return gettext(
        "Tant que la preuve manque, l’organisme répond en termes généraux, sans parler du dossier "
        "de la personne."
    )


# The page that says what proof is asked, and takes it.


def _proof_shown(number: str, complaint_id: int) -> Mapping[str, Any] | None:
    """Return what proof is asked of whoever acts for the person, and what came so far."""
    summary = opened_summary(number, complaint_id)
    found = acting_in(summary)
    if found is None:
        return None
    came = {proof.id for proof in found.proofs}
    return {
        "found": found,
        "said": words_of(found),
        "asked": capital(gettext(QUALITIES[found.quality].proof)),
        "zone": summary.zone,
        "documents": [one for one in summary.complaint.documents if one.id in came],
        "language": summary.complaint.facts.language,
        "limits": uploads.limits(),
        "accepted": ACCEPTED,
    }


def _prove(number: str, complaint_id: int, problems: Problems) -> str:
    """Keep each document that came as the proof, and say what happens to it."""
    thanks = uploads.take_some(PROOF_FIELD, partial(_attach, number, complaint_id), problems)
    return thanks and gettext("Votre preuve est reçue. L’organisme la vérifie, puis vous répond.")


def _attach(number: str, complaint_id: int, document: StoredDocument) -> None:
    act = partial(add_proof, document=document, limits=uploads.limits())
    runtime().change(complainant(complaint_id), number, act)


def _prove_or_say_why_not(number: str, complaint_id: int, problems: Problems) -> str:
    try:
        return _prove(number, complaint_id, problems)
    except TransitionNotAllowedError:
        return gettext("Rien n’a changé : vous n’agissez plus pour cette personne.")


FollowAction(
    name="proof",
    sending="send_proof",
    fr="preuve",
    en="proof",
    template="representatives/proof.html",
    shown=_proof_shown,
    act=_prove_or_say_why_not,
    fields=(PROOF_FIELD,),
).serve(pages)


# What was said when it was filed, to be read again.


def _written(summary: CaseSummary) -> Iterator[WrittenLine]:
    representative = summary.complaint.of(FOLLOWED)
    if representative is None:
        return
    words = words_of(representative)
    yield WrittenLine(gettext("En quelle qualité"), words.quality)
    yield WrittenLine(gettext("Pour faire quoi"), words.scope)
    if representative.scope is not Scope.FILE:
        yield WrittenLine(gettext("Jusqu’à quand"), words.until_alone)
    yield WrittenLine(gettext("Preuve"), words.proof_alone)
    yield WrittenLine(gettext("Pourquoi sans preuve"), words.why_words, by_person=True)


def _where(summary: CaseSummary) -> Iterator[WrittenLine]:
    """Yield how the person is reached, as it was typed when it was filed and nothing later."""
    representative = summary.complaint.of(FOLLOWED)
    if representative is None or not _may_be_known(summary):
        return
    yield WrittenLine(gettext("Courriel de la personne"), representative.typed_email)
    address = ", ".join(representative.typed_address.splitlines())
    yield WrittenLine(gettext("Adresse de la personne"), address)


def _may_be_known(summary: CaseSummary) -> bool:
    """Tell whether whoever reads it may know how anybody is reached: nothing of it is withheld."""
    contact = summary.complaint.contact
    is_known = contact.email or contact.phone or contact.address
    return bool(is_known) or contact.reply_by is ReplyBy.NONE


def _until_when(entry: Represented | RepresentationDated, _around: Around) -> str:
    return capital(until_words(entry.last_day)) + "."


def _how_judged(entry: ProofJudged, _around: Around) -> str:
    state = Proof.CHECKED if entry.is_accepted else Proof.REFUSED
    return gettext("Preuve %(state)s.", state=proof_words(state))


def _why_over(entry: RepresentationEnded, _around: Around) -> str:
    return gettext(ENDS[entry.by])


def _who_reads_on(entry: TakenBack | ReadingSet, _around: Around) -> str:
    if entry.may_read:
        return gettext("La personne qui agissait avant vous peut encore lire la plainte.")
    return gettext("La personne qui agissait avant vous ne peut plus lire la plainte.")


def _what_it_is_for(entry: PersonReached, _around: Around) -> str:
    said = (to_whom_sent(entry), _who_sent(entry), _what_it_lets(entry))
    return " ".join(filter(None, said))


def _who_sent(entry: PersonReached) -> str:
    """Return who sent it where; of what was written down before nobody knows."""
    if entry.of_estate is None:
        return ""
    if entry.awaits_check:
        return gettext("Le portail l’a envoyé, aux coordonnées données au dépôt.")
    return gettext("Il est parti aux coordonnées que l’organisme a vérifiées.")


def _what_it_lets(entry: PersonReached) -> str:
    if entry.awaits_check:
        return gettext(
            "Elle peut dire qu’elle est d’accord. Avant qu’elle suive sa plainte elle-même, "
            "l’organisme vérifie que c’est bien elle."
        )
    return gettext("Il permet de suivre la plainte soi-même.")


def _until_verified(_entry: object, _around: Around) -> str:
    return gettext("L’organisme vérifie que c’est bien elle.")


ON_FOLLOWED = (
    PagePart(JUST_SENT, "representatives/_sent.html", _just_sent),
    PagePart(NOTICES, "representatives/_followed.html", _followed),
    MoreWritten(_written, _where),
    ToldWords(
        EntryKind.REPRESENTED, to_translate("Plainte déposée pour une autre personne"), _until_when
    ),
    ToldWords(EntryKind.PROOF_RECEIVED, to_translate("La preuve de la représentation est reçue")),
    ToldWords(
        EntryKind.REPRESENTATION_AGREED,
        to_translate("La personne concernée confirme qu’on peut agir pour elle"),
    ),
    ToldWords(
        EntryKind.PROOF_JUDGED,
        to_translate("La preuve de la représentation a été examinée"),
        _how_judged,
    ),
    ToldWords(
        EntryKind.REPRESENTATION_DATED,
        to_translate("La durée du rôle de la personne qui représente a changé"),
        _until_when,
    ),
    ToldWords(
        EntryKind.REPRESENTATION_ENDED,
        to_translate("Plus personne n’agit pour la personne concernée"),
        _why_over,
    ),
    ToldWords(
        EntryKind.PERSON_REACHED,
        to_translate("Un code pour suivre la plainte a été envoyé"),
        _what_it_is_for,
        follows=True,
    ),
    ToldWords(
        EntryKind.TAKEOVER_WISHED,
        to_translate("La personne concernée demande à suivre sa plainte elle-même"),
        _until_verified,
    ),
    ToldWords(
        EntryKind.TAKEN_BACK,
        to_translate("Vous suivez maintenant votre plainte vous-même"),
        _who_reads_on,
    ),
    ToldWords(
        EntryKind.READING_SET,
        to_translate("Vous avez dit qui peut lire la plainte"),
        _who_reads_on,
    ),
)
