"""Migrations lead to what the models say, up and down, one after the other, and stay as they are.

A database goes through a migration once. One that is changed after it was merged leads databases
that went through it before past the change, in silence.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import portal
from portal.app import FEATURES
from portal.db import schema
from portal.db.engine import Database
from portal.keyring import Keyring
from tests.support import on_both

MIGRATIONS = Path(portal.__file__).parent / "db" / "migrations"
MERGED = "merged.txt"
_REVISION = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)


@pytest.fixture
def database(database_url: str, keyring: Keyring) -> Iterator[Database]:
    found = Database(database_url, keyring, FEATURES.row_rules)
    yield found
    found.close()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the migrations, to try what the law says of others."""
    return shutil.copytree(MIGRATIONS, tmp_path / "migrations")


@on_both
def test_migrations_lead_to_what_the_models_say(database: Database):
    assert schema.differences(database) == []


@on_both
def test_going_down_leaves_nothing_and_up_again_everything(database: Database):
    before = set(inspect(database.writer).get_table_names())
    schema.downgrade(database)
    assert set(inspect(database.writer).get_table_names()) <= {"alembic_version"}
    assert not schema.is_current(database)
    schema.upgrade(database)
    assert set(inspect(database.writer).get_table_names()) == before
    assert schema.differences(database) == []


def test_a_merged_migration_stays_as_it_is():
    assert "\n".join(changed(MIGRATIONS)) == ""


def test_one_migration_is_the_newest():
    assert "\n".join(branched(MIGRATIONS)) == ""


def test_who_changes_a_merged_migration_is_told_where_the_change_goes(copied: Path):
    first = first_of(copied)
    first.write_text(first.read_text(encoding="utf-8") + "# better so\n", encoding="utf-8")
    [told] = changed(copied)
    assert told.startswith(f"{first.name} was changed after it was merged.")
    assert "Put the change into a new migration" in told


def test_who_takes_a_merged_migration_away_is_told_to_put_it_back(copied: Path):
    first = first_of(copied)
    first.unlink()
    assert changed(copied) == [
        f"{first.name} was merged and is gone. Databases stand on it: put it back."
    ]


def test_who_adds_a_migration_is_told_the_line_to_add(copied: Path):
    _revise(copied, "0199", "Letters are numbered.")
    [told] = changed(copied)
    line = re.search(r"0199_letters_are_numbered.py [0-9a-f]{64}", told)
    assert line, told
    with (copied / MERGED).open("a", encoding="utf-8") as listed:
        listed.write(f"{line[0]}\n")
    assert changed(copied) == []


def test_who_adds_a_second_newest_one_is_told_how_both_are_joined(copied: Path):
    before = schema.head()
    _revise(copied, "0198", "Letters are numbered.", before)
    _revise(copied, "0199", "Groups have a colour.", before)
    [told] = branched(copied)
    assert "0198 and 0199" in told
    assert 'alembic merge --rev-id NUMBER -m "Join …" 0198 0199' in told
    command.merge(_config(copied), ("0198", "0199"), message="Join both.", rev_id="0200")
    assert branched(copied) == []


def test_who_numbers_one_below_the_newest_is_told(copied: Path):
    _revise(copied, "0050", "Letters are numbered.")
    [told] = branched(copied)
    highest = schema.head()
    assert told.startswith(
        f"0050 is the newest migration, and {highest} the highest number of a file"
    )


def test_two_of_one_number_are_named(copied: Path):
    for what in ("Letters are numbered.", "Groups have a colour."):
        _revise(copied, "0199", what)
        (added,) = copied.glob("versions/0199_[lg]*.py")
        added.rename(added.with_suffix(".kept"))
    for kept in copied.glob("versions/*.kept"):
        kept.rename(kept.with_suffix(".py"))
    [told] = branched(copied)
    assert told.startswith("0199 is the number of two migrations")


def test_the_commands_that_the_law_names_find_the_migrations():
    settings = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    place = settings["tool"]["alembic"]["script_location"].replace("%(here)s", str(Path.cwd()))
    assert Path(place) == MIGRATIONS


def changed(folder: Path) -> list[str]:
    """Return what is not as it was when it was merged, and what can be done."""
    listed, there = _listed(folder), {one.name: one for one in _files(folder)}
    told = []
    for name, file in there.items():
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        if name not in listed:
            told.append(
                f"{name} is new. Once it is as it shall stay, add this line to {MERGED} beside"
                f" the migrations; from then on it is not changed any more:\n{name} {digest}"
            )
        elif listed[name] != digest:
            told.append(
                f"{name} was changed after it was merged. Databases that went through it will not"
                f" go through it again, and would lack the change. Put the change into a new"
                f' migration (alembic revision --rev-id NUMBER -m "What it does."), and this one'
                f" back as it was."
            )
    gone = sorted(listed.keys() - there.keys())
    return told + [
        f"{name} was merged and is gone. Databases stand on it: put it back." for name in gone
    ]


def branched(folder: Path) -> list[str]:
    """Return why migrations do not follow one another to a single newest one."""
    numbers = Counter(
        _REVISION.findall("\n".join(one.read_text("utf-8") for one in _files(folder)))
    )
    twice = [number for number, count in numbers.items() if count > 1]
    if twice:
        return [
            f"{number} is the number of two migrations: give another to the one that is not"
            f" merged yet, in its name and in the file."
            for number in twice
        ]
    heads = sorted(ScriptDirectory.from_config(_config(folder)).get_heads())
    if len(heads) > 1:
        return [
            f"{' and '.join(heads)} are both the newest migration, of two branches. Join them by a"
            f' merge revision: alembic merge --rev-id NUMBER -m "Join …" {" ".join(heads)}'
        ]
    highest = _files(folder)[-1].name.partition("_")[0]
    if heads != [highest]:
        return [
            f"{heads[0]} is the newest migration, and {highest} the highest number of a file: the"
            f" portal finds the newest by that. Number them in their order, in name and file."
        ]
    return []


def first_of(folder: Path) -> Path:
    return min(_files(folder))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("versions/[0-9]*.py"))


def _listed(folder: Path) -> dict[str, str]:
    lines = (folder / MERGED).read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


def _revise(folder: Path, number: str, what: str, after: str = "head") -> None:
    command.revision(_config(folder), what, head=after, splice=True, rev_id=number)


def _config(folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config
