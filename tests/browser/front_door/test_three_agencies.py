"""Three agencies answer for one story: one filing, one number, and the date of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.runtime import Runtime
from tests.browser.front_door.filing import (
    IN_10_DAYS,
    IN_20_DAYS,
    PARKS,
    STORY,
    WATER,
    complains_to,
    finds,
    is_answered_by_email,
    tells,
)
from tests.browser.front_door.person import Person
from tests.browser.front_door.walks import walked, within
from tests.features.joint_answers.third_agency import put_air_in_force

pytestmark = pytest.mark.browser
WORDS = {
    "fr": "sentier fermé, facture d’eau fausse, odeur de fumée",
    "en": "trail closed, wrong water bill, smell of smoke",
}
AIR = {"fr": "Bureau de l’air", "en": "Office of air"}
IN_15_DAYS = {"fr": "15 décembre 2026", "en": "15 December 2026"}
ABOUT = {"fr": "Leur conduite fuit.", "en": "Their pipe leaks."}


@walked(3)
def test_three_agencies_have_one_number_and_each_its_date(
    person: Person,
    another_device: Callable[[], Person],
    runtime: Runtime,
    agency_files: Path,
    language: str,
):
    put_air_in_force(runtime, agency_files)
    finds(person, WORDS[language])
    if person.page.locator("summary#autres").count():
        person.choose("summary#autres")
    complains_to(person.choose("#aussi-water", "#aussi-air"), "parks")
    is_answered_by_email(tells(person, STORY[language], place="Lac"))
    person.reads(WATER[language], AIR[language]).write(autre_sujet_water=ABOUT[language])
    person.press("button[name=tout][value=air]").press()
    everybody = (PARKS, IN_20_DAYS, WATER, IN_10_DAYS, AIR, IN_15_DAYS)
    told = [words[language] for words in everybody]
    person.reads(*told).press()
    number, code = person.reads(*told).number_and_code()
    within(8, 5, person)
    another_device().follows(number, code).reads(number, *told)
