"""A complaint is with the wrong agency: proposed, handed over as agreed, sent back, decided."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds
from tests.features.transfers.transferred import transfers
from tests.journeys.browser import Browser
from tests.journeys.steps import CITIZEN, followed, office, to, work
from tests.pages.office.people import words
from tests.support import FixedClock, RecordingMailer, add_user, file

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
WHY = "La piste longe la conduite d’eau."
SEE = {"fr": "Voir les dates avant de proposer", "en": "See the dates before proposing"}
PROPOSE = {"fr": "Proposer le transfert", "en": "Propose the transfer"}
CHOICES = {
    "fr": "Remettre ma plainte avec ces choix",
    "en": "Hand my complaint over with these choices",
}
HELD = {"fr": "Nom retenu", "en": "Name held back"}
RELEASE = {"fr": "Laisser lire", "en": "Let it be read"}
FIRST = {"fr": "22 décembre 2026", "en": "22 December 2026"}
OWN = {"fr": "8 décembre 2026", "en": "8 December 2026"}
OFFICE = {"fr": "/fr/gestion/{}/plaintes/{}", "en": "/en/office/{}/complaints/{}"}
ACTION = {"fr": "transferer", "en": "transfer"}
DECIDES = {"fr": "Le guichet décide qui répond", "en": "The desk decides who answers"}
DESK_DAY = {"fr": "1er décembre 2026", "en": "1 December 2026"}
AGENCIES = {
    "parks": {"fr": "Régie des parcs", "en": "Parks"},
    "water": {"fr": "Service des eaux", "en": "Water board"},
}
WITHOUT = {
    "fr": "Sans vos coordonnées, l’organisme ne peut ni vous poster une lettre ni vous appeler",
    "en": "Without your contact details, the agency can neither mail you a letter nor call you",
}
UNREACHABLE = {
    "fr": "L’organisme ne peut ni vous poster une lettre ni vous appeler",
    "en": "The agency can neither mail you a letter nor call you",
}
LET_READ = {"fr": "Laisser lire", "en": "Let it be read"}
TO_POST = "/fr/gestion/water/a-poster"
ASKED_AGAIN = {
    "fr": "Cochez ce que l’organisme peut lire",
    "en": "Tick what the agency may read",
}
ONLY = {
    "fr": "Remettre seulement ce qui suit toujours",
    "en": "Hand over only what always goes with it",
}
KEEP = {"fr": "Non, gardez-la ici", "en": "No, keep it here"}
KEPT = {"fr": "Vous avez gardé votre plainte ici", "en": "You kept your complaint here"}
CHOOSE = {"fr": "transfert", "en": "transfer"}
MAY_REFUSE = {
    "fr": "votre plainte reste alors ici, avec les mêmes dates",
    "en": "your complaint then stays here, with the same dates",
}
REFUSED_HERE = {
    "fr": "Vous avez refusé le transfert : votre plainte reste ici",
    "en": "You refused the transfer: your complaint stays here",
}
STILL = {
    "fr": "Sa réponse reste promise au plus tard le 22 décembre 2026.",
    "en": "Its answer is still promised by 22 December 2026.",
}
TO_WHOM = {"fr": "Organisme refusé : Service des eaux.", "en": "Agency refused: Water board."}


def propose(app: Flask, language: str, email: str, agency: str, number: str, to_agency: str):
    officer = office(app, email)
    officer.open(f"{OFFICE[language].format(agency, number)}/{ACTION[language]}")
    officer.send(SEE[language], receiving=to_agency, reason=WHY)
    preview = words(officer.text)
    officer.send(PROPOSE[language])
    return preview


def choose(app: Flask, language: str, receipt, **chosen: str) -> Browser:
    citizen = followed(app, language, receipt.number, receipt.code)
    assert WHY in citizen.text
    citizen.open(f"{citizen.path}/{CHOOSE[language]}")
    return citizen.send(CHOICES[language], **chosen)


@BOTH
def test_a_complaint_goes_to_the_agency_it_concerns_as_far_as_its_person_agrees(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    add_user(runtime, "claire@parcs.example")
    add_user(runtime, "paul@eaux.example", agency="water")
    receipt = file(runtime, reply_language=language)
    preview = propose(app, language, "claire@parcs.example", "parks", receipt.number, "water")
    assert FIRST[language] in preview
    assert OWN[language] in preview
    work(runtime, clock)
    assert any("Service des eaux" in one or "Water" in one for one in to(mailbox, CITIZEN))

    citizen = choose(app, language, receipt, quoi="contact")
    assert OWN[language] in words(citizen.text)
    assert complaint(runtime, receipt.number).agency == "water"
    water = office(app, "paul@eaux.example")
    water.open(OFFICE[language].format("water", receipt.number))
    assert HELD[language] in water.text
    assert "Gagnon" not in water.text
    assert "m.gagnon@exemple.org" in water.text
    assert FIRST[language] in words(water.text)

    citizen.open(f"{citizen.path}/{CHOOSE[language]}")
    citizen.send(RELEASE[language], quoi="name")
    assert "Gagnon" in water.open(OFFICE[language].format("water", receipt.number)).text
    assert history_holds(runtime)


@BOTH
def test_whoever_chose_the_post_keeps_the_address_until_they_let_it_be_read(
    app: Flask, runtime: Runtime, language: str
):
    add_user(runtime, "claire@parcs.example")
    add_user(runtime, "omar@eaux.example", agency="water")
    post = {"reply_by": "post", "email": "", "address": "12, rue du Parc"}
    receipt = file(runtime, reply_language=language, **post)
    propose(app, language, "claire@parcs.example", "parks", receipt.number, "water")
    citizen = followed(app, language, receipt.number, receipt.code)
    citizen.open(f"{citizen.path}/{CHOOSE[language]}")
    assert WITHOUT[language] in words(citizen.text)
    citizen.send(CHOICES[language], quoi="name")
    assert UNREACHABLE[language] in words(citizen.text)
    officer = office(app, "omar@eaux.example")
    assert "rue du Parc" not in officer.open(OFFICE["fr"].format("water", receipt.number)).text
    waiting = officer.open(TO_POST)
    assert "Rien à poster pour le moment" in words(waiting.text)
    assert 'name="lettre"' not in waiting.page.text
    citizen.open(f"{citizen.path}/{CHOOSE[language]}").send(LET_READ[language], quoi="contact")
    assert UNREACHABLE[language] not in words(citizen.text)
    assert "12, rue du Parc" in officer.open(OFFICE["fr"].format("water", receipt.number)).text
    assert 'name="lettre"' in officer.open(TO_POST).page.text


@BOTH
def test_nothing_ticked_is_asked_again_and_only_the_story_may_go(
    app: Flask, runtime: Runtime, language: str
):
    add_user(runtime, "claire@parcs.example")
    receipt = file(runtime, reply_language=language)
    propose(app, language, "claire@parcs.example", "parks", receipt.number, "water")
    citizen = followed(app, language, receipt.number, receipt.code)
    citizen.open(f"{citizen.path}/{CHOOSE[language]}").corrected(CHOICES[language])
    assert ASKED_AGAIN[language] in words(citizen.text)
    assert complaint(runtime, receipt.number).agency == "parks"
    citizen.send(ONLY[language])
    assert complaint(runtime, receipt.number).agency == "water"
    assert transfers(runtime, receipt.number)[0].agreed == []


@BOTH
def test_whoever_refuses_keeps_the_complaint_where_it_is_and_its_agency_is_told(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    add_user(runtime, "claire@parcs.example")
    receipt = file(runtime, reply_language=language)
    promised = complaint(runtime, receipt.number).due_at
    propose(app, language, "claire@parcs.example", "parks", receipt.number, "water")
    citizen = followed(app, language, receipt.number, receipt.code)
    citizen.open(f"{citizen.path}/{CHOOSE[language]}")
    assert MAY_REFUSE[language] in words(citizen.text)
    late = followed(app, language, receipt.number, receipt.code)
    late.open(f"{late.path}/{CHOOSE[language]}")
    citizen.send(KEEP[language])
    for told in (KEPT, REFUSED_HERE, STILL, TO_WHOM):
        assert told[language] in words(citizen.text)
    late.send(KEEP[language])
    assert KEPT[language] in words(late.text)
    clock.moment += timedelta(days=3)
    work(runtime, clock)
    kept = complaint(runtime, receipt.number)
    assert (kept.agency, kept.due_at) == ("parks", promised)
    assert any("refuse" in one for one in to(mailbox, "claire@parcs.example"))
    officer = office(app, "claire@parcs.example")
    assert (
        "La personne refuse le transfert"
        in officer.open(OFFICE["fr"].format("parks", receipt.number)).text
    )
    assert history_holds(runtime)


@BOTH
def test_sent_back_and_forth_the_desk_decides_and_binds(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    people = {"parks": "claire@parcs.example", "water": "paul@eaux.example"}
    for agency, email in people.items():
        add_user(runtime, email, agency=agency)
    add_user(runtime, "aline@guichet.example", Role.INTAKE, "desk", "desk")
    receipt = file(runtime, reply_language=language)
    here, there = "parks", "water"
    for _ in range(2):
        propose(app, language, people[here], here, receipt.number, there)
        choose(app, language, receipt, quoi="name")
        here, there = there, here
    page = office(app, people[here]).open(
        f"{OFFICE[language].format(here, receipt.number)}/{ACTION[language]}"
    )
    assert DECIDES[language] in page.text
    assert AGENCIES[there][language] not in page.text

    propose(app, language, people[here], here, receipt.number, "desk")
    clock.moment += timedelta(days=3)
    work(runtime, clock)
    assert complaint(runtime, receipt.number).agency == "desk"
    desk = office(app, "aline@guichet.example")
    desk.open(OFFICE[language].format("desk", receipt.number))
    assert DESK_DAY[language] in words(desk.text)
    route = {"fr": "remettre", "en": "route"}[language]
    desk.open(f"{desk.path}/{route}")
    said = {"receiving": "water", "reason": "La conduite est en cause."}
    desk.send("", **said, phrases="conduite fermée\nclosed pipe")
    desk.send({"fr": "Remettre la plainte", "en": "Hand over the complaint"}[language])
    assert complaint(runtime, receipt.number).agency == "water"
    assert [one.is_binding for one in transfers(runtime, receipt.number)][-1]
    water = office(app, people["water"]).open(OFFICE[language].format("water", receipt.number))
    assert f"{receipt.number}/{ACTION[language]}" not in water.text
    assert history_holds(runtime)


BACK = {"fr": "reprendre-transfert", "en": "take-transfer-back"}
TAKE_BACK = {"fr": "Reprendre le transfert", "en": "Take the transfer back"}
STAYS = {
    "fr": "Le transfert proposé n’a pas lieu",
    "en": "The proposed transfer is not going ahead",
}
TOLD = {"fr": "Nous nous en occupons.", "en": "We are handling it."}


@BOTH
def test_a_proposal_is_taken_back_before_its_person_chose(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    add_user(runtime, "claire@parcs.example")
    receipt = file(runtime, reply_language=language)
    propose(app, language, "claire@parcs.example", "parks", receipt.number, "water")
    waiting = followed(app, language, receipt.number, receipt.code)
    waiting.open(f"{waiting.path}/{CHOOSE[language]}")
    case = OFFICE[language].format("parks", receipt.number)
    officer = office(app, "claire@parcs.example").open(case)
    assert f'href="{case}/{BACK[language]}"' in officer.page.text
    officer.open(f"{case}/{BACK[language]}")
    officer.send(TAKE_BACK[language], reason="La piste est la nôtre.")
    assert BACK[language] not in officer.open(case).page.text

    # Whoever had the page open learns how it stands, and nothing goes anywhere.
    waiting.send(CHOICES[language], quoi="name")
    assert STAYS[language] in words(waiting.text)
    assert "La piste est la nôtre." in waiting.text
    clock.moment += timedelta(days=3)
    work(runtime, clock)
    assert any(TOLD[language] in one for one in to(mailbox, CITIZEN))
    assert complaint(runtime, receipt.number).agency == "parks"
    assert history_holds(runtime)
