"""Who acts for the person whose complaint it is, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from portal.complaints.queries.case_file import Entry, Person
from portal.domain.complaint import ReplyBy
from portal.domain.history import EntryKind
from portal.features.representatives.queries import REPRESENTED, Representative
from portal.features.representatives.rules import (
    ENDS,
    PROOFS,
    REPRESENTATIVE,
    SCOPES,
    WHY_NONE,
    PersonReached,
    Proof,
    ProofJudged,
    Quality,
    ReadingSet,
    Representation,
    RepresentationDated,
    RepresentationEnded,
    Represented,
    Scope,
    TakenBack,
    Until,
    WhyNone,
)
from portal.pages.current import current_language, gettext
from portal.pages.office.case import OpenedCase
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

UNTIL: dict[str, str] = {
    Until.END: to_translate("Jusqu’à la fin de la plainte"),
    Until.DAY: to_translate("Jusqu’à une date"),
}


class QualityWords(Struct, frozen=True):
    """What somebody says of themself, the same as anybody reads it, and what proves it."""

    asked: str
    title: str
    proof: str


_BY_CODE = (EntryKind.REPRESENTATION_AGREED, EntryKind.TAKEOVER_WISHED)
_ENDED = EntryKind.REPRESENTATION_ENDED.value
_SIGNED = to_translate("une procuration ou une lettre signée par la personne")

QUALITIES: dict[Quality, QualityWords] = {
    Quality.PARENT: QualityWords(
        to_translate("Je suis son père ou sa mère; elle est mineure"),
        to_translate("parent d’une personne mineure"),
        to_translate("son acte de naissance, ou un document où vos deux noms se trouvent"),
    ),
    Quality.CHILD: QualityWords(
        to_translate("Je suis son fils ou sa fille"), to_translate("fils ou fille"), _SIGNED
    ),
    Quality.FAMILY: QualityWords(
        to_translate("Je suis de sa famille : conjointe, frère, petit-enfant…"),
        to_translate("membre de la famille"),
        _SIGNED,
    ),
    Quality.FRIEND: QualityWords(
        to_translate("Je suis une personne proche qui l’aide"),
        to_translate("proche qui aide"),
        _SIGNED,
    ),
    Quality.MANDATE: QualityWords(
        to_translate("J’ai un mandat ou une procuration"),
        to_translate("mandat ou procuration"),
        to_translate("le mandat ou la procuration"),
    ),
    Quality.PROTECTION: QualityWords(
        to_translate("J’ai un mandat de protection homologué"),
        to_translate("mandat de protection"),
        to_translate("le jugement ou l’acte qui homologue le mandat de protection"),
    ),
    Quality.GUARDIAN: QualityWords(
        to_translate("J’exerce sa tutelle ou sa curatelle"),
        to_translate("tutelle ou curatelle"),
        to_translate("le jugement qui vous nomme, ou un certificat du Curateur public"),
    ),
    Quality.EXECUTOR: QualityWords(
        to_translate("Je liquide sa succession"),
        to_translate("liquidation de la succession"),
        to_translate("le testament ou l’acte qui vous nomme, et l’acte de décès"),
    ),
    Quality.COMMUNITY: QualityWords(
        to_translate("Je travaille pour un organisme communautaire qui l’aide"),
        to_translate("organisme communautaire"),
        _SIGNED,
    ),
    Quality.ASSOCIATION: QualityWords(
        to_translate("Je parle pour un syndicat ou une association"),
        to_translate("syndicat ou association"),
        to_translate("une lettre signée par la personne, ou ce qui montre qu’elle est membre"),
    ),
    Quality.LAWYER: QualityWords(
        to_translate("Je la représente comme avocate, avocat ou notaire"),
        to_translate("avocate, avocat ou notaire"),
        to_translate("une lettre à votre en-tête qui dit que vous agissez pour la personne"),
    ),
    Quality.ELECTED: QualityWords(
        to_translate("Je travaille au bureau d’une personne élue"),
        to_translate("bureau d’une personne élue"),
        to_translate("le consentement que la personne a signé pour votre bureau"),
    ),
    Quality.ANOTHER: QualityWords(to_translate("Autre"), to_translate("autre qualité"), _SIGNED),
}
"""In the order in which they are asked: those close to the person first."""


def quality_choices() -> list[tuple[str, str, str]]:
    """Return what somebody may be to the person, each with what proves it."""
    return [
        (code, gettext(said.asked), gettext("Preuve : %(what)s.", what=gettext(said.proof)))
        for code, said in QUALITIES.items()
    ]


def in_order(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what may be chosen, each in the language of the page."""
    return [(code, gettext(label)) for code, label in words.items()]


class InWords(Struct, frozen=True):
    """What is said of a representative, each thing as a sentence or less.

    Until when, and the proof, may go on a sentence, or stand alone.
    """

    quality: str
    scope: str
    until: str
    until_alone: str
    proof: str
    proof_alone: str
    why_words: str


