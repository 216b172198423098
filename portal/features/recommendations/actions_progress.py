"""What happens to a recommendation: each step, the date that runs, and what a missed date does.

A step is kept beside it, and in the history of all it gathers. Silence escalates it: to the next
level, then to the top authority, once a level. A date of execution that passes is told once, and
escalates nothing. Where all who would act are kept out of the complaint, it comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from portal.complaints.dates.running_clocks import start_clock
from portal.complaints.events import Excluded
from portal.complaints.features import Warned
from portal.complaints.handling.escalation import tell_of_vacancy
from portal.complaints.handling.identity_told import note_told_to
from portal.complaints.letters import letters
from portal.complaints.letters.letters import notify, notify_administrators
from portal.complaints.queries.staff import Member, without
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.records.steps import step_values
from portal.complaints.work import Work, held_complaints
from portal.db.row_filter import as_the_portal
from portal.domain.actor import PORTAL, Actor
from portal.domain.handling.escalation import StepUp, step_up
from portal.domain.handling.lifecycle import state_after
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Allowance, Confidence, Promise, Unit
from portal.domain.time.promised_dates import promise_from
from portal.features.recommendations.letters import (
    RecommendationBecame,
    RecommendationEscalated,
    RecommendationLetter,
    RecommendationMissed,
    RecommendationUnowned,
)
from portal.features.recommendations.queries import (
    awaited_recommendations,
    clock_of,
    is_gathered,
    number_of_recommendation,
    recommendation_of,
    steps_of_recommendation,
)
from portal.features.recommendations.records import RecommendationRecord, RecommendationStepRecord
from portal.features.recommendations.rules import (
    CHOSEN_DAY,
    DATED,
    TRANSITIONS,
    WORDING,
    RecommendationMoved,
    Recommended,
    State,
    Step,
)
from portal.runtime import Runtime


class Held(Struct, frozen=True):
    """A recommendation that is held with the complaint it was written from: nobody else acts."""

    work: Work
    complaint: ComplaintRecord
    record: RecommendationRecord

    @property
    def addressees(self) -> list[Member]:
        """Who has to reply, or works in their place today."""
        session, staff, agency = self.work.session, self.work.staff, self.complaint.agency
        if self.record.addressee_id is not None:
            return staff.working_as(session, agency, self.record.addressee_id)
        return staff.with_post(session, agency, self.record.post or "")

    @property
    def answerable(self) -> list[Member]:
        """Who is warned of its date: its owner once it is accepted, else who has to reply."""
        return self._working_as(self.record.owner_id) or self.addressees

    @property
    def awaited(self) -> list[Member]:
        """Who acts next: the top authority about a refusal, else who is warned of its date."""
        if self.record.state == State.REFUSED:
            return self.work.staff.top_authority(self.work.session, self.complaint.agency)
        return self.answerable

    @property
    def watchers(self) -> list[Member]:
        """Who follows it for the complaints service: who wrote it, and the heads."""
        heads = self.work.staff.heads(self.work.session, self.complaint.agency)
        author = self._working_as(self.record.author_id)
        return [*author, *without(heads, author)]

    def _working_as(self, user_id: int | None) -> list[Member]:
        if user_id is None:
            return []
        return self.work.staff.working_as(self.work.session, self.complaint.agency, user_id)

    def write(self, members: list[Member], letter: RecommendationLetter) -> None:
        """Write at once to `members`, whoever acts left out."""
        others = [member for member in members if member.user_id != self.work.actor.user_id]
        letters.to_members(self.work, self.complaint, others, letter)

    def tell_identity(
        self, complaints: Sequence[ComplaintRecord], text: str, *, is_meant: bool
    ) -> None:
        """Keep that its text tells whoever has to reply who complains, where it does.

        Raise IdentitySaidError where it does and that is not meant.
        """
        for complaint in complaints:
            note_told_to(self.work, complaint, text, self.addressees, is_meant=is_meant)

    def tell_what_became(self) -> None:
        """Tell whoever follows it, and whoever it concerns, in which state it is now."""
        watching = self.watchers
        everybody = [*watching, *without(self.answerable, watching)]
        self.write(everybody, RecommendationBecame(self.record.id, self.record.state))

    def take(self, step: Step, text: str | None = None, **facts: Any) -> None:
        """Take a step, and write it into the history of each complaint that is gathered.

        All of them: what became of it stands in the history of one that concerns the actor as well.
        Raise TransitionNotAllowedError where the state does not allow it, StaleComplaintError if
        somebody holds one of the complaints just now.
        """
        moved = self._moved(step, **facts)
        with as_the_portal(self.work.session):
            complaints = held_complaints(self.work, is_gathered(self.record.id))
        self.keep(moved, complaints, text)

    def take_alone(self, step: Step, **facts: Any) -> None:
        """Take a step that a clock brings: only its complaint, which is held, tells of it.

        The worker holds many complaints at a time, and waits for none.
        """
        self.keep(self._moved(step, **facts), [self.complaint])

    def _moved(self, step: Step, **facts: Any) -> RecommendationMoved:
        self.record.state = state_after(TRANSITIONS, State(self.record.state), step).value
        return RecommendationMoved(self.record.id, step, **facts)

    def keep(
        self,
        entry: Recommended | RecommendationMoved,
        complaints: Sequence[ComplaintRecord],
        text: str | None = None,
    ) -> None:
        """Keep a step that was taken, with its text sealed beside it."""
        facts = entry.stored()
        del facts["recommendation"], facts["step"]
        self.work.session.add(
            RecommendationStepRecord(
                recommendation_id=self.record.id,
                complaint_id=self.record.complaint_id,
                **step_values(self.work.actor, self.work.now, Step(entry.step), text, facts),
            )
        )
        for complaint in complaints:
            self.work.record(complaint, entry, text=text)

    def start_execution(self, by: date) -> None:
        """Start the clock of a day to come, which was chosen for the execution."""
        days = (by - self.work.advised.calendar.day_of(self.work.now)).days
        promise = Promise(Allowance(days, Unit.CALENDAR_DAYS), CHOSEN_DAY, Confidence.SOURCED)
        self.start(ClockKind.RECOMMENDATION_EXECUTION, promise)

    def start(self, kind: ClockKind, promise: Promise) -> date | None:
        """Start the clock of its next date at its level; return the last day."""
        level = self.record.level
        clock = start_clock(self.work, self.complaint, kind, promise, level=level)
        self.work.session.flush()
        self.record.clock_id = clock.id
        return clock.last_day


def hand_back(event: Excluded) -> None:
    """Hand back what nobody is left to act on, to whoever wrote it: the portal does it.

    What somebody else than its owner can carry out is theirs.
    """
    work = replace(event.work, actor=PORTAL)
    # Whoever withdraws themself may see no more than what was made to them.
    with as_the_portal(work.session):
        for record in awaited_recommendations(work.session, event.complaint.id):
            held = Held(work, event.complaint, record)
            if not hand_back_if_kept_out(held):
                take_from_owner(held)


def hand_back_if_kept_out(held: Held) -> bool:
    """End a recommendation where all who would act next are kept out; return whether they are.

    Letting them back in does not bring it back: by then it may have been made to somebody else.
    """
    work = replace(held.work, staff=held.work.staff.excluding(()))
    if held.awaited or not Held(work, held.complaint, held.record).awaited:
        return False
    if held.record.state in DATED:
        clock_of(held.work.session, held.record).end(held.work.now)
    held.take(Step.KEPT_OUT)
    held.write(held.watchers, RecommendationBecame(held.record.id, held.record.state))
    return True


def take_from_owner(held: Held) -> None:
    """Leave the execution to whoever accepted it, where its owner is kept out: its date stays."""
    record = held.record
    if record.state != State.ACCEPTED or record.owner_id not in held.work.staff.excluded:
        return
    record.owner_id = None
    held.take(Step.UNOWNED)
    held.write(held.addressees, RecommendationUnowned(record.id))


def warned(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> Warned:
    """Return who is warned of the date of a recommendation."""
    held = Held(work, complaint, recommendation_of(work.session, clock))
    return Warned(held.answerable, {"recommendation": held.record.id})


def act_on_missed(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Act on a date of a recommendation that passed: silence escalates, an execution is late."""
    held = Held(work, complaint, recommendation_of(work.session, clock))
    if clock.kind != ClockKind.RECOMMENDATION_REPLY:
        held.take_alone(Step.LATE)
        _tell_missed(held, clock)
        return
    path = work.advised.path
    vacant = work.staff.vacant_among(work.session, complaint.agency, (level.to for level in path))
    up = step_up(path, held.record.level, vacant)
    if up is not None:
        _escalate(held, clock, up)
        return
    held.take_alone(Step.UNANSWERED, level=held.record.level)
    _tell_missed(held, clock)


