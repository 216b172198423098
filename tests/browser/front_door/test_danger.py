"""Somebody tells of danger: whom to call stands first on every page, and they can complain."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.runtime import Runtime
from tests.browser.front_door.filing import (
    IN_20_DAYS,
    PARKS,
    complains_to,
    finds,
    is_answered_by_email,
    tells,
)
from tests.browser.front_door.person import Person
from tests.browser.front_door.walks import is_ordinary, walked
from tests.releases.publishing import edit, sync_noticed

pytestmark = pytest.mark.browser
WORDS = {"fr": "il y a un feu près du sentier", "en": "there is a fire near the trail"}
NUMBERS = ("tel:911", "tel:988")


@walked(1)
def test_whom_to_call_stands_first_on_every_page_until_it_is_followed(
    person: Person,
    another_device: Callable[[], Person],
    runtime: Runtime,
    agency_files: Path,
    language: str,
):
    edit(agency_files, "_portal", "1 800 555-0177", '"988"')
    edit(agency_files, "_portal", "words: [suicide, feu]", "words: [suicide, feu, fire]")
    sync_noticed(runtime, agency_files)
    finds(person, WORDS[language]).from_now_on(whom_to_call_stands_first)
    complains_to(person.choose("summary#autres"), "parks")
    tells(person, WORDS[language], place="Lac")
    is_answered_by_email(person).reads(PARKS[language], IN_20_DAYS[language]).press()
    number, code = person.reads(IN_20_DAYS[language]).number_and_code()
    is_ordinary(person)
    there = another_device().follows(number, code)
    there.from_now_on(whom_to_call_stands_first).reads(number, IN_20_DAYS[language])


def whom_to_call_stands_first(person: Person) -> None:
    """Fail unless both numbers can be dialled, above all else and without scrolling."""
    heading = person.sees("h1").bounding_box()
    screen = person.page.viewport_size
    assert heading
    assert screen
    for number in NUMBERS:
        there = person.sees(f"main a[href='{number}']").bounding_box()
        assert there
        assert there["y"] + there["height"] <= min(heading["y"], screen["height"]), person.path
