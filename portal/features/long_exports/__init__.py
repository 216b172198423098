"""Long exports: files that take longer than anybody waits for a page, made in the background."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.long_exports import office
from portal.features.long_exports.actions_progress import CLEAR, MAKE
from portal.features.long_exports.letters import LETTERS
from portal.features.long_exports.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(name="long_exports", letters=LETTERS, row_rules=ROW_RULES, jobs=(MAKE, CLEAR))
PAGES = FeaturePages(pages=(office.pages,))
FIGURES: tuple[Figure, ...] = ()
