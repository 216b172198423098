"""An administrator sees that nobody would be told when a date comes near."""

from __future__ import annotations

from functools import partial

from flask import Flask

from portal.domain.actor import Role
from portal.runtime import Runtime
from portal.services import casework
from tests.services.cases import act, member
from tests.support import add_user, file
from tests.web.office.people import signed_in, words

HOME = "/fr/reglages/parks"
ALARM = "plainte ouverte n’est suivie par personne"


def test_a_complaint_of_nobody_is_an_alarm_until_somebody_holds_its_post(
    app: Flask, runtime: Runtime
):
    file(runtime)
    file(runtime, "water")
    administrator = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    assert f"1 {ALARM}" in words(administrator.get(HOME).text)
    assert "1 open complaint has nobody in charge" in administrator.get("/en/settings/parks").text
    member(runtime, Role.OFFICER, "water", "office")
    assert ALARM in words(administrator.get(HOME).text)
    member(runtime, Role.OFFICER, post="office")
    assert ALARM not in words(administrator.get(HOME).text)


def test_a_head_or_an_assignee_is_somebody(app: Flask, runtime: Runtime):
    number = file(runtime).number
    administrator = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    claire = add_user(runtime, "roy@parcs.example", Role.OFFICER, post=None)
    assert ALARM in words(administrator.get(HOME).text)
    act(runtime, number, casework.assign, user_id=claire)
    assert ALARM not in words(administrator.get(HOME).text)
    file(runtime)
    assert ALARM in words(administrator.get(HOME).text)
    member(runtime, Role.HEAD, post=None)
    assert ALARM not in words(administrator.get(HOME).text)


def test_an_answered_complaint_needs_nobody(app: Flask, runtime: Runtime):
    number = file(runtime).number
    act(runtime, number, partial(casework.answer, body="Il est rouvert."))
    administrator = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    assert ALARM not in words(administrator.get(HOME).text)
