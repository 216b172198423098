"""Recommendations: what the complaints service asks to be changed, replied to, done, verified."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select

from portal.complaints.events import Left
from portal.complaints.features import Feature, Obligation, Reaction, Warned
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.features.recommendations import citizen
from portal.features.recommendations.actions import people
from portal.features.recommendations.actions.dates import act_on_missed, of_clock
from portal.features.recommendations.changes import Recommendations
from portal.features.recommendations.follow_part import FOLLOW_PART
from portal.features.recommendations.letters import ABOUT_RECOMMENDATIONS
from portal.features.recommendations.news import show_if_told
from portal.features.recommendations.office import case_part
from portal.features.recommendations.office import pages as office_pages
from portal.features.recommendations.office import recommending as office_recommending
from portal.features.recommendations.office import register as office_register
from portal.features.recommendations.office import steps as office_steps
from portal.features.recommendations.overview import recommended
from portal.features.recommendations.records import RecommendationRecord
from portal.features.recommendations.row_rule import ROW_RULES
from portal.features.recommendations.rules import CLOCKS, DATED
from portal.pages.features import FeaturePages
from portal.pages.office.list_parts import Deciding
from portal.reporting.blocks import Figure
from portal.words.letters.writing import Wordings


def _warned(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> Warned:
    recommendation = of_clock(work, clock)
    members = people.answerable(work, complaint, recommendation)
    return Warned(members, {"recommendation": recommendation.id})


def _watched_after_end(agency: str) -> ColumnElement[bool]:
    complaint = ComplaintRecord
    dated = select(RecommendationRecord.clock_id).where(RecommendationRecord.state.in_(DATED))
    # By no index: SQLite would read every complaint that ended in the agency for it.
    named = complaint.agency.concat("") == agency
    # Those of complaints with reprisals are watched with these.
    others = and_(complaint.is_open.is_(False), complaint.reprisal_due_at.is_(None))
    return and_(named, others, ClockRecord.id.in_(dated))


FEATURE = Feature(
    name="recommendations",
    letters=Wordings(to_others=ABOUT_RECOMMENDATIONS),
    changes=Recommendations(),
    row_rules=ROW_RULES,
    obligations=tuple(
        Obligation(
            kind,
            act_on_missed,
            _warned,
            outlasts=True,
            watched_after_end=_watched_after_end,
        )
        for kind in sorted(CLOCKS)
    ),
    reactions=(Reaction(Left, show_if_told),),
)

PAGES = FeaturePages(
    pages=(
        citizen.pages,
        office_pages.pages,
        office_recommending.pages,
        office_register.pages,
        office_steps.pages,
    ),
    adds=(
        *case_part.OFFERS,
        *case_part.PARTS,
        *case_part.HISTORY,
        Deciding(case_part.to_decide),
        *FOLLOW_PART,
    ),
)

FIGURES: tuple[Figure, ...] = (Figure("recommendations", recommended),)
