"""Rows are read by queries and records, but for what is walked through most; pages never are.

A missed date and an answer lead through few modules, see `test_walks`. What they read on their way
stands where it is held and looked at again: parted, one could be called without the other. A use
case writes, and erases, where it does so.
"""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

import portal

ROOT = Path(portal.__file__).parent
PROJECT = tomllib.loads((ROOT.parent / "pyproject.toml").read_text("utf-8"))
CONTRACTS = {contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}
READING = {"get", "get_one", "scalar", "scalars"}
WALKED = {
    "complaints/work.py",
    "complaints/every_feature.py",
    "complaints/dates/running_clocks.py",
    "complaints/letters/letters.py",
    "complaints/letters/holding.py",
    "complaints/letters/outbox.py",
}
CUBE = {"reporting/counts/counting_cells.py", "reporting/recounting.py"}
"""The cube of counts is fed from what it reads, under its own mark."""
BELOW = ("db", "demo")
"""What all statements stand on, and what invents rows."""
OF_THE_BROWSER = ("auth", "pages")
"""Their session is Flask's."""


def test_statements_that_read_stand_in_queries_and_records():
    modules = {path.relative_to(ROOT): path for path in ROOT.rglob("*.py")}
    looked_at = {
        inside.as_posix(): path
        for inside, path in modules.items()
        if inside.parts[0] not in (*BELOW, *OF_THE_BROWSER) and not is_query(inside)
    }
    assert {name for name, path in looked_at.items() if reads(path)} == WALKED | CUBE


@pytest.mark.parametrize("stem", sorted({path.stem for path in ROOT.glob("features/*/*.py")}))
def test_what_is_a_page_is_one_to_the_contracts(stem: str):
    is_page = stem.split("_")[0] in ("citizen", "office", "pages", "settings")
    apart = CONTRACTS["pages-and-rows"]["source_modules"]
    assert is_page == (f"portal.features.*.{stem}" in apart)


def is_query(inside: Path) -> bool:
    rooms = (*inside.parts[:-1], inside.stem)
    return any(room.split("_")[0] in ("queries", "records") for room in rooms)


def reads(path: Path) -> bool:
    """Tell whether a module selects something, or asks a session for rows."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return any(is_reading(node.func) for node in nodes if isinstance(node, ast.Call))


def is_reading(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id == "select"
    of = getattr(called, "value", None)
    owner = getattr(of, "attr", getattr(of, "id", ""))
    return owner == "session" and getattr(called, "attr", "") in READING
