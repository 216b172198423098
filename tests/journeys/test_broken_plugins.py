"""Whatever an agency's plugin does, a complaint is sent, numbered and dated, and soon."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from portal.plugin_api import Promise, Text
from portal.runtime import Runtime
from tests.agencies.plugins.asked import QUESTIONS, answering, raises
from tests.complaints.cases import complaint, history_holds, kinds
from tests.journeys.browser import Browser
from tests.support import file

SOON = 6
# Asked while a complaint is sent; the others only while it is written.
ASKED_IN_SENDING = set(QUESTIONS) - {"complaint_notices", "recourses"}


@pytest.fixture
def asleep() -> Iterator[Callable[[], bool]]:
    """A plugin's long sleep, which ends with the test."""
    over = threading.Event()
    yield lambda: over.wait(10)
    over.set()


@pytest.fixture
def ready(app: Flask) -> Browser:
    """A citizen with a whole complaint to the parks, on the page that sends it."""
    citizen = Browser(app)
    citizen.open("/fr/").send("Trouver", mots="Le sentier est couvert de boue")
    citizen.send("Porter plainte : Régie des parcs")
    citizen.send("Continuer", recit="Le sentier du lac est fermé depuis un mois.")
    citizen.send("Continuer", **{"q-place": "Sentier du lac"})
    return citizen.send("Continuer", qui="self", nom="Michel Gagnon", moyen="none")


def plug(runtime: Runtime, plugin: object) -> None:
    """Give the parks in force this plugin."""
    agencies = runtime.agencies.in_force.agencies
    agencies["parks"] = replace(agencies["parks"], plugin=plugin)


def sent_soon(citizen: Browser, runtime: Runtime) -> str:
    """Send the complaint, see its number and date at once, and return the number."""
    began = time.monotonic()
    citizen.send("Envoyer ma plainte")
    assert time.monotonic() - began < SOON
    assert "2026-000001" in citizen.text
    assert "22 décembre 2026" in citizen.text  # the settings' 20 working days
    assert complaint(runtime, "2026-000001").category == "trail"
    assert history_holds(runtime)
    return "2026-000001"


@pytest.mark.parametrize("hook", QUESTIONS)
@pytest.mark.parametrize("do", [raises(RuntimeError("Michel Gagnon")), lambda: object()])  # noqa: PLW0108  # as the other
def test_a_plugin_that_raises_or_answers_nonsense_stops_no_complaint(
    ready: Browser, runtime: Runtime, hook: str, do: Callable[[], Any]
):
    plug(runtime, answering(do, hook))
    number = sent_soon(ready, runtime)
    failed = "plugin_failed" in kinds(runtime, number)
    assert failed == (hook in ASKED_IN_SENDING)


def test_a_promise_with_a_word_where_a_length_belongs_stops_no_complaint(
    ready: Browser, runtime: Runtime
):
    promise = Promise("3 weeks", Text("Le sien"))  # type: ignore[arg-type]
    plug(runtime, answering(lambda: promise, "allowance"))
    assert "plugin_failed" in kinds(runtime, sent_soon(ready, runtime))


@pytest.mark.parametrize("hook", QUESTIONS)
def test_a_plugin_that_sleeps_stops_no_complaint(
    ready: Browser, runtime: Runtime, hook: str, asleep: Callable[[], bool]
):
    plug(runtime, answering(asleep, hook))
    sent_soon(ready, runtime)


def test_while_a_plugin_sleeps_other_complaints_are_filed(
    ready: Browser, runtime: Runtime, asleep: Callable[[], bool]
):
    plug(runtime, answering(asleep, *QUESTIONS))
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(ready.send, "Envoyer ma plainte")
        began, numbers = time.monotonic(), []
        while not sending.done() and len(numbers) < 5:
            numbers.append(file(runtime, "water").number)
        assert time.monotonic() - began < 1
        assert len(numbers) == 5
    assert "Votre plainte est envoyée" in ready.text
