"""Several agencies are complained to at once: one number, and a part for each from then on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.complaints import planning
from portal.features.joint_answers import actions_filing
from portal.features.joint_answers.rules import (
    MOST_NAMED,
    NamedAgency,
    OtherAgencies,
    Shared,
    agreed_when_filed,
    named_in,
)
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds, issues, messages
from tests.features.joint_answers.asked_parts import ABOUT, filed, parts
from tests.features.joint_answers.third_agency import put_air_in_force
from tests.journeys.steps import CITIZEN, to, work
from tests.support import FixedClock, RecordingMailer, add_user, file, on_both


@pytest.fixture
def three(runtime: Runtime, agency_files: Path) -> Runtime:
    put_air_in_force(runtime, agency_files)
    return runtime


@on_both
def test_each_agency_has_its_part_with_its_own_date_before_anybody_acts(three: Runtime):
    receipt = filed(three, NamedAgency("water", ABOUT), NamedAgency("air", "", ("story",)))
    water, air = parts(three, receipt.number)
    assert [water.number, air.number] == [f"{receipt.number}-B", f"{receipt.number}-C"]
    assert water.date.last_day == date(2026, 12, 8)
    assert air.date.last_day == date(2026, 12, 15)
    assert water.begun_at == air.begun_at == three.now()
    assert complaint(three, receipt.number).due_at.date() == date(2026, 12, 23)
    assert complaint(three, air.number).access_code_hash
    assert history_holds(three)


def test_the_word_of_what_is_asked_is_the_person_s_own(three: Runtime):
    receipt = filed(three, NamedAgency("water", ABOUT), NamedAgency("air", "", ("story",)))
    water, air = parts(three, receipt.number)
    assert (water.asked, air.asked) == (ABOUT, "Répondez à ce qui vous concerne dans mon récit.")
    assert [one.body for one in messages(three, receipt.number)] == [ABOUT, air.asked]
    # What a list shows of it says something, and nothing that is kept from the agency.
    assert complaint(three, air.number).subject == "Le sentier est fermé depuis un mois."
    assert issues(three, air.number)[0].text == "Le sentier est fermé depuis un mois."
    assert complaint(three, water.number).subject == ABOUT


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.sets(st.sampled_from(list(Shared))))
def test_each_reads_what_it_alone_was_let_read(three: Runtime, fields: set[Shared]):
    reads = tuple(sorted(fields))
    receipt = filed(three, NamedAgency("water", ABOUT, reads), NamedAgency("air", "Une odeur."))
    water, air = (complaint(three, part.number) for part in parts(three, receipt.number))
    assert bool(water.story) == (Shared.STORY in fields)
    assert (air.story, air.answers, air.needs) == ("", {}, [])
    assert parts(three, receipt.number)[0].agreed == reads
    assert parts(three, receipt.number)[1].agreed == ()


def test_one_letter_tells_all_the_dates_and_each_agency_is_told(
    three: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    add_user(three, "paul@eaux.example", agency="water")
    filed(three, NamedAgency("water", ABOUT), NamedAgency("air", "Une odeur."))
    work(three, clock)
    [letter] = to(mailbox, CITIZEN)
    assert "Service des eaux" in letter
    assert "Réponse au plus tard le 8\xa0décembre\xa02026" in letter
    assert "Bureau de l’air" in letter
    assert "Réponse au plus tard le 15\xa0décembre\xa02026" in letter
    [told] = to(mailbox, "paul@eaux.example")
    assert "Une personne porte plainte auprès de plusieurs organismes" in told


def test_who_is_complained_to_is_no_other_and_nobody_is_asked_twice(three: Runtime):
    twice = (NamedAgency("parks", ABOUT), NamedAgency("water", ABOUT), NamedAgency("water", "x"))
    receipt = filed(three, *twice)
    assert [part.asked for part in parts(three, receipt.number)] == [ABOUT]
    assert len(named_in(complaint(three, receipt.number).answers)) == 1


def test_without_another_agency_nothing_is_kept_of_it(runtime: Runtime):
    assert "other_agencies" not in complaint(runtime, file(runtime).number).answers


def test_an_agency_that_would_not_know_what_it_is_asked_stays_named(runtime: Runtime):
    receipt = filed(runtime, NamedAgency("water"))
    assert parts(runtime, receipt.number) == ()
    assert named_in(complaint(runtime, receipt.number).answers)[0].agency == "water"


def test_an_agency_that_promises_nothing_keeps_no_complaint_from_being_filed(
    three: Runtime, clock: FixedClock, mailbox: RecordingMailer, monkeypatch: pytest.MonkeyPatch
):
    planned = planning.plan_filing

    def failing(agency, *arguments):
        if agency.code == "water":
            raise RuntimeError
        return planned(agency, *arguments)

    monkeypatch.setattr(actions_filing, "plan_filing", failing)
    receipt = filed(three, NamedAgency("water", ABOUT), NamedAgency("air", "Une odeur."))
    assert [part.agency for part in parts(three, receipt.number)] == ["air"]
    assert len(named_in(complaint(three, receipt.number).answers)) == 2
    work(three, clock)
    assert "Service des eaux" not in to(mailbox, CITIZEN)[0]


@on_both
def test_where_a_part_cannot_be_written_the_complaint_is_and_promises_nothing_of_it(
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    monkeypatch: pytest.MonkeyPatch,
):
    def failing(*_arguments, **_named):
        raise RuntimeError

    monkeypatch.setattr(actions_filing, "begin", failing)
    receipt = filed(runtime, NamedAgency("water", ABOUT))
    assert receipt.number == "2026-000001"
    assert parts(runtime, receipt.number) == ()
    assert messages(runtime, receipt.number) == []
    work(runtime, clock)
    assert "Service des eaux" not in to(mailbox, CITIZEN)[0]
    assert history_holds(runtime)


def test_what_a_draft_or_a_complaint_said_when_one_could_be_named_is_still_read():
    before = {"other_agency": "water", "other_about": ABOUT, "other_reads": ["story"]}
    assert OtherAgencies.read(before).others == (NamedAgency("water", ABOUT, ("story",)),)
    answers = {"other_agency": {"agency": "water", "about": ABOUT, "reads": ["story"]}}
    assert named_in(answers) == (NamedAgency("water", ABOUT, ("story",)),)
    assert agreed_when_filed(answers, "water") == ["story"]
    assert agreed_when_filed(answers, "parks") is None


def test_no_more_are_asked_than_may_be_named(three: Runtime):
    named = [NamedAgency(code, ABOUT) for code in ("water", "air", "parks", "desk", "none")]
    receipt = filed(three, *named)
    assert len(named_in(complaint(three, receipt.number).answers)) == MOST_NAMED
    assert [part.agency for part in parts(three, receipt.number)] == ["water", "air"]
