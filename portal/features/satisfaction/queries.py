"""What complainants thought: counts of the survey, and whether one complaint's is answered."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.succession import Heirs
from portal.features.satisfaction.records import SurveyCountRecord, SurveyMarkRecord
from portal.features.satisfaction.rules import Cut
from portal.reporting.queries import heir_of

_S = SurveyCountRecord


class Answered(NamedTuple):
    """How often a question had an answer, in one agency."""

    agency: str
    question: str
    answer: int
    n: int


def is_answered(session: Session, complaint_id: int) -> bool:
    """Tell whether a complaint's survey is answered: to its complainant, never to the staff."""
    mark = select(SurveyMarkRecord.complaint_id)
    return session.scalar(mark.where(SurveyMarkRecord.complaint_id == complaint_id)) is not None


def survey_answers(
    session: Session, agencies: Collection[str], months: Collection[str], heirs: Heirs
) -> list[Answered]:
    """Return the answers about what these agencies closed in these months.

    With `heirs`, what replaced organisations closed counts as that of who has it today.
    """
    old = {code for code, places in heirs.items() if not set(places.values()).isdisjoint(agencies)}
    # Counted by subject: that is how a replaced organisation may have been parted.
    place = heir_of(_S.agency, _S.value, heirs)
    columns = (place.label("place"), _S.question, _S.answer)
    rows = session.execute(
        select(*columns, func.sum(_S.n))
        .where(
            _S.agency.in_(sorted(old.union(agencies))),
            _S.month.in_(sorted(months)),
            _S.cut == Cut.CATEGORY.value,
            place.in_(sorted(agencies)),
        )
        .group_by(*columns)
    )
    return [Answered(agency, question, answer, int(n)) for agency, question, answer, n in rows]
