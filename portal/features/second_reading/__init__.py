"""Second reading: a colleague reads what is about to leave."""

from __future__ import annotations

from portal.complaints.events import Excluded
from portal.complaints.features import Feature, Reaction, TextUse
from portal.features.second_reading import office, settings
from portal.features.second_reading.actions import LETTERS, REMARK, ask_if_wanted, stop_unread
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="second_reading",
    letters=LETTERS,
    texts={REMARK: TextUse.INTERNAL},
    reactions=(Reaction(Excluded, stop_unread),),
    asks_reader=ask_if_wanted,
)

PAGES = FeaturePages(
    pages=(office.pages, settings.pages), adds=(settings.SECOND_READER, *office.CASE_PAGE)
)

FIGURES: tuple[Figure, ...] = ()
