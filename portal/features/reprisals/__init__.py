"""Reprisals: reported in confidence, acted upon by a date, followed up.

That there is a report, only those know who protect the person: nothing of it stands with the
complaint, and whoever handles that gets the same pages, lists, letters and figures without it.
"""

from __future__ import annotations

from portal.complaints.features import Feature, Obligation
from portal.domain.time.explanation import StartEvent
from portal.features.reprisals import citizen, office
from portal.features.reprisals.actions_dates import KEEP_DATES
from portal.features.reprisals.figures import acted_on
from portal.features.reprisals.letters import LETTERS
from portal.features.reprisals.queries import FILES
from portal.features.reprisals.records import SEEN_BY_PROTECTORS
from portal.pages.features import FeaturePages
from portal.reporting.six_criteria.values import IndicatorRead
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="reprisals",
    letters=LETTERS,
    # What their dates are called: no clock of a complaint is of these kinds any more.
    obligations=tuple(
        Obligation(kind, words, start=StartEvent.REPORTED, warned_of=False)
        for kind, words in citizen.DATES.items()
    ),
    row_rules=(SEEN_BY_PROTECTORS,),
    case_reads=(FILES,),
    jobs=(KEEP_DATES,),
)

PAGES = FeaturePages(
    pages=(citizen.pages, office.pages),
    adds=(*citizen.ADDS, *office.ADDS, IndicatorRead("L6", acted_on)),
)

FIGURES: tuple[Figure, ...] = ()
