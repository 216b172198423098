"""Complaining for somebody else: in what quality, for what, until when, with what proof.

The person whose complaint it is can take it over at any moment; an end date ends the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from portal.complaints.entries import EntryFacts
from portal.domain.answers import existing_date, read_day, read_month, read_year
from portal.domain.history import EntryKind
from portal.payload import Payload
from portal.words.catalogue import to_translate

PROOF_QUESTION = "representation"
"""The question that a document answers which is a proof."""

REPRESENTATIVE = "representative"
"""The role of whoever acted for the person, once the complaint is in that person's hands."""

CODE_LASTS = timedelta(days=30)
"""How long a code to take a complaint over is good, be it on paper or in an e-mail."""
CODE_SHOWN = timedelta(minutes=10)
"""How long whoever took a complaint over is shown its new access code."""
ANOTHER_CODE_AFTER = timedelta(minutes=10)
"""How long after a code that somebody asked for another one may leave."""
ASKED_CODE_LASTS = timedelta(days=2)
"""How long a code that somebody asked for is good: it is asked for by who waits for it."""
ASKED_AT_ONCE = 5
"""How many codes that were asked for are good at once: beyond that none leaves, and none ends."""
REQUESTS_KEPT = timedelta(minutes=30)
"""How long who asks for a code waits at most: after that nobody waits for the answer."""

_A_DAY = (read_day, read_month, read_year)


class Quality(StrEnum):
    """What somebody is to the person for whom they complain."""

    PARENT = "parent"
    CHILD = "child"
    FAMILY = "family"
    FRIEND = "friend"
    MANDATE = "mandate"
    PROTECTION = "protection"
    GUARDIAN = "guardian"
    EXECUTOR = "executor"
    COMMUNITY = "community"
    ASSOCIATION = "association"
    LAWYER = "lawyer"
    ELECTED = "elected"
    ANOTHER = "another"

    @property
    def is_for_the_dead(self) -> bool:
        """Tell whether the person concerned can agree to nothing any more."""
        return self is Quality.EXECUTOR


class Scope(StrEnum):
    """What a representative does for the person; each goes further than the one before."""

    FILE = "file"
    LETTERS = "letters"
    ANSWER = "answer"
    WHOLE = "whole"

    @property
    def may_write(self) -> bool:
        """Tell whether it goes as far as to write to the agency."""
        return self in (Scope.ANSWER, Scope.WHOLE)


class Until(StrEnum):
    """How long somebody represents a person."""

    END = "end"
    DAY = "day"


class Proof(StrEnum):
    """Where the proof is that somebody may act for the person."""

    ATTACHED = "attached"
    ORAL = "oral"
    NONE = "none"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


SAID_AT_FILING = (Proof.ATTACHED, Proof.ORAL, Proof.NONE)
"""What somebody who files for another person may say of the proof."""


class WhyNone(StrEnum):
    """Why there is no proof."""

    COMING = "coming"
    CANNOT_SIGN = "cannot_sign"
    URGENT = "urgent"
    EVIDENT = "evident"
    ANOTHER = "another"


class EndedBy(StrEnum):
    """What ended a representation."""

    DAY = "day"
    FILED = "filed"
    PERSON = "person"
    AGENCY = "agency"


SCOPES: dict[str, str] = {
    Scope.WHOLE: to_translate("Toute la plainte, comme cette personne le ferait"),
    Scope.ANSWER: to_translate("Déposer la plainte, recevoir les lettres et répondre"),
    Scope.LETTERS: to_translate("Déposer la plainte et recevoir les lettres"),
    Scope.FILE: to_translate("Déposer la plainte, rien de plus"),
}
"""What a representative does, as it is asked and shown."""

NOBODY_FOLLOWS = to_translate(
    "Choisissez davantage pour une succession : personne d’autre ne suivrait la plainte"
)
"""What is said of whoever would only file for somebody who died."""

NO_AGREEMENT = to_translate(
    "Pour une succession, dites à la page précédente que son accord ne peut pas être donné"
)
"""What is said of whoever says that somebody who died agreed."""

PROOF_ASKED: dict[str, str] = {
    Proof.ATTACHED: to_translate("Je joins une preuve"),
    Proof.ORAL: to_translate("La personne m’a donné son accord de vive voix"),
    Proof.NONE: to_translate("Je n’en ai pas"),
}
"""What whoever files for another person may answer of the proof."""

PROOF_SEEN: dict[str, str] = {
    Proof.ATTACHED: to_translate("Elle est jointe ici"),
    Proof.ORAL: to_translate("La personne a donné son accord de vive voix"),
    Proof.NONE: to_translate("Il n’y en a pas"),
}
"""The same, as the staff write it down."""

WHY_NONE: dict[str, str] = {
    WhyNone.COMING: to_translate("Pas encore reçue"),
    WhyNone.CANNOT_SIGN: to_translate("La personne ne peut pas signer"),
    WhyNone.URGENT: to_translate("C’est urgent"),
    WhyNone.EVIDENT: to_translate("L’organisme sait déjà qui je suis pour elle"),
    WhyNone.ANOTHER: to_translate("Autre raison"),
}

