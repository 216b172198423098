"""Somebody chose the agency that does not answer for it: it moves where they agree, or stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.runtime import Runtime
from tests.browser.front_door.filing import (
    BILL,
    IN_10_DAYS,
    IN_20_DAYS,
    PARKS,
    WATER,
    finds,
    is_answered_by_email,
    opens_it,
    tells,
)
from tests.browser.front_door.person import Person
from tests.browser.front_door.walks import is_ordinary, walked
from tests.support import add_user

pytestmark = pytest.mark.browser
CLAIRE, PAUL = "claire@parcs.example", "paul@eaux.example"
STORY = {"fr": "Le compteur n’a jamais été relevé.", "en": "The meter was never read."}
WHY = "Les compteurs sont au Service des eaux."
ANSWER = {"fr": "Nous corrigeons la facture.", "en": "We are correcting the bill."}
PROPOSE = {"fr": "transferer", "en": "transfer"}
CHOOSE = {"fr": "transfert", "en": "transfer"}
REPLY = {"fr": "repondre", "en": "answer"}
REFUSED = {"fr": "Vous avez gardé votre plainte ici", "en": "You kept your complaint here"}

Employee = Callable[[str], Person]


@walked(0)
def test_it_moves_as_far_as_its_person_agrees_and_is_answered_under_its_number(
    person: Person,
    another_device: Callable[[], Person],
    employee: Employee,
    runtime: Runtime,
    language: str,
):
    number, code = sent_to_the_parks(person, language)
    proposed_to_the_water_board(employee, runtime, number, language)
    there = another_device().follows(number, code).reads(WATER[language], WHY)
    there.press(f"main a[href$='/{CHOOSE[language]}']").reads(IN_10_DAYS[language])
    there.choose("input[name=quoi][value=name]").press()
    there.reads(number, WATER[language], IN_10_DAYS[language])

    add_user(runtime, PAUL, agency="water")
    paul = opens_it(employee(PAUL), number).reads(STORY[language], "Gagnon")
    paul.press(f"main a[href$='/{REPLY[language]}']").write(body=ANSWER[language]).press().press()
    person.press("main .l-row a.c-btn").reads(number, WATER[language], ANSWER[language])


@walked(1)
def test_it_stays_where_it_is_for_whoever_refuses(
    person: Person, employee: Employee, runtime: Runtime, language: str
):
    number, _ = sent_to_the_parks(person, language)
    proposed_to_the_water_board(employee, runtime, number, language)
    person.press("main .l-row a.c-btn").press(f"main a[href$='/{CHOOSE[language]}']")
    person.press("button[name=garder]").reads(REFUSED[language], PARKS[language])
    person.reads(IN_20_DAYS[language])


def sent_to_the_parks(person: Person, language: str) -> tuple[str, str]:
    """Complain to the parks from the list, though the finder says the water board."""
    finds(person, BILL[language]).reads(WATER[language])
    assert not person.page.locator("button[name=organisme][value=parks]").count()
    person.choose("details:has(#liste) summary").pick("#liste", "parks")
    person.press("button[name=choisir-liste]")
    is_answered_by_email(tells(person, STORY[language])).reads(PARKS[language])
    number_and_code = person.press().reads(PARKS[language]).number_and_code()
    is_ordinary(person)
    return number_and_code


def proposed_to_the_water_board(
    employee: Employee, runtime: Runtime, number: str, language: str
) -> None:
    """Let an officer of the parks see whose it is, and propose it there."""
    add_user(runtime, CLAIRE)
    claire = opens_it(employee(CLAIRE), number)
    claire.press(f"main a[href$='/{PROPOSE[language]}']")
    claire.choose("input[name=receiving][value=water]").write(reason=WHY).press()
    claire.reads(WATER[language], IN_10_DAYS[language]).press()
