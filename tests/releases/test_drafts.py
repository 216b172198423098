"""Settings changed on pages: kept as typed, checked whole, published over what was seen only."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.complaints.records.complaint import AgencyReleaseRecord
from portal.domain.actor import PORTAL
from portal.domain.errors import SecondPersonNeededError, SettingsMovedError
from portal.releases import drafts
from portal.releases.effects import moved_days
from portal.releases.files import SettingsMistakesError
from portal.releases.queries import draft_of, open_complaints, release_in_force, releases_of
from portal.runtime import Runtime
from tests.complaints.cases import clocks, complaint
from tests.releases.publishing import edit, sync
from tests.support import file, on_both
from tests.support.agencies import PARKS_YAML, TEN_DAYS

CLAIRE, PAUL = 1, 2


def save(runtime: Runtime, text: str = TEN_DAYS, seen: int = 0, user_id: int = CLAIRE) -> None:
    with runtime.transaction() as session:
        drafts.save_draft(session, "parks", text, user_id, runtime.now(), seen)


def in_force(runtime: Runtime) -> AgencyReleaseRecord:
    with runtime.reading(PORTAL) as session:
        release = release_in_force(session, "parks")
        assert release is not None
        return release


def publish(
    runtime: Runtime, seen: int = 1, instead_of: int | None = None, user_id: int = CLAIRE
) -> int:
    """Publish the draft and return the rank of its release."""
    replaced = in_force(runtime).id if instead_of is None else instead_of
    with runtime.transaction() as session:
        put = partial(drafts.publish, seen=seen, instead_of=replaced)
        portal = runtime.agencies.portal
        return put(session, "parks", portal, user_id, runtime.now()).rank


def draft(runtime: Runtime) -> str | None:
    with runtime.reading(PORTAL) as session:
        draft = draft_of(session, "parks")
        return draft.text if draft else None


@on_both
def test_a_draft_changes_nothing_and_is_kept_as_it_was_typed(runtime: Runtime):
    before = in_force(runtime).id
    save(runtime, "agency: [not right yet")
    assert draft(runtime) == "agency: [not right yet"
    assert in_force(runtime).id == before


@on_both
def test_what_is_published_rules_new_complaints_and_no_old_one(runtime: Runtime):
    old = file(runtime).number
    promised = [clock.due_at for clock in clocks(runtime, old)]
    save(runtime)
    assert publish(runtime) == 2
    runtime.agencies.notice_change("another")
    assert draft(runtime) is None
    assert [clock.due_at for clock in clocks(runtime, old)] == promised
    new = file(runtime).number
    assert {clock.allowance for clock in clocks(runtime, new, "answer")} == {"10 working days"}
    assert complaint(runtime, new).release_id == in_force(runtime).id


@on_both
def test_a_release_tells_who_published_it_and_when(runtime: Runtime):
    save(runtime)
    publish(runtime, user_id=PAUL)
    release = in_force(runtime)
    assert (release.source, release.published_by, release.text) == ("page", PAUL, TEN_DAYS)
    assert release.in_force_from == runtime.now()


def test_a_draft_with_mistakes_is_not_published_and_all_are_told(runtime: Runtime):
    wrong = TEN_DAYS.replace("theme: other", "theme: otter").replace("10 working", "10 workin")
    save(runtime, wrong)
    with pytest.raises(SettingsMistakesError) as raised:
        publish(runtime)
    assert [mistake.path for mistake in raised.value.mistakes] == [
        "categories[2].theme",
        "deadlines.answer.within",
    ]
    assert draft(runtime) == wrong
    assert in_force(runtime).rank == 1


@pytest.mark.parametrize("own", ["short_name: RDP", "code: parks"])
def test_a_draft_cannot_take_another_agencys_name_or_code(runtime: Runtime, own: str):
    taken = PARKS_YAML.replace(own, own.split(":")[0] + ": water", 1)
    with runtime.reading(PORTAL) as session:
        checked = drafts.check_settings(session, "parks", taken, runtime.agencies.portal)
    assert checked.settings is None
    [mistake] = checked.mistakes
    assert "water" in mistake.text.in_("en")


@on_both
def test_two_people_who_save_at_once_do_not_overwrite_each_other(runtime: Runtime):
    def one(text: str) -> bool:
        with suppress(SettingsMovedError):
            save(runtime, text)
            return True
        return False

    with ThreadPoolExecutor(2) as pool:
        saved = list(pool.map(one, (PARKS_YAML, TEN_DAYS)))
    assert sorted(saved) == [False, True]


def test_what_moved_since_it_was_seen_is_not_published(runtime: Runtime):
    seen = in_force(runtime).id
    save(runtime)
    with pytest.raises(SettingsMovedError):
        publish(runtime, seen=7)
    publish(runtime)
    save(runtime, PARKS_YAML)
    with pytest.raises(SettingsMovedError):
        publish(runtime, instead_of=seen)
    assert publish(runtime) == 3


def test_an_agency_that_wants_two_people_is_published_by_the_other(runtime: Runtime):
    asking = PARKS_YAML.replace("  sample: true", "  two_to_publish: true\n  sample: true")
    save(runtime, asking)
    publish(runtime)
    save(runtime)  # one person alone cannot take the rule away either
    with pytest.raises(SecondPersonNeededError):
        publish(runtime)
    assert publish(runtime, user_id=PAUL) == 3


def test_a_discarded_draft_is_gone_unless_somebody_changed_it(runtime: Runtime):
    save(runtime)
    for seen, expected in ((9, TEN_DAYS), (1, None)):
        with suppress(SettingsMovedError), runtime.transaction() as session:
            drafts.discard_draft(session, "parks", seen)
        assert draft(runtime) == expected


def test_the_days_that_a_draft_moves_are_known_before(runtime: Runtime):
    file(runtime)
    before = runtime.agencies.agency("parks")
    with runtime.reading(PORTAL) as session:
        assert open_complaints(session, "parks") == 1
    save(runtime)
    publish(runtime)
    runtime.agencies.notice_change("another")
    after = runtime.agencies.agency("parks")
    [moved] = moved_days(before, after, runtime.now())
    assert len(moved.categories) == 3
    assert moved.after is not None
    assert moved.before is not None
    assert moved.after < moved.before
    assert moved_days(after, after, runtime.now() + timedelta(days=3)) == []


@pytest.fixture
def published(runtime: Runtime) -> Callable[[], list[tuple[int, str, bool]]]:
    """Publish ten days on a page; the function lists each release: rank, source, in force."""
    save(runtime)
    publish(runtime)

    def releases() -> list[tuple[int, str, bool]]:
        with runtime.reading(PORTAL) as session:
            oldest_first = reversed(releases_of(session, "parks"))
            return [(release.rank, release.source, release.in_force) for release in oldest_first]

    return releases


Releases = Callable[[], list[tuple[int, str, bool]]]


@on_both
def test_a_start_with_the_old_file_keeps_what_a_page_published(
    runtime: Runtime, agency_files: Path, published: Releases
):
    assert sync(runtime, agency_files) == ()
    assert published() == [(1, "file", False), (2, "page", True)]


@on_both
def test_a_file_changed_at_the_same_time_is_set_aside_once(
    runtime: Runtime, agency_files: Path, published: Releases
):
    edit(agency_files, "parks", "within: 5 working days", "within: 6 working days")
    for _ in range(2):
        assert sync(runtime, agency_files) == ()
        assert published() == [(1, "file", False), (2, "page", True), (3, "file", False)]
    with runtime.reading(PORTAL) as session:
        never = select(AgencyReleaseRecord.rank).where(AgencyReleaseRecord.in_force_from.is_(None))
        assert session.scalars(never).all() == [3]


def test_a_file_that_says_what_the_page_published_is_no_conflict(
    runtime: Runtime, agency_files: Path, published: Releases
):
    (agency_files / "parks.yaml").write_text(TEN_DAYS, encoding="utf-8")
    assert sync(runtime, agency_files) == ()
    assert len(published()) == 2


def test_what_the_portal_gives_to_all_reaches_what_a_page_published(
    runtime: Runtime, agency_files: Path, published: Releases
):
    edit(agency_files, "_portal", "acknowledge: {within: ", "acknowledge: {within: 1")
    assert "parks" in sync(runtime, agency_files)
    assert published()[-1] == (3, "page", True)
    assert in_force(runtime).text == TEN_DAYS
