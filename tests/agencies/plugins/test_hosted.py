"""Plugins in a process of their own: whatever one does there, the settings answer, and soon."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from portal.agencies.agency import Agency, Consultation, PluginFailure
from portal.agencies.plugins import hosted
from portal.agencies.plugins.host_process import end_host
from portal.agencies.plugins.hosted import HostedPlugin, load_hosted
from portal.agencies.plugins.loading import PluginError, PluginMissingError
from portal.domain.time.calendar import WorkingCalendar
from portal.plugin_api import Problem, Stage, Text
from tests.agencies.plugins.asked import QUESTIONS
from tests.agencies.plugins.installed import Install, install
from tests.agencies.plugins.plugged import COMPLAINT, DRAFT, parks

__all__ = ["install"]

ENDS_LATE = """
import os, time
at_once = os._exit
os._exit = lambda code: (time.sleep(1), at_once(code))
1 / 0
"""
UNIT = "@hookimpl\ndef receiving_unit(draft):\n    "
FORKING = """
import os, sys
sys.path[:] = sys.argv[1:]
from portal.agencies.plugins.hosted import load_hosted
plugin = load_hosted("sample")
assert plugin.ask("receiving_unit", {"draft": None}, "a", 1) == "a"
child = os.fork()
assert plugin.ask("receiving_unit", {"draft": None}, "b", 1) == "b"
if child:
    assert os.waitpid(child, 0)[1] == 0
"""
SETTLED = {hook: ask(parks().consult()) for hook, ask in QUESTIONS.items()}
WAYS_TO_FAIL = {
    "while True: pass": "took too long",
    "time.sleep(60)": "took too long",
    "import re; re.fullmatch('(a+)+$', 'a' * 64 + '!')": "took too long",
    "os._exit(3)": "ended its process",
    "os.kill(os.getpid(), 9)": "ended its process",
    "raise SystemExit(3)": "raised SystemExit",
    "raise KeyboardInterrupt": "raised KeyboardInterrupt",
    "raise ValueError(draft.story)": "raised ValueError",
    "return b'a' * 10**10": "raised MemoryError",
    "return (number for number in ())": "did not answer with anything that the portal knows",
    "return os.system": "did not answer with anything that the portal knows",
    "return object()": "did not answer with anything that the portal knows",
    "return 'nowhere'": "did not answer soundly: names a unit that the settings do not have",
}


def agency_with(plugin: HostedPlugin) -> Agency:
    return parks(plugin)


def patient(agency: Agency) -> Consultation:
    """Ask with more time than people have: another Python begins meanwhile."""
    asked = agency.consult()
    asked.seconds = 10
    return asked


def end_all(plugin: HostedPlugin) -> None:
    """End every process of a plugin, as a lack of memory could."""
    hosted._close_all(plugin._lines._kept)
    end_host()


@pytest.mark.parametrize("code", WAYS_TO_FAIL)
def test_whatever_it_does_the_settings_answer_soon_and_it_is_asked_again(
    install: Install, code: str
):
    agency = agency_with(load_hosted(install("sample", UNIT + code)))
    for _ in range(2):
        asked, began = agency.consult(), time.monotonic()
        assert asked.receiving_unit(DRAFT) == SETTLED["receiving_unit"]
        assert time.monotonic() - began < 1.5
        assert asked.failures == [PluginFailure("receiving_unit", WAYS_TO_FAIL[code])]


def test_what_computes_for_ever_is_ended(install: Install, tmp_path: Path):
    told = tmp_path / "process"
    code = UNIT + f"open({str(told)!r}, 'w').write(str(os.getpid()))\n    while True: pass"
    agency_with(load_hosted(install("sample", code))).consult().receiving_unit(DRAFT)
    process = int(told.read_text())
    for _ in range(50):
        if not Path(f"/proc/{process}").exists():
            return
        time.sleep(0.02)
    raise AssertionError("it goes on")


WRAPPED = """
@hookimpl(wrapper=True)
def allowance(complaint, stage):
    from dataclasses import replace
    promise = yield
    return replace(promise, allowance=Allowance(3, Unit.WEEKS))

@hookimpl
def complaint_problems(draft):
    return [Problem("place", Text("Dites quel sentier", "Say which trail"))]

@hookimpl
def receiving_unit(draft):
    draft.answers["place"] = "changed"

@hookimpl
def working_calendar(category):
    return None
