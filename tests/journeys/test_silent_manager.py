"""A manager who is asked says nothing: over HTTP, the question climbs to the top."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.complaints.accounts import user_by_email
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds, kinds
from tests.features.information_requests.asking_inside import put_to, requests
from tests.journeys.browser import Browser
from tests.journeys.steps import to, work
from tests.support import FixedClock, RecordingMailer, add_user, file

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
QUESTION, ANSWER = "Qui a fermé le sentier zibeline?", "La ville, jusqu’au printemps."
OFFICE = {"fr": "/fr/gestion/parks", "en": "/en/office/parks"}
CASE = {"fr": "plaintes", "en": "complaints"}
ASK = {"fr": "renseignements", "en": "information"}
LIST = {"fr": "demandes", "en": "requests"}
SEE = {"fr": "Voir la demande avant l’envoi", "en": "See the request before it is sent"}
SEND = {"fr": "Envoyer la demande", "en": "Send the request"}
REPLY = {"fr": "Envoyer ma réponse", "en": "Send my answer"}
AT_YOUR_LEVEL = {"fr": "elle passe à votre palier", "en": "it is now at your level"}
ARRIVED = {"fr": "vos renseignements sont arrivés", "en": "your information has come"}
CLAIRE, LUC, ANNE = "claire@parcs.example", "luc@parcs.example", "anne@parcs.example"


@BOTH
def test_a_silent_manager_is_passed_by_and_the_top_authority_answers(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    add_user(runtime, CLAIRE)
    add_user(runtime, LUC, Role.MANAGER, post="director")
    add_user(runtime, ANNE, Role.TOP_AUTHORITY, post="president")
    with runtime.transaction() as session:
        for email in (CLAIRE, LUC, ANNE):
            user = user_by_email(session, runtime.keyring, email)
            assert user is not None
            user.language = language
    number = file(runtime, reply_language=language).number
    promised = complaint(runtime, number).due_at
    case = f"{OFFICE[language]}/{CASE[language]}/{number}"

    claire = Browser(app).sign_in(CLAIRE, language).open(f"{case}/{ASK[language]}")
    claire.send(SEE[language], asked="post:director", question=QUESTION, within="5")
    assert QUESTION in claire.text
    assert requests(runtime, number) == []
    claire.send(SEND[language])
    assert claire.path == case
    work(runtime, clock)
    assert f"{OFFICE[language]}/{LIST[language]}" in to(mailbox, LUC)[-1]
    luc = Browser(app).sign_in(LUC, language).open(f"{OFFICE[language]}/{LIST[language]}")
    assert QUESTION in luc.text

    for _ in range(2):
        clock.moment = requests(runtime, number)[-1].due_at
        work(runtime, clock)
    assert put_to(runtime, number) == ["post:director", "post:president"]
    assert kinds(runtime, number).count("information_missed") == 2
    assert complaint(runtime, number).due_at == promised
    assert [AT_YOUR_LEVEL[language] in one for one in to(mailbox, ANNE)].count(True) == 1
    for everybody in (CLAIRE, LUC, ANNE):
        assert QUESTION not in "".join(to(mailbox, everybody))

    anne = Browser(app).sign_in(ANNE, language).open(f"{OFFICE[language]}/{LIST[language]}")
    anne.open(f"{anne.path}/{requests(runtime, number)[0].id}").send(REPLY[language], body=ANSWER)
    work(runtime, clock)
    claire = Browser(app).sign_in(CLAIRE, language).open(case)
    assert ANSWER in claire.text
    arrived = [letter for letter in mailbox.sent if ARRIVED[language] in str(letter["Subject"])]
    assert len(arrived) == 1
    assert history_holds(runtime)
