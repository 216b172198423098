"""What no agency of the portal answers for: who does, how and by when, and the words are kept."""

from __future__ import annotations

import pytest

from tests.browser.front_door.filing import (
    DESK,
    NEXT_DAY,
    complains_to,
    finds,
    stays_anonymous,
    tells,
)
from tests.browser.front_door.person import Person
from tests.browser.front_door.walks import is_ordinary, walked, within

pytestmark = pytest.mark.browser
WORDS = {"fr": "mon train est en retard chaque jour", "en": "my train is late every day"}
BODY = {"fr": "Compagnie des trains", "en": "Train company"}
DELAY = {"fr": "30 jours après le voyage", "en": "30 days after the journey"}
SITE = {"fr": "https://trains.example/fr", "en": "https://trains.example/en"}
DIRECTORY = {"fr": "/fr/hors-portail", "en": "/en/elsewhere"}


@walked(2)
def test_the_body_outside_is_named_and_what_was_written_can_be_copied(
    person: Person, language: str
):
    finds(person, WORDS[language])
    says_who_answers(person, language)
    assert person.page.input_value("#mots") == WORDS[language]
    within(1, 0, person)

    person.press(f"main a[href='{DIRECTORY[language]}']").jump("main a[href='#transit']")
    says_who_answers(person, language)
    person.page.go_back()
    person.page.go_back()
    assert person.page.input_value("#mots") == WORDS[language]


@walked(3)
def test_whoever_is_not_sure_complains_all_the_same_and_the_desk_looks(
    person: Person, language: str
):
    complains_to(finds(person, WORDS[language]), "desk")
    assert person.page.input_value("#recit") == WORDS[language]
    stays_anonymous(tells(person, WORDS[language])).reads(DESK[language], NEXT_DAY[language])
    person.press().reads(NEXT_DAY[language]).number_and_code()
    is_ordinary(person)


def says_who_answers(person: Person, language: str) -> None:
    """Fail unless the page names who answers, with the time, the number and the address."""
    person.reads(BODY[language], DELAY[language])
    person.sees(f"main a[href='{SITE[language]}']")
    person.sees("main a[href='tel:+18005550188']")
