"""A decision, its review, then a tribunal: deadlines that run against the person, to the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal.runtime import Runtime
from tests.complaints.cases import history_holds, member, ruled_by
from tests.complaints.closed import conclude
from tests.features.own_deadlines.told import OMBUDS_WITHIN_60, refused
from tests.journeys.browser import Browser
from tests.journeys.steps import CITIZEN, followed, to, work
from tests.pages.office.people import words
from tests.support import FixedClock, RecordingMailer, on_both

OWN = {"fr": "delais", "en": "deadlines"}
UNTIL_REVIEW = {"fr": "Jusqu’au 31 décembre 2026.", "en": "Until 31 December 2026."}
UNTIL_TRIBUNAL = {"fr": "Jusqu’au 20 décembre 2026.", "en": "Until 20 December 2026."}
COUNT = {"fr": "Calculer mes dates", "en": "Work out my dates"}
STOPS_NONE = {
    "fr": "Porter plainte ne les arrête pas.",
    "en": "Complaining does not stop them.",
}
IN_TEN_DAYS = {"fr": "dans 10 jours", "en": "in 10 days"}
FROM_ANSWER = {"fr": "à partir de la réponse", "en": "from the answer"}
TRIBUNAL = "depuis-notice-permit-1"


@on_both
@pytest.mark.parametrize("language", ["fr", "en"])
def test_own_deadlines_from_filing_past_the_closing(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    member(runtime)
    receipt = refused(runtime, reply_language=language)
    citizen = followed(app, language, receipt.number, receipt.code)
    assert UNTIL_REVIEW[language] in words(citizen.page.text)
    assert STOPS_NONE[language] in words(citizen.page.text)

    home = citizen.path
    own = f"{home}/{OWN[language]}"
    day = {f"{TRIBUNAL}-day": "20", f"{TRIBUNAL}-month": "11", f"{TRIBUNAL}-year": "2026"}
    citizen.open(own).send(COUNT[language], **day)
    assert UNTIL_TRIBUNAL[language] in words(citizen.page.text)

    told = recalled(runtime, clock, mailbox, days=16)
    assert [one for one in told if IN_TEN_DAYS[language] in words(one)]
    assert len(told) == 2  # and once of the other, 30 days before
    citizen = followed(app, language, receipt.number, receipt.code)
    done(citizen, own, language)

    ruled_by(runtime, recourses=OMBUDS_WITHIN_60)
    conclude(runtime, receipt.number)
    answered_on = clock().date()
    page = words(citizen.open(home).page.text)
    assert FROM_ANSWER[language] in page

    # Twice of what is left, three times of what the answer began, never of what is done.
    told = recalled(runtime, clock, mailbox, days=70)
    assert len(told) == 5
    assert clock().date() > answered_on + timedelta(days=60)
    assert history_holds(runtime)


def recalled(runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, days: int) -> list[str]:
    """Let days pass with a worker twice a day; return what reminded the person meanwhile."""
    work(runtime, clock)
    mailbox.sent.clear()
    for _ in range(2 * days):
        clock.moment += timedelta(hours=12)
        work(runtime, clock)
    sent = to(mailbox, CITIZEN)
    return [one for one in sent if "Dernier jour" in one or "Last day" in one]


def done(citizen: Browser, own: str, language: str) -> None:
    """Say of the one whose end comes first that it is done."""
    citizen.open(own)
    citizen.send({"fr": "C’est fait", "en": "It is done"}[language])
