"""Satisfaction: what complainants thought of an answer and of the service."""

from __future__ import annotations

from portal.complaints.features import CountedApart, Feature
from portal.features.satisfaction import pages
from portal.features.satisfaction.actions import LETTERS
from portal.features.satisfaction.figures import mean_opinion, opinions, published_opinions
from portal.features.satisfaction.queries import PUBLIC_MARKS, RATED, survey_answers
from portal.features.satisfaction.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.six_criteria.values import IndicatorRead
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="satisfaction",
    letters=LETTERS,
    row_rules=ROW_RULES,
    public_marks=PUBLIC_MARKS,
    followed_reads=(RATED,),
    counted_apart=CountedApart(survey_answers, published_opinions),
)

PAGES = FeaturePages(pages=(pages.pages,), adds=(*pages.ADDS, IndicatorRead("P4", mean_opinion)))

FIGURES: tuple[Figure, ...] = (Figure("opinions", opinions, opinions),)
