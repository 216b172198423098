"""A file by own motion has the dates and levels of a complaint, and nothing of a complainant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.complaints.dates.extending import extend_answer
from portal.complaints.handling import casework
from portal.complaints.handling.filing import _TO_A_PERSON
from portal.complaints.planning import plan_filing
from portal.complaints.records.complaint import PersonRecord
from portal.domain.actor import PORTAL
from portal.domain.complaint import Channel, Draft, FiledFor
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.errors import IncompleteError, NobodyComplainsError
from portal.domain.nature import Nature
from portal.domain.permissions import WITH_A_PERSON, Permission
from portal.domain.time.promise import Allowance
from portal.features.accommodations.actions import ask as ask_accommodation
from portal.features.contact_limits.actions import limit_contact
from portal.features.groups.actions_gathering import open_group
from portal.features.identity_releases.actions import release
from portal.features.identity_releases.actions_asking import ask_how_to_reach
from portal.features.joint_answers.actions import ask_part
from portal.features.nature.actions import set_nature
from portal.features.ready_file.actions import record_ready_file
from portal.features.reprisals.actions import note_report
from portal.features.settling.actions import Contact, Settlement, settle
from portal.features.transfers.actions import propose
from portal.features.urgency.actions import confirm
from portal.features.withdrawals.actions import note as note_withdrawal
from portal.features.withdrawals.rules import Asking
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    history_holds,
    issues,
    kinds,
    last,
    letters,
    outbox_rows,
    staffed,
)
from tests.features.own_motion.opened import STORY, own_file
from tests.pages.office.people import bodies, let_dates_pass
from tests.support import FixedClock, on_both

REPORT = "Nous recommandons de remplacer les bancs avant le printemps."

REFUSED: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "ask": (casework.ask_complainant, {"body": "Quand?"}),
    "nature": (set_nature, {"nature": Nature.PRAISE}),
    "settle": (settle, {"agreed": Settlement("Réglé.", Contact.PHONE, ())}),
    "accommodation": (ask_accommodation, {"needs": ["braille"]}),
    "reach": (ask_how_to_reach, {}),
    "reprisals": (note_report, {"body": "On m’a menacé."}),
    "urgent": (confirm, {"why": "Un arbre va tomber."}),
    "limit": (limit_contact, {"limit": None}),
    "transfer": (propose, {"to": None, "category": None, "reason": "Ailleurs."}),
    "part": (ask_part, {"to": None, "asked": "Quoi?", "plan": None}),
    "group": (open_group, {"described": None}),
    "ready file": (record_ready_file, {}),
    "withdrawal": (
        note_withdrawal,
        {"asked": Asking.PERSON, "contact": Contact.PHONE, "reason": "Réglé."},
    ),
    "identity": (release, {"user_id": 1, "fields": ["name"]}),
}
"""What is done with or for whoever complains, and no more than it takes to be asked for."""


@pytest.mark.parametrize("what", REFUSED)
def test_what_takes_a_complainant_is_refused(runtime: Runtime, what: str):
    number = own_file(runtime)
    act_of, told_with = REFUSED[what]
    before = complaint(runtime, number).version
    with pytest.raises(NobodyComplainsError):
        act(runtime, number, act_of, **told_with)
    assert complaint(runtime, number).version == before


@given(
    minutes=st.integers(0, 2 * 365 * 24 * 60),
    category=st.sampled_from(["trail", "welcome", "other"]),
    language=st.sampled_from(["fr", "en"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_has_the_dates_of_a_complaint_but_for_those_that_a_person_is_promised(
    runtime: Runtime, minutes: int, category: str, language: Any
):
    now = datetime(2026, 1, 5, 14, tzinfo=UTC) + timedelta(minutes=minutes)
    parks = runtime.agencies.agency("parks")
    complained = plan_filing(parks, Draft(category, STORY, language), now)
    own = Draft(category, STORY, language, filed_for=FiledFor.SERVICE, channel=Channel.SERVICE)
    opened = plan_filing(parks, own, now)
    promised = [row for row in complained.clock_rows() if row["kind"] not in _TO_A_PERSON]
    assert opened.clock_rows(without=_TO_A_PERSON) == promised
    assert opened.due_at == complained.due_at
    assert opened.path == complained.path


@on_both
def test_nobody_is_written_to_and_the_history_begins_with_its_opening(runtime: Runtime):
    number = own_file(runtime)
    assert kinds(runtime, number) == ["filed"]
    assert {clock.kind for clock in clocks(runtime, number)} == {"answer"}
    assert not outbox_rows(runtime)
    with runtime.reading(PORTAL) as session:
        assert session.query(PersonRecord).count() == 0
    facts = last(runtime, number, "filed").facts
    assert (facts["led_to"], "led_to_why" in facts) == ("press", False)
    assert history_holds(runtime)


@on_both
def test_its_report_goes_to_the_top_authority_without_recourses_and_ends_its_date(
    runtime: Runtime,
):
    staffed(runtime)
    number = own_file(runtime)
    act(runtime, number, casework.answer, body=REPORT)
    assert bodies(runtime, number, "answer") == [REPORT]
    facts = last(runtime, number, "answered").facts
    assert (facts["recourses"], facts["in_time"], facts["first"]) == ([], True, True)
    [(template, reader)] = letters(runtime, number)
    assert template == "report_ready"
    assert "president" in reader or "top" in reader
    assert not clocks(runtime, number, "answer")[-1].pending


@on_both
def test_a_date_that_passes_takes_it_up_every_level_and_opens_no_recourse(
    runtime: Runtime, clock: FixedClock
):
    staffed(runtime)
    number = own_file(runtime)
    for _ in range(3):
        clock.moment += timedelta(days=60)
        let_dates_pass(runtime)
    written = kinds(runtime, number)
    assert written.count("escalated") == 2
    assert written.count("date_missed") == 3
    assert "recourse_opened" not in written
    assert complaint(runtime, number).level == 3
    assert history_holds(runtime)


def test_a_report_at_a_higher_level_is_told_there_as_well(runtime: Runtime, clock: FixedClock):
    staffed(runtime)
    number = own_file(runtime)
    clock.moment += timedelta(days=60)
    let_dates_pass(runtime)
    act(runtime, number, casework.answer, body=REPORT)
    assert [template for template, _ in letters(runtime, number)].count("report_ready") == 2


def test_it_is_extended_without_another_recourse_to_name(runtime: Runtime):
    number = own_file(runtime)
    act(runtime, number, extend_answer, by=Allowance.kept("5 working days"), reason="Une visite.")
    assert kinds(runtime, number)[-1] == "extended"
    assert not letters(runtime, number)


@pytest.mark.parametrize("finding", Finding)
def test_it_is_closed_with_a_finding_that_can_be_made_of_it(runtime: Runtime, finding: Finding):
    number = own_file(runtime)
    act(runtime, number, casework.answer, body=REPORT)
    [issue] = issues(runtime, number)
    found = (IssueFinding(issue.id, finding, "Les bancs sont brisés."),)
    if finding in {Finding.FOUNDED, Finding.PARTLY_FOUNDED, Finding.UNFOUNDED}:
        act(runtime, number, casework.close, findings=found)
        return
    with pytest.raises(IncompleteError) as refused:
        act(runtime, number, casework.close, findings=found)
    assert f"finding-{issue.id}" in str(refused.value.args)


def test_a_word_of_danger_does_not_make_it_urgent(runtime: Runtime):
    story = "Un arbre va tomber, il y a un danger de mort immédiat."
    assert complaint(runtime, own_file(runtime, story=story)).urgency is None


def test_all_that_takes_a_person_is_known_as_such():
    assert Permission.ASK in WITH_A_PERSON
    assert not {Permission.ANSWER, Permission.CLOSE, Permission.RECOMMEND} & WITH_A_PERSON
