"""Reprisals: reported in confidence, acted upon by a date, followed up."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from portal.complaints.events import HandedOn
from portal.complaints.features import Feature, Obligation, Reaction, Warned
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.time.clock import ClockKind
from portal.features.reprisals import case_part, citizen, office
from portal.features.reprisals.actions import tell_missed, tell_protectors
from portal.features.reprisals.figures import reprisals
from portal.features.reprisals.follow_part import FOLLOW_PART
from portal.pages.features import FeaturePages
from portal.pages.office.case.contributions import CaseTag
from portal.pages.office.list_parts import RowTag
from portal.reporting.blocks import Figure


def _warned(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> Warned:
    return Warned(work.staff.protectors(work.session, complaint.agency))


def _watched_after_end(agency: str) -> ColumnElement[bool]:
    complaint = ComplaintRecord
    # Not `is_(False)`: SQLite would read every ended complaint, by the index of the work list.
    has_ended = and_(complaint.agency == agency, complaint.is_open.is_not(True))
    return and_(has_ended, complaint.reprisal_due_at.is_not(None))


def _tell_receivers(event: HandedOn) -> None:
    if event.complaint.reprisal_due_at is not None:
        code = event.plan.agency.code
        tell_protectors(event.work, event.complaint, code, "reprisal_flagged")


FEATURE = Feature(
    name="reprisals",
    obligations=tuple(
        Obligation(
            kind,
            tell_missed,
            _warned,
            outlasts=True,
            watched_after_end=_watched_after_end,
        )
        for kind in (ClockKind.REPRISAL_FIRST_ACT, ClockKind.REPRISAL_CHECK_IN)
    ),
    reactions=(Reaction(HandedOn, _tell_receivers),),
)

PAGES = FeaturePages(
    pages=(citizen.pages, office.pages),
    adds=(
        *case_part.OFFERS,
        *case_part.PARTS,
        *case_part.HISTORY,
        *case_part.HISTORY_TEXTS,
        CaseTag(case_part.case_tag),
        RowTag(case_part.row_mark, comes_first=True),
        *FOLLOW_PART,
    ),
)


FIGURES: tuple[Figure, ...] = (Figure("reprisals", reprisals),)
