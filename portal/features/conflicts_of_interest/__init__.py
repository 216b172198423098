"""Conflicts of interest: whoever a complaint concerns is excluded from it."""

from __future__ import annotations

from portal.complaints.events import HandingOn, MessageAdded, ReachesAgency
from portal.complaints.features import Feature, Reaction
from portal.complaints.texts import texts_of
from portal.domain.confidential import REPORT
from portal.features.conflicts_of_interest import case_part, excluded, office
from portal.features.conflicts_of_interest.finding import (
    closing,
    concerned,
    found_at_filing,
    look_at,
)
from portal.features.conflicts_of_interest.queries import CONFLICTS
from portal.features.conflicts_of_interest.row_rule import concerned_by, not_concerned
from portal.features.conflicts_of_interest.worker import FOLLOW_UP
from portal.pages.features import FeaturePages
from portal.reporting.blocks import Figure


def _look_at_message(event: MessageAdded) -> None:
    # A report of reprisals is the complainant's, whoever of the staff took it down.
    if event.message.from_citizen or event.message.kind == REPORT:
        look_at(event.work, event.complaint, event.message.body)


def _look_at_receivers(event: HandingOn) -> None:
    texts = texts_of(event.work, event.complaint)
    look_at(event.work, event.complaint, *texts, agency=event.plan.agency.code)


def _look_at_agency(event: ReachesAgency) -> None:
    texts = texts_of(event.work, event.about or event.complaint)
    look_at(event.work, event.complaint, *event.said, *texts, agency=event.agency)


FEATURE = Feature(
    name="conflicts_of_interest",
    reactions=(
        Reaction(MessageAdded, _look_at_message),
        Reaction(HandingOn, _look_at_receivers),
        Reaction(ReachesAgency, _look_at_agency),
    ),
    excludes=concerned_by,
    concerns=concerned,
    at_filing=found_at_filing,
    exclusion=not_concerned,
    jobs=(FOLLOW_UP,),
    case_reads=(CONFLICTS,),
    closes=closing,
)

PAGES = FeaturePages(
    pages=(excluded.pages, office.pages),
    adds=(
        *case_part.OFFERS,
        *case_part.PARTS,
        *case_part.HISTORY,
        *case_part.HISTORY_TEXTS,
    ),
)


FIGURES: tuple[Figure, ...] = ()
