"""Recommendations are kept from complainants: the history tells them what they may know."""

from __future__ import annotations

from portal.complaints.row_rules import not_for_complainants
from portal.db.row_filter import RowRule
from portal.features.recommendations.records import RecommendationRecord, RecommendationStepRecord

ROW_RULES = (RowRule((RecommendationRecord, RecommendationStepRecord), not_for_complainants),)
