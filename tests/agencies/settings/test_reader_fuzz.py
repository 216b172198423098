"""Whatever a settings file holds, the answer is settings or mistakes with line and column."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.agencies.settings.reader import read_agency, read_portal
from tests.support.agencies import AGENCIES, PARKS_YAML

PORTAL = read_portal(AGENCIES / "_portal.yaml")[0]
PLACED = re.compile(r"settings:[1-9]\d*:[1-9]\d*: .+", re.DOTALL)
# What breaks YAML, numbers, dates, references and patience.
HOSTILE = st.sampled_from(
    [
        *("{", "}", "[", "]", ":", "- ", "? ", "|", ">", "'", '"', "#", "%", "@", "`", "&a ", "*a"),
        *("\t", "\r", "\0", "\x85", "\u2028", "\ufeff", "\ud83d", "---\n", "...\n", "!!python/x "),
        *("<<: *a\n", "null", "~", "yes", "0x1F", "1e999", "-1", "9" * 40, "2026-02-30", "é" * 300),
        *("10 working days", "fr: ", "categories: ", "[" * 60, "&a [*a]", "within: {}", "  "),
    ]
)
CUT = st.tuples(st.integers(0, len(PARKS_YAML)), st.integers(0, 40), HOSTILE | st.text(max_size=12))


def mutated(cuts: list[tuple[int, int, str]]) -> str:
    """Return the parks' file with a few pieces replaced."""
    text = PARKS_YAML
    for at, length, piece in cuts:
        text = text[:at] + piece + text[at + length :]
    return text


def look(source: str | bytes) -> None:
    """Read something as an agency's file and fail on anything but settings or placed mistakes.

    Each mistake is told in French and in English.
    """
    found, mistakes = read_agency(source, PORTAL)
    assert (found is None) == bool(mistakes)
    for mistake in mistakes:
        assert PLACED.fullmatch(str(mistake)), str(mistake)
        assert mistake.text.in_("fr") != mistake.text.in_("en")


@given(st.lists(CUT, min_size=1, max_size=6))
def test_a_damaged_file_is_told_what_is_wrong_and_where(cuts: list[tuple[int, int, str]]):
    look(mutated(cuts))


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_told_what_is_wrong_and_where(content: bytes):
    look(content)


@pytest.mark.slow
@settings(max_examples=5000, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CUT, min_size=1, max_size=12))
def test_five_thousand_damaged_files(cuts: list[tuple[int, int, str]]):
    look(mutated(cuts))
