"""The agencies of the tests."""

from __future__ import annotations

from pathlib import Path

AGENCIES = Path(__file__).parents[1] / "agencies_for_tests"
