"""The agencies of the tests, and the file of the one that most of them complain about."""

from __future__ import annotations

from pathlib import Path

AGENCIES = Path(__file__).parents[1] / "agencies_for_tests"
PARKS_YAML = (AGENCIES / "parks.yaml").read_text(encoding="utf-8")
TEN_DAYS = (
    PARKS_YAML + "deadlines: {answer: {within: 10 working days, basis: {fr: Règle, en: Rule}}}\n"
)
"""The parks with ten working days to answer, whatever the complaint is about."""
