"""One capability, one place: a feature's code, templates and tests lie in its folders alone."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import portal
from portal.app import EVERY
from portal.db.base import Base

ROOT = Path(portal.__file__).parent
TESTS = Path(__file__).parents[1]
NAMES = [feature.FEATURE.name for feature in EVERY]
FILES_AT_MOST = {"groups": 21}
"""What is done for many complaints at once takes more room than what is done with one.

So does what somebody reads of them who may not see each.
"""
FILES_AT_MOST_OTHERWISE = 15

REGISTERS = ("domain", "agencies", "db/migrations", "demo", "features", "app.py")
"""Where a feature has lines: lists of kinds and of permissions, the models of settings."""
LISTED = {
    "reporting/questions.py",  # on which page each figure stands
    "pages/settings/forms/deadlines.py",  # one form has the times of all that is promised
    "complaints/queries/following.py",  # which kinds of texts complainants read
    "complaints/letters/posted.py",  # which kinds of texts are printed
    "words/letters/staff_parts.py",  # notices that wait know nothing but their kind of date
}
KERNELS_OWN = {"ClockKind.REVIEW", "ClockKind.REOPENING"}
"""What is taken up again is every answer, that of a part, too: the kernel does it for each."""
_TEMPLATE = re.compile(r"[\"']([\w/]+\.html)[\"']")


@pytest.mark.parametrize("name", NAMES)
def test_a_feature_is_small_enough_to_be_known(name: str):
    files = list((ROOT / "features" / name).rglob("*.py"))
    assert len(files) <= FILES_AT_MOST.get(name, FILES_AT_MOST_OTHERWISE)


@pytest.mark.parametrize("name", NAMES)
def test_its_tests_lie_beside_each_other(name: str):
    assert list((TESTS / "features" / name).glob("test_*.py"))


def test_no_template_of_the_kernel_is_shown_by_one_feature_alone():
    shown_by = _who_shows()
    alone = {
        template: shown_by[template]
        for template in _kernel_templates()
        if len(shown_by[template]) == 1 and "kernel" not in shown_by[template]
    }
    assert len(shown_by) > 100
    assert alone == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_kernel_says_nothing_of_it_but_in_registers(name: str):
    own = _tables(name) | _letters(name) | _clocks(name)
    mentions = {
        f"{path}: {word}"
        for path, words in _words_of_the_kernel().items()
        for word in words & own - KERNELS_OWN
    }
    assert mentions == set()


def _tables(name: str) -> set[str]:
    inside = f"portal.features.{name}."
    return {
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(inside) and "_" in mapper.local_table.name
    }


def _letters(name: str) -> set[str]:
    feature = next(feature.FEATURE for feature in EVERY if feature.FEATURE.name == name)
    return {code for code in feature.letters.every if "_" in code}


def _clocks(name: str) -> set[str]:
    feature = next(feature.FEATURE for feature in EVERY if feature.FEATURE.name == name)
    return {f"ClockKind.{obligation.kind.name}" for obligation in feature.obligations}


@cache
def _words_of_the_kernel() -> dict[str, set[str]]:
    """Return the texts and kinds of clocks that each module of the kernel names."""
    paths = {str(path.relative_to(ROOT)): path for path in ROOT.rglob("*.py")}
    return {
        name: set(_named(ast.parse(path.read_text("utf-8"))))
        for name, path in paths.items()
        if not name.startswith(REGISTERS) and name not in LISTED
    }


def _named(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


def _kernel_templates() -> set[str]:
    folder = ROOT / "pages" / "templates"
    return {str(path.relative_to(folder)) for path in folder.rglob("*.html")}


def _who_shows() -> dict[str, set[str]]:
    """Return which features, or the kernel, name each template."""
    owners: dict[str, set[str]] = defaultdict(set)
    for path in (*ROOT.rglob("*.py"), *ROOT.rglob("*.html")):
        parts = path.relative_to(ROOT).parts
        owner = parts[1] if parts[0] == "features" else "kernel"
        for template in _TEMPLATE.findall(path.read_text("utf-8")):
            owners[template].add(owner)
    return owners
