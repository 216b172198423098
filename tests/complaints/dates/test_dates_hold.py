"""No edit moves a promised date: random sequences of all that people do with a complaint."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from portal.complaints.accounts import record_opening
from portal.complaints.dates.answer_dates import resume_answer
from portal.complaints.dates.extending import extend_answer
from portal.complaints.handling import casework, documents, escalation, following
from portal.complaints.handling.documents import StoredDocument
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import ReplyBy
from portal.domain.errors import ClockRunOutError, IncompleteError, TransitionNotAllowedError
from portal.domain.history import MAY_TOUCH_A_DATE
from portal.domain.time.promise import Allowance
from portal.releases import drafts as settings_drafts
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import act, clocks, complaint, history, history_holds, member, staffed
from tests.complaints.dates.other_rules import WELCOME
from tests.releases.publishing import COMMON, publish
from tests.support import FixedClock, file, on_both
from tests.support.agencies import PARKS_YAML

ANSWER = """\
  answer:
    within: {days} working days
    basis: Promis
    extension: {{times: 3, at_most: 5 working days}}
    pauses: [{{code: proof, name: {{fr: Preuve, en: Proof}}, at_most: 4 working days, times: 9}}]
"""
OWN_DAYS = f"    calendar: {{{COMMON}, extra_closures: [2026-11-26, 2026-12-01, 2026-12-02]}}\n"
OWN_TIME = "    deadlines: {answer: {within: 3 working days, basis: Promis}}\n"
NOT_NOW = (TransitionNotAllowedError, IncompleteError, ClockRunOutError)


def settings(days: int) -> str:
    """The agency's file: one subject has days and a deadline of its own."""
    text = PARKS_YAML.replace(WELCOME, WELCOME + OWN_DAYS + OWN_TIME)
    return f"{text}deadlines:\n{ANSWER.format(days=days)}"


