"""Representatives: who complains for another person, for what, until when, with what proof."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.representatives import (
    citizen_door,
    citizen_filing,
    citizen_followed,
    citizen_taking,
    office,
    office_proof,
)
from portal.features.representatives.actions import TEXTS, kept_at_filing
from portal.features.representatives.actions_ending import ENDING
from portal.features.representatives.actions_taking import JOBS
from portal.features.representatives.letters import LETTERS
from portal.features.representatives.queries import FOLLOWED, REPRESENTED
from portal.features.representatives.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="representatives",
    at_filing=kept_at_filing,
    letters=LETTERS,
    texts=TEXTS,
    jobs=(ENDING, *JOBS),
    row_rules=ROW_RULES,
    case_reads=(REPRESENTED,),
    followed_reads=(FOLLOWED,),
)

PAGES = FeaturePages(
    pages=(
        *(citizen_filing.pages, citizen_followed.pages, citizen_taking.pages, citizen_door.pages),
        *(office.pages, office_proof.pages, office_proof.settings_pages),
    ),
    adds=(
        office_proof.REPRESENTATION,
        *citizen_filing.WHEN_FILING,
        *citizen_followed.ON_FOLLOWED,
        *citizen_taking.ON_TAKEN,
        *citizen_door.ON_DOORS,
        *office.CASE_PAGE,
        *office_proof.ON_CASE_PAGE,
        *citizen_filing.ON_REGISTERING,
    ),
)

FIGURES: tuple[Figure, ...] = ()
