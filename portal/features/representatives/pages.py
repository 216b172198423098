"""Who acts for the person whose complaint it is, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from portal.complaints.queries.case_file import Person
from portal.domain.complaint import ReplyBy
from portal.features.representatives.queries import Representative
from portal.features.representatives.rules import (
    ENDS,
    PROOFS,
    SCOPES,
    TITLES,
    WHY_NONE,
    PersonReached,
    Proof,
    ProofJudged,
    Quality,
    ReadingSet,
    RepresentationDated,
    RepresentationEnded,
    Represented,
    Scope,
    TakenBack,
    Until,
    WhyNone,
)
from portal.pages.current import current_language, gettext
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

UNTIL: dict[str, str] = {
    Until.END: to_translate("Jusqu’à la fin de la plainte"),
    Until.DAY: to_translate("Jusqu’à une date"),
}


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
        capital(gettext(TITLES[Quality(quality or Quality.ANOTHER)])),
        gettext(SCOPES[Scope(scope or Scope.WHOLE)]),
        until,
        capital(until),
        proof_said,
        capital(proof_said),
        why_words,
    )


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


# What the history says of it, for the staff.


def until_when(_case: object, entry: Represented | RepresentationDated) -> str:
    """Return until when somebody acts for the person."""
    return capital(until_words(entry.last_day))


def how_judged(_case: object, entry: ProofJudged) -> str:
    """Return whether the proof was accepted."""
    return gettext("Acceptée") if entry.is_accepted else gettext("Refusée")


def why_over(_case: object, entry: RepresentationEnded) -> str:
    """Return what ended it, and that letters wait where nobody knows where to write."""
    why = gettext(ENDS[entry.by])
    if entry.is_reached:
        return why
    return why + " " + gettext("Personne ne sait où écrire à la personne : ses lettres attendent.")


def by_what(_case: object, entry: PersonReached) -> str:
    """Return how the person was sent a code."""
    return gettext("Par la poste") if entry.by == ReplyBy.POST else gettext("Par courriel")


def who_reads_on(_case: object, entry: TakenBack | ReadingSet) -> str:
    """Return whether whoever represented the person may read the complaint."""
    if entry.may_read:
        return gettext("La personne qui représentait peut encore lire.")
    return gettext("La personne qui représentait ne peut plus lire.")
