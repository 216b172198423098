"""Every text of a complaint is of a kind of which it is said whether the next agency reads it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from portal.app import FEATURES

PORTAL = Path(__file__).parents[2] / "portal"
USE_CASES = (PORTAL / "complaints", PORTAL / "features")
KIND_AT = {"add_message": 2, "record_text": 3}
"""What adds a text, and which of its arguments is the kind of it."""


def written_kinds() -> Iterator[str]:
    """Yield the kind of every text that a use case adds to a complaint."""
    for file in (path for folder in USE_CASES for path in folder.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            name = _name(call.func) if isinstance(call, ast.Call) else ""
            if isinstance(call, ast.Call) and name in KIND_AT and file.stem != "letters":
                yield _value(file, call.args[KIND_AT[name]])


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _value(file: Path, argument: ast.expr) -> str:
    if isinstance(argument, ast.Constant):
        return str(argument.value)
    assert isinstance(argument, ast.Name), "a kind is written out, or a constant of its file"
    dotted = file.relative_to(PORTAL.parent).with_suffix("").as_posix().replace("/", ".")
    return str(getattr(import_module(dotted), argument.id))


def test_each_kind_of_text_is_exchanged_internal_or_goes_along():
    assert len(set(written_kinds())) > 20
    assert set(written_kinds()) <= set(FEATURES.texts)


def test_no_kind_is_two_of_them():
    assert len(FEATURES.texts) == sum(len(feature.texts) for feature in FEATURES.every)
