"""By what an agency judges a complaint: the criteria of a founded one, the reasons against."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from portal.domain.conclusion import Finding
from portal.domain.text import Text

_FOUNDED = frozenset({Finding.FOUNDED, Finding.PARTLY_FOUNDED})


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that makes a complaint founded, or unfounded."""

    code: str
    name: Text
    founded: bool = True

    def goes_with(self, finding: Finding) -> bool:
        """Tell whether it is a reason for this finding; other findings have none."""
        return finding in _FOUNDED if self.founded else finding is Finding.UNFOUNDED


def fit(criteria: Iterable[Criterion], finding: Finding, chosen: Collection[str]) -> bool:
    """Tell whether the codes `chosen` go with the finding.

    All of them must. A founded complaint names at least one of the criteria, where there are any;
    the reasons for an unfounded one are named or not.
    """
    fitting = {one.code for one in criteria if one.goes_with(finding)}
    is_named = bool(chosen) or not fitting or finding not in _FOUNDED
    return is_named and fitting.issuperset(chosen)
