"""Links that open a complaint or a draft once, for whoever lost its code, and a new code."""

from __future__ import annotations

from portal.complaints.events import ContactChanged
from portal.complaints.features import Feature, Reaction
from portal.features.access_links import (
    actions,
    actions_answering,
    citizen,
    citizen_asking,
    citizen_codes,
    citizen_drafts,
    citizen_listed,
)
from portal.features.access_links.letters import LETTERS
from portal.features.access_links.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="access_links",
    letters=LETTERS,
    row_rules=ROW_RULES,
    reactions=(Reaction(ContactChanged, actions.end_as_contact_changed),),
    jobs=actions_answering.JOBS,
)
PAGES = FeaturePages(
    pages=(
        citizen.pages,
        citizen_asking.pages,
        citizen_codes.pages,
        citizen_drafts.pages,
        citizen_listed.pages,
    ),
    adds=(*citizen.ADDS, *citizen_asking.ADDS, *citizen_codes.ADDS, *citizen_drafts.ADDS),
)
FIGURES: tuple[Figure, ...] = ()
