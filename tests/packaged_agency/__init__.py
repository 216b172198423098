"""A package that brings its own agency, and how it is made into a wheel and installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
NAME, VERSION = "complaints-canoes", "2.3"

METADATA = f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {VERSION}\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
ENTRY_POINTS = "[portal.agencies]\ncanoes = canoes\n"


def installed(folder: Path, settings: str | None = None) -> Path:
    """Install the package into `folder`, its settings as they are or other ones; return it."""
    wheel = _wheel(folder.parent, settings)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    told = ("--disable-pip-version-check", "--no-compile", "--target", str(folder), str(wheel))
    subprocess.run([*pip, *told], check=True)
    return folder


def _wheel(folder: Path, settings: str | None) -> Path:
    """Write the wheel; by hand, so that no build tool has to be there."""
    yaml = settings or (HERE / "canoes" / "canoes.yaml").read_text(encoding="utf-8")
    told = f"complaints_canoes-{VERSION}.dist-info"
    parts = {
        "canoes/__init__.py": (HERE / "canoes" / "__init__.py").read_text(encoding="utf-8"),
        "canoes/canoes.yaml": yaml,
        f"{told}/METADATA": METADATA,
        f"{told}/WHEEL": WHEEL,
        f"{told}/entry_points.txt": ENTRY_POINTS,
    }
    record = "".join(f"{path},,\n" for path in (*parts, f"{told}/RECORD"))
    wheel = folder / f"complaints_canoes-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in {**parts, f"{told}/RECORD": record}.items():
            archive.writestr(path, text)
    return wheel
