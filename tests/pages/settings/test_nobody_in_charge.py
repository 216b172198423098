"""An administrator sees that nobody would be told when a date comes near."""

from __future__ import annotations

from flask import Flask

from portal.complaints.handling import casework
from portal.domain.actor import PORTAL
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.role import Role
from portal.features.absences.actions import end_absences
from portal.runtime import Runtime
from tests.complaints.cases import act, issues, member
from tests.features.absences.absent import away, user_id
from tests.pages.office.people import signed_in, words
from tests.support import add_user, file

HOME = "/fr/reglages/parks"
ALARM = "plainte ouverte n’est suivie par personne"


def found(runtime: Runtime, number: str) -> IssueFinding:
    return IssueFinding(issues(runtime, number)[0].id, Finding.UNFOUNDED, "Relevés.")


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


def test_an_answered_complaint_needs_somebody_to_close_it(app: Flask, runtime: Runtime):
    number = file(runtime).number
    act(runtime, number, casework.answer, body="Il est rouvert.")
    administrator = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    assert ALARM in words(administrator.get(HOME).text)
    act(runtime, number, casework.close, findings=(found(runtime, number),))
    assert ALARM not in words(administrator.get(HOME).text)


def test_whoever_is_away_is_somebody_only_through_their_substitute(app: Flask, runtime: Runtime):
    file(runtime)
    holder, other = member(runtime), member(runtime, Role.MANAGER, post="director")
    administrator = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    away(runtime, holder.name, days=(0, 5))
    assert f"1 {ALARM}" in words(administrator.get(HOME).text)
    with runtime.transaction() as session:
        end_absences(session, PORTAL, "parks", user_id(runtime, holder.name), runtime.now())
    away(runtime, holder.name, other.name, days=(0, 5))
    assert ALARM not in words(administrator.get(HOME).text)


def test_a_head_who_is_away_is_nobody(app: Flask, runtime: Runtime):
    file(runtime)
    head = member(runtime, Role.HEAD, post=None)
    administrator = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    assert ALARM not in words(administrator.get(HOME).text)
    away(runtime, head.name, days=(0, 5))
    assert ALARM in words(administrator.get(HOME).text)
