"""An installation in a temporary folder, and its commands."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.config import Config
from tests.commands.running import Portal
from tests.server.served import free_port
from tests.support.agencies import AGENCIES


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    """Return a way to run `portal …` in a fresh installation with the agencies of the tests."""
    return _installed(tmp_path, monkeypatch)


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation that is migrated and has its agencies in force."""
    folder = tmp_path_factory.mktemp("installation")
    with pytest.MonkeyPatch.context() as patch:
        run = _installed(folder, patch)
        for words in (("db", "upgrade"), ("agencies", "sync")):
            assert run(*words).exit_code == 0
    return folder / "data"


@pytest.fixture
def migrated(portal: Portal, installation: Path, tmp_path: Path) -> Portal:
    """The same, with its database migrated and its agencies in force."""
    shutil.copytree(installation, tmp_path / "data")
    return portal


@pytest.fixture(scope="session")
def filled_once(
    installation: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Path]:
    """Give the data folder of an installation in which a command ran, once for all tests."""

    @cache
    def data(*words: str) -> Path:
        folder = tmp_path_factory.mktemp("filled")
        shutil.copytree(installation, folder / "data")
        with pytest.MonkeyPatch.context() as patch:
            assert _installed(folder, patch)(*words).exit_code == 0
        return folder / "data"

    return data


@pytest.fixture
def filled(
    portal: Portal, filled_once: Callable[..., Path], tmp_path: Path
) -> Callable[..., Portal]:
    """Let a test begin with an installation in which a command has run."""

    def after(*words: str) -> Portal:
        shutil.copytree(filled_once(*words), tmp_path / "data")
        return portal

    return after


def _installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    monkeypatch.chdir(folder)
    for name in Config.model_fields:
        monkeypatch.delenv(f"PORTAL_{name.upper()}", raising=False)
    monkeypatch.setenv("PORTAL_DATA", str(folder / "data"))
    monkeypatch.setenv("PORTAL_AGENCIES", str(AGENCIES))
    monkeypatch.setenv("PORTAL_LOG_LEVEL", "error")
    monkeypatch.setenv("PORTAL_PORT", str(free_port()))
    return lambda *words: CliRunner().invoke(main, words)
