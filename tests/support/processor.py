"""How much of the processor each test takes, which stays true while others use the machine too."""

from __future__ import annotations

import resource
import time
from collections import Counter
from collections.abc import Callable, Generator
from typing import Any

import pytest

MOST = 5.0
"""The most seconds of the processor that a test may take which is not marked `slow`."""

_KEPT_AS = "seconds of the processor"


def taken() -> float:
    """Return the seconds that this process has taken so far, and those it started that ended."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime


class ProcessorTime:
    """Measures each test with its set-up, and names at the end what takes more than it may."""

    def __init__(self, config: pytest.Config) -> None:
        self._shows_all = config.getoption("--processor")
        self._has_few_examples = config.getoption("--hypothesis-profile", None) != "many"
        self._began = 0.0
        self._by_test: dict[str, float] = {}
        self._slow: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self) -> None:
        """Begin to measure a test."""
        self._began = taken()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Let the report of its end tell what it took, wherever reports are gathered."""
        report = yield
        if call.when == "teardown":
            report.user_properties.append((_KEPT_AS, taken() - self._began))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember what a test took."""
        for name, seconds in report.user_properties:
            if name == _KEPT_AS and isinstance(seconds, float):
                self._by_test[report.nodeid] = seconds
                if "slow" in report.keywords:
                    self._slow.add(report.nodeid)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Tell where the time went, if asked, and in any case which tests take too long."""
        if self._shows_all:
            total, of = sum(self._by_test.values()), len(self._by_test)
            terminalreporter.section(f"{total:.0f} s of the processor, {of} tests")
            self._tell(terminalreporter, lambda test: "/".join(test.split("::")[0].split("/")[:2]))
            self._tell(terminalreporter, lambda test: test.split("::")[0])
            self._tell(terminalreporter, lambda test: test.split("[")[0])
        long = [test for test, seconds in self._by_test.items() if seconds > MOST]
        if self._has_few_examples and (long := [*filter(self._counts, long)]):
            terminalreporter.section(f"over {MOST:.0f} s of the processor: quicker, or slow?")
            for test in sorted(long, key=self._by_test.__getitem__, reverse=True):
                terminalreporter.write_line(f"{self._by_test[test]:6.1f} s {test}")

    def _counts(self, test: str) -> bool:
        return test not in self._slow

    def _tell(self, terminalreporter: Any, part: Callable[[str], str]) -> None:
        """Tell what twenty parts of the tests take, the most first."""
        seconds, tests = Counter[str](), Counter[str]()
        for test, took in self._by_test.items():
            seconds[part(test)] += took  # type: ignore[assignment]
            tests[part(test)] += 1
        for name, took in seconds.most_common(20):
            terminalreporter.write_line(f"{took:7.1f} s of {tests[name]:5} tests  {name}")
        terminalreporter.write_line("")
