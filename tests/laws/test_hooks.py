"""Every hook is documented and tested."""

from __future__ import annotations

import dataclasses
from enum import Enum
from pathlib import Path

import pytest

from portal import plugin_api
from portal.domain.event import EventKind
from portal.plugin_api import event_hookspecs, hookspecs, portal_hookspecs

ROOT = Path(__file__).parents[2]
SPECIFIED = {**vars(hookspecs), **vars(portal_hookspecs), **vars(event_hookspecs)}
HOOKS = sorted(name for name, value in SPECIFIED.items() if hasattr(value, "portal_spec"))
EVENTS = sorted(EventKind)
QUESTIONS = sorted({*HOOKS} - {*EVENTS})


def test_there_are_hooks():
    assert len(HOOKS) >= 9


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_is_a_hook_that_says_when_it_is_told(event: str):
    words = vars(event_hookspecs)[event].__doc__ or ""
    assert words.startswith("Take note")
    assert "Told" in words


@pytest.mark.parametrize("hook", QUESTIONS)
def test_a_hook_says_when_it_is_asked_and_what_no_answer_means(hook: str):
    words = SPECIFIED[hook].__doc__ or ""
    assert words.startswith("Answer")
    assert "Asked" in words
    assert "With no answer" in words or "All answers are" in " ".join(words.split())


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_explained_to_plugin_authors(hook: str):
    assert f"`{hook}(" in (ROOT / "plugins" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_tested(hook: str):
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    assert any(hook in text for text in texts if "HOOKS = sorted" not in text)


@pytest.mark.parametrize("name", plugin_api.__all__)
def test_what_a_plugin_may_import_is_listed_with_its_parts(name: str):
    text = (ROOT / "plugins" / "README.md").read_text(encoding="utf-8")
    [row] = [
        line
        for line in text.splitlines()
        if line.startswith("| ") and f"`{name}`" in line.split("|")[1]
    ]
    assert [part for part in parts_of(getattr(plugin_api, name)) if f"`{part}`" not in row] == []


def parts_of(exported: object) -> list[str]:
    """Return the attributes of a class, or the values of a choice."""
    if isinstance(exported, type) and issubclass(exported, Enum):
        return [one.name for one in exported]
    if isinstance(exported, type) and dataclasses.is_dataclass(exported):
        return [one.name for one in dataclasses.fields(exported)]
    return []
