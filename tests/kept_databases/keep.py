"""`python -m tests.kept_databases.keep [VERSION]`: keep small databases of a release, both kinds.

Without a version, the newest that is kept is made anew, as long as it is not released.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path

import click
from click.testing import CliRunner

from portal.cli import main as portal
from portal.config import Config
from portal.gateways.file_store import FolderStore
from portal.keyring import Keyring, load_keyring
from portal.runtime import build_runtime
from tests.kept_databases.filling import fill_in, lacking
from tests.kept_databases.kept import AGENCIES, HERE, Kept, kept_releases
from tests.support import FixedClock, RecordingMailer
from tests.support.postgres import TEMPLATE, started

_SEEDS = range(1, 40)
_SETTLED_AFTER = 11


@click.command()
@click.argument("version", required=False)
def main(version: str | None) -> None:
    """Fill a database of each kind with this version, and keep them."""
    kept = Kept(version or kept_releases()[-1].version)
    if is_released(kept.version):
        raise click.ClickException(
            f"{kept.version} is released: what is kept of it is what that version wrote, and stays."
        )
    keyring = load_keyring(kept.folder / "keys.json")
    shutil.rmtree(kept.folder / "files", ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        seed = _keep_sqlite(kept, keyring, Path(folder))
        _keep_postgresql(kept, keyring, Path(folder), seed)
    sizes = [f"{one.name}: {one.stat().st_size}" for one in sorted(kept.folder.glob("*.xz"))]
    click.echo(f"Kept {kept.version} ({', '.join(sizes)}).")


def is_released(version: str) -> bool:
    """Tell whether the repository has a tag of a version."""
    told = subprocess.run(
        ["git", "tag", "--list", version, f"v{version}"],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=True,
    )
    return bool(told.stdout.strip())


def _keep_sqlite(kept: Kept, keyring: Keyring, folder: Path) -> int:
    """Keep a SQLite database with the first seed of which everything comes; return the seed."""
    wanting: list[str] = []
    for seed in _SEEDS:
        data = folder / str(seed)
        path = data / "portal.sqlite"
        wanting = _filled(f"sqlite:///{path}", keyring, data, seed)
        if not wanting:
            alone = folder / "alone.sqlite"
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("VACUUM INTO ?", [str(alone)])
            kept.keep_sqlite(alone)
            _keep_files(kept, data)
            return seed
    raise click.ClickException(f"No seed leads to everything; the last lacked {wanting}.")


def _keep_postgresql(kept: Kept, keyring: Keyring, folder: Path, seed: int) -> None:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    data = folder / "postgresql"
    with started(folder / "server") as server:
        address = server.at(TEMPLATE)
        wanting = _filled(address, keyring, data, seed)
        assert not wanting, wanting
        kept.keep_postgresql(address)
    _keep_files(kept, data)


def _filled(address: str, keyring: Keyring, data: Path, seed: int) -> list[str]:
    """Fill the database at an address; return what it lacks of all that it should hold."""
    config = Config(data=data, database=address, agencies=AGENCIES, hold_seconds=0)
    files = FolderStore(data / "files", keyring)
    runtime = build_runtime(config, keyring, RecordingMailer(), files, FixedClock())
    fill_in(runtime, seed)
    if not runtime.database.is_sqlite:
        _count(address, data)
    wanting = lacking(runtime)
    runtime.database.close()
    return wanting


def _count(address: str, data: Path) -> None:
    """Count for reports what PostgreSQL leaves out for some seconds, lest an entry come late."""
    time.sleep(_SETTLED_AFTER)
    installed = {"PORTAL_DATA": str(data), "PORTAL_DATABASE": address}
    done = CliRunner().invoke(portal, ["reports", "rebuild"], env=installed)
    assert done.exit_code == 0, done.output


def _keep_files(kept: Kept, data: Path) -> None:
    shutil.copytree(data / "files", kept.folder / "files", dirs_exist_ok=True)


if __name__ == "__main__":
    main()
