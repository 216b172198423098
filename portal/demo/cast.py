"""Who plays what in the demonstration: how large each agency is, who improves, who flatters.

By rule, from the settings alone: those with most subjects are largest, and no agency is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, pi

from portal.agencies.agency import Agency
from portal.demo.lives import Ways
from portal.demo.living import Manner
from portal.domain.time.promise import Stage

LARGE, MEDIUM, SMALL = 24, 12, 3
"""How many complaints an agency gets in an ordinary month."""
_LARGE_IN, _MEDIUM_IN = 7, 2
_SWING = 0.35
_LEFT = 0.12
"""The share of its complaints that an agency still gets once it falls silent."""
_YEAR = 12
# The one that improves is late so often at first, and in the end; it changes between these shares
# of the time, so that a year makes a difference whichever quarter is looked at.
_LATE_AT_FIRST, _LATE_AT_LAST = 0.5, 0.04
_CHANGES_FROM, _CHANGES_UNTIL = 0.35, 0.8
_ENDS_FROM = 0.75
"""The share of the time after which one slips and another falls silent."""
_LATE = (0.06, 0.1, 0.16, 0.22, 0.3)
_FLATTERING = Manner(late=0.02, late_contact=0.4, extended=0.6, reopened=0.3)
_SLIPPING = Manner(late=0.55, late_contact=0.2, extended=0.05, reopened=0.05)


@dataclass(frozen=True, slots=True)
class Cast:
    """The codes of the agencies, the largest first, and which of them play something.

    The one that is `flattering` puts answers off, stops their time where it may, hands complaints
    on late, and closes what is taken up again, to seem in time. It is large.
    """

    ranked: tuple[str, ...]
    flattering: str

    @property
    def improving(self) -> str:
        """The agency whose answers come in time more and more often."""
        return self.ranked[min(1, len(self.ranked) - 1)]

    @property
    def rising_in(self) -> str:
        """The agency one of whose subjects truly triples in the end."""
        return self.ranked[0]

    @property
    def slipping(self) -> str:
        """The agency that answers late in the end; none among a few."""
        return self._of_rank(2)

    @property
    def silent(self) -> str:
        """The agency that hardly anybody writes to in the end, of middle size; none among a few."""
        return self._of_rank(len(self.ranked) // _LARGE_IN + 2)

    def _of_rank(self, rank: int) -> str:
        """Return the agency of a rank that plays nothing else, where there are many."""
        free = [code for code in self.ranked[rank:] if code != self.flattering]
        return free[0] if len(self.ranked) > 2 * _LARGE_IN // _MEDIUM_IN else ""

    def monthly(self, agency: str, month: int, *, is_late: bool = False) -> float:
        """Return how many complaints an agency gets in a month of the year, by its season.

        In what `is_late` the silent one has hardly any.
        """
        rank, size = self.ranked.index(agency), len(self.ranked)
        is_large, is_medium = rank * _LARGE_IN < size, rank * _MEDIUM_IN < size
        is_large |= agency == self.flattering
        each = LARGE if is_large else MEDIUM if is_medium else SMALL
        # Their seasons differ: some have most to do in winter, others in spring, and so on.
        peak = 1 + 3 * (rank % 4)
        left = _LEFT if is_late and agency == self.silent else 1.0
        return left * each * (1 + _SWING * cos(2 * pi * (month - peak) / _YEAR))

    def manner(self, agency: str, passed: float) -> Manner:
        """Return how an agency handles what it receives once this share of the time has passed."""
        if agency == self.flattering:
            return _FLATTERING
        if agency == self.improving:
            changed = (passed - _CHANGES_FROM) / (_CHANGES_UNTIL - _CHANGES_FROM)
            changed = min(1.0, max(0.0, changed))
            return Manner(
                _LATE_AT_FIRST + (_LATE_AT_LAST - _LATE_AT_FIRST) * changed, reopened=0.05
            )
        if agency == self.slipping and passed >= _ENDS_FROM:
            return _SLIPPING
        late = _LATE[self.ranked.index(agency) % len(_LATE)]
        return Manner(late, late_contact=late / 3, extended=0.05, reopened=0.05)


def cast_of(agencies: Sequence[Agency]) -> Cast:
    """Return who plays what among these agencies."""
    by_code = {agency.code: agency for agency in agencies}
    sizes = {code: len(agency.consult().categories()) for code, agency in by_code.items()}
    ranked = sorted(sizes, key=lambda code: (-sizes[code], code))
    others = [*ranked[2:], ranked[0]]
    may = {code: _may_flatter(by_code[code]) for code in others}
    return Cast(tuple(ranked), max(others, key=lambda code: (may[code], -others.index(code))))


def _may_flatter(agency: Agency) -> int:
    """Return by how many means an agency may move the dates of all its answers: none to two."""
    ways = (Ways(agency, category) for category in agency.consult().categories())
    answers = [way.promises[Stage.ANSWER] for way in ways]
    if any(answer.extension is None for answer in answers):
        return 0
    return 1 + all(answer.pauses for answer in answers)


def share_passed(moment: datetime, first: datetime, last: datetime) -> float:
    """Return what share of the time between two moments has passed."""
    return (moment - first) / (last - first)
