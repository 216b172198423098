"""What the page before a publication says of complaints that run is what happens to them.

A walk through random settings: each is seen on the page and published, and what every complaint
kept or got is compared with each sentence.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from ruamel.yaml import YAML

from portal.agencies.settings.reader import read_agency
from portal.complaints.letters.outbox import send_due
from portal.complaints.work import Advice, advice_on
from portal.domain.actor import PORTAL
from portal.domain.complaint import facts_of
from portal.domain.text import Text
from portal.domain.time.promise import Stage
from portal.pages.settings.forms.deadlines import STAGE_NAMES
from portal.releases.queries_running import running_complaints
from portal.releases.running import Became, OnRunning, on_running
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import clocks, complaint, due, staffed
from tests.journeys.steps import followed
from tests.pages.office.people import signed_in, words
from tests.pages.settings.pages import HOME, publish, save
from tests.support import FixedClock, RecordingMailer, file, on_both
from tests.support.agencies import PARKS_YAML
from tests.support.letters import text_of

Settings = dict[str, Any]


def read(text: str) -> Settings:
    loaded: Settings = YAML(typ="safe", pure=True).load(text)
    return loaded


def written(settings: Settings) -> str:
    out = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_unicode = True
    yaml.dump(settings, out)
    return out.getvalue()


def named(words: str) -> dict[str, str]:
    return {"fr": words, "en": f"{words} in English"}


def lengthen(draw: random.Random, settings: Settings) -> None:
    stages = ("answer", "closing", "urgent", "information_request", "accommodation", "reprisal")
    stage, days = draw.choice(stages), draw.randint(3, 30)
    time = {"within": f"{days} working days", "basis": named("Charte")}
    settings.setdefault("deadlines", {})[stage] = time


def own_time(draw: random.Random, settings: Settings) -> None:
    time = {"within": f"{draw.randint(3, 30)} working days", "basis": named("Charte")}
    draw.choice(settings["categories"])["deadlines"] = {"answer": time}


def add_level(draw: random.Random, settings: Settings) -> None:
    rank = draw.randint(1, 999)
    level = {"to": f"post{rank}", "title": named(f"Poste {rank}"), "within": "4 working days"}
    settings["escalation"].insert(1, level)


def drop_level(_draw: random.Random, settings: Settings) -> None:
    if len(settings["escalation"]) > 2:
        del settings["escalation"][1]


def rename_level(draw: random.Random, settings: Settings) -> None:
    draw.choice(settings["escalation"])["title"] = named(f"Titre {draw.randint(1, 999)}")


def rename_subject(draw: random.Random, settings: Settings) -> None:
    draw.choice(settings["categories"])["name"] = named(f"Sujet {draw.randint(1, 999)}")


def retire(draw: random.Random, settings: Settings) -> None:
    own = [one for one in settings["categories"] if one["code"] != "other"]
    if own:
        draw.choice(own)["retired"] = draw.random() < 0.7


def drop_subject(draw: random.Random, settings: Settings) -> None:
    own = [one for one in settings["categories"] if one["code"] != "other"]
    if own:
        gone = draw.choice(own)
        settings["categories"].remove(gone)
        settings["notices"] = []
        for recourse in settings["recourses"]:
            if isinstance(recourse, dict):
                recourse.pop("categories", None)


def add_recourse(draw: random.Random, settings: Settings) -> None:
    rank = draw.randint(1, 999)
    court = {
        "code": f"court{rank}",
        "body": named(f"Tribunal {rank}"),
        "how": named("Par écrit."),
        "deadline": named("dans les 30 jours"),
    }
    settings["recourses"].append(court)


def drop_recourse(draw: random.Random, settings: Settings) -> None:
    outside = [one for one in settings["recourses"] if not _is_review(one)]
    gone = draw.choice(settings["recourses"])
    if len(outside) > 1 or _is_review(gone):
        settings["recourses"].remove(gone)


def _is_review(recourse: Any) -> bool:
    return isinstance(recourse, dict) and bool(recourse.get("review"))


def reword_recourse(draw: random.Random, settings: Settings) -> None:
    own = [one for one in settings["recourses"] if isinstance(one, dict)]
    if own:
        draw.choice(own)["how"] = named(f"Par la page {draw.randint(1, 999)}.")


def close_days(draw: random.Random, settings: Settings) -> None:
    settings["calendar"] = {
        "jurisdiction": "CA-QC-GOV",
        "timezone": "America/Toronto",
        "hours": "08:30-12:00, 13:00-16:30",
        "extra_closures": [f"2026-12-{draw.randint(10, 20)}"],
    }


def say_at_once(draw: random.Random, settings: Settings) -> None:
    settings["channels"]["phone"] = f"514 555-01{draw.randint(10, 99)}"


CHANGES: tuple[Callable[[random.Random, Settings], None], ...] = (
    *(lengthen, own_time, add_level, drop_level, rename_level, rename_subject, retire),
    *(drop_subject, add_recourse, drop_recourse, reword_recourse, close_days, say_at_once),
)


@dataclass(frozen=True)
class Seen:
    """What a complaint that runs has at a moment."""

    category: str
    subject: Text
    advice: Advice
    clocks: list[tuple[object, ...]]
    offered: bool

    @property
    def recourses(self) -> Mapping[str, Any]:
        return {recourse.code: recourse for recourse in self.advice.recourses}


def seen(runtime: Runtime, number: str) -> Seen:
    record, agency = complaint(runtime, number), runtime.agencies.agency("parks")
    running = [
        (c.kind, c.due_at, c.last_day, c.met_at, c.ended_at) for c in clocks(runtime, number)
    ]
    return Seen(
        record.category,
        agency.subject(record.category).name,
        advice_on(runtime.agencies, record, runtime.now()),
        running,
        record.category in {category.code for category in agency.consult().categories()},
    )


def said(runtime: Runtime, text: str) -> OnRunning:
    """Return what the page shows, from the draft that it shows."""
    settings, mistakes = read_agency(text, runtime.agencies.portal)
    assert settings is not None, [str(mistake) for mistake in mistakes]
    current = runtime.agencies.agency("parks")
    kinds = runtime.read(PORTAL, running_complaints, "parks")
    under = [(kind, runtime.agencies.under("parks", kind.release_id)) for kind in kinds]
    return on_running(under, current, replace(current, settings=settings), runtime.now())


def compare(runtime: Runtime, told: OnRunning, before: dict[str, Seen], own: set[str]) -> None:
    """Compare each thing that was said with what every complaint has now."""
    agency = runtime.agencies.agency("parks")
    after = {number: seen(runtime, number) for number in before}
    assert told.complaints == len(before)
    otherwise: Counter[Any] = Counter()
    names: Counter[Any] = Counter()
    recourses: Counter[Any] = Counter()
    answers = calendars = 0
    for number, was in before.items():
        now, facts = after[number], facts_of(complaint(runtime, number))
        # What was promised stays, whatever is said besides.
        assert now.clocks == was.clocks
        assert now.advice.path == was.advice.path
        assert now.advice.answer_promise == was.advice.answer_promise
        assert set(was.recourses) <= set(now.recourses)
        assert now.subject.fr != "Autre sujet" or was.subject.fr == "Autre sujet"
        asked = agency.consult()
        if asked.escalation_path(facts) != now.advice.path:
            otherwise[now.advice.path] += 1
        answers += asked.allowance(facts, Stage.ANSWER) != now.advice.answer_promise
        calendars += was.advice.calendar != now.advice.calendar
        if was.subject != now.subject:
            names[Became.REWORDED, was.subject, now.subject] += 1
        if was.offered and not now.offered:
            names[Became.RETIRED, was.subject, now.subject] += 1
        todays = {recourse.code for recourse in asked.recourses(facts, runtime.now())}
        for code, recourse in now.recourses.items():
            if code not in was.recourses:
                recourses[Became.ADDED, recourse.body] += 1
            elif recourse != was.recourses[code]:
                recourses[Became.REWORDED, recourse.body] += 1
            if code in own and code in was.recourses and code not in todays:
                recourses[Became.KEPT, recourse.body] += 1
        if was.advice.recourses[-1].code != now.advice.recourses[-1].code:
            recourses[Became.LAST, now.advice.recourses[-1].body] += 1
    assert {levels.steps: levels.complaints for levels in told.levels} == otherwise
    assert told.answers_kept == answers
    assert told.calendar == calendars
    assert {(one.became, one.before, one.after): one.complaints for one in told.subjects} == names
    assert {(one.became, one.body): one.complaints for one in told.recourses} == recourses


def on_page(page: str, told: OnRunning) -> None:
    """Look for each thing on the page, with its number."""
    assert f"{told.complaints} plaintes sont en cours : les dates" in page
    for levels in told.levels:
        titles = ", ".join(step.title.fr for step in levels.steps)
        assert titles in page
    for subject in told.subjects:
        assert subject.after.fr in page
    for recourse in told.recourses:
        assert recourse.body.fr in page
    for time in told.times:
        assert f": {STAGE_NAMES[time.stage]}." in page
    assert ("délai de réponse de leur réception" in page) == (told.answers_kept > 1)
    assert "Aucune date promise ne change" not in page


@pytest.mark.parametrize("seed", range(4))
def test_each_sentence_is_what_happens_whatever_is_published(
    admin: FlaskClient, runtime: Runtime, seed: int
):
    draw, text = random.Random(seed), PARKS_YAML
    versions = [text]
    numbers = [file(runtime, category=code).number for code in ("trail", "trail", "welcome")]
    for step in range(6):
        settings = read(draw.choice(versions) if step > 2 else versions[-1])
        for change in draw.sample(CHANGES, draw.randint(1, 4)):
            change(draw, settings)
        changed = written(settings)
        before = {number: seen(runtime, number) for number in numbers}
        agency = runtime.agencies.agency("parks")
        own = {recourse.code for recourse in agency.settings.recourses}
        save(admin, changed)
        page = admin.get(f"{HOME}/publication").text
        if "Ce brouillon dit la même chose" in words(page):
            continue
        told = said(runtime, changed)
        on_page(words(page.partition("Mot pour mot")[0]), told)
        assert "est en vigueur pour les nouvelles plaintes" in publish(admin)
        compare(runtime, told, before, own)
        versions.append(changed)
        numbers.append(file(runtime, category=draw.choice(["trail", "welcome", "other"])).number)


# What must stay readable, as its person and its officers read it.

REVIEW, TRAIL = "Révision par la Régie", "État d’un sentier"


def without(*gone: str) -> str:
    """Return the settings of the parks without some subjects and recourses."""
    settings = read(PARKS_YAML)
    settings["notices"] = []
    settings["categories"] = [one for one in settings["categories"] if one["code"] not in gone]
    settings["recourses"] = ["ombuds"] if "review" in gone else settings["recourses"]
    return written(settings)


@on_both
@pytest.mark.parametrize("comes_back", [False, True])
def test_a_subject_and_a_recourse_that_are_gone_stay_on_the_pages_of_their_complaints(
    admin: FlaskClient, app: Flask, runtime: Runtime, *, comes_back: bool
):
    receipt = file(runtime, category="trail")
    save(admin, without("trail", "review"))
    page = words(admin.get(f"{HOME}/publication").text)
    assert (
        "Le sujet « État d’un sentier » n’est plus offert : une plainte en cours le garde" in page
    )
    assert f"« {REVIEW} » n’est plus un recours : une plainte en cours le garde" in page
    publish(admin)
    if comes_back:
        save(admin, PARKS_YAML)
        page = words(admin.get(f"{HOME}/publication").text)
        assert "n’est plus offert" not in page
        publish(admin)
    citizen = followed(app, "fr", receipt.number, receipt.code)
    assert TRAIL in words(citizen.page.text)
    assert REVIEW in words(citizen.page.text)
    officer = signed_in(app, runtime, "anne@parcs.example")
    assert TRAIL in words(officer.get(f"/fr/gestion/parks/plaintes/{receipt.number}").text)
    assert TRAIL in words(officer.get("/fr/gestion/parks/file").text)
    new = file(runtime, category="other")
    assert (REVIEW in words(followed(app, "fr", new.number, new.code).page.text)) is comes_back


def test_a_retired_subject_keeps_its_name_for_whoever_complained(
    admin: FlaskClient, app: Flask, runtime: Runtime
):
    receipt = file(runtime, category="trail")
    save(admin, PARKS_YAML.replace("    unit: trails\n", "    unit: trails\n    retired: true\n"))
    publish(admin)
    citizen = words(followed(app, "fr", receipt.number, receipt.code).page.text)
    assert TRAIL in citizen
    assert "Autre sujet" not in citizen


def test_a_letter_speaks_of_the_levels_that_its_complaint_has(
    admin: FlaskClient, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    receipt = file(runtime)
    save(admin, PARKS_YAML.replace("fr: Directrice", "fr: Vice-rectrice"))
    page = words(admin.get(f"{HOME}/publication").text)
    assert "monte encore par les paliers de sa réception : Bureau des plaintes, Directrice" in page
    publish(admin)
    runtime.take_up_changes()
    staffed(runtime)
    clock.moment = due(runtime, receipt.number)
    run_clocks(runtime, clock.moment)
    send_due(runtime, clock.moment)
    late = "\n".join(map(text_of, mailbox.sent))
    assert "Directrice" in late
    assert "Vice-rectrice" not in late
