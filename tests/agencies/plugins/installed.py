"""Plugins as installed packages that tests write, found as those of operators are."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.agencies.plugins import hosted
from portal.agencies.plugins.host_process import end_host

HEADING = """
import os, time
from portal.plugin_api import *

"""
Install = Callable[[str, str], str]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Return a way to install a plugin under a name, with this code after the usual imports."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)

    def write(name: str, code: str) -> str:
        (site / f"{name}_installed.py").write_text(HEADING + code, encoding="utf-8")
        told = site / f"{name}_installed-7.1.dist-info"
        told.mkdir(exist_ok=True)
        (told / "METADATA").write_text(f"Name: {name}-installed\nVersion: 7.1\n", encoding="utf-8")
        group = f"[portal.agencies]\n{name} = {name}_installed\n"
        (told / "entry_points.txt").write_text(group, encoding="utf-8")
        return name

    yield write
    for loaded in [loaded for loaded in sys.modules if loaded.endswith("_installed")]:
        del sys.modules[loaded]
    # Whoever asks a plugin keeps its process; nobody asks these again.
    hosted._LOADED.clear()
    end_host()
