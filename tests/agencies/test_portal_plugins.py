"""Plugins that serve every agency: each is asked by itself, and none is trusted to answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from portal.agencies import portal_plugins
from portal.agencies.plugins import PluginError
from portal.agencies.portal_plugins import PortalPlugins, load_portal_plugins
from portal.domain.scanning import CLEAN, File, Verdict
from portal.plugin_api import hookimpl

FILE = File("text/plain", b"Le sentier est en boue.")


class Scanner:
    """A scanner that answers what it was given, or raises it."""

    def __init__(self, answer: object) -> None:
        self._answer = answer

    @hookimpl
    def scan_file(self, file: File) -> object:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


class Silent:
    """A plugin of which nothing is asked."""


def scanned_by(*answers: object) -> Verdict | None:
    scanners = {f"scanner {number}": Scanner(answer) for number, answer in enumerate(answers)}
    return PortalPlugins(scanners).verdict(FILE)


def test_without_a_scanner_every_file_is_clean():
    assert PortalPlugins().verdict(FILE) == CLEAN
    assert PortalPlugins({"silent": Silent()}).verdict(FILE) == CLEAN


def test_a_file_is_clean_if_every_scanner_says_so():
    assert scanned_by(CLEAN, CLEAN) == CLEAN


@pytest.mark.parametrize("answer", [None, True, "OK", ValueError("Michel Gagnon")])
def test_a_scanner_that_does_not_answer_leaves_it_unknown(answer: object):
    assert scanned_by(answer) is None
    assert scanned_by(CLEAN, answer) is None


def test_a_virus_that_one_scanner_finds_is_told_whatever_the_others_do():
    assert scanned_by(None, Verdict("Worm"), CLEAN) == Verdict("Worm")


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """The end of a plugin's long sleep: the test's own end."""
    event = threading.Event()
    yield event
    event.set()


def test_a_scanner_that_sleeps_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, over: threading.Event
):
    class Asleep:
        @hookimpl
        def scan_file(self, file: File) -> Verdict:
            over.wait(10)
            return CLEAN

    monkeypatch.setattr(portal_plugins, "SCAN_SECONDS", 0.05)
    assert PortalPlugins({"asleep": Asleep()}).verdict(FILE) is None


def test_a_failure_is_logged_without_what_it_quotes(capsys: pytest.CaptureFixture[str]):
    assert scanned_by(ValueError("Michel Gagnon")) is None
    said = capsys.readouterr().out
    assert "raised ValueError" in said
    assert "scanner 0" in said
    assert "Gagnon" not in said


def test_a_hook_of_an_agency_is_refused_here():
    class OfAnAgency:
        @hookimpl
        def receiving_unit(self, draft: object) -> None: ...

    with pytest.raises(PluginError, match="receiving_unit"):
        PortalPlugins({"misplaced": OfAnAgency()})


def test_every_plugin_that_does_not_load_is_named():
    with pytest.raises(PluginError) as raised:
        load_portal_plugins(["sample_nowhere", "clamav", "sample_lost"])
    assert "sample_nowhere" in str(raised.value)
    assert "sample_lost" in str(raised.value)
    assert "clamav" not in str(raised.value)


def test_a_bundled_plugin_is_loaded_by_its_name():
    assert load_portal_plugins(["clamav"])._that_have("scan_file") == ["clamav"]
