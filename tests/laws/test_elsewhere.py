"""What holds for every body outside the portal that the shipped settings name."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.agencies.elsewhere import called
from portal.agencies.origins import origin_of
from portal.agencies.settings.elsewhere import BodyKind, Elsewhere
from portal.agencies.settings.fields import Words
from portal.agencies.settings.reader import read_portal
from portal.agencies.settings.sources import UNKNOWN, SourceOf, first_day
from portal.pages.citizen.elsewhere import KINDS

PORTAL, _ = read_portal(Path(__file__).parents[2] / "agency_configs" / "_portal.yaml")
BODIES: tuple[Elsewhere, ...] = PORTAL.elsewhere if PORTAL else ()
for_every_body = pytest.mark.parametrize("body", BODIES, ids=[body.code for body in BODIES])


def test_at_least_sixty_bodies_are_named():
    assert len(BODIES) >= 60


def test_every_kind_has_one_general_body_and_a_name():
    assert sorted(body.kind for body in BODIES if body.general and body.kind) == sorted(BodyKind)
    assert set(KINDS) == set(BodyKind)


@pytest.mark.parametrize("kind", BodyKind)
def test_a_kind_alone_names_its_general_body(kind: BodyKind):
    [body] = called(BODIES, "", kind)
    assert body.kind is kind


@for_every_body
def test_it_says_what_it_does_and_how_in_both_languages(body: Elsewhere):
    assert body.kind is not None
    for told in (body.body, body.text, body.how, body.delay):
        assert told is None or (told.fr and told.en)
    assert body.how is not None


@for_every_body
def test_it_was_verified_on_a_day_that_has_come_by_a_source_that_is_named(body: Elsewhere):
    said = (body.verified_on, body.source, body.source_of, body.source_from)
    assert len({part is None for part in said}) == 1
    assert body.verified_on is None or body.verified_on <= datetime.now(UTC).date()
    assert body.source or not (body.delay or body.phone)


@for_every_body
def test_it_is_told_as_compared_only_with_a_recent_page_of_its_own(body: Elsewhere):
    origin = origin_of(body, datetime.now(UTC).date())
    if origin is not None and origin.compared_on is not None:
        assert body.source_of is SourceOf.OWN
        day = first_day(body.source_from or UNKNOWN)
        assert day is not None
        assert (datetime.now(UTC).date() - day).days <= 2 * 366


@for_every_body
def test_its_sentences_are_short(body: Elsewhere):
    texts = [told for _, told in body if isinstance(told, Words)]
    every = [words for told in texts for words in (told.fr, told.en or "")]
    parts = [part for words in every for part in re.split(r"(?<=[.?:])\s+", words)]
    assert [part for part in parts if len(part.split()) > 25] == []


@for_every_body
def test_its_words_call_for_it(body: Elsewhere):
    for words in body.words:
        assert body in called(BODIES, f"une plainte, {words} hier", most=len(BODIES))


def test_everyday_talk_calls_for_nobody():
    talk = "Je veux porter plainte, je suis tannée d’attendre une réponse depuis un mois"
    assert called(BODIES, talk) == []
    assert called(BODIES, "I want to complain, I am tired of waiting a month for an answer") == []


@pytest.mark.parametrize(
    ("story", "code"),
    [
        ("Mon passeport n’est jamais arrivé", "passeport"),
        ("Canada Post lost my parcel", "postes_canada"),
        ("La policière a été impolie lors de mon arrestation", "police"),
        ("Le métro de la STM est toujours en panne", "stm"),
        ("Vidéotron a coupé mon internet", "telecom"),
        ("Vol annulé par Air Canada", "avion"),
        ("L’enseignante de mon fils crie", "ecole"),
        ("My landlord wants to raise the rent", "logement"),
        ("Mon avocate ne me rappelle pas", "avocats"),
        ("La garderie a perdu ma fille", "garderie"),
        ("L’aide sociale m’a été coupée", "aide_sociale"),
        ("Facebook a fermé mon compte", "plateformes"),
        ("I was scammed by phone, it is a scam", "fraude"),
        ("Legal aid says that I earn eleven dollars too much", "aide_juridique"),
        ("The crown prosecutor never called me, I am the victim", "dpcp"),
        ("Mon consultant en immigration a disparu avec l’argent", "consultants_immigration"),
        ("Le bruit des avions me réveille la nuit", "transports_canada"),
        ("Un gardien de sécurité privé a suivi mon neveu", "securite_privee"),
        ("Mon courtier d’assurance ne m’a rien expliqué", "courtiers_assurance"),
        ("Je veux porter plainte contre un huissier", "huissiers"),
    ],
)
def test_a_usual_story_calls_first_for_the_body_that_answers(story: str, code: str):
    assert called(BODIES, story)[0].code == code
