"""What is given to one person whose complaint is founded, and who may decide it.

It puts right what happened to them; what puts it right for everybody is a corrective measure. An
agency says what its officers give by themselves, how much of a sum, and what its head decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.conclusion import Finding, Given
from portal.domain.text import Text

NOTHING = "none"
"""The choice that nothing is given: it is said, never left open."""

_CENTS = 100
_SUM = re.compile(r"(\d{1,7})(?:[.,](\d{2}))?\s*\$?")
_GROUPING = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(?!\d))")


class RemedyKind(StrEnum):
    """What sort of remedy it is."""

    APOLOGY = "apology"
    CORRECTION = "correction"
    PRIORITY = "priority"
    REIMBURSEMENT = "reimbursement"
    OTHER = "other"


class Wrong(StrEnum):
    """What is wrong with what is to be given; each is the code of what is missing."""

    UNSAID = "remedies"
    SUM = "remedy_sum"
    BEYOND = "remedy_beyond"


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that an agency may give: its officers by themselves, or its head alone.

    Of a sum, officers decide `up_to` so many dollars.
    """

    code: str
    kind: RemedyKind
    name: Text
    by_officers: bool = True
    up_to: int | None = None

    @property
    def is_sum(self) -> bool:
        """Tell whether it is a sum of money."""
        return self.kind is RemedyKind.REIMBURSEMENT

    def is_within(self, cents: int | None) -> bool:
        """Tell whether officers may give it by themselves; of a sum, so many `cents`."""
        if not self.by_officers:
            return False
        return not self.is_sum or (cents or 0) <= (self.up_to or 0) * _CENTS


CALLS_FOR = frozenset({Finding.FOUNDED, Finding.PARTLY_FOUNDED})
"""The findings by which it has to be said what is given."""


def wrong_with(
    remedies: Iterable[Remedy], finding: Finding, given: Given | None, *, by_head: bool
) -> Wrong | None:
    """Return what is wrong with what is given, if anything is; a head decides all."""
    if given is None:
        return Wrong.UNSAID if finding in CALLS_FOR else None
    known = {remedy.code: remedy for remedy in remedies}
    if not known.keys() >= set(given.codes):
        return Wrong.UNSAID
    chosen = [known[code] for code in given.codes]
    if any(remedy.is_sum for remedy in chosen) != bool(given.cents):
        return Wrong.SUM
    if by_head or all(remedy.is_within(given.cents) for remedy in chosen):
        return None
    return Wrong.BEYOND


def read_given(ticked: Collection[str], typed_sum: str, sums: Collection[str]) -> Given | None:
    """Return what a form says is given; None where it says nothing, or contradicts itself.

    A sum is read where one of the codes of `sums` is ticked.
    """
    if not ticked or (NOTHING in ticked and len(ticked) > 1):
        return None
    if NOTHING in ticked:
        return Given()
    has_sum = not set(sums).isdisjoint(ticked)
    return Given(tuple(ticked), read_sum(typed_sum) if has_sum else None)


def read_sum(typed: str) -> int | None:
    """Return how many cents "1 200", "12,50" or "12.50 $" is; None where it is no sum."""
    match = _SUM.fullmatch(_GROUPING.sub("", typed.strip()))
    if match is None:
        return None
    return int(match[1]) * _CENTS + int(match[2] or 0) or None


def is_individual(given: Iterable[Given | None]) -> bool | None:
    """Tell whether anything was given for any issue; None where nobody said."""
    said = [one for one in given if one is not None]
    return any(one.codes for one in said) if said else None
