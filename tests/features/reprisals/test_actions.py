"""Somebody reports reprisals: who protects them is told at once, and has dates to keep."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from portal.complaints.handling import following
from portal.complaints.letters.digests import tell_staff
from portal.complaints.queries.case_reads import case_file
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import MessageRecord, NoticeRecord
from portal.complaints.records.people import UserRecord
from portal.demo.complaints import make_complaints
from portal.demo.exceptions import report_some
from portal.domain.actor import PORTAL, Actor, complainant
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.handling.confidential import TEXTS, is_confidential
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.features.reprisals import actions as reprisals
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from portal.worker.warnings import Warner
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    escalations,
    history_holds,
    kinds,
    last,
    letters,
    member,
    messages,
    ruled_by,
    staffed,
    templates,
)
from tests.support import FixedClock, file, officer, on_both
from tests.support.searching import ids_matching

FIRST_ACT, CHECK_IN = ClockKind.REPRISAL_FIRST_ACT, ClockKind.REPRISAL_CHECK_IN
WORDS = "Depuis ma plainte, le gardien zouave me refuse l’entrée."


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


@pytest.fixture
def head(runtime: Runtime) -> Actor:
    return member(runtime, Role.HEAD, "parks", None)


def report(runtime: Runtime, number: str, body: str = WORDS, once: str | None = None) -> None:
    """Let the complainant report reprisals."""
    owner = complainant(complaint(runtime, number).id)
    runtime.change(owner, number, partial(reprisals.report, body=body, once=once))


def pass_first_act(runtime: Runtime, number: str, clock: FixedClock) -> None:
    clock.moment = due(runtime, number, FIRST_ACT)
    run_clocks(runtime, clock.moment)


@on_both
def test_a_report_starts_three_clocks_and_moves_nothing_else(runtime: Runtime, number: str):
    before = complaint(runtime, number)
    report(runtime, number)
    after = complaint(runtime, number)
    days = [
        clock.last_day for clock in clocks(runtime, number) if clock.kind.startswith("reprisal")
    ]
    # The 30th day is the 24th of December, when the parks are closed for some days.
    assert days == [date(2026, 11, 25), date(2026, 12, 29), date(2027, 2, 22)]
    assert after.reprisal_due_at == due(runtime, number, FIRST_ACT)
    for name in ("status", "level", "due_at", "holder", "last_event", "last_event_at"):
        assert getattr(after, name) == getattr(before, name), name
    assert kinds(runtime, number)[-1] == "reprisal_flagged"
    assert history_holds(runtime)


def test_the_head_is_written_to_at_once_and_nobody_else_of_the_agency(
    runtime: Runtime, number: str, head: Actor
):
    member(runtime)
    member(runtime, Role.MANAGER, "parks", "director")
    report(runtime, number)
    receivers = [
        name for template, name in letters(runtime, number) if template == "reprisal_flagged"
    ]
    assert receivers == [head.name]
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(NoticeRecord)).all() == []


def test_the_complainant_is_told_that_it_came_and_when_somebody_acts(runtime: Runtime, number: str):
    report(runtime, number)
    assert ("reprisal_noted", "m.gagnon@exemple.org") in letters(runtime, number)


def test_without_a_head_the_top_authority_is_told_and_the_administrators_alarmed(
    runtime: Runtime, number: str
):
    top = member(runtime, Role.TOP_AUTHORITY, "parks", "president")
    administrator = member(runtime, Role.ADMINISTRATOR, "parks", None)
    report(runtime, number)
    sent = letters(runtime, number)
    assert ("reprisal_flagged", top.name) in sent
    assert ("nobody_protects", administrator.name) in sent


def test_with_nobody_at_all_the_administrators_of_the_portal_are_alarmed(
    runtime: Runtime, number: str
):
    root = member(runtime, Role.ADMINISTRATOR, None, None)  # type: ignore[arg-type]
    report(runtime, number)
    assert ("nobody_protects", root.name) in letters(runtime, number)


def test_the_same_report_sent_twice_is_kept_once(runtime: Runtime, number: str):
    report(runtime, number, once="a"), report(runtime, number, once="a")
    assert kinds(runtime, number).count("reprisal_flagged") == 1


def test_a_report_before_the_first_act_joins_the_one_before(
    runtime: Runtime, number: str, head: Actor
):
    report(runtime, number), report(runtime, number)
    assert len(clocks(runtime, number, FIRST_ACT)) == 1
    act(runtime, number, reprisals.act, head, body="Appelée.")
    report(runtime, number)
    assert len(clocks(runtime, number, FIRST_ACT)) == 2
    assert len(clocks(runtime, number, CHECK_IN)) == 4


def test_an_officer_notes_what_was_said_on_the_telephone(runtime: Runtime, number: str):
    act(runtime, number, reprisals.note_report, body=WORDS)
    assert last(runtime, number, "reprisal_flagged").actor == "staff"
    with pytest.raises(NotAllowedError):
        act(runtime, number, reprisals.note_report, officer(role=Role.AUDITOR), body=WORDS)


def test_nothing_told_is_nothing_reported(runtime: Runtime, number: str):
    with pytest.raises(IncompleteError):
        report(runtime, number, " ")


@on_both
def test_the_head_notes_the_first_act_then_each_time_of_asking(
    runtime: Runtime, number: str, head: Actor
):
    report(runtime, number)
    for at in (0, 1):
        act(runtime, number, reprisals.act, head, body=f"Geste {at}")
        expected = clocks(runtime, number, CHECK_IN)[at].due_at
        assert complaint(runtime, number).reprisal_due_at == expected
    act(runtime, number, reprisals.act, head, body="Geste 2")
    assert complaint(runtime, number).reprisal_due_at is None
    texts = [
        message.body for message in messages(runtime, number) if message.kind == "reprisal_act"
    ]
    assert texts == ["Geste 0", "Geste 1", "Geste 2"]
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, reprisals.act, head, body="Geste 3")


def test_an_act_says_what_was_done(runtime: Runtime, number: str, head: Actor):
    report(runtime, number)
    with pytest.raises(IncompleteError):
        act(runtime, number, reprisals.act, head, body="")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER, Role.INTAKE, Role.AUDITOR])
def test_only_the_head_and_the_top_authority_act(runtime: Runtime, number: str, role: Role):
    report(runtime, number)
    with pytest.raises(NotAllowedError):
        act(runtime, number, reprisals.act, officer(role=role), body="Geste")


@on_both
def test_a_missed_first_act_is_told_to_the_top_and_the_complaint_does_not_climb(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime)
    report(runtime, number)
    pass_first_act(runtime, number, clock)
    run_clocks(runtime, clock.moment)
    receivers = [
        name for template, name in letters(runtime, number) if template == "reprisal_missed"
    ]
    assert receivers == [
        "head.nothing.parks@exemple.org",
        "top_authority.president.parks@exemple.org",
    ]
    assert last(runtime, number, "date_missed").facts["clock"] == FIRST_ACT
    assert escalations(runtime, number) == []
    assert complaint(runtime, number).late_since is None


def test_what_was_missed_is_still_owed_and_may_be_done_late(
    runtime: Runtime, number: str, head: Actor, clock: FixedClock
):
    report(runtime, number)
    pass_first_act(runtime, number, clock)
    assert complaint(runtime, number).reprisal_due_at == clock.moment
    act(runtime, number, reprisals.act, head, body="En retard.")
    first_act = clocks(runtime, number, FIRST_ACT)[0]
    assert (first_act.met_at, first_act.missed_at) == (clock.moment, clock.moment)
    assert last(runtime, number, "reprisal_acted").facts["in_time"] is False


@on_both
def test_what_is_owed_outlasts_the_complaint(
    runtime: Runtime, number: str, head: Actor, clock: FixedClock
):
    report(runtime, number)
    act(runtime, number, following.withdraw, reason="")
    assert clocks(runtime, number, "answer")[0].ended_at is not None
    assert [clock.pending for clock in clocks(runtime, number, CHECK_IN)] == [True, True]
    act(runtime, number, reprisals.act, head, body="Appelée.")
    clock.moment = due(runtime, number, CHECK_IN)
    run_clocks(runtime, clock.moment)
    assert templates(runtime, number).count("reprisal_missed") == 2


def test_somebody_whose_complaint_is_over_may_report(runtime: Runtime, number: str):
    act(runtime, number, following.withdraw, reason="")
    report(runtime, number)
    assert not complaint(runtime, number).is_open
    assert clocks(runtime, number, FIRST_ACT)[0].pending


@on_both
def test_the_head_alone_is_warned_even_once_the_complaint_is_over(
    runtime: Runtime, number: str, head: Actor, clock: FixedClock
):
    member(runtime)
    report(runtime, number)
    act(runtime, number, reprisals.act, head, body="Appelée.")
    act(runtime, number, following.withdraw, reason="")
    clock.moment += timedelta(days=28)
    Warner(runtime).warn(clock.moment)
    with runtime.reading(PORTAL) as session:
        warned = [
            (notice.user_id, notice.params["clock"])
            for notice in session.scalars(select(NoticeRecord))
        ]
    assert warned == [(head.user_id, CHECK_IN)]
    tell_staff(runtime, clock.moment)
    assert ("warning", head.name) in letters(runtime, number)


def test_a_warning_left_for_a_head_who_is_gone_goes_to_the_top_and_not_to_the_holder(
    runtime: Runtime, number: str, head: Actor, clock: FixedClock
):
    member(runtime)
    report(runtime, number)
    act(runtime, number, reprisals.act, head, body="Appelée.")
    top = member(runtime, Role.TOP_AUTHORITY, "parks", "president")
    clock.moment += timedelta(days=28)
    Warner(runtime).warn(clock.moment)
    with runtime.transaction() as session:
        session.get_one(UserRecord, head.user_id).is_active = False
    tell_staff(runtime, clock.moment), tell_staff(runtime, clock.moment)
    with runtime.reading(PORTAL) as session:
        left = session.scalars(select(NoticeRecord.params)).all()
    assert [row for row in left if row["clock"] == CHECK_IN] == []
    assert ("warning", top.name) in letters(runtime, number)


def said_within(length: str) -> dict[str, object]:
    return {"reprisal": {"within": length, "basis": "Loi", "confidence": "sourced"}}


def test_the_settings_of_a_category_then_of_the_agency_say_how_soon(runtime: Runtime):
    settings = runtime.agencies.agency("parks").settings.model_dump(mode="json")
    first, *others = settings["categories"]
    first["deadlines"] |= said_within("2 hours")
    ruled_by(
        runtime,
        deadlines={**settings["deadlines"], **said_within("4 hours")},
        categories=[first, *others],
    )
    promise = partial(runtime.agencies.agency("parks").configured.promise, "reprisal")
    assert str(promise(first["code"]).allowance) == "2 hours"
    assert str(promise(others[0]["code"]).allowance) == "4 hours"
    other = runtime.agencies.agency("water").configured.promise("reprisal", "leak")
    assert str(other.allowance) == "1 working day"


@on_both
@pytest.mark.parametrize(
    ("role", "reads", "is_told"),
    [
        (Role.HEAD, 2, True),
        (Role.TOP_AUTHORITY, 2, True),
        (Role.OFFICER, 0, True),
        (Role.INTAKE, 0, True),
        (Role.AUDITOR, 0, True),
        (Role.MANAGER, 0, False),
    ],
)
def test_who_reads_the_texts_and_who_is_told_that_there_are_any(
    runtime: Runtime, number: str, head: Actor, role: Role, reads: int, is_told: bool
):
    report(runtime, number)
    act(runtime, number, reprisals.act, head, body="Appelée.")
    with runtime.reading(officer(role=role)) as session:
        texts = session.scalars(select(MessageRecord.body).where(MessageRecord.kind.in_(TEXTS)))
        assert len(texts.all()) == reads
        file_ = case_file(session, runtime.features.case_reads, "parks", number, runtime.now())
    entries = [entry for entry in file_.entries if is_confidential(entry.kind, entry.facts)]
    assert len(entries) == (2 if is_told else 0)
    assert bool(file_.complaint.reprisal_due_at) is is_told
    assert len([clock for clock in file_.clocks if "reprisal" in clock.kind]) == (
        3 if is_told else 0
    )


def test_a_head_elsewhere_reads_nothing_here(runtime: Runtime, number: str):
    report(runtime, number)
    both = Actor(
        officer().kind,
        memberships=(*officer("parks").memberships, *officer("water", role=Role.HEAD).memberships),
    )
    with runtime.reading(both) as session:
        texts = session.scalars(select(MessageRecord.body).where(MessageRecord.kind.in_(TEXTS)))
        assert texts.all() == []


def test_no_search_finds_what_was_reported(runtime: Runtime, number: str):
    report(runtime, number)
    with runtime.reading(PORTAL) as session:
        assert ids_matching(session, runtime.keyring, "zouave") == []
        assert ids_matching(session, runtime.keyring, "sentier") != []


def test_demonstrations_have_reports_that_verify(runtime: Runtime):
    make_complaints(runtime, 40, seed=7)
    assert report_some(runtime) > 0
    with runtime.reading(PORTAL) as session:
        marked = select(ComplaintRecord.id).where(ComplaintRecord.reprisal_due_at.is_not(None))
        assert session.scalars(marked).all() != []
    assert history_holds(runtime)
