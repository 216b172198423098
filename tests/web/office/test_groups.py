"""Groups in the office: what each person sees of them and may do, and what forms keep."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.actor import Role, complainant
from portal.runtime import Runtime
from portal.services import casework
from portal.services.following import write_message
from portal.services.groups.proposing import look_for_groups
from portal.services.groups.sending import answer_groups
from portal.web.office.groups import closing
from tests.services.cases import act, complaint, last, ruled_by
from tests.services.groups.grouped import STORIES, gathered, groups, numbers, seen, stored
from tests.support import file
from tests.web.office.people import case_path, signed_in, words

GROUP = "/fr/gestion/parks/groupes"


@pytest.fixture
def officer(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime)


@pytest.fixture
def head(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime, "anne@parcs.example", Role.HEAD, post=None)


def opened(client: FlaskClient, first: str, *others: str, **more: str) -> str:
    """Open a group from a complaint and return its address."""
    said = {"name": "Passerelle", "plainte": list(others), **more}
    answer = client.post(case_path(first, "reunir"), data=said)
    assert answer.status_code == 303, words(answer.text)
    return answer.headers["Location"]


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


def answered(client: FlaskClient, place: str, seen: bool = True) -> str:
    """Write the answer and return the page of the letters."""
    texts = {"text_fr": "La passerelle sera réparée.", "text_en": ""}
    assert client.post(f"{place}/reponse", data=texts).status_code == 303
    assert client.get(f"{place}/reponse/propres").status_code == 200
    return client.get(f"{place}/reponse/verifier").text


def seen_in(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def test_the_answer_goes_from_a_text_to_letters_to_a_page_that_shows_how_far_it_is(
    officer: FlaskClient, runtime: Runtime
):
    first, second = numbers(runtime, 2)
    place = opened(officer, first, second)
    empty = officer.post(f"{place}/reponse", data={"text_fr": " "})
    assert (empty.status_code, "Écrivez le texte" in words(empty.text)) == (422, True)
    answered(officer, place)
    own = complaint(runtime, second).id
    said = {f"own-{own}": "Vos frais seront remboursés."}
    assert officer.post(f"{place}/reponse/propres", data=said).status_code == 303
    page = officer.get(f"{place}/reponse/verifier").text
    assert "Vos frais seront remboursés." in page
    assert "Révision par la Régie" in page
    assert "Envoyer 2 réponses" in words(page)
    stale = officer.post(f"{place}/reponse/verifier", data={"seen": "x"})
    assert stale.status_code == 409
    sent = officer.post(f"{place}/reponse/verifier", data={"seen": seen_in(page)})
    assert sent.status_code == 303
    job = sent.headers["Location"]
    assert "L’envoi est en cours" in words(officer.get(job).text)
    assert "Une réponse est en train de partir." in words(officer.get(place).text)
    answer_groups(runtime, runtime.now())
    assert "2 réponses sont parties" in words(officer.get(job).text)
    assert "Fermer 2 plaintes, qui ont leur réponse." in words(officer.get(place).text)


def test_whoever_wrote_part_of_an_answer_that_is_read_sees_who_may_send_it(
    app: Flask, officer: FlaskClient, head: FlaskClient, runtime: Runtime
):
    ruled_by(runtime, second_reader={"answers": "always"})
    first, second = numbers(runtime, 2)
    group = opened(officer, first, second)
    officer.post(f"{group}/reponse", data={"text_fr": "La passerelle sera réparée."})
    page = words(officer.get(f"{group}/reponse/verifier").text)
    assert "Ces personnes le peuvent : Anne." in page
    assert "Envoyer 2 réponses" not in page
    assert "Envoyer 2 réponses" in words(head.get(f"{group}/reponse/verifier").text)
    own = {f"own-{complaint(runtime, first).id}": "Merci de vos photos."}
    head.post(f"{group}/reponse/propres", data=own)
    page = words(head.get(f"{group}/reponse/verifier").text)
    assert "Toutes les personnes qui répondent en ont écrit une partie." in page
    assert "Envoyer 2 réponses" not in page
    looked_at = {"seen": seen(runtime, int(group.rpartition("/")[2]))}
    refused = head.post(f"{group}/reponse/verifier", data=looked_at)
    assert refused.status_code == 409
    assert "Une autre personne doit relire et envoyer" in refused.text


def test_sending_is_stopped_by_a_button(officer: FlaskClient, runtime: Runtime):
    place = opened(officer, *numbers(runtime, 2))
    page = answered(officer, place)
    sent = officer.post(f"{place}/reponse/verifier", data={"seen": seen_in(page)})
    job = sent.headers["Location"]
    assert officer.post(f"{job}/arreter").status_code == 303
    answer_groups(runtime, runtime.now())
    assert "L’envoi a été arrêté avant elle." in words(officer.get(job).text)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY])
def test_managers_and_the_top_authority_read_and_do_not_act(
    app: Flask, officer: FlaskClient, runtime: Runtime, role: Role
):
    first, second = numbers(runtime, 2)
    place = opened(officer, first)
    reader = signed_in(app, runtime, "lise@parcs.example", role, post="director")
    page = reader.get(place)
    assert page.status_code == 200
    assert "Écrire la réponse du groupe" not in words(page.text)
    assert second in reader.get(case_path(first)).text
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


def test_two_who_write_the_same_text_see_both(
    officer: FlaskClient, head: FlaskClient, runtime: Runtime
):
    place = opened(officer, *numbers(runtime, 2))
    mark = mark_in(officer.get(f"{place}/reponse").text, "mark-fr")
    head.post(f"{place}/reponse", data={"text_fr": "La mienne.", "mark-fr": mark})
    late = officer.post(f"{place}/reponse", data={"text_fr": "Une autre.", "mark-fr": mark})
    assert late.status_code == 409
    assert "La mienne." in late.text
    assert "Une autre." in late.text
    now = mark_in(late.text, "mark-fr")
    again = {"text_fr": "Les deux ensemble.", "mark-fr": now}
    assert officer.post(f"{place}/reponse", data=again).status_code == 303


def test_two_who_write_what_is_special_to_one_complaint_see_both(
    officer: FlaskClient, head: FlaskClient, runtime: Runtime
):
    first, second = numbers(runtime, 2)
    place = opened(officer, first, second)
    answered(officer, place)
    own = complaint(runtime, second).id
    mark = mark_in(officer.get(f"{place}/reponse/propres").text, f"mark-{own}")
    said = {f"own-{own}": "Vos frais.", f"mark-{own}": mark}
    assert head.post(f"{place}/reponse/propres", data=said).status_code == 303
    late = officer.post(f"{place}/reponse/propres", data={**said, f"own-{own}": "Vos pas."})
    assert late.status_code == 409
    assert "Vos frais." in late.text
    assert "Vos pas." in late.text


def test_what_was_typed_for_an_answer_that_left_meanwhile_is_shown(
    officer: FlaskClient, runtime: Runtime
):
    first, second = numbers(runtime, 2)
    place = opened(officer, first, second)
    page = answered(officer, place)
    officer.post(f"{place}/reponse/verifier", data={"seen": seen_in(page)})
    own = complaint(runtime, second).id
    late = officer.post(f"{place}/reponse/propres", data={f"own-{own}": "Vos frais."})
    assert (late.status_code, "Vos frais." in late.text) == (409, True)


def mark_in(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def answered_group(officer: FlaskClient, runtime: Runtime, *every: str) -> str:
    place = opened(officer, *every)
    for number in every:
        act(runtime, number, casework.answer, body="Elle sera réparée.")
    return place


def shown(page: str) -> dict[str, str]:
    """Return the versions that the form of a page carries, as it sends them."""
    return dict(re.findall(r'name="(version-[\d-]+)" value="(\d+)"', page))


SAID = {"finding": "unfounded", "reasons_fr": "Voir la réponse."}


def test_a_group_is_closed_in_one_go_and_what_stays_open_is_listed_with_why(
    officer: FlaskClient, runtime: Runtime
):
    first, second, third = numbers(runtime)
    place = answered_group(officer, runtime, first, second)
    officer.post(f"{place}/ajouter", data={"plainte": third})
    assert f"{place}/fermer" in officer.get(place).text
    page = officer.get(f"{place}/fermer")
    assert shown(page.text).keys() == {f"version-{first}", f"version-{second}"}
    assert f"{third} · Au belvédère" in words(page.text)
    assert "Elle n’a pas encore sa réponse." in words(page.text)
    done = officer.post(f"{place}/fermer", data=SAID | shown(page.text))
    assert (done.status_code, done.headers["Location"]) == (303, place)
    assert [complaint(runtime, one).status for one in (first, second, third)] == [
        *("closed", "closed", "received"),
    ]
    group = words(officer.get(place).text)
    assert "2 plaintes fermées, 1 laissées ouvertes." in group
    assert "2 plaintes fermées." in group


def test_one_that_moved_meanwhile_is_named_with_why_and_the_others_are_closed(
    officer: FlaskClient, runtime: Runtime
):
    first, second, third = numbers(runtime)
    place = answered_group(officer, runtime, first, second, third)
    form = SAID | shown(officer.get(f"{place}/fermer").text)
    act(runtime, first, casework.add_note, body="Elle rappelle demain.")
    owner = complainant(complaint(runtime, second).id)
    act(runtime, second, write_message, owner, body="Et en hiver?", once=None)
    answer = officer.post(f"{place}/fermer", data=form)
    page = words(answer.text)
    assert answer.status_code == 409
    assert "2 plaintes ne sont pas fermées" in page
    assert f'href="{case_path(first)}">{first}</a>' in answer.text
    assert "La personne a écrit depuis la réponse" in page
    assert "Voir la réponse." in answer.text
    assert [complaint(runtime, one).is_open for one in (first, second, third)] == [
        *(True, True, False),
    ]
    again = SAID | shown(answer.text)
    assert officer.post(f"{place}/fermer", data=again).status_code == 303
    assert not complaint(runtime, first).is_open


def test_a_group_of_very_many_is_closed_some_at_a_time(
    officer: FlaskClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(closing, "MOST_CLOSED", 2)
    every = numbers(runtime)
    place = answered_group(officer, runtime, *every)
    page = officer.get(f"{place}/fermer")
    assert "1 autre plainte se ferme ensuite" in words(page.text)
    officer.post(f"{place}/fermer", data=SAID | shown(page.text))
    assert [complaint(runtime, one).is_open for one in every] == [False, False, True]
    assert "Fermer 1 plainte" in words(officer.get(place).text)


def test_nothing_is_closed_before_everything_is_said(officer: FlaskClient, runtime: Runtime):
    (first,) = numbers(runtime, 1)
    place = answered_group(officer, runtime, first)
    form = shown(officer.get(f"{place}/fermer").text)
    refused = officer.post(f"{place}/fermer", data=form | {"measure_fr": "Réparée en mai."})
    assert (refused.status_code, "Réparée en mai." in refused.text) == (422, True)
    for field in ("finding", "reasons_fr"):
        assert f'href="#{field}"' in refused.text
    assert complaint(runtime, first).status == "answered"
    nothing = officer.post(f"{place}/fermer", data=SAID)
    assert nothing.status_code == 409
    assert complaint(runtime, first).status == "answered"


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY, Role.AUDITOR])
def test_who_gathers_no_complaints_closes_no_group(
    app: Flask, officer: FlaskClient, runtime: Runtime, role: Role
):
    (first,) = numbers(runtime, 1)
    place = answered_group(officer, runtime, first)
    reader = signed_in(app, runtime, "luc@parcs.example", role, post="director")
    assert f"{place}/fermer" not in reader.get(place).text
    for send in (reader.get, reader.post):
        assert send(f"{place}/fermer").status_code == 403
    assert complaint(runtime, first).status == "answered"
