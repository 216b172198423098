"""A complaint cannot wait: proposed, confirmed, missed and passed on, until somebody acts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds, ruled_by
from tests.journeys.steps import CITIZEN, followed, office, to, work
from tests.support import FixedClock, RecordingMailer, add_user, file

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
CASE = {"fr": "/fr/gestion/parks/plaintes/{}", "en": "/en/office/parks/complaints/{}"}
LIST = {"fr": "/fr/gestion/parks/file?vue=urgentes", "en": "/en/office/parks/list?vue=urgentes"}
LOOKS = {"fr": "Cette plainte paraît urgente", "en": "This complaint looks urgent"}
CONFIRM = {"fr": "urgence", "en": "urgent"}
PRESS = {"fr": "Confirmer l’urgence", "en": "Confirm that it is urgent"}
MISSING = {"fr": "Dites en quoi la plainte ne peut pas attendre", "en": "Say why the complaint"}
URGENT = {"fr": "Votre plainte est traitée en urgence", "en": "Your complaint is handled urgently"}
BY = {"fr": "au plus tard le 25\xa0novembre\xa02026", "en": "by 25\xa0November\xa02026"}
ACT = {"fr": "geste-urgent", "en": "urgent-act"}
NOTE = {"fr": "Noter ce geste", "en": "Note this step"}
DONE = {"fr": "Un premier geste urgent a été posé", "en": "A first urgent step was taken"}


@BOTH
def test_what_cannot_wait_goes_first_and_up_until_somebody_acts(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    ruled_by(runtime, urgency={"words": ["au bord du gouffre"]})
    add_user(runtime, "claire@parcs.example")
    add_user(runtime, "zoe@parcs.example", Role.HEAD, post=None)
    add_user(runtime, "diane@parcs.example", Role.MANAGER, post="director")
    receipt = file(runtime, story="Nous sommes au bord du gouffre.", reply_language=language)
    work(runtime, clock)
    assert any(receipt.number in one for one in to(mailbox, "zoe@parcs.example"))
    claire = office(app, "claire@parcs.example")
    case = CASE[language].format(receipt.number)
    assert LOOKS[language] in claire.open(case).text
    claire.open(f"{case}/{CONFIRM[language]}")
    with pytest.raises(AssertionError):
        claire.send(PRESS[language])
    assert MISSING[language] in claire.text
    claire.send(PRESS[language], why_urgent="Une famille sans eau.")
    assert receipt.number in claire.open(LIST[language]).text
    work(runtime, clock)
    assert any(BY[language] in one for one in to(mailbox, CITIZEN))

    citizen = followed(app, language, receipt.number, receipt.code)
    assert URGENT[language] in citizen.text
    assert BY[language].replace("\xa0", " ") in citizen.text
    assert "sans eau" not in citizen.text
    clock.moment += timedelta(days=2)
    work(runtime, clock)
    assert complaint(runtime, receipt.number).holder == "director"
    zoe = office(app, "zoe@parcs.example")
    zoe.open(f"{case}/{ACT[language]}").send(NOTE[language], body="La ville rétablit l’eau.")
    citizen = followed(app, language, receipt.number, receipt.code)
    assert DONE[language] in citizen.text
    assert "rétablit" not in citizen.text
    assert history_holds(runtime)