def in_words(
    quality: str, scope: str, last_day: date | None, proof: str, why: tuple[str, str]
) -> InWords:
    """Return it in the language of the page; `why` is why there is no proof, and words of it."""
    why_none, why_words = why
    until, proof_said = until_words(last_day), proof_words(proof or Proof.NONE, why_none)
    return InWords(
        capital(gettext(QUALITIES[Quality(quality or Quality.ANOTHER)].title)),
        gettext(SCOPES[Scope(scope or Scope.WHOLE)]),
        until,
        capital(until),
        proof_said,
        capital(proof_said),
        why_words,
    )


def said_in_words(said: Representation) -> InWords:
    """Return what was typed in words."""
    why = (said.represents_why, said.represents_why_words)
    if said.represents_proof != Proof.NONE:
        why = ("", "")
    proof, last_day = said.represents_proof, said.last_day
    return in_words(said.represents_as, said.represents_for, last_day, proof, why)


def capital(words: str) -> str:
    """Return words with a capital at their beginning, and the rest as it is."""
    return words[:1].upper() + words[1:]


def until_words(last_day: date | None) -> str:
    """Return until when somebody acts for the person."""
    if last_day is None:
        return gettext("jusqu’à la fin de la plainte")
    return gettext("jusqu’au %(day)s", day=day_words(last_day, current_language()))


def proof_words(proof: str, why_none: str = "") -> str:
    """Return where the proof is, and why there is none."""
    state = gettext(PROOFS[Proof(proof)])
    if why_none not in set(WhyNone) or proof != Proof.NONE:
        return state
    why = gettext(WHY_NONE[why_none])
    return gettext("%(state)s (%(why)s)", state=state, why=why[:1].lower() + why[1:])


def reached_words(email: str, address: str) -> Iterator[str]:
    """Yield how the person themself is reached, each way a line."""
    if email:
        yield email
    if address:
        yield ", ".join(address.splitlines())


def is_contact_told(people: Iterable[Person], reply_by: str) -> bool:
    """Tell whether an agency knows how anybody is reached: a transfer may have kept that back."""
    is_told = any(person.email or person.phone or person.address for person in people)
    return is_told or reply_by == ReplyBy.NONE


def words_of(found: Representative) -> InWords:
    """Return who acts for the person in words."""
    why = (found.why_none, found.why_words)
    return in_words(found.quality, found.scope, found.last_day, found.proof, why)


# For the staff.


def represented(case: OpenedCase) -> Representative | None:
    """Return who acts for the person whose complaint it is, or did."""
    return case.file.of(REPRESENTED)


def acts_now(case: OpenedCase) -> Representative | None:
    """Return who acts for the person, while nothing ended it."""
    found = represented(case)
    return found if found is not None and found.ended_at is None else None


# What the history says of it, for the staff.


def until_when(_case: object, entry: Represented | RepresentationDated) -> str:
    """Return until when somebody acts for the person."""
    return capital(until_words(entry.last_day))


def how_judged(_case: object, entry: ProofJudged) -> str:
    """Return whether the proof was accepted."""
    return gettext("Acceptée") if entry.is_accepted else gettext("Refusée")


def why_over(_case: object, entry: RepresentationEnded) -> str:
    """Return what ended it, and where letters go now, or that nobody knows where to write."""
    why = gettext(ENDS[entry.by])
    if entry.is_reached:
        return (
            why
            + " "
            + gettext("Nos lettres vont maintenant à la personne représentée, ou à sa succession.")
        )
    return why + " " + gettext("Personne ne sait où écrire à la personne : ses lettres attendent.")


# Who did it, where the complaint was in other hands then.


def acted_then(case: OpenedCase, entry: Entry) -> str | None:
    """Return who represented the person, for what they did until it ended.

    What was done with the code that was sent to the person, whoever had it did. One that left
    without anybody of the staff was sent by the portal.
    """
    if entry.kind == EntryKind.PERSON_REACHED:
        return gettext("Le portail")
    if entry.kind in _BY_CODE:
        return gettext("Qui a reçu le code")
    ended = next((one.seq for one in case.file.entries if one.kind == _ENDED), None)
    if ended is None or entry.seq >= ended:
        return None
    former = case.file.person(REPRESENTATIVE)
    return (former and former.name) or gettext("La personne qui représentait")


def by_what(_case: object, entry: PersonReached) -> str:
    """Return how the person was sent a code, and what it is for where nobody verified where."""
    to = to_whom_sent(entry)
    by = gettext("Par la poste") if entry.by == ReplyBy.POST else gettext("Par courriel")
    if not entry.awaits_check:
        return f"{to} {by}".strip()
    how = gettext("%(by)s, à ce que seule la personne qui représente a donné.", by=by)
    return f"{to} {how}".strip()


def to_whom_sent(entry: PersonReached) -> str:
    """Return to whom a code was sent, where that was written down."""
    if entry.of_estate is None:
        return ""
    if entry.of_estate:
        return gettext("À la personne qui règle la succession.")
    return gettext("À la personne concernée.")


def who_reads_on(_case: object, entry: TakenBack | ReadingSet) -> str:
    """Return whether whoever represented the person may read the complaint."""
    if entry.may_read:
        return gettext("La personne qui représentait peut encore lire.")
    return gettext("La personne qui représentait ne peut plus lire.")
