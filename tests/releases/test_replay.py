"""A draft is replayed over the past: what would have differed is counted, and nothing changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.agencies.agency import Agency
from portal.agencies.settings.reader import read_agency
from portal.domain.actor import PORTAL
from portal.domain.text import Text
from portal.releases import replay as replays
from portal.releases.queries import keep_step, release_in_force
from portal.releases.records import SettingsReplayRecord
from portal.releases.replay import (
    Decision,
    Example,
    Report,
    ask_for_replay,
    replay,
    replay_of,
    replay_some,
)
from portal.runtime import Runtime
from portal.worker import Worker
from tests.releases.publishing import edit, sync
from tests.support import file, on_both
from tests.support.agencies import PARKS_YAML, TEN_DAYS


def drafted(runtime: Runtime, text: str = TEN_DAYS) -> Agency:
    settings, mistakes = read_agency(text, runtime.agencies.portal)
    assert settings is not None, mistakes
    return replace(runtime.agencies.agency("parks"), settings=settings)


def ask(runtime: Runtime, text: str = TEN_DAYS) -> None:
    with runtime.transaction() as session:
        current = release_in_force(session, "parks")
        assert current is not None
        ask_for_replay(session, "parks", current.id, text, runtime.now())


def asked(runtime: Runtime) -> SettingsReplayRecord | None:
    with runtime.reading(PORTAL) as session:
        return session.get(SettingsReplayRecord, "parks")


def report_of(runtime: Runtime) -> Report:
    job = asked(runtime)
    assert job is not None
    return Report.from_facts(job.report)


@on_both
def test_a_shorter_time_to_answer_is_seen_for_each_complaint(runtime: Runtime):
    numbers = [file(runtime).number for _ in range(3)]
    ask(runtime)
    assert replay_some(runtime)
    report = report_of(runtime)
    answer = report.parts[Decision.ANSWER]
    assert (report.replayed, report.differing) == (3, 3)
    assert (answer.count, answer.earlier, answer.later) == (3, 3, 0)
    assert answer.examples[0] == Example(numbers[0], "2026-12-22", "2026-12-08")
    assert set(report.parts) == {Decision.ANSWER}
    assert not replay_some(runtime)


def test_the_words_of_the_acknowledgement_are_seen_for_their_category(runtime: Runtime):
    file(runtime, category="welcome")
    number = file(runtime, category="trail").number
    letter = "{code: a, name: {fr: a, en: b}, use: acknowledgement, categories: [trail], "
    ask(runtime, f"{PARKS_YAML}letters: [{letter}text: {{fr: Séchez., en: Dry up.}}}}]\n")
    replay_some(runtime)
    report = report_of(runtime)
    assert set(report.parts) == {Decision.WORDS}
    assert report.parts[Decision.WORDS].examples == [
        Example(number, (), (Text("Séchez.", "Dry up."),))
    ]


def test_what_would_have_looked_urgent_is_seen_with_the_words(runtime: Runtime):
    number = file(runtime, story="Une falaise instable.").number
    file(runtime)
    ask(runtime, f"{PARKS_YAML}urgency: {{words: [falaise instable]}}\n")
    replay_some(runtime)
    report = report_of(runtime)
    assert set(report.parts) == {Decision.URGENCY}
    words = Text("falaise instable", "falaise instable")
    assert report.parts[Decision.URGENCY].examples == [Example(number, (), (words,))]


def test_a_step_at_a_time_gives_the_same_report(runtime: Runtime, monkeypatch: pytest.MonkeyPatch):
    for _ in range(5):
        file(runtime)
    monkeypatch.setattr(replays, "AT_ONCE", 2)
    ask(runtime)
    seen = []
    for _ in range(3):
        assert replay_some(runtime, seconds=0.000001)
        seen.append(report_of(runtime).replayed)
    job = asked(runtime)
    assert (seen, job and job.is_done) == ([2, 4, 5], True)


def test_names_paths_units_and_notices_are_compared_by_what_people_read(runtime: Runtime):
    file(runtime, category="trail")
    changed = PARKS_YAML.replace("État d’un sentier", "Sentiers")
    ask(runtime, changed)
    replay_some(runtime)
    [example] = report_of(runtime).parts[Decision.CATEGORY].examples
    assert (example.before, example.after) == (
        (Text("État d’un sentier", "State of a trail"),),
        (Text("Sentiers", "State of a trail"),),
    )


def test_the_same_settings_differ_in_nothing(runtime: Runtime):
    file(runtime)
    ask(runtime, PARKS_YAML)
    replay_some(runtime)
    report = report_of(runtime)
    assert (report.replayed, report.differing, report.parts) == (1, 0, {})


def test_the_worker_replays_what_was_asked_for(runtime: Runtime):
    file(runtime)
    ask(runtime)
    assert Worker(runtime).run_once(runtime.now()).more
    assert report_of(runtime).replayed == 1


def test_a_replay_belongs_to_one_draft_and_one_release(runtime: Runtime):
    ask(runtime)
    release = runtime.agencies.agency("parks").release_id
    with runtime.reading(PORTAL) as session:
        assert replay_of(session, "parks", release, TEN_DAYS)
        assert replay_of(session, "parks", release, PARKS_YAML) is None
        assert replay_of(session, "parks", release + 1, TEN_DAYS) is None


def test_a_replay_is_dropped_when_other_settings_come_into_force(
    runtime: Runtime, agency_files: Path
):
    ask(runtime)
    edit(agency_files, "parks", "État d’un sentier", "Sentiers")
    sync(runtime, agency_files)
    assert replay_some(runtime)
    assert asked(runtime) is None


def test_a_replay_waits_for_a_process_that_has_not_noticed_the_release(
    runtime: Runtime, agency_files: Path
):
    file(runtime)
    assert runtime.agencies.agency("parks").release_id
    edit(agency_files, "parks", "État d’un sentier", "Sentiers")
    sync(runtime, agency_files)
    ask(runtime)
    assert replay_some(runtime)
    assert report_of(runtime).replayed == 0
    runtime.agencies.notice_change("another")
    replay_some(runtime)
    assert report_of(runtime).replayed == 1


def test_a_draft_that_is_not_right_is_not_replayed_for_ever(runtime: Runtime):
    ask(runtime, "schema: 1\n")
    assert replay_some(runtime)
    assert asked(runtime) is None
    assert not replay_some(runtime)


def test_a_step_of_a_replay_that_was_asked_for_anew_is_thrown_away(runtime: Runtime):
    file(runtime)
    ask(runtime)
    old = asked(runtime)
    assert old is not None
    later = runtime.now() + timedelta(minutes=1)
    with runtime.transaction() as session:
        current = release_in_force(session, "parks")
        assert current is not None
        ask_for_replay(session, "parks", current.id, PARKS_YAML, later)
    with runtime.transaction() as session:
        assert not keep_step(session, old, {"reached": 1, "is_done": True})
    job = asked(runtime)
    assert job is not None
    assert not job.is_done


@given(st.lists(st.tuples(st.dates(), st.dates()), max_size=20))
def test_earlier_and_later_days_are_told_apart_and_survive_being_kept(days: list):
    from portal.releases.replay import Difference

    difference = Difference()
    for before, after in days:
        difference.add(Example("2026-000001", before.isoformat(), after.isoformat()))
    report = Report(len(days), len(days), {Decision.ANSWER: difference})
    kept = Report.from_facts(orjson.loads(orjson.dumps(report.as_facts())))
    assert kept == report
    assert difference.earlier == sum(after < before for before, after in days)
    assert difference.later == sum(after > before for before, after in days)


def test_replaying_changes_no_complaint(runtime: Runtime):
    from portal.complaints.queries.exports import past_complaints

    file(runtime)
    with runtime.reading(PORTAL) as session:
        past = past_complaints(session, "parks", 0, 10)
    report = Report()
    replay(report, runtime.features, runtime.agencies.agency("parks"), drafted(runtime), past)
    assert report.replayed == 1
    with runtime.reading(PORTAL) as session:
        assert past_complaints(session, "parks", 0, 10) == past
