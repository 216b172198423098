"""Which counts lead to the complaints that they are made of, and what each of them counts.

Of these the portal keeps complaint by complaint what was counted. Of everything else it keeps how
many there are, and no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from portal.domain.conclusion import Finding
from portal.domain.figures.measures import FINDING, Measure


class Led(StrEnum):
    """What a count that leads to its complaints counts, as addresses say it."""

    RECEIVED = "recues"
    ANSWERED = "repondues"
    DUE = "dues"
    KEPT = "a-temps"
    MISSED = "en-retard"
    LEVEL = "palier"
    """First answers by the highest level that was reached, which its bucket is."""
    CLOSED = "fermees"
    FOUNDED = "fondees"
    PARTLY_FOUNDED = "fondees-en-partie"
    UNFOUNDED = "non-fondees"
    SETTLED = "sans-conclusion"
    INADMISSIBLE = "irrecevables"
    FOUND_WITHDRAWN = "fermees-retirees"
    CORRECTED = "avec-mesure"
    SETTLED_AT_FIRST = "premier-contact"
    REOPENED = "reprises"
    WITHDRAWN = "retirees"


_FINDINGS: Mapping[Finding, Led] = {
    Finding.FOUNDED: Led.FOUNDED,
    Finding.PARTLY_FOUNDED: Led.PARTLY_FOUNDED,
    Finding.UNFOUNDED: Led.UNFOUNDED,
    Finding.SETTLED: Led.SETTLED,
    Finding.INADMISSIBLE: Led.INADMISSIBLE,
    Finding.WITHDRAWN: Led.FOUND_WITHDRAWN,
}

MEASURES: Mapping[Led, tuple[str, ...]] = {
    Led.RECEIVED: (Measure.RECEIVED.value,),
    Led.ANSWERED: (Measure.ANSWERED.value,),
    Led.DUE: (Measure.ANSWER_KEPT.value, Measure.ANSWER_MISSED.value),
    Led.KEPT: (Measure.ANSWER_KEPT.value,),
    Led.MISSED: (Measure.ANSWER_MISSED.value,),
    Led.LEVEL: (Measure.LEVEL.value,),
    Led.CLOSED: tuple(f"{FINDING}{finding.value}" for finding in Finding),
    **{led: (f"{FINDING}{finding.value}",) for finding, led in _FINDINGS.items()},
    Led.CORRECTED: (Measure.CORRECTED.value,),
    Led.SETTLED_AT_FIRST: (Measure.SETTLED.value,),
    Led.REOPENED: (Measure.REOPENED.value,),
    Led.WITHDRAWN: (Measure.WITHDRAWN.value,),
}
"""The measures that each of them adds up."""

LEADING = frozenset(measure for measures in MEASURES.values() for measure in measures)
"""What is kept complaint by complaint."""


def led_by_finding(finding: Finding) -> Led:
    """Return what the closings with a finding are counted as."""
    return _FINDINGS[finding]
