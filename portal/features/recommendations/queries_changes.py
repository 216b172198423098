"""The recommendations of agencies as lessons and alarms are told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.complaints.changes import (
    BrokenPromise,
    Change,
    Changes,
    ChangeStanding,
    DoneChange,
    ListedChange,
    VerifiedChange,
)
from portal.complaints.records.complaint import PersonRecord
from portal.complaints.work import Work
from portal.domain.errors import TransitionNotAllowedError, UnknownRecommendationError
from portal.domain.time.clock import ClockKind
from portal.features.recommendations.queries import recommendation
from portal.features.recommendations.queries_register import (
    COMPLAINTS,
    has_taken,
    late_recommendations,
    of_agencies,
    selected,
)
from portal.features.recommendations.records import (
    CLOCK,
    OF,
    RecommendationComplaintRecord,
    RecommendationRecord,
    RecommendationStepRecord,
)
from portal.features.recommendations.rules import State, Step

_A_YEAR = timedelta(days=365)
_R, _S, _L = RecommendationRecord, RecommendationStepRecord, RecommendationComplaintRecord
_C = OF.c
_COUNTED = (_R.id, _R.title, COMPLAINTS, _C.theme)


class Recommendations(Changes):
    """The recommendations of agencies, to whoever speaks of them, in the words of their states."""

    def __init__(self, states: Mapping[State, str]) -> None:
        self._states = states

    def of_agency(self, session: Session, agency: str, most: int) -> list[ListedChange]:
        """Return the newest of an agency."""
        columns = selected(_R.id, _R.title, _R.made_at, _R.state)
        newest = columns.where(_C.agency == agency).order_by(_R.id.desc()).limit(most)
        return [
            ListedChange(change_id, title, made_at, self._states[State(state)])
            for change_id, title, made_at, state in session.execute(newest)
        ]

    def change(self, session: Session, agency: str, change_id: int) -> Change:
        """Return one of an agency; raise UnknownRecommendationError where there is none."""
        change = recommendation(session, agency, change_id)
        text = change.versions[-1].body or ""
        return Change(change.id, change.title, text, change.state is State.VERIFIED)

    def standings(
        self, session: Session, agency: str, change_ids: Collection[int]
    ) -> dict[int, ChangeStanding]:
        """Return where some of an agency stand, by number."""
        wanted = of_agencies([agency], _R.id, _R.state, CLOCK.c.last_day)
        rows = session.execute(wanted.where(_R.id.in_(sorted(change_ids))))
        return {
            row[0]: ChangeStanding(row[1], row[2] if row[1] == State.ACCEPTED else None)
            for row in rows
        }

    def verified(
        self, session: Session, agency: str, but: Collection[int], most: int
    ) -> list[VerifiedChange]:
        """Return those of an agency that were verified, the newest first, without some."""
        is_verified = _R.state == State.VERIFIED.value
        wanted = (_C.agency == agency, is_verified, _R.id.not_in(but))
        newest = selected(*_COUNTED).where(*wanted).order_by(_R.id.desc())
        return [VerifiedChange(*row) for row in session.execute(newest.limit(most))]

    def hold_verified(self, work: Work, agency: str, change_id: int) -> VerifiedChange:
        """Hold one that was verified.

        Raise UnknownRecommendationError where there is none, TransitionNotAllowedError before.
        """
        of_it = (_C.agency == agency, _R.id == change_id)
        locked = selected(_R).where(*of_it).with_for_update(of=_R)
        held: RecommendationRecord | None = work.session.scalar(locked)
        if held is None:
            raise UnknownRecommendationError(change_id)
        if held.state != State.VERIFIED:
            raise TransitionNotAllowedError(held.state, "write_lesson")
        return VerifiedChange(*work.session.execute(selected(*_COUNTED).where(*of_it)).one())

    def people_behind(self, session: Session, change_id: int) -> list[str]:
        """Return the names of the people whose complaints a recommendation gathers."""
        gathered = select(_L.complaint_id).where(_L.recommendation_id == change_id)
        names = select(PersonRecord.name).where(PersonRecord.complaint_id.in_(gathered))
        return [name for name in session.scalars(names) if name]

    def in_vain(
        self, session: Session, agencies: Collection[str], now: datetime
    ) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Return of each agency how many were not followed within a year, and how many are late."""
        lately = (_S.at >= now - _A_YEAR, _S.at <= now)
        was_confirmed = has_taken(Step.CONFIRMED, and_also=and_(*lately))
        not_followed = and_(_R.state == State.NOT_FOLLOWED.value, was_confirmed)
        rows = session.execute(
            of_agencies(agencies, _C.agency, func.count()).where(not_followed).group_by(_C.agency)
        )
        late: Counter[str] = Counter()
        for agency, _, n in late_recommendations(session, agencies, now):
            late[agency] += n
        return {row[0]: row[1] for row in rows}, late

    def done_since(
        self, session: Session, agencies: Collection[str], since: datetime
    ) -> list[DoneChange]:
        """Return those that were said to be done since, and were not sent back."""
        done_at = (
            select(func.max(_S.at))
            .where(_S.recommendation_id == _R.id, _S.kind == Step.DONE.value)
            .correlate(_R)
            .scalar_subquery()
        )
        columns = (_R.id, _C.agency, _C.category, _C.theme, COMPLAINTS, _R.made_at, done_at)
        is_done = _R.state.in_([State.DONE.value, State.VERIFIED.value])
        done = of_agencies(agencies, *columns).where(is_done, done_at >= since).order_by(_R.id)
        return [DoneChange(*row) for row in session.execute(done)]

    def broken_promises(
        self, session: Session, agencies: Collection[str], until: datetime
    ) -> list[BrokenPromise]:
        """Return those that were accepted with a day that passed, and are not done."""
        columns = (_R.id, _C.agency, _C.theme, COMPLAINTS, CLOCK.c.last_day)
        broken = of_agencies(agencies, *columns).where(
            _R.state == State.ACCEPTED.value,
            CLOCK.c.kind == ClockKind.RECOMMENDATION_EXECUTION.value,
            CLOCK.c.due_at <= until,
        )
        return [BrokenPromise(*row) for row in session.execute(broken.order_by(_R.id))]
