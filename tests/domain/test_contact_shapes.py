"""What looks like a way to reach somebody is found; a date, an hour or a file number is not."""

from __future__ import annotations

from datetime import date, time
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.contact_shapes import Shape, ways_in
from portal.domain.masking import MASK, Hidden, without_shapes

EVERY = frozenset(Shape)


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        *((Shape.PHONE, text) for text in ("418 555-0199", "(418) 555-0199", "418.555.0199")),
        *((Shape.PHONE, text) for text in ("4185550199", "+1 418 555-0199", "14185550199")),
        *((Shape.PHONE, text) for text in ("418\u202f555\u20110199", "1-418-555-0199 poste 12")),
        *((Shape.PHONE, text) for text in ("418 555-0199 #2", "418-555-0199 x2")),
        *((Shape.EMAIL, text) for text in ("jean.tremblay@exemple.org", "J@sub.exemple.ca")),
        *((Shape.EMAIL, text) for text in ("jean (at) exemple.org", "jean arobase exemple.org")),
        *((Shape.ADDRESS, text) for text in ("G1K 3X2", "g1k3x2", "G1K-3X2", "C.P. 12")),
        *((Shape.ADDRESS, text) for text in ("12 rue des Lilas", "12, avenue Cartier Ouest")),
        *((Shape.ADDRESS, text) for text in ("12A boul. René-Lévesque", "4-12 rue de l’Église")),
        *((Shape.ADDRESS, text) for text in ("45 rang Saint-Joseph", "2026 rue Sherbrooke")),
        *((Shape.ADDRESS, text) for text in ("12 Lilac Street", "12 maple street", "P.O. Box 12")),
        *((Shape.ADDRESS, text) for text in ("apt. 4", "app. 4", "appartement no 12", "apt #4B")),
        *((Shape.ADDRESS, text) for text in ("app 7", "suite 200", "unité 5", "Unit 12B")),
        *((Shape.NUMBER, text) for text in ("T1234-010190-05", "T123401019005")),
        *((Shape.NUMBER, text) for text in ("TREJ 9001 0112", "trej90010112", "046 454 286")),
    ],
)
def test_it_is_masked_wherever_it_stands(shape: Shape, text: str):
    assert without_shapes(f"Écrivez-moi : {text}, merci.", EVERY) == f"Écrivez-moi : {MASK}, merci."
    assert without_shapes(text, {shape}) == MASK
    assert without_shapes(text, EVERY - {shape}) == text


@pytest.mark.parametrize(
    "text",
    [
        "La plainte 2026-000123 du 12 mai 2026, à 10 h 30.",
        "Le 12 mai 2026 rue des Lilas, à 10 h 30 rue Cartier, à 10:30 rue Cartier.",
        "In 2026 Main Street was closed; on May 12 Main Street too.",
        "J’ai payé 1 250,50 $, puis 123 456 789 $ et 150 000 000 $.",
        "Le dossier 123456789, AB-2026-0012, SAAQ 2026 1234, NEQ 1143920115.",
        "L’autobus 12 rue Saint-Jean, la route 132, l’autoroute 20, le lot 1 234 567.",
        "Trois rues, 3 places, 2 avenues, 12 billets @ 5.50 $, un 4 1/2.",
        "Un appartement 4 et demi, à 1 rue d’ici, 20 minutes drive, 2 hours street cleaning.",
        "Par suite 2 plaintes, suite 3 jours, tout de suite, une unité, unité 3.5, 5 suites.",
        "Du 2012-12-31 au 2013-01-31, 20121231, version 418.555.01.",
        "Mon nom est sur la liste.",
    ],
)
def test_what_is_needed_to_handle_it_stays(text: str):
    assert without_shapes(text, EVERY) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Je m’appelle Jean Tremblay et", f"Je m’appelle {MASK} et"),
        ("Mon nom est Marie de la Sablonnière.", f"Mon nom est {MASK}."),
        ("My name is John Smith", f"My name is {MASK}"),
    ],
)
def test_a_name_that_somebody_says_is_theirs_is_masked(text: str, shown: str):
    assert without_shapes(text, {Shape.NAME}) == shown


