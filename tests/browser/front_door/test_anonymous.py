"""Somebody who does not say who they are: their name stays with them, and the code opens it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.runtime import Runtime
from tests.browser.front_door.filing import (
    IN_20_DAYS,
    PARKS,
    STORY,
    TRAIL,
    complains_to,
    finds,
    opens_it,
    stays_anonymous,
    tells,
)
from tests.browser.front_door.person import Person
from tests.browser.front_door.walks import is_ordinary, walked
from tests.journeys.steps import work
from tests.support import FixedClock, RecordingMailer, add_user

pytestmark = pytest.mark.browser
NAME = "Odile Tremblay"
SAYS_SO = {"fr": "Vous restez anonyme", "en": "You are staying anonymous"}


@walked(1)
def test_who_says_no_name_has_a_number_and_reads_on_elsewhere(
    person: Person,
    another_device: Callable[[], Person],
    employee: Callable[[str], Person],
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    language: str,
):
    add_user(runtime, "claire@parcs.example")
    complains_to(finds(person, TRAIL[language]), "parks")
    tells(person, STORY[language], place="Lac").write(nom=NAME)
    stays_anonymous(person).reads(SAYS_SO[language], NAME, IN_20_DAYS[language]).press()
    number, code = person.reads(PARKS[language], IN_20_DAYS[language]).number_and_code()
    is_ordinary(person)

    work(runtime, clock)
    assert not [letter for letter in mailbox.sent if "claire" not in str(letter["To"])]
    claire = opens_it(employee("claire@parcs.example"), number)
    claire.reads(STORY[language]).reads_nothing_of(NAME)
    there = another_device().follows(number, code)
    there.reads(number, PARKS[language], IN_20_DAYS[language]).reads_nothing_of(NAME)
