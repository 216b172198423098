"""Groups in the office: what each person sees of them and may do, and what forms keep."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.domain.role import Role
from portal.features.groups.actions_gathering import look_for_groups
from portal.runtime import Runtime
from tests.complaints.cases import act, last, ruled_by
from tests.features.groups.grouped import STORIES, gathered, groups, numbers, stored
from tests.features.groups.pages import opened
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock, file

GROUP = "/fr/gestion/parks/groupes"


def test_the_page_of_a_complaint_says_which_others_may_be_similar_and_why(
    officer: FlaskClient, runtime: Runtime
):
    first, second = numbers(runtime, 2)
    page = words(officer.get(case_path(first)).text)
    assert "Plaintes peut-être semblables" in page
    assert f"{second}" in page
    assert "mots en commun" in page
    assert "même sujet : Autre sujet" in page
    assert "C’est une aide : une personne décide." in page


def test_once_it_was_read_others_like_it_are_looked_for_when_somebody_asks(
    officer: FlaskClient, runtime: Runtime
):
    first, second = numbers(runtime, 2)
    act(runtime, first, casework.record_first_contact)
    page = officer.get(case_path(first)).text
    assert second not in page
    assert "Chercher des plaintes semblables" in words(page)
    assert second in officer.get(case_path(first), query_string={"semblables": "oui"}).text


def test_what_is_chosen_is_gathered_in_one_go_and_the_log_says_that_it_was_an_aid(
    officer: FlaskClient, runtime: Runtime
):
    first, second, third = numbers(runtime)
    form = officer.get(case_path(first, "reunir"), query_string={"plainte": [second, third]})
    assert f'name="plainte" value="{second}"' in form.text
    page = officer.get(opened(officer, first, second, third)).text
    assert all(number in page for number in (first, second, third))
    assert gathered(runtime, 1) == [first, second, third]
    assert last(runtime, second, "grouped").facts["suggested"] is True
    assert last(runtime, second, "grouped").facts["common"] >= 2
    assert "une personne a décidé" in words(officer.get(case_path(second)).text)
    assert "Groupe : Passerelle" in words(officer.get("/fr/gestion/parks/file?vue=equipe").text)


def test_a_nameless_group_is_refused_and_nothing_typed_is_lost(
    officer: FlaskClient, runtime: Runtime
):
    first, second = numbers(runtime, 2)
    said = {"name": "", "description": "Elle est brisée.", "plainte": second}
    answer = officer.post(case_path(first, "reunir"), data=said)
    assert answer.status_code == 422
    assert "Donnez un nom au groupe" in words(answer.text)
    assert "Elle est brisée." in answer.text
    assert f'name="plainte" value="{second}"' in answer.text
    assert groups(runtime) == []


def test_the_group_page_offers_what_is_similar_and_adds_it_with_one_action(
    officer: FlaskClient, runtime: Runtime
):
    first, second = numbers(runtime, 2)
    place = opened(officer, first)
    assert second in officer.get(place).text
    answer = officer.post(f"{place}/ajouter", data={"plainte": second, f"commun-{second}": "4"})
    assert answer.status_code == 303
    assert gathered(runtime, 1) == [first, second]
    nothing = officer.post(f"{place}/ajouter", follow_redirects=True)
    assert "Choisissez au moins une plainte" in words(nothing.text)


def test_a_complaint_is_taken_out_with_a_reason(officer: FlaskClient, runtime: Runtime):
    first, second = numbers(runtime, 2)
    place = opened(officer, first, second)
    assert officer.get(f"{place}/retirer/{second}").status_code == 200
    empty = officer.post(f"{place}/retirer/{second}", data={"reason": ""})
    assert (empty.status_code, "Écrivez le motif" in words(empty.text)) == (422, True)
    done = officer.post(f"{place}/retirer/{second}", data={"reason": "Autre cause."})
    assert done.status_code == 303
    assert gathered(runtime, 1) == [first]
    assert "Autre cause." in officer.get(case_path(second)).text


def test_a_second_group_cannot_take_what_a_first_one_has(officer: FlaskClient, runtime: Runtime):
    first, second = numbers(runtime, 2)
    opened(officer, first, second)
    other = opened(officer, file(runtime).number, name="Autre")
    answer = officer.post(f"{other}/ajouter", data={"plainte": second}, follow_redirects=True)
    assert "Cette plainte est déjà dans un autre groupe" in words(answer.text)


def test_notes_changes_and_lists(officer: FlaskClient, runtime: Runtime):
    first, *_ = numbers(runtime, 2)
    place = opened(officer, first)
    empty = officer.post(f"{place}/note", data={"body": ""})
    assert (empty.status_code, "Écrivez le texte" in words(empty.text)) == (422, True)
    officer.post(f"{place}/note", data={"body": "L’entrepreneur confirme."})
    changed = {"name": "Passerelle brisée", "description": "Cause connue."}
    assert officer.get(f"{place}/modifier").status_code == 200
    assert officer.post(f"{place}/modifier", data=changed).status_code == 303
    page = words(officer.get(place).text)
    assert "L’entrepreneur confirme." in page
    assert "Passerelle brisée" in page
    register = words(officer.get(GROUP).text)
    assert "Passerelle brisée" in register
    for view in ("proposes", "repondus", "ecartes"):
        assert "Aucun groupe ici" in words(officer.get(f"{GROUP}?vue={view}").text)


def test_the_work_list_narrows_to_a_group(officer: FlaskClient, runtime: Runtime):
    first, second = numbers(runtime, 2)
    opened(officer, first)
    page = officer.get("/fr/gestion/parks/file?vue=equipe&groupe=1").text
    assert first in page
    assert second not in page


def test_a_proposal_is_accepted_or_put_aside_with_a_reason(
    officer: FlaskClient, head: FlaskClient, runtime: Runtime
):
    five = numbers(runtime, 5)
    look_for_groups(runtime, runtime.now())
    place = f"{GROUP}/1"
    page = words(head.get(place).text)
    assert "Lire ces plaintes, puis accepter ou écarter la proposition." in page
    assert "passerelle" in page
    assert "Plaintes semblables : Autre sujet" in words(head.get(GROUP).text)
    assert head.post(f"{place}/ecarter", data={"reason": ""}).status_code == 422
    assert head.get(f"{place}/ecarter").status_code == 200
    refused = officer.post(f"{place}/accepter", data={"name": " "})
    assert refused.status_code == 422
    assert officer.post(f"{place}/accepter", data={"name": "Passerelle"}).status_code == 303
    assert gathered(runtime, 1) == five
    again = head.post(f"{place}/ecarter", data={"reason": "Trop tard."})
    assert again.status_code == 409
    assert stored(runtime, 1).state == "open"


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY])
def test_managers_and_the_top_authority_read_and_do_not_act(
    app: Flask, officer: FlaskClient, runtime: Runtime, role: Role
):
    first, second = numbers(runtime, 2)
    place = opened(officer, first)
    # At the first level, which all of them reached.
    reader = signed_in(app, runtime, "lise@parcs.example", role, post="office")
    page = reader.get(place)
    assert page.status_code == 200
    assert "Écrire la réponse du groupe" not in words(page.text)
    is_shown_similar = second in reader.get(case_path(first)).text
    assert is_shown_similar is (role is Role.TOP_AUTHORITY)
    for action in ("modifier", "reponse", "publier"):
        assert reader.get(f"{place}/{action}").status_code == 403
    for action in ("note", "ajouter"):
        assert reader.post(f"{place}/{action}", data={"body": "x"}).status_code == 403
    assert STORIES[0][:10] in reader.get(place).text


def test_the_head_alone_shows_a_group_to_the_public(
    officer: FlaskClient, head: FlaskClient, runtime: Runtime
):
    place = opened(officer, *numbers(runtime, 2))
    assert officer.get(f"{place}/publier").status_code == 403
    titles = {
        "title_fr": "Passerelle brisée au Cormoran",
        "title_en": "Broken Cormorant footbridge",
    }
    unread = head.post(f"{place}/publier", data=titles)
    assert unread.status_code == 422
    assert "Confirmez que vous avez relu" in words(unread.text)
    assert titles["title_fr"] in unread.text
    assert head.post(f"{place}/publier", data={**titles, "is_read": "yes"}).status_code == 303
    assert stored(runtime, 1).title_en == titles["title_en"]
    assert "Titre public" in words(head.get(place).text)
    assert head.post(f"{place}/ne-plus-publier").status_code == 303
    assert stored(runtime, 1).published_at is None


def test_who_may_not_decide_on_a_proposal_is_told_who_does(app: Flask, runtime: Runtime):
    numbers(runtime, 5)
    look_for_groups(runtime, runtime.now())
    top = signed_in(app, runtime, "pdg@parcs.example", Role.TOP_AUTHORITY, post="president")
    page = words(top.get(f"{GROUP}/1").text)
    assert "Rien de votre part. Le service des plaintes les lit, puis peut accepter" in page
    assert "Lire ces plaintes, puis accepter ou écarter la proposition." not in page
    assert "Accepter la proposition" not in page


def test_a_group_and_its_complaints_are_late_in_the_days_that_were_promised(
    app: Flask, officer: FlaskClient, runtime: Runtime, clock: FixedClock
):
    settings = runtime.agencies.agency("parks").settings.model_dump(mode="json")
    deadlines = settings["deadlines"]
    deadlines["answer"] = (deadlines["answer"] or {}) | {"within": "10 calendar days"}
    ruled_by(runtime, deadlines=deadlines)
    first, other = numbers(runtime, 2)
    group = opened(officer, first, other)
    assert "10 jours civils" in words(officer.get(GROUP).text)
    clock.moment += timedelta(days=13)
    later = signed_in(app, runtime, "later@parcs.example")
    for page in (GROUP, group):
        assert "3 jours civils de retard" in words(later.get(page).text)