class Life:
    """One complaint, and whatever may be done with it."""

    def __init__(self, runtime: Runtime, clock: FixedClock, seed: int) -> None:
        self.runtime, self.clock, self.random = runtime, clock, random.Random(seed)
        publish(runtime, settings(10), moving=False)
        self.officer = member(runtime)
        staffed(runtime)
        self.number = file(runtime).number
        self.citizen = complainant(complaint(runtime, self.number).id)
        self.done = 0

    def act(self, what: Callable[..., Any], actor: Any = None, **told: Any) -> None:
        act(self.runtime, self.number, what, actor or self.officer, **told)

    # Edits: they touch no date.

    def note(self) -> None:
        self.act(casework.add_note, body="À rappeler.")

    def assign(self) -> None:
        self.act(casework.assign, user_id=self.officer.user_id)

    def reclassify(self) -> None:
        offered = self.runtime.agencies.agency("parks").consult().categories()
        now = complaint(self.runtime, self.number).category
        others = [category for category in offered if category.code != now]
        self.act(casework.reclassify, category=self.random.choice(others))

    def study(self) -> None:
        self.act(casework.begin_study)

    def ask(self) -> None:
        self.act(casework.ask_complainant, body="Quand?")

    def pass_up(self) -> None:
        self.act(escalation.pass_to_top, question="Que dire?", opinion="")

    def decide(self) -> None:
        self.act(escalation.decide, PORTAL, instruction="Répondez.")

    def change_contact(self) -> None:
        how = {"email": "autre@exemple.org", "phone": "", "address": ""}
        self.act(following.change_contact, self.citizen, reply_by=ReplyBy.EMAIL, **how)

    def add_own_document(self, actor: Any = None) -> None:
        self.done += 1
        key = f"{self.number}-{self.done}"
        kept = StoredDocument("lettre.pdf", "application/pdf", 9, key, key)
        limits = self.runtime.agencies.portal.attachments
        self.act(documents.add_to_complaint, actor, document=kept, limits=limits)

    def open_page(self) -> None:
        user, now = self.officer.user_id, self.runtime.now()
        assert user is not None
        opened = [complaint(self.runtime, self.number).id]
        record_opening(self.runtime.database, user, opened, "case", now)

    def publish(self) -> None:
        publish(self.runtime, settings(self.random.randint(1, 30)), moving=False)

    def draft_settings(self) -> None:
        self.done += 1
        with self.runtime.transaction() as session:
            text, now = f"{settings(5)}# {self.done}\n", self.runtime.now()
            settings_drafts.save_draft(session, "parks", text, None, now, seen=0)
            settings_drafts.discard_draft(session, "parks", seen=1)

    def run_the_worker(self) -> None:
        run_clocks(self.runtime, self.runtime.now())

    # A complainant's own: replies let a stopped time go on, and touch nothing else.

    def write(self) -> None:
        self.act(following.write_message, self.citizen, body="Hier.", once=None)

    def add_document(self) -> None:
        self.add_own_document(self.citizen)

    # Life: it may touch a date, and says so.

    def first_contact(self) -> None:
        self.act(casework.record_first_contact)

    def pause(self) -> None:
        self.act(casework.ask_complainant, body="Avez-vous une preuve?", pause="proof")

    def resume(self) -> None:
        self.act(resume_answer)

    def extend(self) -> None:
        self.act(extend_answer, by=Allowance.parse("2 working days"), reason="Une visite.")

    def let_time_pass(self) -> None:
        self.clock.moment += timedelta(hours=self.random.choice((1, 30, 80)))
        run_clocks(self.runtime, self.clock.moment)

    def answer(self) -> None:
        if self.random.random() < 0.2:
            self.act(casework.answer, body="C’est réglé.")

    def dates(self) -> list[Any]:
        """Everything that is kept of the complaint's dates."""
        kept = complaint(self.runtime, self.number)
        rows = [
            {column.name: getattr(one, column.name) for column in one.__table__.columns}
            for one in clocks(self.runtime, self.number)
        ]
        return [*rows, kept.due_at, kept.late_since]

    def kinds(self) -> list[str]:
        return [entry.kind for entry in history(self.runtime, self.number)]

    def try_one(self, names: tuple[str, ...]) -> str:
        """Do one of these, unless the complaint's state does not allow it."""
        name = self.random.choice(names)
        with suppress(*NOT_NOW):
            getattr(self, name)()
        return name


EDITS = ("note", "assign", "reclassify", "study", "ask", "pass_up", "decide", "change_contact")
EDITS += ("add_own_document", "open_page", "publish", "draft_settings", "run_the_worker")
OWN = ("write", "add_document")
LIFE = ("first_contact", "pause", "resume", "extend", "let_time_pass", "answer")


@pytest.mark.parametrize("seed", range(3))
@on_both
def test_no_sequence_of_edits_touches_a_date(runtime: Runtime, clock: FixedClock, seed: int):
    life = Life(runtime, clock, seed)
    life.first_contact()
    for names, begin in ((EDITS + OWN, life.note), (EDITS, life.pause)):
        begin()
        before = life.dates()
        for _ in range(25):
            done = life.try_one(names)
            assert life.dates() == before, done
    # What was stopped goes on as if nobody had touched the complaint meanwhile.
    life.resume()
    assert life.dates()[-2] == before_pause(life)
    assert history_holds(runtime)


def before_pause(life: Life) -> Any:
    """The date of an untouched complaint that was filed at the same moment by the same rules."""
    publish(life.runtime, settings(10), moving=False)
    return complaint(life.runtime, file(life.runtime).number).due_at


@pytest.mark.parametrize("seed", range(6))
def test_whatever_touches_a_date_is_told_by_an_event_that_may(
    runtime: Runtime, clock: FixedClock, seed: int
):
    life = Life(runtime, clock, 100 + seed)
    dates, told = life.dates(), len(life.kinds())
    for _ in range(40):
        done = life.try_one((*EDITS, *OWN, *LIFE, *LIFE))
        now, kinds = life.dates(), life.kinds()
        if now != dates:
            assert MAY_TOUCH_A_DATE & set(kinds[told:]), done
        dates, told = now, len(kinds)
    assert history_holds(runtime)
