"""An installation in a temporary folder, and its commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.config import Config
from tests.commands.running import Portal
from tests.support.agencies import AGENCIES


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    """Return a way to run `portal …` in a fresh installation with the agencies of the tests."""
    monkeypatch.chdir(tmp_path)
    for name in Config.model_fields:
        monkeypatch.delenv(f"PORTAL_{name.upper()}", raising=False)
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PORTAL_AGENCIES", str(AGENCIES))
    monkeypatch.setenv("PORTAL_LOG_LEVEL", "error")
    return lambda *words: CliRunner().invoke(main, words)


@pytest.fixture
def migrated(portal: Portal) -> Portal:
    """The same, with its database migrated and its agencies in force."""
    for words in (("db", "upgrade"), ("agencies", "sync")):
        assert portal(*words).exit_code == 0
    return portal
