"""`portal agencies merge`, `split`, `rename`, `changes` and `call-off`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.commands.opened import portal_opened
from tests.commands.running import Portal
from tests.complaints.cases import complaint
from tests.support import file

LATER = (datetime.now(UTC).date() + timedelta(days=90)).isoformat()
PAST = (datetime.now(UTC).date() - timedelta(days=9)).isoformat()


@pytest.fixture
def number(migrated: Portal) -> str:
    """File a complaint to the parks in the installation of the commands."""
    with portal_opened() as runtime:
        return file(runtime, category="trail").number


def holder(number: str) -> str:
    """Return the agency that has a complaint."""
    with portal_opened() as runtime:
        return complaint(runtime, number).agency


@pytest.fixture
def today() -> str:
    """The day it is for the parks board."""
    with portal_opened() as runtime:
        zone = runtime.agencies.agency("parks").configured.working_calendar(None).zone
        return runtime.now().astimezone(zone).date().isoformat()


def test_a_merge_says_what_it_does_asks_and_is_done(migrated: Portal, number: str, today: str):
    words = ("agencies", "merge", "parks", "--into", "water", "--on", today)
    refused = migrated(*words)
    assert refused.exit_code == 1
    assert "1 open complaints and 0 people follow" in refused.output
    assert holder(number) == "parks"
    done = migrated(*words, "--yes")
    assert done.exit_code == 0, done.output
    assert "1 complaints moved." in done.output
    assert holder(number) == "water"
    assert "done, 1 complaints moved" in migrated("agencies", "changes", "parks").output


def test_a_split_sends_a_category_where_it_is_told(migrated: Portal, number: str, today: str):
    done = migrated(
        *("agencies", "split", "parks", "--category", "trail=desk:unrouted"),
        *("--rest", "water", "--on", today, "--yes"),
    )
    assert done.exit_code == 0, done.output
    assert holder(number) == "desk"


def test_a_unit_takes_its_categories_along(migrated: Portal, number: str, today: str):
    words = ("agencies", "split", "parks", "--rest", "water", "--on", today, "--yes", "--unit")
    assert "nowhere is not a unit with categories" in migrated(*words, "nowhere=desk").output
    done = migrated(*words, "trails=desk")
    assert done.exit_code == 0, done.output
    assert holder(number) == "desk"


def test_several_are_merged_at_once_or_none(migrated: Portal):
    words = ("agencies", "merge", "parks", "water", "--on", LATER, "--yes", "--into")
    assert "cannot take its own place" in migrated(*words, "water").output
    assert migrated("agencies", "changes", "parks").output == ""
    done = migrated(*words, "desk", "--category", "parks:trail=unrouted")
    assert done.exit_code == 0, done.output
    for code in ("parks", "water"):
        assert "waits for its day" in migrated("agencies", "changes", code).output


def test_a_change_to_come_is_listed_and_called_off(migrated: Portal, number: str):
    kept = migrated("agencies", "merge", "parks", "--into", "water", "--on", LATER, "--yes")
    assert kept.exit_code == 0, kept.output
    assert f"1 · merge · {LATER} · waits for its day" in (
        migrated("agencies", "changes", "parks").output
    )
    assert migrated("agencies", "call-off", "parks", "1").output == "Called off.\n"
    assert "called off" in migrated("agencies", "changes", "parks").output
    assert "can still be called off" in migrated("agencies", "call-off", "parks", "1").output
    assert holder(number) == "parks"


def test_a_new_name_is_in_force_and_the_old_one_still_leads_there(migrated: Portal, today: str):
    done = migrated(
        *("agencies", "rename", "parks", "--fr", "Agence de la nature", "--en", "Nature agency"),
        *("--on", today, "--yes"),
    )
    assert done.exit_code == 0, done.output
    with portal_opened() as runtime:
        assert runtime.agencies.agency("parks").name.en == "Nature agency"
        for words in ("RDP", "régie des parcs", "agence de la nature"):
            assert runtime.finder.suggest(words, "fr")[0].agency == "parks", words
    assert migrated("agencies", "sync").output == "Nothing changed.\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("merge", "parks", "--into", "water", "--on", PAST), "The day is past"),
        (("merge", "parks", "--into", "nowhere", "--on", LATER), "nowhere is not an agency"),
        (("merge", "parks", "--into", "parks", "--on", LATER), "cannot take its own place"),
        (
            ("split", "parks", "--category", "trail", "--rest", "water", "--on", LATER),
            "is not CATEGORY=AGENCY",
        ),
        (
            ("merge", "parks", "--into", "water", "--category", "trail=bill", "--on", LATER),
            "is not OLD:CATEGORY=CATEGORY",
        ),
        (
            ("rename", "parks", "--fr", "Régie des parcs", "--en", "Parks board", "--on", LATER),
            "It has this name already",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(migrated: Portal, words: tuple[str, ...], told: str):
    result = migrated("agencies", *words, "--yes")
    assert result.exit_code != 0
    assert told in result.output
