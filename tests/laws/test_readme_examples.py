"""The examples that authors copy are sound: each keeps every check, as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pluggy
import pytest

from portal.conformance import outcomes, subject_of
from portal.conformance.kit.check import Needs, Subject
from portal.conformance.outcome import CHECKS
from portal.plugin_api import PROJECT_NAME, portal_hookspecs

ROOT = Path(__file__).parents[2]
UNITS = "units:\n"
WARDENS = '  - {code: wardens, name: {fr: "Gardes", en: "Wardens"}}\n'
QUESTIONS = "    questions:\n"
CLOSED = (
    '      - {code: closed, label: {fr: "Le sentier est-il fermé?", en: "Is the trail closed?"},'
    " kind: yes/no}\n"
)


def blocks(readme: str, language: str) -> list[str]:
    """Return the examples of one language in a README."""
    text = (ROOT / readme / "README.md").read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def whole_file() -> str:
    """Return the example of a whole file."""
    [example] = [one for one in blocks("agency_configs", "yaml") if one.startswith("schema:")]
    return example


EXAMPLES = [one for one in blocks("plugins", "python") if "@hookimpl" in one]
# The kit asks of plugins that an agency names; the others serve the whole installation.
SERVING_ALL = [one for one in EXAMPLES if "def suggest_agencies(" in one]
PLUGINS = [one for one in EXAMPLES if one not in SERVING_ALL]


def broken(subject: Subject) -> list[str]:
    """Return what the kit says of everything that is broken."""
    return [each.message for each in outcomes(subject) if each.is_broken]


@pytest.mark.parametrize("folder", [ROOT / "agency_configs", None], ids=["here", "far from here"])
def test_the_whole_file_keeps_every_check(folder: Path | None, tmp_path: Path):
    file = tmp_path / "parcs.yaml"
    file.write_text(whole_file(), "utf-8")
    found = list(outcomes(subject_of(file, folder=folder)))
    assert [each.message for each in found if each.is_broken] == []
    assert {each.not_made for each in found} <= {
        None,
        f"needs {Needs.PLUGIN.value}",
        f"needs {Needs.BOTH.value}",
    }


@pytest.mark.parametrize("rank", range(len(PLUGINS)))
def test_a_plugin_keeps_every_check_with_what_it_asks_of_the_file(rank: int, tmp_path: Path):
    text = whole_file().replace(UNITS, UNITS + WARDENS).replace(QUESTIONS, QUESTIONS + CLOSED)
    assert WARDENS in text
    assert CLOSED in text
    file, plugin = tmp_path / "parcs.yaml", tmp_path / f"example_{rank}.py"
    file.write_text(text, "utf-8")
    plugin.write_text(PLUGINS[rank], "utf-8")
    assert broken(subject_of(file, plugin, ROOT / "agency_configs")) == []


@pytest.mark.parametrize("example", SERVING_ALL)
def test_a_plugin_that_serves_every_agency_loads_and_has_hooks_of_the_portal(example: str):
    module = ModuleType("example")
    exec(example, vars(module))  # as an author's file is imported
    hooks = pluggy.PluginManager(PROJECT_NAME)
    hooks.add_hookspecs(portal_hookspecs)
    hooks.register(module)
    hooks.check_pending()
    assert hooks.get_hookcallers(module)


def test_the_changelog_counts_the_checks_once():
    counted = re.findall(r"(\d+) named checks", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert counted == [str(len(CHECKS))]


def test_there_are_plugins_among_the_examples():
    assert len(PLUGINS) >= 2
    assert SERVING_ALL
