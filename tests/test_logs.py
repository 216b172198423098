"""Logs say what went wrong and where, never in the words of people."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import structlog

from portal import logs


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[dict[str, Any]]]:
    """The lines that the portal logs, read back as JSON."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure_logs("info")
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_error_is_logged_as_its_kind_and_place_without_its_words(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    try:
        raise ValueError("m.gagnon@exemple.org")
    except ValueError:
        structlog.get_logger().exception("work failed", what="send letters")
    (line,) = lines()
    assert line["error"] == "ValueError"
    assert Path(__file__).name in line["where"][-1]
    assert "gagnon" not in json.dumps(line)


def test_what_libraries_warn_of_is_logged_the_same_way(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    library = logging.getLogger("some.library")
    library.info("GET /fr/suivi?code=K7PM2X9Q")
    try:
        raise ValueError("m.gagnon@exemple.org")
    except ValueError:
        library.exception("request failed")
    (line,) = lines()
    assert (line["event"], line["logger"], line["error"]) == (
        "request failed",
        "some.library",
        "ValueError",
    )
    assert "gagnon" not in json.dumps(line)


def test_lines_below_the_chosen_level_are_not_written(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    structlog.get_logger().debug("nothing to see")
    assert lines() == []
