"""The kit makes a plugin speak: it answers as a pattern asks, and against it."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.conformance import outcomes, subject_of
from portal.conformance.opening import SAMPLE

QUESTION = """    questions:
      - code: permit
        label: {fr: Votre numéro de permis, en: Your permit number}
        kind: text
        pattern: '[A-Z]\\d{6}'
        pattern_hint: {fr: Écrivez la lettre et les 6 chiffres, en: Enter the letter and 6 digits}
"""
PLUGIN = '''"""Canals: a permit has a shape of its own."""

import re

from portal.plugin_api import Problem, hookimpl


@hookimpl
def complaint_problems(draft):
    permit = draft.answers.get("permit", "")
    wrong = len(permit) > 1 and {wrong}
    text = {{"fr": "Relisez le permis", "en": "Read it again"}}
    return [Problem("permit", text)] if wrong else []
'''


@pytest.mark.parametrize(
    "wrong",
    [
        r're.fullmatch(r"[A-Z]\d{6}", permit)',
        r'not re.fullmatch(r"[A-Z]\d{6}", permit)',
    ],
    ids=["as the pattern asks", "against the pattern"],
)
def test_a_problem_without_its_text_is_found_whatever_brings_it_about(wrong: str, tmp_path: Path):
    file, plugin = tmp_path / "exemple.yaml", tmp_path / f"canals_{len(wrong)}.py"
    sample = SAMPLE.read_text("utf-8")
    before, after = sample.split("    theme: other\n")
    file.write_text(f"{before}    theme: other\n{QUESTION}{after}", "utf-8")
    file.with_name("_portal.yaml").write_bytes(SAMPLE.with_name("_portal.yaml").read_bytes())
    plugin.write_text(
        PLUGIN.replace("{{", "{").replace("}}", "}").replace("{wrong}", wrong), "utf-8"
    )
    broken = {each.check.name for each in outcomes(subject_of(file, plugin)) if each.is_broken}
    assert "complaint-problems-answers-what-it-promises" in broken
