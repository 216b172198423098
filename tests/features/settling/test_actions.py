"""Settled with the person: answered and closed in one act, with one letter."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.complaints.handling import casework
from portal.complaints.records.message import ReportCountRecord
from portal.domain.actor import PORTAL
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.contact import Contact
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.figures.cells import WHOLE
from portal.features.settling.actions import Settlement, settle
from portal.runtime import Runtime
from portal.worker import count_for_reports
from tests.complaints.cases import (
    act,
    answer_before_checks,
    clocks,
    complaint,
    history_holds,
    issues,
    kinds,
    last,
    messages,
    status,
    templates,
)
from tests.complaints.held_messages.people import somebody
from tests.support import file, on_both


def agreed(runtime: Runtime, number: str, body: str = "Nous rouvrons demain.", **said: object):
    found = {"reasons": "C’est réglé avec la personne.", "finding": Finding.SETTLED} | said
    findings = tuple(IssueFinding(one.id, **found) for one in issues(runtime, number))
    return Settlement(body, Contact.PHONE, findings)


def settled_count(runtime: Runtime) -> int:
    count_for_reports(runtime)
    record = ReportCountRecord
    finest = (record.category != WHOLE, record.language != WHOLE)
    chosen = (record.measure == "settled", *finest)
    with runtime.reading(PORTAL) as session:
        return sum(session.scalars(select(record.n).where(*chosen)))


@on_both
def test_first_contact_answer_and_closing_are_done_together(runtime: Runtime):
    number, claire = file(runtime).number, somebody(runtime, "claire")
    act(runtime, number, settle, claire, agreed=agreed(runtime, number))
    assert status(runtime, number) is Status.CLOSED
    assert kinds(runtime, number)[-3:] == ["taken_in_charge", "answered", "closed"]
    kept = [clocks(runtime, number, kind)[-1] for kind in ("first_contact", "answer", "closing")]
    assert all(one.met_at is not None and one.missed_at is None for one in kept)
    assert complaint(runtime, number).finding == "settled"
    assert history_holds(runtime)


def test_the_person_gets_one_letter_with_the_other_recourses(runtime: Runtime):
    number, claire = file(runtime).number, somebody(runtime, "claire")
    act(runtime, number, settle, claire, agreed=agreed(runtime, number))
    assert templates(runtime, number) == ["acknowledgement", "answered"]
    answer = next(one.body for one in messages(runtime, number) if one.kind == "answer")
    assert answer.startswith("Nous rouvrons demain.")
    assert "Ombudsman des exemples" in answer


def test_how_the_person_was_reached_is_in_the_history(runtime: Runtime):
    number = file(runtime).number
    act(runtime, number, settle, somebody(runtime, "claire"), agreed=agreed(runtime, number))
    assert last(runtime, number, "answered").facts["contact"] == "phone"


@pytest.mark.parametrize(
    ("before", "counts"), [("", 1), ("contact", 1), ("study", 0), ("question", 0)]
)
def test_it_counts_as_first_contact_only_where_nothing_was_asked_before(
    runtime: Runtime, before: str, counts: int
):
    number, claire = file(runtime).number, somebody(runtime, "claire")
    if before:
        act(runtime, number, casework.record_first_contact, claire)
    if before == "study":
        act(runtime, number, casework.begin_study, claire)
    if before == "question":
        act(runtime, number, casework.ask_complainant, claire, body="Quand?")
    act(runtime, number, settle, claire, agreed=agreed(runtime, number))
    assert settled_count(runtime) == counts


def test_what_was_answered_before_is_not_settled(runtime: Runtime):
    number, claire = file(runtime).number, somebody(runtime, "claire")
    act(runtime, number, casework.answer, claire, body="Voici.")
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, settle, claire, agreed=agreed(runtime, number))


@pytest.mark.parametrize(
    ("said", "missing"), [({"body": " "}, "body"), ({"reasons": " "}, "reasons-1")]
)
def test_nothing_is_done_while_something_is_missing(runtime: Runtime, said: dict, missing: str):
    number, claire = file(runtime).number, somebody(runtime, "claire")
    with pytest.raises(IncompleteError) as error:
        act(runtime, number, settle, claire, agreed=agreed(runtime, number, **said))
    assert error.value.missing == (missing,)
    assert (status(runtime, number), kinds(runtime, number)[-1]) == (
        Status.RECEIVED,
        "acknowledged",
    )


class TestTheClosingGate:
    def close(self, runtime: Runtime, number: str, actor, **how: object) -> tuple[str, ...]:
        found = agreed(runtime, number).findings
        try:
            act(runtime, number, casework.close, actor, findings=found, **how)
        except IncompleteError as error:
            return error.missing
        return ()

    def test_refuses_an_answer_signed_by_somebody_named_in_the_complaint(self, runtime: Runtime):
        number = file(runtime, story="Luc Gagnon m’a crié après.").number
        luc, claire = somebody(runtime, "luc gagnon"), somebody(runtime, "claire roy")
        act(runtime, number, casework.answer, luc, body="C’est faux.")
        assert self.close(runtime, number, claire) == ("signatory",)
        act(runtime, number, casework.answer, claire, body="Nous avons vérifié.")
        assert self.close(runtime, number, claire) == ()

    def test_goes_by_no_first_name(self, runtime: Runtime):
        number = file(runtime, story="Le sentier de Luc est fermé, dit Luc.").number
        luc = somebody(runtime, "luc gagnon")
        act(runtime, number, casework.answer, luc, body="Voici.")
        assert self.close(runtime, number, luc) == ()

    def test_wants_the_check_of_an_answer_that_was_sent_without_one(self, runtime: Runtime):
        number, claire = file(runtime).number, somebody(runtime, "claire")
        act(runtime, number, casework.answer, claire, body="Voici.")
        assert last(runtime, number, "answered").facts["hints"] == 0
        answer_before_checks(runtime, number)
        assert self.close(runtime, number, claire) == ("language",)
        assert self.close(runtime, number, claire, language_shown=True) == ()
