"""A name that its person keeps hidden is released by nobody, whatever way they try."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask

from portal.complaints.handling.identity_told import note_told_to_agency
from portal.domain.actor import complainant
from portal.domain.errors import IncompleteError, NameHiddenError, TransitionNotAllowedError
from portal.domain.handling.identity import IdentityField
from portal.domain.role import Role
from portal.features.hidden_names import actions as hidden_names
from portal.features.hidden_names.rules import AskedHidden
from portal.features.identity_releases.actions import release
from portal.features.information_requests.rules import Released
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    complaint,
    due,
    history_holds,
    kinds,
    last,
    member,
    messages,
    staffed,
    templates,
)
from tests.features.information_requests.asking_inside import ask
from tests.features.transfers.transferred import propose
from tests.journeys.browser import Browser
from tests.journeys.steps import followed
from tests.pages.office.people import case_path, sign_in, signed_in, words
from tests.support import add_user, file, on_both

NAME, EMAIL = "Odile Zouave", "odile@exemple.org"
WHY = "La directrice doit retrouver votre abonnement."
ASKED = AskedHidden(hides_name=True)
PAGE = {"fr": "/fr/suivi/{}/nom-cache", "en": "/en/follow/{}/hidden-name"}
HIDE = {"fr": "Cacher mon nom", "en": "Hide my name"}
LIFT = {"fr": "Ne plus cacher mon nom", "en": "Stop hiding my name"}
KEEP = {"fr": "Garder mon nom caché", "en": "Keep my name hidden"}


def hidden(runtime: Runtime) -> str:
    return file(runtime, name=NAME, email=EMAIL, parts=[ASKED]).number


def by_person(runtime: Runtime, number: str, what) -> None:
    act(runtime, number, what, complainant(complaint(runtime, number).id))


@on_both
def test_it_is_asked_as_one_files_or_later_and_lifted_by_its_person(runtime: Runtime):
    number = hidden(runtime)
    assert complaint(runtime, number).name_hidden_since is not None
    by_person(runtime, number, hidden_names.lift)
    assert complaint(runtime, number).name_hidden_since is None
    by_person(runtime, number, hidden_names.hide)
    by_person(runtime, number, hidden_names.hide)
    assert kinds(runtime, number).count("name_hidden") == 1
    assert history_holds(runtime)


@pytest.mark.parametrize(
    ("role", "post", "reads"),
    [
        (Role.OFFICER, "office", True),
        (Role.HEAD, None, True),
        (Role.TOP_AUTHORITY, "president", True),
        (Role.MANAGER, "director", False),
    ],
)
def test_who_reads_it_is_what_the_page_says(
    app: Flask, runtime: Runtime, role: Role, post: str | None, reads: bool
):
    number = hidden(runtime)
    staffed(runtime)
    run_clocks(runtime, due(runtime, number))
    reader = signed_in(app, runtime, f"{role.value}@parcs.example", role, post=post)
    page = words(reader.get(case_path(number)).text)
    assert (NAME in page) is reads
    assert (EMAIL in page) is reads


def test_the_auditor_reads_it(app: Flask, runtime: Runtime):
    number = hidden(runtime)
    auditor = signed_in(app, runtime, "audit@exemple.org", Role.AUDITOR, None, None)
    assert NAME in words(auditor.get(case_path(number)).text)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.TOP_AUTHORITY])
@pytest.mark.parametrize("field", list(IdentityField))
def test_nobody_releases_it_to_a_level(runtime: Runtime, role: Role, field: IdentityField):
    number, manager = hidden(runtime), member(runtime, Role.MANAGER, post="director")
    releasing = member(runtime, role, post="president" if role is Role.TOP_AUTHORITY else "office")
    with pytest.raises(NameHiddenError):
        act(runtime, number, release, releasing, user_id=manager.user_id, fields=[field])


@pytest.mark.parametrize("part", [Released.NAME, Released.CONTACT])
def test_nobody_shows_it_to_whoever_is_asked_inside(runtime: Runtime, part: Released):
    number = hidden(runtime)
    member(runtime, Role.MANAGER, post="director")
    with pytest.raises(NameHiddenError):
        ask(runtime, number, released=[Released.STORY, part])
    ask(runtime, number, released=[Released.STORY])


def test_no_text_that_tells_it_leaves_even_if_it_is_meant(runtime: Runtime):
    number = hidden(runtime)
    member(runtime, Role.MANAGER, post="director")
    with pytest.raises(NameHiddenError):
        ask(runtime, number, question=f"Que sait-on de {NAME}?", is_naming_meant=True)


def test_a_text_for_another_agency_tells_it_not(runtime: Runtime):
    number = hidden(runtime)
    told = partial(note_told_to_agency, text=NAME, agency="water", is_meant=True)
    with pytest.raises(NameHiddenError):
        act(runtime, number, told)
    propose(runtime, number)


def test_the_service_asks_once_with_a_reason_and_the_person_says_no(runtime: Runtime):
    number = hidden(runtime)
    with pytest.raises(IncompleteError):
        act(runtime, number, hidden_names.ask_to_lift, why=" ")
    act(runtime, number, hidden_names.ask_to_lift, why=WHY)
    assert messages(runtime, number)[-1].body == WHY
    assert "name_asked_for" in templates(runtime, number)
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, hidden_names.ask_to_lift, why=WHY)
    by_person(runtime, number, hidden_names.keep_hidden)
    assert complaint(runtime, number).name_hidden_since is not None
    act(runtime, number, hidden_names.ask_to_lift, why=WHY)
    by_person(runtime, number, hidden_names.lift)
    assert last(runtime, number, "name_shown").facts == {"asked": True}
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, hidden_names.ask_to_lift, why=WHY)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_its_person_hides_it_is_asked_and_answers(app: Flask, runtime: Runtime, language: str):
    receipt = file(runtime, name=NAME, reply_language=language)
    page = PAGE[language].format(receipt.number)

    def at_page() -> Browser:
        return followed(app, language, receipt.number, receipt.code).open(page)

    at_page().send(HIDE[language])
    assert complaint(runtime, receipt.number).name_hidden_since is not None
    claire = signed_in(app, runtime)
    assert "La personne garde son nom caché" in words(claire.get(case_path(receipt.number)).text)
    version = str(complaint(runtime, receipt.number).version)
    asking = case_path(receipt.number, "demander-le-nom")
    assert claire.post(asking, data={"version": version}).status_code == 422
    claire.post(asking, data={"version": version, "why_lift": WHY})
    assert WHY in followed(app, language, receipt.number, receipt.code).text
    at_page().send(KEEP[language])
    assert complaint(runtime, receipt.number).name_hidden_since is not None
    at_page().send(LIFT[language])
    assert complaint(runtime, receipt.number).name_hidden_since is None


@on_both
def test_whoever_it_was_released_to_reads_it_no_more(app: Flask, runtime: Runtime):
    number = file(runtime, name=NAME, email=EMAIL).number
    staffed(runtime)
    run_clocks(runtime, due(runtime, number))
    luc = add_user(runtime, "luc@parcs.example", Role.MANAGER, post="director")
    director = app.test_client()
    sign_in(director, "luc@parcs.example")
    act(runtime, number, release, user_id=luc, fields=[IdentityField.NAME])
    assert NAME in words(director.get(case_path(number)).text)
    by_person(runtime, number, hidden_names.hide)
    assert NAME not in words(director.get(case_path(number)).text)
    assert history_holds(runtime)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whoever_gave_no_name_is_not_offered_to_hide_it(
    app: Flask, runtime: Runtime, language: str
):
    receipt = file(runtime, filed_for="anonymous", name="")
    page = followed(app, language, receipt.number, receipt.code)
    assert HIDE[language] not in page.text
    assert HIDE[language] not in page.open(PAGE[language].format(receipt.number)).text
    named = file(runtime, name=NAME)
    assert HIDE[language] in followed(app, language, named.number, named.code).text
