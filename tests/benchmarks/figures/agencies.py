"""The agencies of a large register: those of the demonstration, and more that are like them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from tests.benchmarks.servers import ROOT

_CONFIGS = ROOT / "agency_configs"
_LIKE = ("rbq", "opc", "tat", "cai", "retraiteqc", "revenuqc", "mtl")
_OF_ALL = re.compile(r"^agency:", re.MULTILINE)
_NAMES = re.compile(r"^  (name|short_name|aliases):.*$", re.MULTILINE)


@contextmanager
def agencies(folder: Path, count: int) -> Iterator[Path]:
    """Give a folder of settings with so many agencies."""
    settings = folder / "agency_configs"
    shutil.copytree(_CONFIGS, settings)
    there = sum(1 for file in settings.glob("*.yaml") if _OF_ALL.search(file.read_text("utf-8")))
    for rank, like in zip(range(count - there), cycle(_LIKE), strict=False):
        _write_like(settings, like, f"{like}x{rank}")
    try:
        yield settings
    finally:
        shutil.rmtree(settings)


def _write_like(settings: Path, like: str, code: str) -> None:
    written = (settings / f"{like}.yaml").read_text("utf-8")
    written = written.replace(f"code: {like}\n", f"code: {code}\n", 1)
    (settings / f"{code}.yaml").write_text(_NAMES.sub(_named(code), written), "utf-8")


def _named(code: str):  # type: ignore[no-untyped-def]
    told = {
        "name": f'{{fr: "Régie {code}", en: "Board {code}"}}',
        "short_name": code.upper(),
        "aliases": f"[régie {code}]",
    }
    return lambda found: f"  {found[1]}: {told[found[1]]}"
