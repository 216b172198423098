"""What a start has to do before it serves, it does in a process of its own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from portal.commands import serving
from portal.runtime import Runtime
from tests.commands.running import Portal
from tests.releases.publishing import CLOSED_THREE_DAYS
from tests.support.agencies import AGENCIES


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, int]]:
    """The agencies that each start would serve, with their releases."""
    releases: list[dict[str, int]] = []

    def run_server(runtime: Runtime, *, worker: bool) -> None:
        assert worker
        agencies = runtime.agencies.in_force.agencies
        releases.append({code: agency.release_id for code, agency in agencies.items()})

    monkeypatch.setattr(serving, "run_server", run_server)
    return releases


@pytest.fixture
def prepared_by(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file with a line for each time that all was prepared: by this process, or apart."""
    file, prepare = tmp_path / "prepared", serving.prepare
    file.touch()
    here = os.getpid()

    def noted(runtime: Runtime, **how: bool) -> None:
        with file.open("a", encoding="utf-8") as lines:
            lines.write("here\n" if os.getpid() == here else "apart\n")
        prepare(runtime, **how)

    monkeypatch.setattr(serving, "prepare", noted)
    return file


def test_the_first_start_prepares_apart_and_the_next_has_nothing_to_do(
    portal: Portal, served: list[dict[str, int]], prepared_by: Path
):
    for _ in range(2):
        assert portal("serve").exit_code == 0
    assert prepared_by.read_text(encoding="utf-8") == "apart\n"
    assert served[0] == served[1] != {}


def test_a_changed_file_is_taken_up_apart_and_served(
    migrated: Portal,
    served: list[dict[str, int]],
    prepared_by: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    assert migrated("serve").exit_code == 0
    prepared_by.write_text("", encoding="utf-8")
    folder = tmp_path / "agencies"
    shutil.copytree(AGENCIES, folder)
    (folder / "parks.yaml").write_text(CLOSED_THREE_DAYS, encoding="utf-8")
    monkeypatch.setenv("PORTAL_AGENCIES", str(folder))
    assert migrated("serve").exit_code == 0
    assert prepared_by.read_text(encoding="utf-8") == "apart\n"
    changed = {code for code in served[1] if served[0][code] != served[1][code]}
    assert changed == {"parks"}


def test_mistakes_in_settings_end_the_start_with_their_status(
    migrated: Portal, served: list[dict[str, int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "agencies"
    shutil.copytree(AGENCIES, folder)
    (folder / "_portal.yaml").write_text("schema: 1\nportal: []\n", encoding="utf-8")
    monkeypatch.setenv("PORTAL_AGENCIES", str(folder))
    assert migrated("serve").exit_code == 2
    assert not served


def test_what_texts_mean_is_learned_in_a_process_of_its_own_while_others_work(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    learned_by = tmp_path / "learned-by"
    monkeypatch.setattr(serving, "are_meanings_learned", lambda *_places: False)
    monkeypatch.setattr(
        serving, "learn_meanings", lambda *_places: learned_by.write_text(str(os.getpid()))
    )
    learned = serving.learning_meanings(runtime)
    learned()
    assert learned_by.read_text() != str(os.getpid())
    # Asked twice, it is waited for once.
    learned()


def test_what_cannot_be_learned_there_is_learned_here(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    here, tried = os.getpid(), []

    def learn(*_places: object) -> None:
        assert os.getpid() == here
        tried.append(here)

    monkeypatch.setattr(serving, "are_meanings_learned", lambda *_places: False)
    monkeypatch.setattr(serving, "learn_meanings", learn)
    serving.learning_meanings(runtime)()
    assert tried == [here]


def test_nothing_begins_where_it_is_learned(runtime: Runtime, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(serving, "are_meanings_learned", lambda *_places: True)
    monkeypatch.setattr(serving, "begun_apart", lambda _act: pytest.fail("nothing is to be done"))
    serving.learning_meanings(runtime)()