PROOFS: dict[str, str] = {
    Proof.ATTACHED: to_translate("jointe, à vérifier"),
    Proof.ORAL: to_translate("accord donné de vive voix, à confirmer par la personne"),
    Proof.NONE: to_translate("aucune"),
    Proof.CHECKED: to_translate("vérifiée"),
    Proof.CONFIRMED: to_translate("accord confirmé par la personne qui a reçu notre lettre"),
    Proof.REFUSED: to_translate("refusée"),
}
"""The state of the proof, as anybody reads it."""

ENDS: dict[str, str] = {
    EndedBy.DAY: to_translate("La date de fin est passée."),
    EndedBy.FILED: to_translate("Son rôle était de déposer la plainte."),
    EndedBy.PERSON: to_translate(
        "La personne concernée, ou sa succession, suit maintenant la plainte."
    ),
    EndedBy.AGENCY: to_translate("L’organisme y a mis fin."),
}


@dataclass(frozen=True, slots=True)
class Representation(Payload):
    """What somebody who files for another person says of it, as it was typed."""

    represents_as: str = ""
    represents_for: str = ""
    represents_until: str = ""
    represents_until_day: tuple[str, ...] = ()
    represents_proof: str = ""
    represents_why: str = ""
    represents_why_words: str = ""
    represented_email: str = ""
    represented_address: str = ""

    @property
    def is_untouched(self) -> bool:
        """Tell whether the page that asks for it was never sent."""
        return self == Representation()

    @property
    def of_estate(self) -> bool:
        """Tell whether the person concerned has died."""
        return self.represents_as == Quality.EXECUTOR

    @property
    def is_reached(self) -> bool:
        """Tell whether it says how the person themself is reached."""
        return bool(self.represented_email or self.represented_address)

    @property
    def last_day(self) -> date | None:
        """The last day of it, if there is one and it is a day."""
        if self.represents_until != Until.DAY or len(self.represents_until_day) != len(_A_DAY):
            return None
        typed = zip(_A_DAY, self.represents_until_day, strict=True)
        day, month, year = (read(words) for read, words in typed)
        if day is None or month is None or year is None:
            return None
        return existing_date(year, month, day)

    def said(self) -> dict[str, Any]:
        """Return what is kept sealed of it, whatever becomes of the rest."""
        is_none = self.represents_proof == Proof.NONE
        return {
            "quality": self.represents_as,
            "scope": self.represents_for,
            "why_none": self.represents_why if is_none else "",
            "why_words": self.represents_why_words if is_none else "",
            "email": self.represented_email,
            "address": self.represented_address,
        }


def may_another_code_leave(made_at: Iterable[datetime], now: datetime) -> bool:
    """Tell whether one more leaves after those still open, of which those old ones do not count.

    Where none does, the mailbox has one of the last two days: nobody keeps the person out of their
    complaint by asking again and again.
    """
    ages = [age for age in (now - at for at in made_at) if age < ASKED_CODE_LASTS]
    return len(ages) < ASKED_AT_ONCE and all(age >= ANOTHER_CODE_AFTER for age in ages)


# What the history tells.


@dataclass(frozen=True, slots=True)
class Represented(EntryFacts, kind=EntryKind.REPRESENTED):
    """Somebody acts for the person whose complaint it is, until this day or its end."""

    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class ProofJudged(EntryFacts, kind=EntryKind.PROOF_JUDGED):
    """The proof that somebody may act for the person was checked, or refused."""

    is_accepted: bool


@dataclass(frozen=True, slots=True)
class RepresentationDated(EntryFacts, kind=EntryKind.REPRESENTATION_DATED):
    """The representation ends on this day, or with the complaint."""

    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class RepresentationEnded(EntryFacts, kind=EntryKind.REPRESENTATION_ENDED):
    """Nobody acts for the person any more; `is_reached` is whether letters get to them."""

    by: str
    is_reached: bool


@dataclass(frozen=True, slots=True)
class PersonReached(EntryFacts, kind=EntryKind.PERSON_REACHED):
    """The person was sent a code to take their complaint over.

    Where the address `awaits_check`, it lets somebody agree, and take over once it is verified.
    Whether it went to whoever settles an estate is unknown of what was written down before.
    """

    by: str
    awaits_check: bool = False
    of_estate: bool | None = None


@dataclass(frozen=True, slots=True)
class TakenBack(EntryFacts, kind=EntryKind.TAKEN_BACK):
    """The person took over their complaint; whoever represented them may read it, or not."""

    may_read: bool


@dataclass(frozen=True, slots=True)
class ReadingSet(EntryFacts, kind=EntryKind.READING_SET):
    """The person let whoever represented them read the complaint, or no more."""

    may_read: bool
