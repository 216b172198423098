"""Tests stand alone: what they share has a module of its own, and none hides another."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
MODULES = {
    path.relative_to(TESTS): path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py")
}
TREES = {path: ast.parse(text) for path, text in MODULES.items()}


def is_collected(module: str) -> bool:
    """Tell whether pytest reads a module by itself: it holds tests, or fixtures for a folder."""
    name = module.rpartition(".")[2]
    return name.startswith("test_") or name == "conftest"


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield every module that may be imported somewhere in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def scopes(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """Yield the body of a module and of each of its classes."""
    yield tree.body
    yield from (node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def fixtures(tree: ast.Module) -> set[str]:
    """Return the names of the fixtures that a module makes."""
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any("fixture" in ast.unparse(decorator) for decorator in node.decorator_list)
    }


def test_no_module_imports_a_test_module_or_a_conftest():
    found = [
        f"{path}: {module}"
        for path, tree in TREES.items()
        for module in imported(tree)
        if module.startswith("tests.") and is_collected(module)
    ]
    assert found == [], "what tests share stands in a module of its own, fixtures in a conftest"


def test_no_test_hides_another_of_the_same_name():
    found = [
        f"{path}: {name}"
        for path, tree in TREES.items()
        for body in scopes(tree)
        for name, times in Counter(
            node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)
        ).items()
        if times > 1
    ]
    assert found == [], "the second definition hides the first, which never runs"


def test_no_conftest_hides_a_fixture_of_one_above_it():
    made = {path.parent: fixtures(tree) for path, tree in TREES.items() if path.stem == "conftest"}
    found = [
        f"{folder / 'conftest.py'}: {name}"
        for folder, names in made.items()
        for name in names
        if any(name in made.get(above, ()) for above in folder.parents)
    ]
    assert found == [], "a fixture of another meaning has another name"


def test_no_import_is_kept_or_hidden_against_the_linter():
    found = [
        f"{path}:{token.start[0]}"
        for path, text in MODULES.items()
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT and "noqa" in token.string
        if "F401" in token.string or "F811" in token.string
    ]
    assert found == [], "pytest finds fixtures in a conftest without an import"
