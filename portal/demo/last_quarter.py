"""What is rare, in the last finished quarter, so that each page of figures has something to tell.

Complaints are transferred, some of them late, stopped by a question, answered by several agencies
and adapted to; a few turn out to be none; people say whether filing was easy. All of it is done by
the use cases, as of its day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.agencies.agency import Agency
from portal.complaints.handling import casework
from portal.complaints.handling.filing import Receipt
from portal.complaints.handling.following import write_message
from portal.complaints.records.complaint import ComplaintRecord, IssueRecord
from portal.complaints.work import complaint_by_number
from portal.demo import stories
from portal.demo.between_agencies import file_one
from portal.demo.cast import cast_of
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import facts_of
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.nature import Nature
from portal.domain.time.periods import Period, last_complete_quarter
from portal.domain.time.promise import Stage
from portal.features.accommodations import actions as accommodations
from portal.features.accommodations.records import AccommodationRecord
from portal.features.accommodations.rules import Decision
from portal.features.ease.actions import say
from portal.features.ease.rules import Ease
from portal.features.joint_answers.queries import parts_of
from portal.features.joint_answers.rules import NamedAgency, OtherAgencies
from portal.features.nature.actions import set_nature
from portal.features.transfers.actions import agree as agree_to_transfer
from portal.features.transfers.actions import plan_for, propose
from portal.features.transfers.rules import TransferField
from portal.runtime import Act, Runtime

_SEED = 31
_TRANSFERRED, _SHARED, _LARGEST = 8, 6, 10
_SENT_LATE, _STOPPED = 4, 8
_NO_COMPLAINTS = (Nature.COMMENT, Nature.SUGGESTION, Nature.PRAISE)
_ONE_IN = 25
_EASY = (Ease.YES, Ease.YES, Ease.PARTLY, Ease.YES, Ease.NO)
_ANSWERS_ON_EASE = 12
_NEEDS = ("large_print", "sign_language", "explanations")
_ABOUT = "Dites-moi aussi ce que votre organisme a fait de ma demande, et quand."
_GRANTED = "Nous le ferons pour tout ce que nous vous écrivons."


@dataclass
class _Quarter:
    """The last finished quarter of a portal, and what is done on its days."""

    runtime: Runtime
    period: Period
    zone: ZoneInfo
    random: Random

    def at(self, day: int, hour: int = 10) -> datetime:
        """Return a moment of the quarter, by its day from the first; later ones lie beyond."""
        on = self.period.first_day + timedelta(days=day)
        return datetime.combine(on, time(hour), self.zone)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.period.last_day - self.period.first_day).days + 1

    def act(self, number: str, act: Act[None], at: datetime) -> None:
        """Let an agency do something with a complaint at a moment."""
        self.runtime.change(PORTAL, number, act, now=at)

    def handled(self, number: str, day: int, *, closes: bool = True) -> None:
        """Let whoever has a complaint be in touch, answer, and close it."""
        self.act(number, casework.record_first_contact, self.at(day, 15))
        self.answered(number, day + 8, closes=closes)

    def answered(self, number: str, day: int, *, closes: bool = True) -> None:
        """Let whoever has a complaint answer it, and close it two days later."""
        answer = stories.answer("fr", self.random, Finding.SETTLED)
        self.act(number, partial(casework.answer, body=answer), self.at(day))
        if closes:
            findings = self._findings(number)
            self.act(number, partial(casework.close, findings=findings), self.at(day + 2))

    def _findings(self, number: str) -> tuple[IssueFinding, ...]:
        why = stories.reasons(Finding.SETTLED, "fr")
        of_it = select(IssueRecord.id).join(
            ComplaintRecord, ComplaintRecord.id == IssueRecord.complaint_id
        )
        with self.runtime.reading(PORTAL) as session:
            issues = session.scalars(of_it.where(ComplaintRecord.number == number)).all()
        return tuple(IssueFinding(issue, Finding.SETTLED, why, "", ()) for issue in issues)


def fill_last_quarter(runtime: Runtime) -> None:
    """Let all of it happen in the last finished quarter."""
    zone = ZoneInfo(runtime.agencies.portal.calendar.timezone)
    period = last_complete_quarter(runtime.now().astimezone(zone).date())
    quarter = _Quarter(runtime, period, zone, Random(_SEED))
    desk = runtime.agencies.intake_desk.code
    every = [agency for agency in runtime.agencies if agency.code != desk]
    cast = cast_of(every)
    codes = dict.fromkeys([cast.flattering, *cast.ranked])
    flattering, *others = largest = [runtime.agencies.agency(code) for code in [*codes][:_LARGEST]]
    say_what_they_were(quarter)
    _say_how_easy(quarter, largest)
    if len(largest) > 1:
        for day, pair in enumerate(_pairs(largest, _TRANSFERRED)):
            _transferred(quarter, *pair, 4 + 7 * day)
        for day, pair in enumerate(_pairs(largest, _SHARED)):
            _shared(quarter, *pair, 6 + 8 * day)
        for rank, other in enumerate(others[:_SENT_LATE]):
            _transferred(quarter, flattering, other, 8 + 9 * rank, after=12)
    for rank in range(_STOPPED):
        _stopped(quarter, flattering, 5 + 6 * rank)


def _pairs(agencies: Sequence[Agency], count: int) -> Iterator[tuple[Agency, Agency]]:
    for rank in range(count):
        yield agencies[rank % len(agencies)], agencies[(rank + 1) % len(agencies)]


def say_what_they_were(quarter: _Quarter) -> None:
    """Let the staff say of some complaints that they were none."""
    first, last = quarter.at(0, 0), quarter.at(quarter.days, 0)
    of_quarter = (
        select(ComplaintRecord.number)
        .where(ComplaintRecord.received_at >= first, ComplaintRecord.received_at < last)
        .where(ComplaintRecord.is_open.is_(False))
        .order_by(ComplaintRecord.number)
    )
    with quarter.runtime.reading(PORTAL) as session:
        numbers = session.scalars(of_quarter).all()[::_ONE_IN]
    for rank, number in enumerate(numbers):
        nature = _NO_COMPLAINTS[rank % len(_NO_COMPLAINTS)]
        quarter.runtime.change(PORTAL, number, partial(set_nature, nature=nature))


def _say_how_easy(quarter: _Quarter, agencies: Sequence[Agency]) -> None:
    with quarter.runtime.transaction() as session:
        for agency in agencies:
            for rank in range(_ANSWERS_ON_EASE):
                answer = _EASY[(rank + len(agency.code)) % len(_EASY)]
                day: date = quarter.at(rank * quarter.days // _ANSWERS_ON_EASE).date()
                language = "en" if rank % 5 == 4 else "fr"
                mark = f"demonstration-{agency.code}-{rank}"
                say(session, mark, answer, day=day, agency=agency.code, language=language)


def _stopped(quarter: _Quarter, agency: Agency, day: int) -> None:
    """Stop the time of an answer with a question, where that may be, until somebody replies."""
    runtime = quarter.runtime
    number = file_one(runtime, agency, quarter.random, quarter.at(day)).number
    with runtime.reading(PORTAL) as session:
        complaint = complaint_by_number(session, number)
        owner, facts = complainant(complaint.id), facts_of(complaint)
    pauses = agency.consult().allowance(facts, Stage.ANSWER).pauses
    pause = pauses[0].code if pauses else None
    asking = partial(casework.ask_complainant, body=stories.QUESTION.fr, pause=pause)
    quarter.act(number, casework.record_first_contact, quarter.at(day, 15))
    quarter.act(number, asking, quarter.at(day + 6))
    reply = partial(write_message, body=stories.REPLY.fr, once=None)
    runtime.change(owner, number, reply, now=quarter.at(day + 10))
    quarter.answered(number, day + 13)


def _transferred(quarter: _Quarter, by: Agency, to: Agency, day: int, *, after: int = 1) -> None:
    """File a complaint at one agency, hand it to another so many days `after`, and answer it."""
    runtime = quarter.runtime
    number = file_one(runtime, by, quarter.random, quarter.at(day)).number
    quarter.act(number, casework.record_first_contact, quarter.at(day, 15))
    # Somebody invented may be called like a word of it.
    proposing = partial(propose, to=to, category=None, is_naming_meant=True)
    quarter.act(
        number, partial(proposing, reason=stories.WHY_TRANSFERRED.fr), quarter.at(day + after)
    )
    agreed_at = quarter.at(day + after + 2)
    with runtime.reading(PORTAL) as session:
        complaint = complaint_by_number(session, number)
        plan = plan_for(session, runtime.agencies, complaint, agreed_at)
        owner = complainant(complaint.id)
    assert plan is not None, "it was proposed two days ago"
    act = partial(agree_to_transfer, fields=[TransferField.NAME], plan=plan)
    runtime.change(owner, number, act, now=agreed_at)
    quarter.handled(number, day + after + 2)


def _shared(quarter: _Quarter, lead: Agency, other: Agency, day: int) -> None:
    """File a complaint about two agencies, adapt to what its person needs, and let both answer."""
    named = OtherAgencies((NamedAgency(other.code, _ABOUT, ("story",)),))
    receipt = file_one(quarter.runtime, lead, quarter.random, quarter.at(day), parts=[named])
    with quarter.runtime.reading(PORTAL) as session:
        complaint_id = complaint_by_number(session, receipt.number).id
        parts = [part.number for part in parts_of(session, complaint_id)]
    _adapted(quarter, receipt, complaint_id, day)
    for part in parts:
        quarter.handled(part, day, closes=False)
    quarter.handled(receipt.number, day + 1)


def _adapted(quarter: _Quarter, receipt: Receipt, complaint_id: int, day: int) -> None:
    number, need = receipt.number, _NEEDS[day % len(_NEEDS)]
    owner, ask = complainant(complaint_id), partial(accommodations.ask, needs=[need])
    quarter.runtime.change(owner, number, ask, now=quarter.at(day, 11))
    of_it = select(AccommodationRecord.id).where(AccommodationRecord.complaint_id == complaint_id)
    with quarter.runtime.reading(PORTAL) as session:
        asked = session.scalars(of_it).all()
    granted = accommodations.Answer(asked, Decision.GRANT, _GRANTED)
    quarter.act(number, partial(accommodations.answer, answer=granted), quarter.at(day, 14))
