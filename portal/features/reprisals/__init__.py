"""Reprisals: reported in confidence, acted upon by a date, followed up."""

from __future__ import annotations

from portal.complaints.events import HandedOn
from portal.complaints.features import Feature, Obligation, Reaction, TextUse
from portal.domain.handling.confidential import TEXTS
from portal.domain.time.explanation import StartEvent
from portal.features.reprisals import pages
from portal.features.reprisals.actions import tell_missed, tell_receivers, warned
from portal.features.reprisals.figures import reprisals
from portal.features.reprisals.letters import LETTERS
from portal.features.reprisals.queries import watched_after_end
from portal.pages.features import FeaturePages
from portal.reporting.blocks import Figure

FEATURE = Feature(
    name="reprisals",
    letters=LETTERS,
    texts=dict.fromkeys(TEXTS, TextUse.FOR_THE_NEXT),
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
        for kind, words in pages.DATES.items()
    ),
    reactions=(Reaction(HandedOn, tell_receivers),),
)

PAGES = FeaturePages(pages=(pages.citizen_pages, pages.office_pages), adds=pages.ADDS)

FIGURES: tuple[Figure, ...] = (Figure("reprisals", reprisals),)
