"""A complaint goes up past levels at which nobody answers: who reads which word of it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints import entries
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds, member
from tests.features.absences.absent import away
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.journeys.browser import Browser
from tests.journeys.steps import followed, next_date, office
from tests.pages.office.people import sign_in
from tests.support import FixedClock, file, on_both

CASE = {"fr": "/fr/gestion/parks/plaintes/{}", "en": "/en/office/parks/complaints/{}"}
DIRECTOR = "manager.director.parks@exemple.org"

TO_STAFF = {
    "fr": (
        "Personne n’y répondait : poste vacant. "
        "Avis adressé à : la personne qui dirige le service des plaintes.",
        "Palier 3 : Présidente. Nouvelle date promise : 7 janvier 2027. "
        "Palier sauté, parce qu’il n’y avait personne pour répondre : Directrice.",
        "Palier où personne ne répond",
        "Directrice (absence, personne ne remplace). "
        "Avis adressé à : la personne qui dirige le service des plaintes.",
        "Palier 3 : Présidente. Avis adressé à : la personne responsable.",
        "Ombudsman des exemples.",
    ),
    "en": (
        "Nobody answered there: vacant post. Notice to: the head of the complaints service.",
        "Level 3: President. New promised date: 7 January 2027. "
        "Level skipped, because there was nobody to answer there: Director.",
        "Level at which nobody answers",
        "Director (away, nobody stands in). Notice to: the head of the complaints service.",
        "Level 3: President. Notice to: the person in charge.",
        "Examples ombudsman.",
    ),
}
TO_CITIZEN = {
    "fr": (
        "Il n’y avait personne pour répondre à ce palier. "
        "Avis adressé à : la personne qui dirige le service des plaintes.",
        "Palier sauté, parce qu’il n’y avait personne pour répondre : Directrice.",
        "Avis adressé à : la personne responsable.",
        "Ombudsman des exemples",
    ),
    "en": (
        "There was nobody to answer at this level. Notice to: the head of the complaints service.",
        "Level skipped, because there was nobody to answer there: Director.",
        "Notice to: the person in charge.",
        "Examples ombudsman",
    ),
}
WHY = {
    "fr": ("poste vacant", "personne ne remplace", "personne n’y peut traiter"),
    "en": ("vacant post", "nobody stands in", "nobody there may handle"),
}
KEPT_OUT = {
    "fr": "Directrice (personne n’y peut traiter cette plainte). Avis adressé à :",
    "en": "Director (nobody there may handle this complaint). Notice to:",
}
OF_BEFORE = {
    "fr": ("Palier où personne ne répond", "Le portail Directrice. Échéance dépassée"),
    "en": ("Level at which nobody answers", "The portal Director. Due date missed"),
}
NEVER = {
    "fr": ("Avis adressé", "Il n’y avait personne à aviser", "Personne n’y répondait"),
    "en": ("Notice to:", "There was nobody to address", "Nobody answered there"),
}
BOTH = pytest.mark.parametrize("language", ["fr", "en"])


def read(browser: Browser) -> str:
    return " ".join(browser.text.replace("\N{NO-BREAK SPACE}", " ").split())


def signed_in_as(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, email)
    return client


def missing(page: str, lines: tuple[str, ...]) -> list[str]:
    return [line for line in lines if line not in page]


@on_both
@BOTH
def test_past_a_vacant_level_and_one_whose_manager_is_away_to_the_other_recourse(
    app: Flask, runtime: Runtime, clock: FixedClock, language: str
):
    for role, post in ((Role.HEAD, None), (Role.MANAGER, "director"), (Role.OFFICER, None)):
        member(runtime, role, post=post)
    member(runtime, Role.TOP_AUTHORITY, post="president")
    away(runtime, DIRECTOR)
    receipt = file(runtime, reply_language=language)
    for _ in range(2):
        next_date(runtime, receipt.number, clock)
    assert complaint(runtime, receipt.number).level == 3
    case = CASE[language].format(receipt.number)
    for who in ("officer.nothing", "head.nothing", "top_authority.president"):
        page = read(office(app, f"{who}.parks@exemple.org").open(case))
        assert missing(page, TO_STAFF[language]) == [], who
    told = read(followed(app, language, receipt.number, receipt.code))
    assert missing(told, TO_CITIZEN[language]) == []
    assert [word for word in WHY[language] if word in told] == []
    assert history_holds(runtime)


@BOTH
def test_that_somebody_there_is_kept_out_is_read_by_colleagues_alone(
    app: Flask, runtime: Runtime, clock: FixedClock, language: str
):
    for role, post in ((Role.HEAD, None), (Role.OFFICER, "office")):
        member(runtime, role, post=post)
    member(runtime, Role.TOP_AUTHORITY, post="president")
    somebody(runtime, "Dora Dion", Role.MANAGER, "director")
    receipt = file(runtime, reply_language=language, story="Dora Dion a crié après moi.")
    next_date(runtime, receipt.number, clock)
    assert complaint(runtime, receipt.number).level == 3
    case = CASE[language].format(receipt.number)
    page = read(office(app, "officer.office.parks@exemple.org").open(case))
    assert missing(page, (KEPT_OUT[language],)) == []
    told = read(followed(app, language, receipt.number, receipt.code))
    assert missing(told, TO_CITIZEN[language][1:2]) == []
    assert [word for word in WHY[language] if word in told] == []
    dora = signed_in_as(app, "dora.dion@exemple.org")
    assert dora.get(case).status_code == 404
    assert history_holds(runtime)


@pytest.mark.past_the_portal
@BOTH
def test_what_was_written_before_reasons_were_kept_says_no_more_than_it_knows(
    app: Flask, runtime: Runtime, language: str
):
    head = member(runtime, Role.HEAD, post=None)
    receipt = file(runtime, reply_language=language)

    def as_before(work: Work, record: ComplaintRecord) -> None:
        work.record(record, entries.DateMissed(clock="answer", level=1))
        work.record(record, entries.PostVacant(posts=["director"]))

    runtime.change(PORTAL, receipt.number, as_before)
    page = read(office(app, head.name).open(CASE[language].format(receipt.number)))
    told = read(followed(app, language, receipt.number, receipt.code))
    assert missing(page, OF_BEFORE[language]) == []
    for text in (page, told):
        assert [word for word in NEVER[language] if word in text] == []
