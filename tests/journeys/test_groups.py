"""Several people complain of one cause: proposed, gathered, answered together, each for itself."""

from __future__ import annotations

import re
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from portal.complaints.handling import casework
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.domain.text import Text
from portal.features.groups import actions, actions_gathering
from portal.features.groups.queries_in_part import counted_in
from portal.runtime import Runtime
from tests.complaints.cases import act, history_holds, kinds, member, messages, templates
from tests.features.groups.grouped import (
    ENGLISH,
    STORIES,
    draft,
    gathered,
    id_of,
    numbers,
    opened,
    send,
    stored,
)
from tests.journeys.browser import Browser
from tests.journeys.steps import office, to, work
from tests.support import FixedClock, RecordingMailer, add_user, file

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
OFFICE = {"fr": "/fr/gestion/parks", "en": "/en/office/parks"}
GROUPS = {"fr": "groupes", "en": "groups"}
CASE = {"fr": "plaintes", "en": "complaints"}
LIKE = {"fr": "Plaintes peut-être semblables", "en": "Complaints that may be similar"}
OPEN = {"fr": "Réunir ces plaintes", "en": "Gather these complaints"}
REMOVE = {"fr": "Retirer la plainte", "en": "Remove the complaint"}
ADD_NOTE = {"fr": "Ajouter la note", "en": "Add the note"}
ACCEPT = {"fr": "Accepter et réunir", "en": "Accept and gather"}
ASIDE = {"fr": "Écarter la proposition", "en": "Put the proposal aside"}
PROPOSAL = {"fr": "accepter ou écarter la proposition", "en": "accept the proposal or put it aside"}
NEXT = {"fr": "Enregistrer et continuer", "en": "Save and continue"}
LETTERS = {"fr": "Enregistrer et voir les lettres", "en": "Save and see the letters"}
SEND = {"fr": "Envoyer 5 réponses", "en": "Send 5 answers"}
UNDER_WAY = {"fr": "L’envoi est en cours", "en": "Sending is under way"}
SENT = {"fr": "5 réponses sont parties", "en": "5 answers have left"}
CLOSE = {"fr": "fermer", "en": "close"}
CLOSE_ALL = {"fr": "Fermer 5 plaintes", "en": "Close 5 complaints"}
UNANSWERED = {"fr": "Elle n’a pas encore sa réponse.", "en": "It does not have its answer yet."}
CLOSED = {"fr": "5 plaintes fermées", "en": "5 complaints closed"}
REASONS = {"reasons_fr": "Voir la réponse.", "reasons_en": "See the answer."}
WHY = {
    "fr": "La personne doit d’abord répondre à une question.",
    "en": "The person has a question to answer first.",
}
TEXTS = {"text_fr": "La passerelle sera réparée.", "text_en": "The footbridge will be fixed."}
OWN = "Vos frais de stationnement seront remboursés."
ALSO = {"fr": "D’autres personnes l’ont signalé", "en": "Other people have reported it"}
COUNT = {"fr": "Comptez-moi", "en": "Count me"}
COUNTED = {"fr": "C’est compté", "en": "You have been counted"}
AGAIN = {"fr": "C’était déjà compté", "en": "You had already been counted"}
CONFIRM = {"fr": "Confirmer mon adresse", "en": "Confirm my address"}
CONFIRMED = {"fr": "Votre adresse est confirmée", "en": "Your address is confirmed"}
ERASE = {"fr": "Effacer mon adresse", "en": "Erase my address"}
ERASED = {"fr": "Votre adresse est effacée", "en": "Your address has been erased"}
FILE = {"fr": "Porter plainte", "en": "File a complaint"}
TITLE = Text("Passerelle brisée au Cormoran", "Broken footbridge on the Cormorant")
FOLLOWER = "odile@exemple.org"


def page(language: str, *parts: object) -> str:
    return "/".join([OFFICE[language], *map(str, parts)])


def in_group(language: str, group: int, *parts: str) -> str:
    return page(language, GROUPS[language], group, *parts)


def also(language: str, group: int) -> str:
    place = {"fr": "/fr/organismes/parks/aussi", "en": "/en/agencies/parks/too"}[language]
    return f"{place}/{group}"


def link_in(letter: str, path: str) -> str:
    found = re.search(rf"https?://[^/\s]+(/\S*{path}\S*)", letter)
    assert found, letter
    return found[1]


