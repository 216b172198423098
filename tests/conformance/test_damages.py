"""Every check is kept by a sound agency, and broken by one damage that breaks no other.

What the portal would refuse as a whole is told besides, where another check says why.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portal.agencies.settings.reader import Configuration, read_portal
from portal.conformance.kit.check import Subject
from portal.conformance.opening import SAMPLE, subject_of
from portal.conformance.outcome import CHECKS, outcomes
from tests.conformance import damaged_answers, damaged_plugins, damaged_settings
from tests.conformance.damage import Damage

DAMAGES = [*damaged_settings.DAMAGES, *damaged_plugins.DAMAGES, *damaged_answers.DAMAGES]
REFUSED = "the-portal-takes-every-value"
TODAY = date(2026, 11, 24)


def damaged(damage: Damage, folder: Path) -> Subject:
    """Return the sample agency with this damage."""
    text = SAMPLE.read_text("utf-8")
    for old, new in damage.changes:
        assert text.count(old) >= 1, f"{old!r} does not stand in the file"
        text = text.replace(old, new, 1)
    portal, _ = read_portal(SAMPLE.parent / "_portal.yaml")
    assert portal is not None
    texts = {"autrui": damage.neighbour} if damage.neighbour else {}
    plugin, problem = plugin_of(damage, folder)
    beside = Configuration(None, texts=texts)
    return Subject(SAMPLE.name, text, portal, plugin, problem, beside, TODAY)


def plugin_of(damage: Damage, folder: Path) -> tuple[object, str | None]:
    if damage.plugin is None:
        return None, None
    file = folder / f"canals_{damage.check.replace('-', '_')}.py"
    file.write_text(damage.plugin, encoding="utf-8")
    opened = subject_of(SAMPLE, file)
    return opened.plugin, opened.plugin_problem


@pytest.mark.parametrize("damage", DAMAGES, ids=[damage.check for damage in DAMAGES])
def test_a_damage_breaks_its_check_and_no_other(damage: Damage, tmp_path: Path):
    found = {each.check.name: each.findings for each in outcomes(damaged(damage, tmp_path))}
    broken = {name for name, findings in found.items() if findings}
    assert broken - {REFUSED} == {damage.check} - {REFUSED}
    assert damage.check in broken


def test_every_check_has_its_damage():
    assert sorted(damage.check for damage in DAMAGES) == sorted(check.name for check in CHECKS)


def test_the_sample_agency_keeps_every_check():
    assert [each.message for each in outcomes(subject_of(SAMPLE)) if each.is_broken] == []


@pytest.mark.parametrize("check", CHECKS, ids=[check.name for check in CHECKS])
def test_a_check_says_what_it_asks_whom_it_protects_and_what_to_do(check):
    for words in (check.sentence, check.mend):
        assert words[0].isupper()
        assert words[-1] in ".…"
    assert check.protects
