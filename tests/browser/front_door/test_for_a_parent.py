"""A son complains for his mother, whose complaint it stays: she takes it over on her own phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from portal.runtime import Runtime
from tests.browser.front_door.filing import (
    ADDRESS,
    IN_20_DAYS,
    PARKS,
    STORY,
    TRAIL,
    complains_to,
    finds,
    tells,
)
from tests.browser.front_door.person import GO_ON, Person
from tests.browser.front_door.walks import FOR_ANOTHER, walked, within
from tests.features.representatives.represented import MOTHER, code_sent, verified
from tests.journeys.steps import work
from tests.support import FixedClock, RecordingMailer

pytestmark = pytest.mark.browser
RITA = "Rita Gagnon"
AFTER = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
LAST_DAY = {"fr": "30 novembre 2026", "en": "30 November 2026"}
ACTS = {"fr": "Vous agissez pour une autre personne", "en": "You act for somebody else"}
TAKE = {"fr": "/fr/reprendre-ma-plainte", "en": "/en/take-over-my-complaint"}


@walked(2)
def test_a_son_complains_for_his_mother_who_takes_it_over(
    person: Person,
    another_device: Callable[[], Person],
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    language: str,
):
    complains_to(finds(person, TRAIL[language]), "parks")
    tells(person, STORY[language], place="Lac")
    person.choose("input[name=qui][value=other]", "input[name=accord][value=yes]")
    person.write(nom_autre=RITA, nom="Luc Gagnon")
    person.choose("input[name=moyen][value=email]").write(courriel=ADDRESS).press()
    says_what_he_does(person).press().reads(RITA, LAST_DAY[language], IN_20_DAYS[language])
    person.press().reads(ACTS[language], PARKS[language], IN_20_DAYS[language])
    number, _ = person.number_and_code()
    within(FOR_ANOTHER, 8, person)

    clock.moment = AFTER
    work(runtime, clock)
    verified(runtime, number)
    work(runtime, clock)
    rita = another_device().open(TAKE[language])
    rita.write(numero=number, code_unique=code_sent(mailbox)).press("main form .c-btn")
    rita.choose("input[name=moyen][value=email]").write(courriel=MOTHER)
    rita.choose("input[name=lecture][value=non]").press(GO_ON)
    her_number, code = rita.number_and_code()
    assert her_number == number
    another_device().follows(number, code).reads(PARKS[language], IN_20_DAYS[language])


def says_what_he_does(person: Person) -> Person:
    """Say as what he acts, for what, until when, that the proof is coming, and how to reach her."""
    for name, value in (("qualite", "friend"), ("role", "whole"), ("jusqua", "day")):
        person.choose(f"input[name={name}][value={value}]")
    person.write(dernier_jour="30", dernier_jour_month="11", dernier_jour_year="2026")
    for name, value in (("preuve", "none"), ("preuve-raison", "coming")):
        person.choose(f"input[name={name}][value={value}]")
    return person.write(son_courriel=MOTHER)
