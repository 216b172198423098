"""One joint answer: each agency under its name, and what is late holds nothing back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.complaints.handling import casework
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import ReportCountRecord
from portal.domain.actor import PORTAL
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding
from portal.domain.figures.cells import WHOLE
from portal.domain.role import Role
from portal.reporting.counting import feed
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    complaint,
    due,
    escalations,
    history_holds,
    issues,
    kinds,
    letters,
    member,
    messages,
    staffed,
    templates,
)
from tests.features.joint_answers.asked_parts import agree, answer, ask, begun, parts
from tests.support import FixedClock, file, on_both


def answer_text(runtime: Runtime, number: str) -> str:
    return [one.body for one in messages(runtime, number) if one.kind == "answer"][-1]


@on_both
def test_what_was_handed_in_stands_under_its_agency_with_its_own_recourses(runtime: Runtime):
    number = file(runtime).number
    part = begun(runtime, number, "story")
    answer(runtime, part, "La conduite est réparée.")
    answer(runtime, number, "Le sentier est ouvert.")
    text = answer_text(runtime, number)
    assert text.startswith("Réponse de\xa0: Régie des parcs\n\nLe sentier est ouvert.")
    own, theirs = text.split("Réponse de\xa0: Service des eaux")
    assert "Révision par la Régie" in own
    assert "La conduite est réparée." in theirs
    assert "Révision par la Régie" not in theirs
    assert "Si cette réponse ne vous convient pas" in theirs
    assert parts(runtime, number)[0].given_at is not None


@on_both
def test_the_answer_to_a_part_waits_for_whoever_asked_who_is_told(runtime: Runtime):
    claire = member(runtime)
    number = file(runtime).number
    part = begun(runtime, number)
    before = templates(runtime).count("answered")
    answer(runtime, part, "La conduite est réparée.")
    assert templates(runtime).count("answered") == before
    assert ("part_handed_in", claire.name) in letters(runtime, number)
    assert parts(runtime, number)[0].given_at is None


@on_both
def test_a_late_part_holds_nothing_back_and_then_comes_directly(
    runtime: Runtime, clock: FixedClock
):
    staffed(runtime, "water")
    number = file(runtime).number
    part = begun(runtime, number, "name")
    clock.moment = due(runtime, part) - timedelta(days=1)
    answer(runtime, number, "Le sentier est ouvert.")
    text = answer_text(runtime, number)
    assert "Ce qui est encore à venir\n- Service des eaux\xa0: au plus tard le" in text
    assert complaint(runtime, part).is_open
    clock.moment = due(runtime, part)
    run_clocks(runtime, clock.moment)
    assert [one.to_level for one in escalations(runtime, part)] == [2]
    assert escalations(runtime, number) == []
    assert "late" in templates(runtime, number)
    answer(runtime, part, "La conduite est réparée.")
    assert templates(runtime, number)[-1] == "answered"
    assert parts(runtime, number)[0].given_at == clock.moment
    assert "answered" in kinds(runtime, part)


def test_an_answer_says_that_a_part_is_late_and_its_new_date(runtime: Runtime, clock: FixedClock):
    staffed(runtime, "water")
    number = file(runtime).number
    part = begun(runtime, number)
    clock.moment = due(runtime, part)
    run_clocks(runtime, clock.moment)
    answer(runtime, number, "Le sentier est ouvert.")
    assert "- Service des eaux\xa0: en retard. Nouvelle date" in answer_text(runtime, number)


def test_an_answer_in_english_names_the_agencies_in_english(runtime: Runtime):
    number = file(runtime, reply_language="en").number
    part = begun(runtime, number)
    answer(runtime, part, "The main is repaired.")
    answer(runtime, number, "The trail is open.")
    assert "Answer from: Water board" in answer_text(runtime, number)


@on_both
def test_a_part_that_waits_for_a_choice_outlasts_the_answer(runtime: Runtime, clock: FixedClock):
    number = file(runtime).number
    part = ask(runtime, number)
    answer(runtime, number, "Le sentier est ouvert.")
    assert "on vous dit la date dès qu’elle est connue" in answer_text(runtime, number)
    agree(runtime, number, "story")
    answer(runtime, part, "La conduite est réparée.")
    assert parts(runtime, number)[0].given_at is not None


def test_a_second_answer_gives_no_part_twice(runtime: Runtime):
    number = file(runtime).number
    part = begun(runtime, number)
    answer(runtime, part, "La conduite est réparée.")
    answer(runtime, number, "Le sentier est ouvert.")
    answer(runtime, number, "Et la passerelle aussi.")
    assert "conduite" not in answer_text(runtime, number)


@on_both
def test_whoever_has_the_complaint_closes_it_while_a_part_stays_open(runtime: Runtime):
    number = file(runtime).number
    part = begun(runtime, number)
    answer(runtime, number, "Le sentier est ouvert.")
    _close(runtime, number)
    assert complaint(runtime, number).status == Status.CLOSED
    assert complaint(runtime, part).is_open
    answer(runtime, part, "La conduite est réparée.")
    _close(runtime, part)
    assert templates(runtime, number).count("closed") == 1


def test_every_chain_holds_those_of_parts_as_well(runtime: Runtime):
    number = file(runtime).number
    answer(runtime, begun(runtime, number, "story", "name"), "La conduite est réparée.")
    answer(runtime, number, "Le sentier est ouvert.")
    assert history_holds(runtime)


def test_a_complaint_with_parts_is_counted_once(runtime: Runtime):
    number = file(runtime).number
    part = begun(runtime, number)
    answer(runtime, part, "La conduite est réparée.")
    with runtime.transaction() as session:
        feed(session)
    counted = select(ReportCountRecord.agency, ReportCountRecord.measure, ReportCountRecord.n)
    with runtime.reading(PORTAL) as session:
        rows = session.execute(counted.where(ReportCountRecord.theme == WHOLE)).all()
    assert ("parks", "received", 1) in rows
    assert {row.measure for row in rows if row.agency == "water"} == {"parts", "part_due_kept"}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_whoever_answers_the_part_reads_nothing_of_the_complaint(runtime: Runtime, role: Role):
    number = file(runtime).number
    part = begun(runtime, number)
    with runtime.reading(member(runtime, role, "water")) as session:
        assert session.scalars(select(ComplaintRecord.number)).all() == [part]


def _close(runtime: Runtime, number: str) -> None:
    (issue,) = issues(runtime, number)
    found = casework.IssueFinding(issue.id, Finding.UNFOUNDED, "Voir la réponse.", "", ("no_harm",))
    if complaint(runtime, number).agency == "parks":
        found = casework.IssueFinding(issue.id, Finding.UNFOUNDED, "Voir la réponse.")
    act(runtime, number, casework.close, findings=(found,))
