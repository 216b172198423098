"""Plugins that serve every agency: each is asked by itself, and none is trusted to answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.agencies import portal_plugins
from portal.agencies.plugins.loading import PluginError, load_plugin
from portal.agencies.portal_plugins import PortalPlugins, load_portal_plugins
from portal.domain.portal_services import CLEAN, File, Verdict
from portal.domain.routing import SaidPlace, Suggestion
from portal.plugin_api import hookimpl

SIEVE = """
from portal.plugin_api import Verdict, hookimpl

@hookimpl
def scan_file(file):
    return Verdict("Worm")
"""
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


def test_files_are_scanned_where_a_plugin_does_it():
    assert PortalPlugins({"silent": Silent(), "scanner": Scanner(CLEAN)}).scan_files
    assert not PortalPlugins({"silent": Silent()}).scan_files


def test_a_file_is_clean_if_every_scanner_says_so():
    assert scanned_by(CLEAN, CLEAN) == CLEAN


@pytest.mark.parametrize(
    "answer",
    [None, True, "OK", Verdict(7), Verdict("\x00"), ValueError("Michel Gagnon")],  # type: ignore[arg-type]
)
def test_a_scanner_that_does_not_answer_leaves_it_unknown(answer: object):
    assert scanned_by(answer) is None
    assert scanned_by(CLEAN, answer) is None


def test_a_virus_that_one_scanner_finds_is_told_whatever_the_others_do():
    assert scanned_by(None, Verdict("Worm"), CLEAN) == Verdict("Worm")


def test_an_installed_plugin_has_a_group_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "sieve.py").write_text(SIEVE, encoding="utf-8")
    told = tmp_path / "sieve-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Name: sieve\nVersion: 1.0\n", encoding="utf-8")
    group = "[portal.plugins]\nsieve = sieve\n"
    (told / "entry_points.txt").write_text(group, encoding="utf-8")
    assert load_portal_plugins(["sieve"]).verdict(FILE) == Verdict("Worm")
    with pytest.raises(PluginError, match="there is no plugin sieve"):
        load_plugin("sieve")


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


PARKS, WATER = Suggestion("parks", "trail", 2.0, ("boue",)), Suggestion("water", "bill", 1.0)


class Suggesting:
    """A plugin that answers agencies, or raises."""

    def __init__(self, answer: object) -> None:
        self._answer = answer
        self.seen: list[Suggestion] = []

    @hookimpl
    def suggest_agencies(self, found: list[Suggestion]) -> object:
        self.seen = found
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


def suggested_by(*answers: object) -> list[Suggestion]:
    plugins = {f"plugin {rank}": Suggesting(answer) for rank, answer in enumerate(answers)}
    return PortalPlugins(plugins).suggestions("De la boue", "fr", [PARKS, WATER])


def test_without_plugins_what_was_found_stands():
    assert PortalPlugins().suggestions("De la boue", "fr", [PARKS, WATER]) == [PARKS, WATER]


def test_a_plugin_adds_an_agency_and_puts_others_in_another_order():
    roads = Suggestion("roads")
    assert suggested_by([roads, WATER]) == [roads, WATER, PARKS]


def test_an_agency_that_is_put_first_keeps_what_was_found_of_it():
    [first, *_] = suggested_by([Suggestion("water", matched=("fuite",))])
    assert (first.agency, first.category, first.matched) == ("water", "bill", ("fuite",))


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        "water",
        ["water"],
        ValueError("Michel Gagnon"),
        [Suggestion(7)],  # type: ignore[arg-type]
        [Suggestion("water", score=float("nan"))],
        [Suggestion("water", matched=("a" * 5_000,))],
    ],
)
def test_one_that_fails_or_says_nothing_loses_nobody_elses_answers(answer: object):
    assert suggested_by([WATER], answer) == [WATER, PARKS]
    assert suggested_by(answer, [WATER]) == [WATER, PARKS]


def test_what_one_plugin_does_to_its_list_is_its_own_affair():
    class Emptying:
        @hookimpl
        def suggest_agencies(self, found: list[Suggestion]) -> list[Suggestion]:
            found.clear()
            return found

    emptied = PortalPlugins({"emptying": Emptying()})
    assert emptied.suggestions("De la boue", "fr", [PARKS]) == [PARKS]


def test_each_plugin_is_given_what_those_before_it_found():
    first, second = Suggesting([WATER]), Suggesting(None)
    plugins = PortalPlugins({"first": first, "second": second})
    plugins.suggestions("De la boue", "fr", [PARKS])
    assert second.seen == [WATER, PARKS]


def test_a_plugin_is_told_the_places_if_it_asks_for_them_and_an_older_one_as_before():
    class ByPlace:
        @hookimpl
        def suggest_agencies(self, places: list[SaidPlace]) -> list[Suggestion]:
            return [Suggestion("laval")] if places and "laval" in places[0].names else []

    laval = SaidPlace("Laval", ("laval",), ("H7N",), was_typed=True)
    plugins = PortalPlugins({"older": Suggesting([WATER]), "by place": ByPlace()})
    told = plugins.suggestions("De la boue", "fr", [PARKS], [laval])
    assert [one.agency for one in told] == ["laval", "water", "parks"]
    assert plugins.suggestions("De la boue", "fr", [PARKS]) == [WATER, PARKS]


def test_a_plugin_that_sleeps_does_not_hold_up_a_search(
    monkeypatch: pytest.MonkeyPatch, over: threading.Event
):
    class Asleep:
        @hookimpl
        def suggest_agencies(self) -> None:
            over.wait(10)

    monkeypatch.setattr(portal_plugins, "SUGGEST_SECONDS", 0.05)
    plugins = PortalPlugins({"asleep": Asleep(), "awake": Suggesting([WATER])})
    assert plugins.suggestions("De la boue", "fr", [PARKS]) == [WATER, PARKS]
