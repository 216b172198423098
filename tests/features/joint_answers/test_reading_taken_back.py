"""What an agency of several may read: among the consents, and taken back until it answers."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from portal.complaints.records.complaint import PersonRecord
from portal.complaints.records.message import AttachmentRecord
from portal.domain.actor import PORTAL
from portal.domain.errors import TransitionNotAllowedError
from portal.features.joint_answers.actions import let_read
from portal.features.joint_answers.actions_ending import take_reading_back
from portal.features.joint_answers.rules import NamedAgency
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds, issues, kinds
from tests.features.joint_answers.asked_parts import (
    ABOUT,
    ALL,
    answer,
    begun,
    filed,
    owner,
    parts,
)
from tests.pages.office.people import words
from tests.support import file, on_both

STORY = "La piste est inondée depuis trois jours."


def take_back(runtime: Runtime, number: str) -> None:
    act = partial(take_reading_back, part_id=parts(runtime, number)[-1].id)
    runtime.change(owner(runtime, number), number, act)


def known_of(runtime: Runtime, number: str) -> list[object]:
    """Return all that an agency has of whoever complains, and of their documents."""
    with runtime.reading(PORTAL) as session:
        complaint_id = complaint(runtime, number).id
        people = select(PersonRecord).where(PersonRecord.complaint_id == complaint_id)
        known = [
            value
            for one in session.scalars(people)
            for value in (one.name, one.email, one.phone, one.address)
        ]
        papers = select(AttachmentRecord.id).where(AttachmentRecord.complaint_id == complaint_id)
        return [value for value in known if value] + list(session.scalars(papers))


@on_both
def test_what_was_let_be_read_is_there_no_more_and_the_part_goes_on(runtime: Runtime):
    receipt = file(runtime, story=STORY)
    part = begun(runtime, receipt.number, *ALL)
    assert complaint(runtime, part).story == STORY
    due_at = complaint(runtime, part).due_at
    take_back(runtime, receipt.number)
    assert complaint(runtime, part).story == ""
    assert known_of(runtime, part) == []
    assert parts(runtime, receipt.number)[-1].agreed == ()
    assert complaint(runtime, part).due_at == due_at
    assert complaint(runtime, receipt.number).story == STORY
    assert "part_unread" in kinds(runtime, part)
    assert history_holds(runtime)
    with pytest.raises(TransitionNotAllowedError):
        take_back(runtime, receipt.number)


@on_both
def test_nothing_of_the_story_stays_in_what_the_part_is_called(runtime: Runtime):
    receipt = filed(runtime, NamedAgency("water", "", ("story",)), story=STORY)
    part = parts(runtime, receipt.number)[-1].number
    assert complaint(runtime, part).subject.startswith("La piste")
    take_back(runtime, receipt.number)
    assert "piste" not in complaint(runtime, part).subject
    assert all("piste" not in str(issue.text) for issue in issues(runtime, part))


def test_once_it_answered_what_it_rests_on_stays(runtime: Runtime):
    receipt = file(runtime, story=STORY)
    part = begun(runtime, receipt.number, *ALL)
    answer(runtime, part, "La conduite est réparée.")
    with pytest.raises(TransitionNotAllowedError):
        take_back(runtime, receipt.number)
    assert complaint(runtime, part).story == STORY


def test_it_may_be_let_read_again(runtime: Runtime):
    receipt = file(runtime, story=STORY)
    part = begun(runtime, receipt.number, *ALL)
    take_back(runtime, receipt.number)
    act = partial(let_read, part_id=parts(runtime, receipt.number)[-1].id, fields=("story",))
    runtime.change(owner(runtime, receipt.number), receipt.number, act)
    assert complaint(runtime, part).story == STORY


@pytest.mark.parametrize(
    ("page", "title", "held"),
    [
        ("/fr/suivi/{}/consentements", "lit : le récit", "Cet organisme a répondu."),
        ("/en/follow/{}/consents", "reads: the story", "This agency has answered."),
    ],
)
def test_it_stands_among_the_consents_and_says_what_taking_it_back_means(
    app: Flask, runtime: Runtime, page: str, title: str, held: str
):
    receipt = filed(runtime, NamedAgency("water", ABOUT, ("story",)), story=STORY)
    part = parts(runtime, receipt.number)[-1].number
    browser = app.test_client()
    browser.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    address = page.format(receipt.number)
    assert title in words(browser.get(address).text)
    answer(runtime, part, "La conduite est réparée.")
    after = browser.get(address).text
    assert held in words(after)
    assert 'value="part-B"' not in after
    browser.post(address, data={"retirer": "part-B"})
    assert complaint(runtime, part).story == STORY


def test_the_button_takes_it_back_and_links_have_theirs(app: Flask, runtime: Runtime):
    receipt = filed(runtime, NamedAgency("water", ABOUT, ("story",)), story=STORY)
    part = parts(runtime, receipt.number)[-1].number
    browser = app.test_client()
    browser.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    address = f"/fr/suivi/{receipt.number}/consentements"
    browser.post(address, data={"retirer": "part-B"})
    assert complaint(runtime, part).story == ""
    browser.post(address, data={"retirer": "access_links"})
    after = browser.get(address).text
    assert "part-B" not in after
    assert "access_links" not in after
    assert "links_switched" in kinds(runtime, receipt.number)
    assert "consent_withdrawn" in kinds(runtime, receipt.number)