def test_the_shorter_telephone_number_is_known_by_the_words_before_it():
    assert without_shapes("Mon tél. est le 555-0199.", EVERY) == f"Mon tél. est le {MASK}."
    assert without_shapes("Le formulaire 555-0199.", EVERY) == "Le formulaire 555-0199."


WORDS = st.sampled_from(["Le", "sentier", "fermé", "depuis", "le", "rue", "app", "place", "à"])
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
HOURS = st.times()
AMOUNTS = st.integers(0, 999_999_999)


def hour(at: time) -> str:
    return f"{at.hour} h {at.minute:02}"


HARMLESS = st.one_of(
    WORDS,
    DAYS.map(lambda day: f"{day.isoformat()},"),
    HOURS.map(lambda at: f"{hour(at)},"),
    AMOUNTS.map(lambda amount: f"{amount:_} $,".replace("_", " ")),
    st.tuples(st.integers(2000, 2060), st.integers(0, 999_999)).map(
        lambda number: f"{number[0]}-{number[1]:06},"
    ),
)


@given(st.lists(HARMLESS, max_size=12))
def test_no_date_hour_amount_or_number_of_a_complaint_is_taken_for_one(parts: list[str]):
    text = " ".join(parts)
    assert without_shapes(text, EVERY) == text


@given(st.text(max_size=80), st.integers(2_000_000, 9_999_999), st.text(max_size=80))
def test_no_telephone_number_is_left_between_any_words(before: str, local: int, after: str):
    number = f"418 {local // 10_000}-{local % 10_000:04}"
    assert number not in without_shapes(f"{before} ; {number} ; {after}", EVERY)


@given(st.text(max_size=200))
def test_what_is_masked_once_is_not_masked_again(text: str):
    once = without_shapes(text, EVERY)
    assert without_shapes(once, EVERY) == once


@pytest.mark.parametrize("sign", ["1 ", "a@", "12 rue ", "a.a@a.", "(at)", "1-", "tel ", "12 A "])
def test_a_long_text_takes_a_time_that_grows_with_its_length(sign: str):
    def longest(length: int) -> float:
        text = sign * (length // len(sign))
        return min(_seconds(text) for _ in range(3))

    assert longest(40_000) < 12 * longest(10_000) + 0.05


def _seconds(text: str) -> float:
    began = perf_counter()
    without_shapes(text, EVERY)
    return perf_counter() - began


def test_a_name_in_an_address_for_mail_leaves_none_of_it():
    hidden = Hidden(["Jean Tremblay"], ["autre@exemple.org"], EVERY)
    assert hidden.masked("jean.tremblay@exemple.org") == MASK


PUBLISHED = ways_in("Protecteur du citoyen : 1 800 463-5070, ou info@protecteur.example")


@pytest.mark.parametrize(
    "text",
    [
        *("1 800 463-5070", "800-463-5070", "(800) 463 5070", "+1 800.463.5070"),
        *("info@protecteur.example", "Info@Protecteur.example"),
    ],
)
def test_what_an_agency_publishes_is_left_however_it_is_parted(text: str):
    said = f"On m’a dit : {text}, et rien d’autre."
    assert without_shapes(said, EVERY, PUBLISHED) == said
    assert without_shapes(said, EVERY) != said


@pytest.mark.parametrize(
    "text",
    [
        *("1 800 463-5071", "800 463-5070, poste 12", "418 463-5070", "tél. 463-5070"),
        *("an.info@protecteur.example", "info@protecteur.example.org"),
    ],
)
def test_what_only_looks_like_it_is_masked(text: str):
    assert MASK in without_shapes(f"On m’a dit : {text}.", EVERY, PUBLISHED)


def test_what_somebody_gave_as_theirs_is_masked_though_it_is_published():
    hidden = Hidden((), ["800 463-5070"], EVERY, PUBLISHED)
    assert hidden.masked("Au 1 800 463-5070.") == f"Au 1 {MASK}."


def test_no_street_or_flat_is_one_agencys_alone():
    assert ways_in("100 rue Principale, bureau 200, C.P. 12, G1K 3X2") == frozenset()
