"""What an operator runs by hand: migrations, clocks, verification, dumps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portal.domain.time.replay import replayed
from tests.commands.running import Portal

DUE = "2026-12-24T09:00:00Z"
PERSONAL = {"subject", "story", "name", "email", "phone", "address", "recipient", "body", "params"}


def dumped(portal: Portal, subject: str) -> list[dict[str, object]]:
    result = portal("dump", subject)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    "words",
    [("clocks", "run"), ("history", "verify"), ("dump", "complaints"), ("agencies", "sync")],
)
def test_without_a_database_a_command_says_how_to_get_one(portal: Portal, words: tuple[str, ...]):
    result = portal(*words)
    assert result.exit_code == (3 if "history" in words else 1)
    assert "portal db upgrade" in result.output


def test_the_database_goes_up_down_and_up_again(migrated: Portal):
    assert migrated("db", "upgrade").exit_code == 0
    assert migrated("db", "downgrade", "base").exit_code == 0
    assert "portal db upgrade" in migrated("history", "verify").output
    assert migrated("db", "upgrade").exit_code == 0
    assert "History holds" in migrated("history", "verify").output


def test_a_plugin_that_is_not_there_stops_the_portal_before_anything_is_done(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PORTAL_PLUGINS", "sample_nowhere clamav sample_lost")
    result = portal("db", "upgrade")
    assert result.exit_code == 2
    assert result.stderr == (
        "PORTAL_PLUGINS: there is no plugin sample_nowhere; there is no plugin sample_lost\n"
    )


def test_wrong_settings_are_all_named_before_anything_is_done(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PORTAL_PORT", "0")
    monkeypatch.setenv("PORTAL_DATABASE", "mysql://localhost/portal")
    result = portal("history", "verify")
    assert result.exit_code == 3
    assert "PORTAL_PORT" in result.stderr
    assert "PORTAL_DATABASE" in result.stderr


def test_demo_clocks_run_out_at_the_moment_asked_for_and_climb_once(migrated: Portal):
    assert migrated("demo", "clocks", "--due", DUE, "--count", "30").exit_code == 0
    answers = [row for row in dumped(migrated, "clocks") if row["kind"] == "answer"]
    assert [row["due_at"] for row in answers] == ["2026-12-24T09:00:00.000000+00:00"] * 30
    before = migrated("clocks", "run", "--at", "2026-12-24T08:59:59Z")
    assert {row["level"] for row in dumped(migrated, "complaints")} == {1}
    assert before.exit_code == 0
    migrated("clocks", "run", "--at", DUE)
    again = migrated("clocks", "run", "--at", DUE)
    assert again.output.startswith("0 clocks acted upon")
    assert {row["level"] for row in dumped(migrated, "complaints")} == {2}
    fired = [
        row["fired"] for row in dumped(migrated, "clocks") if row["due_at"] == answers[0]["due_at"]
    ]
    assert fired == [1] * 30
    assert "History holds" in migrated("history", "verify").output


@pytest.mark.parametrize(
    "words", [("clocks", "run", "--at", "soon"), ("demo", "clocks", "--due", "soon")]
)
def test_what_is_no_moment_is_said_to_be_none(migrated: Portal, words: tuple[str, ...]):
    result = migrated(*words)
    assert result.exit_code == 2
    assert "soon is not a moment" in result.output


def test_the_same_seed_makes_the_same_complaints_in_another_portal(
    migrated: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def made() -> list[tuple[object, ...]]:
        told = migrated("demo", "complaints", "--count", "50", "--seed", "1")
        assert told.output == "50 complaints made.\n"
        return [
            (row["number"], row["agency"], row["category"], row["status"], row["level"])
            for row in dumped(migrated, "complaints")
        ]

    first = made()
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "another"))
    migrated("db", "upgrade")
    migrated("agencies", "sync")
    assert made() == first
    assert len({row[0] for row in first}) == 50


def test_dumps_are_json_lines_without_personal_data(migrated: Portal):
    migrated("demo", "complaints", "--count", "40", "--seed", "3")
    lines = {
        subject: dumped(migrated, subject)
        for subject in ("complaints", "clocks", "history", "outbox")
    }
    assert len(lines["complaints"]) == 40
    assert {row["unit"] for row in lines["complaints"]} > {"trails"}
    for rows in lines.values():
        assert not PERSONAL & {name for row in rows for name in row}


def test_each_date_of_a_complaint_is_explained_in_words_and_as_facts_to_replay(migrated: Portal):
    assert migrated("demo", "complaints", "--count", "40", "--seed", "3").exit_code == 0
    for row in dumped(migrated, "complaints")[::8]:
        number = str(row["number"])
        result = migrated("clocks", "explain", number, "--json")
        assert result.exit_code == 0, result.output
        for facts in json.loads(result.stdout):
            moment = replayed(facts)
            assert facts["due_at"] == (moment and moment.isoformat())
    words = migrated("clocks", "explain", number, "--kind", "answer", "--language", "en")
    assert "Answer: " in words.stdout
    assert "Réponse" not in words.stdout


def test_a_complaint_that_is_not_there_cannot_be_explained(migrated: Portal):
    result = migrated("clocks", "explain", "2026-999999")
    assert (result.exit_code, result.output) == (1, "Error: There is no complaint 2026-999999.\n")
