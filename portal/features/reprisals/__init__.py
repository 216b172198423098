"""Reprisals: reported in confidence, acted upon by a date, followed up."""

from __future__ import annotations

from portal.complaints.events import HandedOn
from portal.complaints.features import Feature, Obligation, Reaction
from portal.domain.time.explanation import StartEvent
from portal.features.reprisals import citizen, office
from portal.features.reprisals.actions import tell_missed, tell_receivers, warned
from portal.features.reprisals.figures import reprisals
from portal.features.reprisals.letters import LETTERS
from portal.features.reprisals.queries import watched_after_end
from portal.features.reprisals.words import DATES
from portal.pages.features import FeaturePages
from portal.reporting.blocks import Figure

FEATURE = Feature(
    name="reprisals",
    letters=LETTERS,
    obligations=tuple(
        Obligation(
            kind,
            words,
            tell_missed,
            warned,
            outlasts=True,
            watched_after_end=watched_after_end,
            start=StartEvent.REPORTED,
        )
        for kind, words in DATES.items()
    ),
    reactions=(Reaction(HandedOn, tell_receivers),),
)

PAGES = FeaturePages(
    pages=(citizen.pages, office.pages),
    adds=(*office.ON_COMPLAINTS, *citizen.ON_FOLLOWED),
)

FIGURES: tuple[Figure, ...] = (Figure("reprisals", reprisals),)
