"""A complaint concerns two agencies: one page, one thread, one joint answer, each its own date."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.features.joint_answers.rules import NamedAgency, OtherAgencies
from portal.runtime import Runtime
from tests.complaints.cases import complaint, due, history_holds
from tests.journeys.browser import Browser
from tests.journeys.steps import CITIZEN, followed, next_date, office, to, work
from tests.pages.office.people import words
from tests.support import FixedClock, RecordingMailer, add_user, file

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
ABOUT = "Leur conduite fuit sous la piste."
OFFICE = {"fr": "/fr/gestion/{}/plaintes/{}", "en": "/en/office/{}/complaints/{}"}
PART = {"fr": "demander-une-partie", "en": "ask-for-a-part"}
SEE = {"fr": "Voir les dates avant de demander", "en": "See the dates before asking"}
ASK = {"fr": "Demander la partie", "en": "Ask for the part"}
ANSWER = {"fr": "repondre", "en": "answer"}
SEE_ANSWER = {"fr": "Voir la réponse", "en": "See the answer"}
SEND_ANSWER = {"fr": "Envoyer la réponse", "en": "Send the answer"}
WATER = {"fr": "Service des eaux", "en": "Water board"}
OWN = {"fr": "8 décembre 2026", "en": "8 December 2026"}
FIRST = {"fr": "22 décembre 2026", "en": "22 December 2026"}
UNDER = {"fr": "Réponse de : Service des eaux", "en": "Answer from: Water board"}
TO_COME = {"fr": "Ce qui est encore à venir", "en": "What is still to come"}
LATE = {"fr": "En retard", "en": "Late"}
LATER = {"fr": "La réponse de : Service des eaux", "en": "The answer from: Water board"}
CHOOSE = {"fr": "Demander sa partie avec ces choix", "en": "Ask for its part with these choices"}
OURS = "Nous le réparons nous-mêmes."
THEIRS = "La conduite n’est pas à nous."
NOT_CONCERNED = {"fr": "pas-concerne", "en": "not-concerned"}
SAY_SO = {
    "fr": "Le dire à l’organisme qui a la plainte",
    "en": "Tell the agency that has the complaint",
}
CALLED_OFF = {"fr": "retirer-une-partie", "en": "call-off-a-part"}
CALL_OFF = {"fr": "Retirer la partie", "en": "Call off the part"}
OFF = {"fr": "Demande retirée", "en": "Called off"}
REVIEW = {"fr": "organismes/1/revision", "en": "agencies/1/review"}
SEND_REVIEW = {"fr": "Envoyer ma demande", "en": "Send my request"}
REVIEWED = {"fr": "En révision", "en": "Being reviewed by somebody else"}
NOT_BY_PAUL = {"fr": "vous avez déjà traité", "en": "you have already handled"}
MESSAGE = {"fr": "Envoyer mon message", "en": "Send my message"}


@BOTH
def test_two_agencies_answer_in_time_and_the_person_reads_one_joint_answer(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    number, code, part = both_agencies(runtime, app, language)

    water = office(app, "paul@eaux.example").open(OFFICE[language].format("water", part))
    assert ABOUT in water.text
    assert "Le sentier est fermé" in water.text
    assert "Gagnon" not in water.text
    answer(app, language, "paul@eaux.example", "water", part, "La conduite est réparée.")
    citizen = followed(app, language, number, code)
    assert WATER[language] in citizen.text
    assert "La conduite est réparée." not in citizen.text
    work(runtime, clock)
    assert any(number in one for one in to(mailbox, "claire@parcs.example"))

    preview = answer(app, language, "claire@parcs.example", "parks", number, "Ouvert.")
    assert UNDER[language] in preview
    citizen = followed(app, language, number, code)
    assert UNDER[language] in citizen.text
    assert "La conduite est réparée." in citizen.text
    assert history_holds(runtime)


@BOTH
def test_a_late_part_climbs_at_its_agency_and_reaches_the_person_directly(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    add_user(runtime, "claire@parcs.example")
    add_user(runtime, "paul@eaux.example", agency="water")
    add_user(runtime, "dg@eaux.example", Role.TOP_AUTHORITY, "water", "chief")
    receipt = file(runtime, reply_language=language)
    number, part = receipt.number, f"{receipt.number}-B"
    preview = ask(app, language, number, receiving="water", question=ABOUT)
    assert OWN[language] in preview
    assert FIRST[language] in preview
    citizen = followed(app, language, number, receipt.code)
    assert ABOUT in citizen.text
    choose = citizen.page.text.split("/organismes/" if language == "fr" else "/agencies/")[1]
    place = {"fr": "organismes", "en": "agencies"}[language]
    citizen.open(f"{citizen.path}/{place}/{choose.split(chr(34))[0]}").send(CHOOSE[language])
    assert OWN[language] in words(citizen.text)
    promised = complaint(runtime, number).due_at

    said = answer(app, language, "claire@parcs.example", "parks", number, "Le sentier est ouvert.")
    assert TO_COME[language] in said
    assert OWN[language] in said
    next_date(runtime, part, clock)
    assert complaint(runtime, part).holder == "chief"
    assert any(part in one for one in to(mailbox, "dg@eaux.example"))
    assert any(WATER[language] in one and part not in one for one in to(mailbox, CITIZEN)[-3:])
    citizen = followed(app, language, number, receipt.code)
    assert LATE[language] in citizen.text

    write(citizen, language, "Et la fuite?")
    assert (
        "Et la fuite?"
        in office(app, "paul@eaux.example").open(OFFICE[language].format("water", part)).text
    )
    answer(app, language, "dg@eaux.example", "water", part, "La conduite est réparée.")
    citizen = followed(app, language, number, receipt.code)
    assert LATER[language] in citizen.text
    assert "La conduite est réparée." in citizen.text
    assert promised == due(runtime, number)
    assert history_holds(runtime)


@BOTH
def test_an_agency_is_not_concerned_and_the_person_reads_why_it_answers_nothing(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    number, code, part = both_agencies(runtime, app, language)
    promised = due(runtime, number)
    water = OFFICE[language].format("water", part)
    paul = office(app, "paul@eaux.example").open(f"{water}/{NOT_CONCERNED[language]}")
    paul.send(SAY_SO[language], reason=THEIRS)
    work(runtime, clock)
    assert any(number in one for one in to(mailbox, "claire@parcs.example"))

    parks = OFFICE[language].format("parks", number)
    claire = office(app, "claire@parcs.example").open(parks)
    assert THEIRS in claire.text
    claire.open(f"{parks}/{CALLED_OFF[language]}?part=1").send(CALL_OFF[language], reason=OURS)
    work(runtime, clock)
    citizen = followed(app, language, number, code)
    assert OFF[language] in citizen.text
    assert OURS in citizen.text
    assert THEIRS not in citizen.text
    assert OURS in paul.open(water).text
    assert WATER[language] in to(mailbox, CITIZEN)[-1]
    preview = answer(app, language, "claire@parcs.example", "parks", number, "Ouvert.")
    assert UNDER[language] not in preview
    assert due(runtime, number) == promised
    assert history_holds(runtime)


@BOTH
def test_the_person_has_one_answer_reviewed_and_the_other_stays_as_it_is(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    add_user(runtime, "dg@eaux.example", Role.TOP_AUTHORITY, "water", "chief")
    number, code, part = both_agencies(runtime, app, language)
    answer(app, language, "paul@eaux.example", "water", part, "La conduite est réparée.")
    answer(app, language, "claire@parcs.example", "parks", number, "Le sentier est ouvert.")
    version = complaint(runtime, number).version
    citizen = followed(app, language, number, code)
    assert REVIEW[language] in citizen.page.text
    citizen.open(f"{citizen.path}/{REVIEW[language]}")
    citizen.send(SEND_REVIEW[language], raison="Elle fuit encore.")
    assert REVIEWED[language] in citizen.text
    work(runtime, clock)
    assert any(part in one for one in to(mailbox, "dg@eaux.example"))
    water = OFFICE[language].format("water", part)
    assert NOT_BY_PAUL[language] in office(app, "paul@eaux.example").open(water).text

    clock.moment += timedelta(days=1)
    answer(app, language, "dg@eaux.example", "water", part, "Nous y retournons lundi.")
    citizen = followed(app, language, number, code)
    assert "Nous y retournons lundi." in citizen.text
    assert "Le sentier est ouvert." in citizen.text
    assert complaint(runtime, number).version == version
    assert history_holds(runtime)


def both_agencies(runtime: Runtime, app: Flask, language: str) -> tuple[str, str, str]:
    """A complaint that the parks have, and its part at the water board: number, code, part."""
    add_user(runtime, "claire@parcs.example")
    add_user(runtime, "paul@eaux.example", agency="water")
    other = [OtherAgencies((NamedAgency("water", ABOUT, ("story",)),))]
    receipt = file(runtime, reply_language=language, parts=other)
    return receipt.number, receipt.code, f"{receipt.number}-B"


def ask(app: Flask, language: str, number: str, **typed: str) -> str:
    officer = office(app, "claire@parcs.example").open(OFFICE[language].format("parks", number))
    officer.open(f"{officer.path}/{PART[language]}").send(SEE[language], **typed)
    preview = words(officer.text)
    officer.send(ASK[language])
    assert WATER[language] in officer.text
    return preview


def answer(app: Flask, language: str, email: str, agency: str, number: str, body: str) -> str:
    writer = office(app, email)
    writer.open(f"{OFFICE[language].format(agency, number)}/{ANSWER[language]}")
    preview = words(writer.send(SEE_ANSWER[language], body=body).text)
    writer.send(SEND_ANSWER[language])
    return preview


def write(citizen: Browser, language: str, body: str) -> None:
    citizen.open(f"{citizen.path}/message")
    to_all = {"message": body, "a": "tous"}
    citizen.send(MESSAGE[language], **to_all)
    assert body in citizen.text
