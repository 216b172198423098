"""Own motion: the complaints service opens a file by itself, and nobody complains in it."""

from __future__ import annotations

from portal.complaints.events import Answered
from portal.complaints.features import Feature, Reaction
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.complaint import FiledFor
from portal.features.own_motion import office, office_case
from portal.features.own_motion.actions import report, told_at_filing
from portal.features.own_motion.letters import LETTERS
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="own_motion",
    at_filing=told_at_filing,
    reactions=(
        Reaction(Answered, report, where=ComplaintRecord.filed_for == FiledFor.SERVICE.value),
    ),
    letters=LETTERS,
)
PAGES = FeaturePages(pages=(office.pages,), adds=office_case.ADDS)
FIGURES: tuple[Figure, ...] = ()
