"""Somebody does not know who answers: the desk decides, by the day that was promised."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.front_door.filing import (
    ADDRESS,
    DESK,
    IN_10_DAYS,
    NEXT_DAY,
    WATER,
    complains_to,
    finds,
    is_answered_by_email,
    opens_it,
    tells,
)
from tests.browser.front_door.person import Person
from tests.browser.front_door.walks import is_ordinary, walked
from tests.journeys.steps import to, work
from tests.support import FixedClock, RecordingMailer, add_user

pytestmark = pytest.mark.browser
WORDS = {"fr": "on me renvoie de l’un à l’autre", "en": "I am sent from one to the next"}
STORY = {"fr": "Personne ne relève le compteur.", "en": "Nobody reads the meter."}
ROUTE = {"fr": "remettre", "en": "route"}
WHY = "C’est une facture d’eau."


@walked(0)
def test_the_desk_decides_for_whoever_does_not_know(
    person: Person,
    another_device: Callable[[], Person],
    employee: Callable[[str], Person],
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    language: str,
):
    add_user(runtime, "aline@guichet.example", Role.INTAKE, "desk", "desk")
    complains_to(finds(person, WORDS[language]), "desk")
    tells(person, STORY[language])
    is_answered_by_email(person).reads(DESK[language], NEXT_DAY[language]).press()
    number, code = person.reads(NEXT_DAY[language]).number_and_code()
    is_ordinary(person)

    aline = opens_it(employee("aline@guichet.example"), number)
    aline.reads(STORY[language]).press(f"main a[href$='/{ROUTE[language]}']")
    aline.choose("input[name=receiving][value=water]").write(reason=WHY).press()
    aline.reads(WATER[language], IN_10_DAYS[language]).press()
    work(runtime, clock)
    assert number in to(mailbox, ADDRESS)[-1]
    there = another_device().follows(number, code)
    there.reads(number, WATER[language], IN_10_DAYS[language])