def _escalate(held: Held, clock: ClockRecord, up: StepUp) -> None:
    work, complaint, record, before = held.work, held.complaint, held.record, held.addressees
    record.level, record.post, record.addressee_id = up.level, up.step.to, None
    day = held.start(ClockKind(clock.kind), promise_from(clock.promise))
    held.take_alone(Step.ESCALATED, level=up.level, last_day=day)
    tell_of_vacancy(work, complaint, up.vacant)
    now = held.addressees
    notify(work, complaint, now, RecommendationEscalated(record.id, day))
    # Whoever wrote it meant it, or it would not have been sent.
    held.tell_identity([complaint], _wording(held), is_meant=True)
    watching = without(held.watchers, now)
    notify(work, complaint, watching, RecommendationMissed(record.id, clock.kind))
    # They do not see it any more.
    passed = without(without(before, now), watching)
    notify(work, complaint, passed, RecommendationMissed(record.id, clock.kind, passed_on=True))
    hand_back_if_kept_out(held)


def _wording(held: Held) -> str:
    """Return its title and its newest text."""
    steps = steps_of_recommendation(held.work.session, held.record.id)
    texts = [step.body or "" for step in steps if step.kind in WORDING]
    return "\n".join([held.record.title, *texts[-1:]])


def _tell_missed(held: Held, clock: ClockRecord) -> None:
    concerned = held.answerable
    everybody = [*concerned, *without(held.watchers, concerned)]
    missed = RecommendationMissed(held.record.id, clock.kind)
    if not notify(held.work, held.complaint, everybody, missed):
        notify_administrators(held.work, held.complaint)


def change_recommendation(
    runtime: Runtime,
    actor: Actor,
    recommendation_id: int,
    act: Callable[..., Any],
    now: datetime | None = None,
) -> Any:
    """Let the actor do something with a recommendation, and return what came of it.

    The portal holds the complaint for them; what is done is theirs. Raise
    UnknownRecommendationError where they see none.
    """
    number = runtime.read(actor, number_of_recommendation, recommendation_id)

    def acted(work: Work, complaint: ComplaintRecord) -> Any:
        return act(replace(work, actor=actor), complaint, recommendation_id=recommendation_id)

    return runtime.change(PORTAL, number, acted, now=now)
