"""Somebody is interrupted, and goes on where they were, on another device: by link or by code."""

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
    is_answered_by_email,
)
from tests.browser.front_door.person import Person
from tests.browser.front_door.walks import walked, within
from tests.journeys.steps import link_in, to, work
from tests.support import FixedClock, RecordingMailer

pytestmark = pytest.mark.browser
ODILE = "odile@exemple.org"
RESUME = {"fr": "/fr/reprendre", "en": "/en/resume"}


@walked(3)
def test_a_link_that_was_sent_opens_it_where_it_was_left(
    person: Person,
    another_device: Callable[[], Person],
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    language: str,
):
    is_interrupted(person, language)
    person.write(courriel=ODILE).press("#par-courriel button").reads(ODILE)
    work(runtime, clock)
    there = another_device().open(link_in(to(mailbox, ODILE)[-1])).press()
    there.clicks += person.clicks
    goes_on(there, language)
    within(9, 2, there)
    shut_here(person, language)


@walked(0)
def test_a_code_that_was_written_down_opens_it_where_it_was_left(
    person: Person, another_device: Callable[[], Person], language: str
):
    code = is_interrupted(person, language).code()
    there = another_device().home().press(f"aside a[href='{RESUME[language]}']")
    there.write(code=code).press("main form .c-btn")
    there.clicks += person.clicks
    goes_on(there, language)
    within(9, 2, there)
    shut_here(person, language)


def is_interrupted(person: Person, language: str) -> Person:
    """Tell the story, and save it to finish it later."""
    complains_to(finds(person, TRAIL[language]), "parks")
    return person.write(recit=STORY[language]).press("button[name=plus-tard]")


def goes_on(person: Person, language: str) -> None:
    """Find the story as it was told, and send the complaint."""
    assert person.page.input_value("#recit") == STORY[language]
    is_answered_by_email(person.press().write(q_place="Lac").press())
    person.reads(STORY[language], IN_20_DAYS[language]).press()
    person.reads(PARKS[language], IN_20_DAYS[language]).number_and_code()


def shut_here(person: Person, language: str) -> None:
    """Fail unless the device where it began opens it no more."""
    person.press("main .l-row a.c-btn").reads_nothing_of(STORY[language])
