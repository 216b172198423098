"""What the people of a group are written tells none of them who another is, unless it is meant."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.domain.conclusion import Finding
from portal.domain.errors import IdentitySaidError
from portal.features.groups import actions_answering
from portal.features.groups.actions import Described
from portal.features.groups.actions_gathering import open_group
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, messages
from tests.features.groups import grouped
from tests.features.groups.pages import opened, seen_in
from tests.pages.office.people import words
from tests.support import file, on_both

ONE = {"name": "Solange Beauséjour", "phone": "418 555-0199"}
OTHER = {"name": "Luc Côté", "phone": "418 555-0101"}
NAMING = (
    "Mme Beauséjour l’a dit.",
    "SOLANGE l’a dit.",
    "mme beausejour l’a dit.",
    "Au 4185550199.",
)


@pytest.fixture
def both(runtime: Runtime) -> list[str]:
    return [file(runtime, story=grouped.STORIES[0], **who).number for who in (ONE, OTHER)]


def answer_to(runtime: Runtime, both: list[str], text: str, own: dict[str, str]) -> None:
    people = grouped.team(runtime)
    group = grouped.opened(runtime, people.officer, *both)
    texts = {"fr": text, "en": text}
    grouped.do(runtime, people.officer, actions_answering.keep_texts, group, texts=texts)
    special = {grouped.id_of(runtime, number): said for number, said in own.items()}
    grouped.do(runtime, people.officer, actions_answering.keep_own_texts, group, own=special)
    grouped.send(runtime, people.officer, group)


@on_both
@pytest.mark.parametrize("text", NAMING)
def test_a_common_text_that_names_one_of_them_does_not_leave(
    runtime: Runtime, both: list[str], text: str
):
    with pytest.raises(IdentitySaidError):
        answer_to(runtime, both, text, {})
    assert [one.kind for number in both for one in messages(runtime, number)] == []


def test_an_ordinary_word_that_somebody_is_called_by_is_none(runtime: Runtime, both: list[str]):
    answer_to(runtime, both, "Le sentier est rouvert, à côté du lac.", {})


def test_what_is_special_to_one_may_name_them_and_nobody_else(runtime: Runtime, both: list[str]):
    text = "Le sentier est rouvert."
    with pytest.raises(IdentitySaidError):
        answer_to(runtime, both, text, {both[1]: "Comme à Mme Beauséjour."})


def test_what_is_special_to_one_names_them(runtime: Runtime, both: list[str]):
    answer_to(runtime, both, "Le sentier est rouvert.", {both[0]: "Merci, Mme Beauséjour."})


def test_the_page_of_the_letters_stops_and_goes_on_once_it_is_meant(
    officer: FlaskClient, runtime: Runtime, both: list[str]
):
    place = opened(officer, *both)
    texts = {"text_fr": "Comme l’a dit Mme Beauséjour.", "text_en": ""}
    assert officer.post(f"{place}/reponse", data=texts).status_code == 303
    check = f"{place}/reponse/verifier"
    page = officer.get(check).text
    assert "Je révèle" not in page
    stopped = officer.post(check, data={"seen": seen_in(page)})
    assert stopped.status_code == 422
    shown = words(stopped.text)
    assert "Ce texte peut dire qui porte plainte : « Comme l’a dit Mme Beauséjour. »" in shown
    assert "Je révèle qui porte plainte" in shown
    assert 'href="#named' in stopped.text
    sent = officer.post(check, data={"seen": seen_in(stopped.text), "named": "yes"})
    assert sent.status_code == 303


def test_closing_them_together_stops_and_goes_on_once_it_is_meant(
    officer: FlaskClient, runtime: Runtime, both: list[str]
):
    place = opened(officer, *both)
    for number in both:
        act(runtime, number, casework.answer, body="Elle sera réparée.")
    versions = {f"version-{number}": complaint(runtime, number).version for number in both}
    said = {"finding": "unfounded", "reasons_fr": "Comme à Mme Beauséjour.", **versions}
    stopped = officer.post(f"{place}/fermer", data=said)
    assert stopped.status_code == 422
    assert "Ce texte peut dire qui porte plainte : « Comme à Mme Beauséjour. »" in words(
        stopped.text
    )
    assert [complaint(runtime, number).is_open for number in both] == [True, True]
    assert officer.post(f"{place}/fermer", data={**said, "named": "yes"}).status_code == 303
    assert [complaint(runtime, number).is_open for number in both] == [False, False]


def test_no_use_case_closes_one_with_words_about_another(runtime: Runtime, both: list[str]):
    people = grouped.team(runtime)
    group = grouped.opened(runtime, people.officer, *both)
    for number in both:
        act(runtime, number, casework.answer, body="Elle sera réparée.")
    reasons = {"fr": "Comme à Mme Beauséjour.", "en": ""}
    concluding = actions_answering.Concluding(Finding.UNFOUNDED, (), reasons, {})
    version = complaint(runtime, both[1]).version
    closing = {"group_id": group, "concluding": concluding, "seen": version}
    with pytest.raises(IdentitySaidError):
        act(runtime, both[1], actions_answering.close_one, people.officer, **closing)


def test_a_public_title_names_nobody_of_the_group(
    officer: FlaskClient, head: FlaskClient, runtime: Runtime, both: list[str]
):
    place = opened(officer, *both)
    titles = {"title_fr": "La chute de Mme Beauséjour", "title_en": "A fall", "is_read": "yes"}
    stopped = head.post(f"{place}/publier", data=titles)
    assert stopped.status_code == 422
    assert "Ce mot ne désigne personne qui porte plainte" in words(stopped.text)
    assert grouped.stored(runtime, 1).published_at is None
    assert head.post(f"{place}/publier", data={**titles, "named": "yes"}).status_code == 303


def test_the_name_of_a_group_names_nobody_of_it(
    officer: FlaskClient, runtime: Runtime, both: list[str]
):
    gather = f"/fr/gestion/parks/plaintes/{both[1]}/reunir"
    said = {"name": "Les Beauséjour", "description": "", "owner": "", "plainte": both[0]}
    stopped = officer.post(gather, data=said)
    assert stopped.status_code == 422
    assert "Ce mot ne désigne personne qui porte plainte" in words(stopped.text)
    place = officer.post(gather, data={**said, "named": "yes"}).location
    assert grouped.stored(runtime, 1).name == "Les Beauséjour"
    again = {"name": "Famille Beauséjour", "description": "", "owner": ""}
    assert officer.post(f"{place}/modifier", data=again).status_code == 422
    fine = {**again, "name": "La rampe brisée"}
    assert officer.post(f"{place}/modifier", data=fine).status_code == 303


@on_both
def test_no_use_case_gives_a_group_the_name_of_somebody_in_it(runtime: Runtime, both: list[str]):
    people = grouped.team(runtime)
    described = Described("Les Beauséjour", "", None)
    with pytest.raises(IdentitySaidError):
        act(runtime, both[0], open_group, people.officer, described=described)
    also = Described("Les Beauséjour", "", None, others=(both[0],))
    with pytest.raises(IdentitySaidError):
        act(runtime, both[1], open_group, people.officer, described=also)
