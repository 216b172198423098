"""Who answers at a level and cannot reach the person asks somebody who can tell them how."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.domain.actor import Actor
from portal.domain.complaint import Channel, ReplyBy
from portal.domain.errors import IncompleteError, NotAllowedError
from portal.domain.handling.identity import IdentityField
from portal.domain.role import Role
from portal.features.conflicts_of_interest.actions import declare
from portal.features.identity_releases.actions import release
from portal.features.identity_releases.actions_asking import ask_how_to_reach
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, history_holds, kinds, last, letters, member
from tests.laws.going_up import PERSON, go_up
from tests.pages.office.people import case_path, sign_in, words
from tests.support import FixedClock, add_user, file, on_both

BY_PHONE = {**PERSON, "channel": Channel.PHONE, "reply_by": ReplyBy.PHONE}


@pytest.fixture
def director(runtime: Runtime) -> Actor:
    return member(runtime, Role.MANAGER, post="director")


@pytest.fixture
def claire(runtime: Runtime) -> Actor:
    return member(runtime)


@pytest.fixture
def number(runtime: Runtime, clock: FixedClock, director: Actor, claire: Actor) -> str:
    filed_then = file(runtime, **BY_PHONE).number
    go_up(runtime, clock)
    assert complaint(runtime, filed_then).level == 2
    return filed_then


def asked(runtime: Runtime, number: str) -> list[str]:
    return [to for kind, to in letters(runtime, number) if kind == "release_asked"]


@on_both
def test_the_service_is_asked_and_releases_it(
    runtime: Runtime, number: str, director: Actor, claire: Actor
):
    runtime.change(director, number, ask_how_to_reach)
    assert asked(runtime, number) == [claire.name]
    assert last(runtime, number, "release_asked").facts == {"fields": ["phone"], "of": "service"}
    act(
        runtime,
        number,
        release,
        claire,
        user_id=director.user_id,
        fields=[IdentityField.PHONE],
    )
    assert ("identity_released_to_you", director.name) in letters(runtime, number)
    with pytest.raises(IncompleteError):
        runtime.change(director, number, ask_how_to_reach)
    assert history_holds(runtime)


@on_both
@pytest.mark.parametrize("above", [Role.TOP_AUTHORITY, Role.AUDITOR, None])
def test_where_the_service_is_kept_out_somebody_above_releases_it_or_an_alarm_is_raised(
    runtime: Runtime, number: str, director: Actor, claire: Actor, above: Role | None
):
    president = None
    if above is Role.TOP_AUTHORITY:
        president = member(runtime, Role.TOP_AUTHORITY, post="president")
    if above is Role.AUDITOR:
        add_user(runtime, "vera@exemple.org", Role.AUDITOR, None, None)
    add_user(runtime, "ada@exemple.org", Role.ADMINISTRATOR, None, None)
    act(runtime, number, declare, claire, user_id=claire.user_id)
    runtime.change(director, number, ask_how_to_reach)
    told = [line for line in letters(runtime, number) if line[0] in ("release_asked", ALARM)]
    assert told == [
        {
            Role.TOP_AUTHORITY: ("release_asked", president and president.name),
            Role.AUDITOR: ("release_asked", "vera@exemple.org"),
            None: (ALARM, "ada@exemple.org"),
        }[above]
    ]
    if president is not None:
        fields = [IdentityField.PHONE]
        act(runtime, number, release, president, user_id=director.user_id, fields=fields)


ALARM = "nobody_releases"


def test_an_answer_asks_for_it_by_itself(runtime: Runtime, number: str, director: Actor):
    runtime.change(director, number, partial(casework.answer, body="Le sentier ouvre lundi."))
    assert kinds(runtime, number)[-2:] == ["release_asked", "answered"]
    assert asked(runtime, number) != []


def test_nothing_is_asked_where_whoever_answers_knows_it(
    runtime: Runtime, director: Actor, claire: Actor
):
    number = file(runtime, **BY_PHONE).number
    runtime.change(claire, number, partial(casework.answer, body="Le sentier ouvre lundi."))
    assert "release_asked" not in kinds(runtime, number)
    by_mail = file(runtime, **PERSON).number
    with pytest.raises(IncompleteError):
        runtime.change(claire, by_mail, ask_how_to_reach)
    with pytest.raises(NotAllowedError):
        runtime.change(member(runtime, Role.AUDITOR, post=None), number, ask_how_to_reach)


def test_the_page_says_who_can_and_asks_by_a_button(app: Flask, runtime: Runtime, number: str):
    manager: FlaskClient = app.test_client()
    sign_in(manager, "manager.director.parks@exemple.org")
    page = words(manager.get(case_path(number)).text)
    assert "Vous ne voyez pas comment joindre la personne" in page
    assert "le service des plaintes (" in page
    path = case_path(number, "demander-comment-joindre")
    version = str(complaint(runtime, number).version)
    assert manager.post(path, data={"version": version}).status_code == 303
    page = words(manager.get(case_path(number)).text)
    assert "Téléphone, demandé : le service des plaintes." in page
    preview = manager.post(case_path(number, "repondre"), data={"body": "Le sentier ouvre lundi."})
    assert "vous ne voyez pas comment la joindre" in words(preview.text)
    assert "appelez-la" not in preview.text