"""


def test_it_answers_as_one_in_the_portal_would(install: Install):
    asked = agency_with(load_hosted(install("sample", WRAPPED))).consult()
    assert str(asked.allowance(COMPLAINT, Stage.ANSWER).allowance) == "3 weeks"
    expected = (Problem("place", Text("Dites quel sentier", "Say which trail")),)
    assert asked.problems(DRAFT) == expected
    assert asked.receiving_unit(DRAFT) == SETTLED["receiving_unit"]
    assert asked.calendar() == SETTLED["working_calendar"]
    assert asked.failures == []
    assert DRAFT.answers == {}


def test_only_the_hooks_that_it_has_are_asked_of_it(install: Install):
    plugin = load_hosted(install("sample", WRAPPED))
    answered = {"allowance", "complaint_problems", "receiving_unit", "working_calendar"}
    assert agency_with(plugin).answered_by_plugin == answered


def test_an_equal_calendar_is_the_same_one_so_that_it_keeps_what_it_counted(install: Install):
    code = "@hookimpl\ndef working_calendar():\n    return " + repr(SETTLED["working_calendar"])
    code = code.replace("datetime.", "__import__('datetime').")
    names = "from portal.domain.time.calendar import *\nfrom portal.domain.time.holidays import *\n"
    agency = agency_with(load_hosted(install("sample", names + code)))
    first, second = agency.consult().calendar(), agency.consult().calendar()
    assert isinstance(first, WorkingCalendar)
    assert first is second


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("1 / 0", "plugin sample does not load: division by zero"),
        ("raise SystemExit(3)", "plugin sample does not load: 3"),
        ("raise KeyboardInterrupt", "plugin sample does not load: KeyboardInterrupt"),
        ("os._exit(3)", "plugin sample does not load: it ended its process"),
        ("@hookimpl\ndef recieving_unit(draft): ...", "recieving_unit"),
    ],
)
def test_one_that_does_not_load_is_a_mistake_and_no_more(install: Install, code: str, problem: str):
    with pytest.raises(PluginError, match=problem):
        load_hosted(install("sample", code))


def test_the_mistake_is_told_again_while_the_process_of_the_first_time_still_ends(install: Install):
    name = install("sample", ENDS_LATE)
    for _ in range(2):
        with pytest.raises(PluginError, match="division by zero"):
            load_hosted(name)


def test_one_that_never_finishes_loading_is_not_waited_for(
    install: Install, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(hosted, "LOADED_WITHIN", 1.0)
    with pytest.raises(PluginError, match="does not load: it took too long"):
        load_hosted(install("sample", "while True: pass"))


def test_one_that_is_not_there_is_named():
    with pytest.raises(PluginMissingError, match="there is no plugin sample_nowhere"):
        load_hosted("sample_nowhere")


def test_it_sees_no_secret_of_the_portal_and_prints_nowhere(
    install: Install, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    end_host()
    monkeypatch.setenv("PORTAL_DATABASE_URL", "postgresql://a:secret@db/portal")
    code = UNIT + "print(draft.story)\n    assert 'PORTAL_DATABASE_URL' not in os.environ"
    asked = agency_with(load_hosted(install("sample", code))).consult()
    asked.receiving_unit(DRAFT)
    assert asked.failures == []
    assert DRAFT.story not in "".join(capfd.readouterr())


def test_code_that_changes_on_the_disk_goes_on_as_it_loaded(install: Install):
    name = install("sample", UNIT + "return None")
    plugin = load_hosted(name)
    assert not plugin.is_outdated
    install("sample", UNIT + "raise ValueError")
    assert plugin.is_outdated
    assert load_hosted(name) is plugin
    os.kill(plugin._lines._kept[0].loaded.process, signal.SIGKILL)
    time.sleep(0.1)
    asked = agency_with(plugin).consult()
    asked.receiving_unit(DRAFT)
    assert asked.failures == []


def test_when_all_of_its_processes_are_over_others_begin(install: Install):
    plugin = load_hosted(install("sample", UNIT + "return None"))
    end_all(plugin)
    asked = patient(agency_with(plugin))
    asked.receiving_unit(DRAFT)
    assert asked.failures == []


def test_other_code_than_at_first_does_not_answer(install: Install):
    name = install("sample", UNIT + "return None")
    plugin = load_hosted(name)
    install("sample", UNIT + "return 'trails'")
    end_all(plugin)
    asked = patient(agency_with(plugin))
    asked.receiving_unit(DRAFT)
    assert [failure.reason for failure in asked.failures] == [
        "plugin sample changed: restart the portal"
    ]


def test_one_that_is_too_slow_several_times_rests_and_is_then_tried_once(
    install: Install, monkeypatch: pytest.MonkeyPatch
):
    agency = agency_with(load_hosted(install("sample", UNIT + "while True: pass")))

    def reason() -> str:
        asked = agency.consult()
        asked.seconds = 0.1
        asked.receiving_unit(DRAFT)
        return asked.failures[0].reason

    assert [reason() for _ in range(3)] == ["took too long"] * 3
    rest = "was not asked: it took too long, or ended, several times in a row"
    began = time.monotonic()
    assert [reason() for _ in range(20)] == [rest] * 20
    assert time.monotonic() - began < 0.1
    monkeypatch.setattr(hosted.time, "monotonic", lambda: time.perf_counter() + 10**6)
    assert [reason(), reason()] == ["took too long", rest]


def test_one_that_raises_does_not_rest(install: Install):
    agency = agency_with(load_hosted(install("sample", UNIT + "raise ValueError")))
    for _ in range(9):
        asked = agency.consult()
        asked.receiving_unit(DRAFT)
        assert asked.failures[0].reason == "raised ValueError"


def test_several_threads_ask_it_at_once(install: Install):
    agency = agency_with(load_hosted(install("sample", UNIT + "time.sleep(0.05)")))
    failures: list[PluginFailure] = []

    def ask() -> None:
        asked = agency.consult()
        asked.receiving_unit(DRAFT)
        failures.extend(asked.failures)

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_forked_process_asks_on_lines_of_its_own(install: Install):
    install("sample", UNIT + "return None")
    subprocess.run([sys.executable, "-W", "ignore", "-c", FORKING, *sys.path], check=True)
