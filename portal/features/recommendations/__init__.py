"""Recommendations: what the complaints service asks to be changed, replied to, done, verified."""

from __future__ import annotations

from portal.complaints.events import Left
from portal.complaints.features import Feature, Obligation, Reaction
from portal.features.recommendations import (
    citizen,
    office,
    office_case,
    office_register,
    office_steps,
)
from portal.features.recommendations.actions import show_if_told
from portal.features.recommendations.figures import recommended
from portal.features.recommendations.letters import LETTERS
from portal.features.recommendations.progress import act_on_missed, warned
from portal.features.recommendations.queries import watched_after_end
from portal.features.recommendations.records import ROW_RULES
from portal.features.recommendations.register_queries import Recommendations
from portal.features.recommendations.rules import CLOCKS
from portal.pages.features import FeaturePages
from portal.pages.office.list_parts import Deciding
from portal.reporting.blocks import Figure

FEATURE = Feature(
    name="recommendations",
    letters=LETTERS,
    changes=Recommendations(),
    row_rules=ROW_RULES,
    obligations=tuple(
        Obligation(
            kind,
            act_on_missed,
            warned,
            outlasts=True,
            watched_after_end=watched_after_end,
        )
        for kind in sorted(CLOCKS)
    ),
    reactions=(Reaction(Left, show_if_told),),
)

PAGES = FeaturePages(
    pages=(
        citizen.pages,
        office.pages,
        office_case.pages,
        office_register.pages,
        office_steps.pages,
    ),
    adds=(
        *office_case.OFFERS,
        *office_case.PARTS,
        *office_case.HISTORY,
        Deciding(office_case.to_decide),
        *citizen.FOLLOW_PARTS,
    ),
)

FIGURES: tuple[Figure, ...] = (Figure("recommendations", recommended),)
