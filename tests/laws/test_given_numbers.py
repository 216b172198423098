"""Every number that is given is remembered, so that no older copy gives it again."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import portal

OWN = Path(portal.__file__).parent
REMEMBERING = {"ensure_new", "note_number"}
# What a demonstration makes was given to nobody.
REMEMBERS_NOTHING = {"demo/complaints.py"}


def calls(tree: ast.AST) -> Iterator[str]:
    """Yield the last name of whatever is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id


def givers() -> dict[str, set[str]]:
    """Return what the modules that take a number call."""
    called = {
        str(path.relative_to(OWN)): {*calls(ast.parse(path.read_text(encoding="utf-8")))}
        for path in OWN.rglob("*.py")
    }
    return {name: found for name, found in called.items() if "next_number" in found}


def test_whoever_takes_a_number_remembers_it():
    found = givers()
    assert "complaints/handling/filing.py" in found
    assert {name for name, called in found.items() if not called >= REMEMBERING} == (
        REMEMBERS_NOTHING
    )
