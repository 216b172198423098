"""Patterns of agencies: what they match, and that nothing that anybody types makes them slow."""

from __future__ import annotations

import re
import time

import pytest

from portal.domain.answers import LONG_TEXT_AT_MOST
from portal.domain.patterns import PatternError, matcher, matches

SLOW_IN_PYTHON = [r"(a+)+$", r"(a|aa)+$", r"(a|a?)+$", r"(.*a){12}", r"([a-z]+)*\d"]
LONG = "a" * LONG_TEXT_AT_MOST + "!"


@pytest.mark.parametrize("pattern", SLOW_IN_PYTHON)
def test_no_answer_makes_a_pattern_slow(pattern: str):
    began = time.thread_time()
    assert not matches(pattern, LONG)
    assert time.thread_time() - began < 0.5


@pytest.mark.parametrize(
    "pattern",
    [r"(?=a)a", r"(?<!a)b", r"(a)\1", r"(?P<x>a)(?P=x)", r"(?>a+)b", r"a++", r"a{1001}", "(", "["],
)
def test_what_could_take_long_is_refused_with_its_reason(pattern: str):
    with pytest.raises(PatternError, match=r"\w"):
        matcher(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\w+",
        r"[\w-]+",
        r"\W",
        r"[\w]",
        r"[^\w]",
        r"\d{5,8}",
        r"[A-Za-z]-?\d{4}-?\d{6}-?\d{2}",
        r"[]\w]+",
        r"[^]]",
        r"\\w",
        r"a\Z",
        r"^a$",
        r"(?i)ab",
        r"[\]\w]+",
        r"(?:é|è)+",
        r"a|b",
    ],
)
def test_a_pattern_matches_what_python_would_match(pattern: str):
    for answer in ("é", "éà-b", "a", "b", "AB", "-", "]", "]é", "\\w", "12345", "A1234-123456-12"):
        assert matches(pattern, answer) == bool(re.fullmatch(pattern, answer)), answer


def test_what_no_file_can_hold_matches_nothing():
    assert not matches(".*", "\ud800")
    with pytest.raises(PatternError):
        matcher("\ud800")
