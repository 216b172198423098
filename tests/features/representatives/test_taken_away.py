"""Once an agency ended a representation, nothing opens it for them, and no letter goes there."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from portal.complaints.letters.letters import to_citizen
from portal.complaints.queries.waiting_letters import letters_to_post
from portal.domain.actor import PORTAL
from portal.features.representatives.actions_ending import Reached, end_by_agency
from portal.runtime import Runtime
from portal.words.letters.to_citizens import ComplaintWithdrawn
from tests.complaints.cases import act, letters
from tests.features.access_links.asking import ask, links_in, run
from tests.features.representatives.represented import (
    MOTHER,
    REACHED,
    SON,
    filed_for,
    opened,
    worked,
)
from tests.support import FixedClock, RecordingMailer, officer, on_both
from tests.support.letters import text_of

WHY = "La personne nous l’a demandé."


def end(runtime: Runtime, number: str, reached: Reached | None = REACHED) -> None:
    act(runtime, number, end_by_agency, officer(), reason=WHY, reached=reached)


@on_both
def test_neither_code_nor_session_nor_link_opens_it_any_more(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    receipt = filed_for(runtime)
    page = f"/fr/suivi/{receipt.number}"
    ask(app.test_client(), receipt.number, email=SON)
    run(runtime, clock)
    (link,) = links_in(mailbox)
    before = opened(app, receipt.number, receipt.code)
    assert before.get(page).status_code == 200
    clock.moment += timedelta(minutes=1)
    end(runtime, receipt.number)
    assert before.get(page).status_code == 403
    for address in (
        "message",
        "document",
        "coordonnees",
        "nouveau-code",
        "preuve",
        "consentements",
    ):
        assert before.get(f"{page}/{address}").status_code == 403
    assert opened(app, receipt.number, receipt.code).get(page).status_code != 200
    by_link = app.test_client()
    by_link.get(link)
    by_link.post(link)
    assert by_link.get(page).status_code != 200


@on_both
def test_no_other_link_is_sent_to_them_and_no_code_of_the_person(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    receipt = filed_for(runtime)
    end(runtime, receipt.number)
    worked(runtime, clock)
    clock.moment += timedelta(hours=2)
    left = len(mailbox.sent)
    browser = app.test_client()
    ask(browser, receipt.number, email=SON)
    form = {"numero": receipt.number, "courriel-connu": SON}
    browser.post("/fr/reprendre-ma-plainte/courriel", data=form)
    run(runtime, clock)
    assert not [letter for letter in mailbox.sent[left:] if SON in str(letter["To"])]


def test_their_last_letter_says_that_it_is_over_and_all_others_go_to_the_person(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    receipt = filed_for(runtime)
    worked(runtime, clock)
    end(runtime, receipt.number)
    act(runtime, receipt.number, to_citizen, officer(), letter=ComplaintWithdrawn())
    worked(runtime, clock)
    told = [code for code, to in letters(runtime, receipt.number) if to == SON]
    assert told[-1] == "representation_over"
    assert ("withdrawn", MOTHER) in letters(runtime, receipt.number)


def test_a_letter_that_had_not_left_yet_leaves_to_the_person(
    runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    receipt = filed_for(runtime)
    worked(runtime, clock)
    sent = len(mailbox.sent)
    act(runtime, receipt.number, to_citizen, officer(), letter=ComplaintWithdrawn())
    end(runtime, receipt.number)
    worked(runtime, clock)
    to_son = [text_of(letter) for letter in mailbox.sent[sent:] if SON in str(letter["To"])]
    assert len(to_son) == 1
    assert "Vous n’agissez plus dans cette plainte" in to_son[0]


def test_without_any_address_of_the_person_it_waits_on_paper(
    runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    receipt = filed_for(runtime, represented_email="")
    worked(runtime, clock)
    sent = len(mailbox.sent)
    act(runtime, receipt.number, to_citizen, officer(), letter=ComplaintWithdrawn())
    end(runtime, receipt.number, None)
    worked(runtime, clock)
    to_son = [text_of(letter) for letter in mailbox.sent[sent:] if SON in str(letter["To"])]
    assert len(to_son) == 1
    with runtime.reading(PORTAL) as session:
        assert [one.person for one in letters_to_post(session, "parks")] == ["Rita Gagnon"]
