"""Somebody praises, and is not asked what it is; whom it concerns reads it, and thanks go back."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint, due, history_holds
from tests.journeys.browser import Browser
from tests.journeys.steps import CITIZEN, followed, to, work
from tests.support import FixedClock, RecordingMailer, add_user, file

PRAISE = {
    "fr": "L’équipe du sentier a été patiente et gentille.",
    "en": "The trail team was patient and kind.",
}
SAY = {
    "fr": {
        "nature": "Noter la nature",
        "pass on": "Transmettre et remercier",
        "look": "Relire avant l’envoi",
        "end": "Transmettre, remercier et fermer",
        "held to be": "L’organisme y voit des félicitations.",
        "is it": "C’est une plainte?",
        "thanked": "ces remerciements sont la réponse",
        "letter": "Ces remerciements sont notre réponse.",
        "to": "Nous avons transmis votre message à : ",
        "complaint": "C’est une plainte",
        "again": "Votre plainte est à l’étude",
        "no more": "Rien ne vous est transmis",
        "otherwise": "votre plainte est",
    },
    "en": {
        "nature": "Noter la nature",
        "pass on": "Transmettre et remercier",
        "look": "Relire avant l’envoi",
        "end": "Transmettre, remercier et fermer",
        "held to be": "The agency sees it as praise.",
        "is it": "Is it a complaint?",
        "thanked": "these thanks are the answer",
        "letter": "These thanks are our answer.",
        "to": "We passed your message on to: ",
        "complaint": "It is a complaint",
        "again": "We are looking into your complaint",
        "no more": "Rien ne vous est transmis",
        "otherwise": "your complaint is",
    },
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_praise_reaches_whom_it_concerns_and_may_be_a_complaint_all_the_same(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    say, words = SAY[language], PRAISE[language]
    add_user(runtime, "claire@parcs.example")
    add_user(runtime, "diane@parcs.example", Role.MANAGER, post="director")
    receipt = file(runtime, story=words, reply_language=language)
    promised = due(runtime, receipt.number)
    claire = Browser(app).sign_in("claire@parcs.example", "fr")
    here = f"/fr/gestion/parks/plaintes/{receipt.number}"
    claire.open(f"{here}/nature").send(say["nature"], nature="praise")
    assert due(runtime, receipt.number) == promised
    person = followed(app, language, receipt.number, receipt.code)
    assert say["held to be"] in person.text
    assert say["otherwise"] not in person.text.casefold()

    claire.open(here).follow(say["pass on"])
    claire.send(say["look"], words=words, passed_on_to="post:director", ends="yes")
    claire.send(say["end"])
    work(runtime, clock)
    [letter] = to(mailbox, "diane@parcs.example")
    assert receipt.number not in letter
    assert words not in letter
    diane = Browser(app).sign_in("diane@parcs.example", "fr")
    assert words in diane.open("/fr/gestion/parks/mots-transmis").text
    assert say["letter"] in to(mailbox, CITIZEN)[-1]
    person = followed(app, language, receipt.number, receipt.code)
    assert say["thanked"] in person.text
    assert say["to"] in person.text
    assert not complaint(runtime, receipt.number).is_open

    person.follow(say["is it"]).send(say["complaint"])
    assert say["again"] in person.text
    assert say["no more"] in diane.open("/fr/gestion/parks/mots-transmis").text
    work(runtime, clock)
    assert any("nouveau" in one for one in to(mailbox, "claire@parcs.example"))
    assert complaint(runtime, receipt.number).is_open
    assert history_holds(runtime)
