"""A representation ends by its date, whether or not the worker was there, and nobody is left."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.complaints.letters.letters import to_citizen
from portal.domain.actor import PORTAL, complainant
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
    UnknownComplaintError,
)
from portal.domain.role import Role
from portal.features.representatives import actions
from portal.features.representatives.actions_ending import end_by_agency, end_representations
from portal.features.representatives.records import RepresentationRecord
from portal.runtime import Runtime
from portal.words.letters.to_citizens import ComplaintWithdrawn
from tests.complaints.cases import act, complaint, history_holds, kinds, last, letters, member
from tests.features.representatives.represented import (
    MOTHER,
    SON,
    filed_for,
    opened,
    until,
    verified,
    worked,
)
from tests.pages.office.people import words
from tests.support import FixedClock, RecordingMailer, officer, on_both

LAST_DAY = until(30, 11, 2026)
NEXT_DAY = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
"""One in the morning in Montréal, of the day after the last."""


def record_of(runtime: Runtime) -> RepresentationRecord:
    with runtime.reading(PORTAL) as session:
        return session.scalars(select(RepresentationRecord)).one()


@on_both
def test_the_worker_ends_it_the_person_is_written_to_and_history_holds(
    runtime: Runtime, clock: FixedClock
):
    receipt = filed_for(runtime, **LAST_DAY)
    assert end_representations(runtime, clock.moment) == 0
    clock.moment = NEXT_DAY + timedelta(days=40)
    assert end_representations(runtime, clock.moment) == 1
    assert end_representations(runtime, clock.moment) == 0
    number = receipt.number
    assert last(runtime, number, "representation_ended").facts == {"by": "day", "is_reached": False}
    assert ("representation_over", SON) in letters(runtime, number)
    assert MOTHER not in {recipient for _, recipient in letters(runtime, number)}
    verified(runtime, number)
    assert ("code_to_take_over", MOTHER) in letters(runtime, number)
    assert complaint(runtime, number).reply_by == "email"
    assert history_holds(runtime)


def test_from_its_end_on_letters_go_to_the_person_alone(runtime: Runtime, clock: FixedClock):
    number = filed_for(runtime, **LAST_DAY).number
    clock.moment = NEXT_DAY
    end_representations(runtime, clock.moment)
    verified(runtime, number)
    before = len(letters(runtime, number))
    act(runtime, number, to_citizen, officer(), letter=ComplaintWithdrawn())
    assert {recipient for _, recipient in letters(runtime, number)[before:]} == {MOTHER}


def test_nobody_is_left_to_write_to_so_the_head_is_told_and_letters_wait(
    runtime: Runtime, clock: FixedClock, app: Flask
):
    head = member(runtime, Role.HEAD, post=None)
    number = filed_for(runtime, represented_email="", **LAST_DAY).number
    clock.moment = NEXT_DAY
    end_representations(runtime, clock.moment)
    assert ("nobody_to_write_to", head.name) in letters(runtime, number)
    assert last(runtime, number, "representation_ended").facts["is_reached"] is False
    stands = complaint(runtime, number)
    assert (stands.reply_by, stands.filed_for) == ("post", "self")


@pytest.mark.parametrize("is_worker_there", [True, False])
def test_from_that_moment_neither_code_nor_session_opens_it(
    app: Flask, runtime: Runtime, clock: FixedClock, is_worker_there: bool
):
    receipt = filed_for(runtime, **LAST_DAY)
    page = f"/fr/suivi/{receipt.number}"
    client = opened(app, receipt.number, receipt.code)
    assert client.get(page).status_code == 200
    clock.moment = NEXT_DAY - timedelta(hours=1, seconds=1)
    client = opened(app, receipt.number, receipt.code)
    assert client.get(page).status_code == 200
    clock.moment += timedelta(seconds=1)
    if is_worker_there:
        end_representations(runtime, clock.moment)
    refused = client.get(page)
    assert refused.status_code == 403
    assert "La date de fin est passée." in words(refused.text)
    assert "Régie des parcs" in refused.text
    again = app.test_client().post(
        "/fr/suivi", data={"numero": receipt.number, "code": receipt.code}
    )
    assert again.status_code == 403
    wrong = app.test_client().post(
        "/fr/suivi", data={"numero": receipt.number, "code": "AAAA-AAAA"}
    )
    assert wrong.status_code == 422


def test_whoever_only_files_is_done_at_once(app: Flask, runtime: Runtime, clock: FixedClock):
    receipt = filed_for(runtime, represents_for="file", represents_until="")
    client = opened(app, receipt.number, receipt.code)
    page = client.get(f"/fr/suivi/{receipt.number}")
    assert page.status_code in (302, 303, 403)
    end_representations(runtime, clock.moment)
    assert last(runtime, receipt.number, "representation_ended").facts["by"] == "filed"
    assert MOTHER not in {recipient for _, recipient in letters(runtime, receipt.number)}
    verified(runtime, receipt.number)
    assert ("code_to_take_over", MOTHER) in letters(runtime, receipt.number)


# What the agency does about it.


def test_a_proof_is_checked_or_refused_with_a_reason_that_is_told(app: Flask, runtime: Runtime):
    receipt = filed_for(runtime)
    number, claire = receipt.number, officer()
    with pytest.raises(IncompleteError):
        act(runtime, number, actions.judge_proof, claire, is_accepted=False)
    why = "La procuration n’est pas signée."
    act(runtime, number, actions.judge_proof, claire, is_accepted=False, reason=why)
    assert ("proof_refused", SON) in letters(runtime, number)
    client = opened(app, number, receipt.code)
    assert why in client.get(f"/fr/suivi/{number}").text
    act(runtime, number, actions.judge_proof, claire, is_accepted=True)
    assert kinds(runtime, number).count("proof_judged") == 2
    assert record_of(runtime).proof_why is None
    assert history_holds(runtime)


def test_the_agency_moves_the_end_and_may_end_it(runtime: Runtime, clock: FixedClock):
    number, claire = filed_for(runtime, **LAST_DAY).number, officer()
    past = clock.moment.date() - timedelta(days=1)
    with pytest.raises(IncompleteError):
        act(runtime, number, actions.move_end, claire, last_day=past, reason="Erreur.")
    later = date(2027, 1, 31)
    act(runtime, number, actions.move_end, claire, last_day=later, reason="Nouveau mandat.")
    assert record_of(runtime).last_day == later
    act(runtime, number, end_by_agency, claire, reason="La personne le demande.")
    assert last(runtime, number, "representation_ended").facts["by"] == "agency"
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, end_by_agency, claire, reason="Encore.")
    assert history_holds(runtime)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (actions.move_end, {"last_day": None, "reason": "Je continue."}),
        (end_by_agency, {"reason": "Je finis."}),
        (actions.judge_proof, {"is_accepted": True}),
    ],
)
def test_whoever_represents_decides_none_of_it(runtime: Runtime, what, told: dict[str, object]):
    number = filed_for(runtime, **LAST_DAY).number
    owner = complainant(complaint(runtime, number).id)
    with pytest.raises(NotAllowedError):
        act(runtime, number, what, owner, **told)


def test_another_agency_does_none_of_it(runtime: Runtime):
    number = filed_for(runtime).number
    with pytest.raises(UnknownComplaintError):
        act(runtime, number, end_by_agency, officer("water"), reason="Non.")


def test_a_day_long_past_ends_it_in_one_run_with_its_letters(
    runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    number = filed_for(runtime, **LAST_DAY).number
    clock.moment = NEXT_DAY + timedelta(days=3)
    worked(runtime, clock)
    assert any(SON in str(letter["To"]) for letter in mailbox.sent)
    assert not any(MOTHER in str(letter["To"]) for letter in mailbox.sent)
    verified(runtime, number)
    worked(runtime, clock)
    assert any(MOTHER in str(letter["To"]) for letter in mailbox.sent)
