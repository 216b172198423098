"""A file brought another calendar: dates stay until an administrator asks, with a reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portal.domain.actor import PORTAL
from portal.domain.errors import SettingsMovedError
from portal.domain.text import Text
from portal.releases import calendar_moves
from portal.releases.calendar_moves import MovedDate, ask_to_move_dates, move_dates, offered_dates
from portal.runtime import Runtime
from tests.complaints.cases import clocks, complaint, history, messages, templates
from tests.releases.publishing import CLOSED_THREE_DAYS, edit, publish, sync_noticed, take_up
from tests.support import file, on_both
from tests.support.agencies import PARKS_YAML

REASON = Text("Le bureau est fermé pour déménager.", "The office is closed to move.")


def offered(runtime: Runtime, agency: str = "parks") -> list[MovedDate]:
    with runtime.reading(PORTAL) as session:
        return offered_dates(session, runtime.agencies.agency(agency), runtime.now())


def ask(runtime: Runtime, seen: int | None = None) -> None:
    current = runtime.agencies.agency("parks").release_id
    with runtime.transaction() as session:
        ask_to_move_dates(session, "parks", current if seen is None else seen, REASON)


@on_both
def test_a_calendar_from_a_file_moves_no_date_but_offers_to(runtime: Runtime, agency_files: Path):
    number = file(runtime).number
    before = complaint(runtime, number).due_at
    assert take_up(runtime, agency_files).new_calendars == ("parks",)
    assert offered(runtime) == [MovedDate(number, date(2026, 12, 22), date(2026, 12, 30))]
    assert move_dates(runtime) == 0
    assert complaint(runtime, number).due_at == before


@on_both
def test_dates_put_off_carry_the_reason_in_the_complainants_language(
    runtime: Runtime, agency_files: Path
):
    french, english = file(runtime).number, file(runtime, reply_language="en").number
    take_up(runtime, agency_files)
    ask(runtime)
    assert move_dates(runtime) == 2
    assert messages(runtime, french)[-1].body == REASON.fr
    assert messages(runtime, english)[-1].body == REASON.en
    for number in (french, english):
        [clock] = clocks(runtime, number, "answer")
        assert clock.last_day == date(2026, 12, 30)
        assert history(runtime, number)[-1].kind == "extended"
        assert templates(runtime, number)[-1] == "extended"
    assert offered(runtime) == []
    assert move_dates(runtime) == 0


def test_the_default_calendar_of_the_portal_reaches_every_agency_that_says_nothing(
    runtime: Runtime, agency_files: Path
):
    number = file(runtime).number
    edit(agency_files, "_portal", "calendar:\n", "calendar:\n  extra_closures: [2026-12-07]\n")
    done = sync_noticed(runtime, agency_files)
    assert "parks" in done.new_calendars
    assert [moved.number for moved in offered(runtime)] == [number]


def test_a_change_of_something_else_offers_nothing_and_looks_at_no_complaint(
    runtime: Runtime, agency_files: Path, monkeypatch: pytest.MonkeyPatch
):
    file(runtime)
    done = take_up(runtime, agency_files, PARKS_YAML.replace("Accueil", "Bienvenue"))
    assert (done.changed, done.new_calendars) == (("parks",), ())
    monkeypatch.setattr(calendar_moves, "later_dates", None)
    assert offered(runtime) == []


def test_a_calendar_with_more_open_days_offers_nothing(runtime: Runtime, agency_files: Path):
    take_up(runtime, agency_files)
    number = file(runtime).number
    before = complaint(runtime, number).due_at
    take_up(runtime, agency_files, PARKS_YAML)
    assert offered(runtime) == []
    ask(runtime)
    assert move_dates(runtime) == 0
    assert complaint(runtime, number).due_at == before


def test_what_was_declined_at_the_publication_can_be_asked_for_later(runtime: Runtime):
    number = file(runtime).number
    publish(runtime, CLOSED_THREE_DAYS, moving=False)
    assert [moved.number for moved in offered(runtime)] == [number]


def test_nothing_is_put_off_by_another_release_than_the_one_seen(
    runtime: Runtime, agency_files: Path
):
    seen = runtime.agencies.agency("parks").release_id
    take_up(runtime, agency_files)
    with pytest.raises(SettingsMovedError):
        ask(runtime, seen)
