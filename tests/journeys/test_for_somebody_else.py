"""Somebody complains for a parent until a day, who then takes the complaint over."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from portal.runtime import Runtime
from tests.complaints.cases import history_holds
from tests.features.representatives.represented import MOTHER, code_sent, verified
from tests.journeys.browser import Browser
from tests.journeys.for_somebody_else import (
    ANSWER,
    BOTH,
    CASE,
    GO_ON,
    HERS,
    IN_GENERAL,
    NOTE,
    OVER,
    PASSED,
    PROOF,
    REFUSED,
    SEE,
    TAKE,
    TAKE_IT,
    TAKEN,
    WHY,
    filed,
    found,
)
from tests.journeys.steps import CITIZEN, FOLLOW, followed, office, to, work
from tests.support import FixedClock, RecordingMailer, add_user


@BOTH
def test_a_son_complains_until_a_day_and_his_mother_takes_it_over(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    # Forms carry their tokens here: a page that forgets one fails.
    app.config["WTF_CSRF_ENABLED"] = True
    add_user(runtime, "claire@parcs.example")
    son = Browser(app)
    number, code = filed(son, language)

    claire, case = office(app, "claire@parcs.example"), CASE[language].format(number)
    assert IN_GENERAL[language] in claire.open(case).text
    claire.open(f"{case}/{ANSWER[language]}").send(SEE[language], body="Merci. On s’en occupe.")
    assert IN_GENERAL[language] in claire.text
    claire.open(f"{case}/{PROOF[language]}").send(NOTE[language], judged="no", reason=WHY)
    page = followed(app, language, number, code)
    assert REFUSED[language] in page.text
    assert WHY in page.text

    clock.moment = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
    work(runtime, clock)
    assert any(PASSED[language] in letter for letter in to(mailbox, CITIZEN))
    shut = Browser(app).open(FOLLOW[language]).shut("", numero=number, code=code)
    assert OVER[language] in shut.text

    verified(runtime, number)
    work(runtime, clock)
    rita = Browser(app).open(TAKE[language])
    rita.send(GO_ON[language], numero=number, **{"code-unique": code_sent(mailbox)})
    rita.send(TAKE_IT[language], moyen="email", courriel=MOTHER, lecture="non")
    assert HERS[language] in rita.text
    new = found(r"[A-Z2-9]{4}-[A-Z2-9]{4}", rita)
    hers = followed(app, language, number, new)
    assert TAKEN[language] in hers.text
    assert history_holds(runtime)
