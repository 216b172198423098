"""Somebody lost their code: a link to their own address opens the complaint, and a new code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.runtime import Runtime
from tests.browser.front_door.filing import ADDRESS, IN_20_DAYS, PARKS
from tests.browser.front_door.person import Person
from tests.browser.front_door.walks import walked, within
from tests.journeys.steps import link_in, to, work
from tests.support import FixedClock, RecordingMailer, file

pytestmark = pytest.mark.browser
LOST = {"fr": "/suivi/code-perdu", "en": "/follow/lost-code"}
NEW = {"fr": "/nouveau-code", "en": "/new-code"}


@walked(2)
def test_a_link_opens_it_once_and_a_new_code_from_then_on(
    person: Person,
    another_device: Callable[[], Person],
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    language: str,
):
    lost = file(runtime, reply_language=language)
    person.home().write(numero=lost.number).press("aside .c-card button")
    person.press(f"aside a[href*='{LOST[language]}']").choose("input[name=moyen][value=email]")
    assert person.page.input_value("#numero") == lost.number
    person.write(courriel=ADDRESS).press()
    work(runtime, clock)
    person.open(link_in(to(mailbox, ADDRESS)[-1])).press().reads(PARKS[language])
    person.press(f"main a[href$='{NEW[language]}']").press()
    number, code = person.number_and_code()
    within(6, 1, person)

    assert number == lost.number
    there = another_device().follows(number, lost.code)
    assert there.page.input_value("#code")
    there.write(code=code).press("main form .c-btn").reads(number, IN_20_DAYS[language])
