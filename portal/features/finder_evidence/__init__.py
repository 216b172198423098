"""Evidence for the finder: what people decide about complaints, counted without their words."""

from __future__ import annotations

from portal.complaints.features import Feature, InForce
from portal.features.finder_evidence import citizen
from portal.features.finder_evidence.actions import COUNT, kept_at_filing
from portal.features.finder_evidence.queries import EVIDENCE_MARKS, evidence_in_force
from portal.features.finder_evidence.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="finder_evidence",
    at_filing=kept_at_filing,
    in_force=InForce(marks=EVIDENCE_MARKS, decided=evidence_in_force),
    row_rules=ROW_RULES,
    jobs=(COUNT,),
)

PAGES = FeaturePages(adds=citizen.ON_FINDER)

FIGURES: tuple[Figure, ...] = ()
