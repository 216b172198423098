"""The checks as tests of pytest, each by its own name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal.conformance.catalogue import CHECKS
from portal.conformance.kit.check import Check
from portal.conformance.kit.subject import Subject
from portal.conformance.opening import subject_of
from portal.conformance.outcome import made

if TYPE_CHECKING:
    import pytest


def every_check(
    target: str | Path, plugin: object | None = None, folder: Path | None = None
) -> pytest.MarkDecorator:
    """Give a test an argument `check` for each check of what `target` and `plugin` name.

    The test calls it: it fails with what is wrong and how to put it right, and is skipped where
    there is nothing to look at. See `subject_of` for the arguments; `plugin` may be a module.
    """
    # The portal runs without pytest; whoever writes a test has it.
    import pytest

    opened = _Opened(target, plugin, folder)
    tests = [_test(check, opened) for check in CHECKS]
    return pytest.mark.parametrize("check", tests, ids=[check.name for check in CHECKS])


class _Opened:
    """The subject, opened when the first test needs it and shared by all."""

    def __init__(self, *words: Any) -> None:
        self._words = words

    @cached_property
    def subject(self) -> Subject:
        return subject_of(*self._words)


def _test(check: Check, opened: _Opened) -> Callable[[], None]:
    import pytest

    def make() -> None:
        __tracebackhide__ = True
        outcome = made(check, opened.subject)
        if outcome.not_made:
            pytest.skip(outcome.not_made)
        if outcome.is_broken:
            pytest.fail(outcome.message, pytrace=False)

    return make