@BOTH
def test_an_officer_gathers_what_the_portal_finds_similar_and_takes_one_out(
    app: Flask, runtime: Runtime, language: str
):
    add_user(runtime, "claire@parcs.example")
    first, second, third = numbers(runtime)
    officer = office(app, "claire@parcs.example")
    case = page(language, CASE[language], first)
    officer.open(case)
    assert LIKE[language] in officer.text
    assert "passerelle" in officer.text

    gather = {"fr": "reunir", "en": "gather"}[language]
    officer.open(f"{case}/{gather}?plainte={second}&plainte={third}")
    officer.send(OPEN[language], name="Passerelle du Cormoran")
    assert gathered(runtime, 1) == [first, second, third]
    officer.send(ADD_NOTE[language], body="L’entrepreneur confirme.")
    assert "L’entrepreneur confirme." in officer.text

    remove = {"fr": "retirer", "en": "remove"}[language]
    officer.open(in_group(language, 1, remove, third))
    officer.send(REMOVE[language], reason="Une autre passerelle.")
    assert gathered(runtime, 1) == [first, second]
    assert history_holds(runtime)


@BOTH
def test_a_proposal_is_told_accepted_and_answered_each_in_its_language(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    add_user(runtime, "claire@parcs.example")
    add_user(runtime, "dominique@parcs.example", Role.MANAGER, post="director")
    every = numbers(runtime, 5)
    work(runtime, clock)
    # Who decides heard of it at the fifth, five more would make the tenth; who only reads did not.
    assert any("/groupes/1" in one for one in to(mailbox, "claire@parcs.example"))
    assert not any("/groupes/1" in one for one in to(mailbox, "dominique@parcs.example"))
    manager = office(app, "dominique@parcs.example").open(in_group(language, 1))
    assert PROPOSAL[language] in manager.text

    officer = office(app, "claire@parcs.example")
    officer.open(in_group(language, 1, {"fr": "accepter", "en": "accept"}[language]))
    officer.send(ACCEPT[language], name="Passerelle du Cormoran")
    assert gathered(runtime, 1) == every
    english = file(runtime, story=ENGLISH, reply_language="en").number
    act(runtime, english, actions_gathering.add, member(runtime), group_id=1)
    act(runtime, every[0], casework.ask_complainant, body="Quel jour?")

    answer = {"fr": "reponse", "en": "answer"}[language]
    officer.open(in_group(language, 1, answer)).send(NEXT[language], **TEXTS)
    assert WHY[language] in officer.text
    own = f"own-{id_of(runtime, every[1])}"
    officer.send(LETTERS[language], **{own: OWN})
    assert OWN in officer.text
    assert "Révision par la Régie" in officer.text
    assert "Review by the Board" in officer.text
    officer.send(SEND[language])
    assert UNDER_WAY[language] in officer.text
    job = officer.path
    work(runtime, clock)
    assert SENT[language] in officer.open(job).text
    assert any("/envois/" in one for one in to(mailbox, "claire@parcs.example"))

    answers = {
        number: [one.body for one in messages(runtime, number) if one.kind == "answer"]
        for number in (*every, english)
    }
    assert answers[every[0]] == []
    assert answers[every[1]][0].startswith(f"{TEXTS['text_fr']}\n\n{OWN}")
    assert answers[english][0].startswith(TEXTS["text_en"])
    assert all(len(answers[number]) == 1 for number in (*every[1:], english))
    assert all(kinds(runtime, number).count("answered") == 1 for number in every[1:])

    officer.open(in_group(language, 1, CLOSE[language]))
    assert UNANSWERED[language] in officer.text
    officer.send(CLOSE_ALL[language], finding="unfounded", **REASONS)
    assert CLOSED[language] in officer.text
    work(runtime, clock)
    for number in (*every[1:], english):
        assert templates(runtime, number).count("closed") == 1
        assert len([one for one in messages(runtime, number) if one.kind == "conclusion"]) == 1
    assert "closed" not in kinds(runtime, every[0])
    assert history_holds(runtime)


@BOTH
def test_a_proposal_is_put_aside_with_a_reason_and_does_not_come_back(
    app: Flask, runtime: Runtime, clock: FixedClock, language: str
):
    add_user(runtime, "anne@parcs.example", Role.HEAD, post=None)
    numbers(runtime, 5)
    work(runtime, clock)
    head = office(app, "anne@parcs.example")
    head.open(in_group(language, 1, {"fr": "ecarter", "en": "put-aside"}[language]))
    head.send(ASIDE[language], reason="Cinq passerelles différentes.")
    assert stored(runtime, 1).state == "put_aside"
    file(runtime, story=STORIES[5])
    work(runtime, clock)
    head.open(page(language, GROUPS[language]) + "?vue=proposes")
    assert {"fr": "Aucun groupe ici", "en": "No group here"}[language] in head.text


def published(runtime: Runtime) -> int:
    """Return a group of two complaints whose title the public sees."""
    group = opened(runtime, member(runtime), *numbers(runtime, 2))
    head = member(runtime, Role.HEAD, "parks", None)
    with runtime.acting(head) as acting:
        show = partial(actions.publish, title=TITLE, is_read=True)
        show(acting, "parks", group)
    return group


@BOTH
def test_somebody_is_counted_once_and_told_until_they_want_no_more(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    group = published(runtime)
    citizen = Browser(app).open(also(language, group))
    assert TITLE.in_(language) in citizen.text
    assert STORIES[0] not in citizen.text
    citizen.send(COUNT[language], courriel=FOLLOWER, accord="yes")
    assert COUNTED[language] in citizen.text
    assert AGAIN[language] in citizen.open(also(language, group)).send(COUNT[language]).text
    work(runtime, clock)
    link = link_in(to(mailbox, FOLLOWER)[-1], "confirm")
    citizen.open(link)
    assert counts(runtime, group) == (1, 0)
    assert CONFIRMED[language] in citizen.send(CONFIRM[language]).text
    assert counts(runtime, group) == (1, 1)

    answer_all(runtime, clock, group)
    last = to(mailbox, FOLLOWER)[-1]
    assert TITLE.in_(language) in last.replace("\n", " ")
    citizen.open(link_in(last, "ne-plus-avertir" if language == "fr" else "stop-telling"))
    assert ERASED[language] in citizen.send(ERASE[language]).text
    assert counts(runtime, group) == (1, 0)


@BOTH
def test_somebody_finds_what_others_reported_and_complains_too(
    app: Flask, runtime: Runtime, language: str
):
    group = published(runtime)
    story = {"fr": STORIES[3], "en": ENGLISH}[language]
    citizen = Browser(app).open(also(language, group))
    citizen.send(FILE[language])
    citizen.send({"fr": "Continuer", "en": "Continue"}[language], recit=story)
    filed = send_rest(citizen, language)
    assert ALSO[language] in filed
    number = newest(runtime)
    assert gathered(runtime, group)[-1] == number
    assert "grouped" in kinds(runtime, number)
    # A complaint counts by itself: the same browser is not counted beside it.
    assert AGAIN[language] in citizen.open(also(language, group)).send(COUNT[language]).text
    assert counts(runtime, group) == (0, 0)
    assert history_holds(runtime)


def counts(runtime: Runtime, group: int) -> tuple[int, int]:
    """Return how many are counted without a complaint, and how many of them are told."""
    with runtime.reading(PORTAL) as session:
        found = counted_in(session, group)
    return found.counted, found.told


def newest(runtime: Runtime) -> str:
    """Return the number of the complaint that came last."""
    with runtime.reading(PORTAL) as session:
        found = select(ComplaintRecord.number).order_by(ComplaintRecord.id.desc())
        return session.scalars(found.limit(1)).one()


def answer_all(runtime: Runtime, clock: FixedClock, group: int) -> None:
    """Answer every complaint of a group, and let the worker send it."""
    officer = member(runtime, post="second")
    draft(runtime, officer, group)
    send(runtime, officer, group)
    work(runtime, clock)


def send_rest(citizen: Browser, language: str) -> str:
    """Answer the last pages, say on the check page that it is the same, and send."""
    go_on = {"fr": "Continuer", "en": "Continue"}[language]
    reply = {"qui": "self", "nom": "Odile Tremblay", "moyen": "email", "langue": language}
    citizen.send(go_on, courriel=FOLLOWER, **reply)
    checked = citizen.text
    citizen.send({"fr": "Envoyer ma plainte", "en": "Send my complaint"}[language])
    return checked
