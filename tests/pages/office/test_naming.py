"""A text for somebody who is not told who complains says it knowingly, or does not leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.handling.identity_told import note_told_to
from portal.complaints.queries.staff import Member
from portal.complaints.records.people import IdentityReleaseRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.errors import IdentitySaidError
from portal.domain.role import Role
from portal.features.joint_answers.actions_ending import call_off
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, history, member
from tests.features.information_requests.asking_inside import ask
from tests.features.joint_answers import asked_parts
from tests.features.recommendations.recommended import recommend
from tests.features.transfers.transferred import propose
from tests.pages.office.people import case_path, words
from tests.support import file, on_both

NAMED = "Mme Solange Secrète attend depuis mai."
MAIL = "Écrivez à s.secrete@exemple.org pour le savoir."
CALM = "La préposée du comptoir attend depuis mai."
FORMS = {
    "recommander": ("text", {"title": "Afficher les heures", "addressee": "post:director"}),
    "renseignements": ("question", {"asked": "post:director", "within": "5"}),
    "transferer": ("reason", {"receiving": "water"}),
    "demander-une-partie": ("question", {"receiving": "water"}),
}
TO_STAFF = ("recommander", "renseignements")


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime, name="Solange Secrète", email="s.secrete@exemple.org").number


@pytest.fixture
def director(runtime: Runtime) -> Actor:
    return member(runtime, Role.MANAGER, post="director")


@pytest.fixture
def top(runtime: Runtime) -> Actor:
    return member(runtime, Role.TOP_AUTHORITY, post="president")


def sent(client: FlaskClient, number: str, page: str, text: str, **more: str) -> tuple[int, str]:
    field, form = FORMS[page]
    typed = {**form, field: text, "version": "0", **more}
    answer = client.post(case_path(number, page), data=typed)
    return answer.status_code, words(answer.text)


@pytest.mark.parametrize("page", FORMS)
@pytest.mark.parametrize("text", [NAMED, MAIL, "SOLANGE a rappelé.", "Mme Secrete a rappelé."])
def test_the_preview_stops_and_marks_the_place(
    claire: FlaskClient, number: str, director: Actor, page: str, text: str
):
    status, shown = sent(claire, number, page, text)
    assert status == 422
    assert "Ce texte peut dire qui porte plainte : « " in shown
    assert "Je révèle qui porte plainte" in shown
    assert text.split()[0] in shown


@pytest.mark.parametrize("page", FORMS)
def test_what_names_nobody_is_asked_nothing(
    claire: FlaskClient, number: str, director: Actor, page: str
):
    status, shown = sent(claire, number, page, CALM)
    assert status == 200
    assert "Je révèle" not in shown


@pytest.mark.parametrize("page", FORMS)
def test_who_means_it_sends_it_and_the_history_keeps_to_whom(
    runtime: Runtime, claire: FlaskClient, number: str, director: Actor, page: str
):
    preview = claire.post(
        case_path(number, page),
        data={**FORMS[page][1], FORMS[page][0]: NAMED, "version": "0", "named": "yes"},
    ).text
    assert '<input type="hidden" name="named" value="yes">' in preview
    version = str(complaint(runtime, number).version)
    status, _ = sent(claire, number, page, NAMED, named="yes", send="yes", version=version)
    assert status == 303
    (told,) = [entry for entry in history(runtime, number) if entry.kind == "identity_released"]
    assert told.facts["fields"] == ["name"]
    if page in TO_STAFF:
        assert told.facts["to"] == director.user_id
        assert released(runtime) == [(director.user_id, "name")]
    else:
        assert told.facts["agency"] == "water"
    assert "Identité révélée" in words(claire.get(case_path(number)).text)


@pytest.mark.parametrize("page", TO_STAFF)
def test_whoever_knows_already_is_told_nothing_new(
    runtime: Runtime, claire: FlaskClient, number: str, top: Actor, page: str
):
    to = {"addressee": "post:president", "asked": "post:president"}
    preview = {**FORMS[page][1], **to, FORMS[page][0]: NAMED, "version": "0", "named": "yes"}
    version = str(complaint(runtime, number).version)
    answer = claire.post(
        case_path(number, page), data={**preview, "version": version, "send": "yes"}
    )
    assert answer.status_code == 303
    assert released(runtime) == []
    assert "identity_released" not in [entry.kind for entry in history(runtime, number)]


def test_what_is_shown_beside_the_question_may_stand_in_it(
    claire: FlaskClient, number: str, director: Actor
):
    status, _ = sent(claire, number, "renseignements", NAMED, released="name")
    assert status == 200


def asked_inside(runtime: Runtime, number: str) -> None:
    ask(runtime, number, question=NAMED)


def recommended(runtime: Runtime, number: str) -> None:
    recommend(runtime, number, text=NAMED)


def proposed(runtime: Runtime, number: str) -> None:
    propose(runtime, number, reason=NAMED)


def asked_of_another(runtime: Runtime, number: str) -> None:
    asked_parts.ask(runtime, number, asked=NAMED)


def called_off(runtime: Runtime, number: str) -> None:
    asked_parts.begun(runtime, number)
    part = asked_parts.parts(runtime, number)[-1].id
    act(runtime, number, call_off, part_id=part, reason=NAMED)


@on_both
@pytest.mark.parametrize(
    "says", [asked_inside, recommended, proposed, asked_of_another, called_off]
)
def test_no_use_case_lets_it_leave_unless_it_is_meant(
    runtime: Runtime, number: str, director: Actor, says: Callable[[Runtime, str], None]
):
    with pytest.raises(IdentitySaidError):
        says(runtime, number)
    assert "identity_released" not in [entry.kind for entry in history(runtime, number)]


@on_both
def test_the_same_is_kept_once(runtime: Runtime, director: Actor, number: str) -> None:
    for _ in range(2):
        told = partial(note_told_to, text=NAMED, members=[of(director)], is_meant=True)
        runtime.change(PORTAL, number, told)
    assert released(runtime) == [(director.user_id, "name")]
    kinds = [entry.kind for entry in history(runtime, number)]
    assert kinds.count("identity_released") == 1


def of(actor: Actor) -> Member:
    assert actor.user_id is not None
    return Member(actor.user_id, actor.name, "fr", "manager", "director")


def released(runtime: Runtime) -> list[tuple[int, str]]:
    record = IdentityReleaseRecord
    with runtime.reading(PORTAL) as session:
        return [tuple(row) for row in session.execute(select(record.user_id, record.field))]
