"""Which bodies outside the portal a story calls for."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from portal.agencies.elsewhere import MOST, called
from portal.agencies.settings.elsewhere import BodyKind, Elsewhere
from portal.pages.settings.drafting.fields import is_link


def body(code: str, kind: str, *words: str, general: bool = False) -> Elsewhere:
    told = {"fr": code, "en": code}
    return Elsewhere.model_validate(
        {
            "code": code,
            "kind": BodyKind(kind),
            "general": general or None,
            "words": words,
            "body": told,
            "text": told,
        }
    )


BODIES = [
    body("transit", "transit", "autobus", general=True),
    body("subway", "transit", "métro", "carte opus", "chauffeur d’autobus"),
    body("school", "school", "école", "autobus scolaire", general=True),
    body("bank", "bank", "banque", general=True),
    body("police", "police", "policier", general=True),
]


def codes(story: str, kind: str | None = None) -> list[str]:
    return [each.code for each in called(BODIES, story, kind)]


def test_a_story_that_calls_nobody_names_nobody():
    assert codes("sentier fermé") == []


def test_the_body_with_most_words_comes_first():
    assert codes("Le chauffeur d’autobus a refusé ma carte OPUS") == ["subway", "transit"]


def test_of_two_with_as_many_words_the_particular_one_comes_first():
    assert codes("autobus ou métro") == ["subway", "transit"]


def test_the_general_body_of_a_kind_is_named_without_its_words():
    assert codes("sentier fermé", "bank") == ["bank"]
    assert codes("le métro en retard", "bank") == ["subway", "bank"]


def test_a_body_of_the_kind_comes_before_one_with_more_words():
    assert codes("autobus scolaire, école, policier", "police") == ["police", "school", "transit"]


def test_nobody_is_named_twice():
    assert codes("ma banque", "bank") == ["bank"]


@pytest.mark.parametrize("kind", ["nonsense", "", None])
def test_what_is_no_kind_of_body_names_nobody(kind: str | None):
    assert codes("sentier fermé", kind) == []


def test_at_most_three_are_named_and_the_kind_keeps_its_place():
    story = "métro, autobus, école, policier"
    assert len(codes(story)) == MOST
    assert len(codes(story, "bank")) == MOST
    assert codes(story, "bank")[-1] == "bank"


def test_a_release_from_before_there_were_kinds_still_names_its_bodies():
    told = {"fr": "Train", "en": "Train"}
    old = {"code": "train", "words": ["train"], "body": told, "text": told, "link": None}
    [found] = called([Elsewhere.model_validate(old)], "mon train", "transit")
    assert found.code == "train"
    assert found.model_dump(mode="json") == {
        **old,
        "words": ["train"],
    }


def test_a_link_is_one_for_both_languages_or_one_for_each():
    told = {"fr": "a", "en": "b"}
    own = {"code": "a", "words": [], "body": told, "text": told}
    one = Elsewhere.model_validate({**own, "link": "https://a.example/"})
    each = Elsewhere.model_validate(
        {**own, "link": {"fr": "https://a.example/fr", "en": "https://a.example/en"}}
    )
    assert (one.link_in("fr"), one.link_in("en")) == ("https://a.example/",) * 2
    assert (each.link_in("fr"), each.link_in("en")) == (
        "https://a.example/fr",
        "https://a.example/en",
    )


@pytest.mark.parametrize(
    "link",
    [
        "https://u:p@evil.example/",
        "https://quebec.ca@evil.example",
        "https://quebec.ca\\@evil.example/",
        "https:///evil.example",
        "http://a.example/",
    ],
)
def test_a_link_that_leads_elsewhere_than_it_reads_is_refused(link: str):
    assert not is_link(link)
    told = {"fr": "a", "en": "b"}
    with pytest.raises(ValidationError):
        Elsewhere.model_validate(
            {"code": "a", "words": [], "body": told, "text": told, "link": link}
        )


@pytest.mark.parametrize(
    "link", ["https://a.example", "https://a.example:8443/x?to=b@c.example#d", "https://a.ca/@b"]
)
def test_a_link_may_have_that_sign_after_its_site(link: str):
    assert is_link(link)
