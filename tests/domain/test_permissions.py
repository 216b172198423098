"""Who may do what, written out: a row for each permission, a column for each role."""

from __future__ import annotations

import pytest

from portal.domain.actor import PORTAL, Actor, ActorKind, Membership, at_desk, complainant
from portal.domain.permissions import (
    ROLE_PERMISSIONS,
    Permission,
    agencies_where,
    may,
    may_at_level,
    permitted,
)
from portal.domain.role import Role

ROLES = tuple(Role)
HEADINGS = [
    "officer",
    "head",
    "manager",
    "top_authority",
    "administrator",
    "intake",
    "analyst",
    "auditor",
]
MATRIX = {
    "see_complaints": "yes yes yes yes -   yes -   yes",
    "see_all":        "yes yes -   yes -   yes -   yes",
    "register":       "yes yes yes yes -   yes -   -  ",
    "open_own_motion": "-   yes -   yes -   -   -   -  ",
    "contact":        "yes yes -   -   -   yes -   -  ",
    "note":           "yes yes yes yes -   yes -   -  ",
    "ask":            "yes yes -   -   -   yes -   -  ",
    "assign":         "yes yes -   -   -   yes -   -  ",
    "reclassify":     "yes yes -   -   -   yes -   -  ",
    "set_nature":     "yes yes -   -   -   yes -   -  ",
    "answer":         "yes yes yes yes -   yes -   -  ",
    "extend":         "yes yes -   -   -   yes -   -  ",
    "pause":          "yes yes -   -   -   yes -   -  ",
    "close":          "yes yes -   yes -   yes -   -  ",
    "decide_remedies": "-  yes -   yes -   -   -   -  ",
    "ask_outcome":    "-   yes -   yes -   -   -   -  ",
    "pass_up":        "yes yes -   -   -   yes -   -  ",
    "decide":         "-   -   -   yes -   -   -   -  ",
    "route":          "-   -   -   -   -   yes -   -  ",
    "transfer":       "yes yes -   -   -   -   -   -  ",
    "take_transfer_back": "- yes - - - - - -",
    "ask_part":       "yes yes -   -   -   yes -   -  ",
    "call_off_part":  "yes yes -   -   -   yes -   -  ",
    "decline_part":   "yes yes -   -   -   -   -   -  ",
    "unlink":         "yes yes -   -   -   yes -   -  ",
    "see_team":       "-   yes -   yes -   -   -   -  ",
    "see_overview":   "-   yes -   yes -   -   yes yes",
    "revise_figures": "-   -   -   -   -   -   yes -  ",
    "explain_figures": "-  yes -   -   -   -   yes -  ",
    "own_absences":   "yes yes yes yes yes yes -   -  ",
    "team_absences":  "-   yes -   yes -   -   -   -  ",
    "configure":      "-   -   -   -   yes -   -   -  ",
    "reorganise":     "-   -   -   -   yes -   -   -  ",
    "audit":          "-   -   -   -   -   -   -   yes",
    "protect_above":  "-   -   -   yes -   -   -   -  ",
    "ready_file":     "yes yes -   yes -   yes -   -  ",
    "release_identity": "yes yes - yes - yes - yes",
    "protect":        "-   yes -   yes -   -   -   -  ",
    "request_information": "yes yes - - - yes - -",
    "inform":         "yes yes yes yes yes yes yes yes",
    "see_recommendations": "yes yes yes yes - - - yes",
    "recommend":      "yes yes -   -   -   -   -   -  ",
    "carry_out":      "-   -   yes yes -   -   -   -  ",
    "verify":         "yes yes -   yes -   -   -   -  ",
    "write_lessons":  "-   yes -   -   -   -   -   -  ",
    "publish_lessons": "yes yes - yes - - - -",
    "see_alarms":     "-   yes -   yes -   -   yes yes",
    "respond_to_alarms":  "-   yes -   yes -   -   yes -  ",
    "set_alarm_rules": "-  -   -   -   yes -   -   -  ",
    "review_text":    "yes yes -   -   -   -   -   -  ",
    "sort_emails":    "yes yes -   -   -   yes -   -  ",
    "decide_urgency": "yes yes -   -   -   yes -   -  ",
    "step_back":      "yes yes yes yes -   yes -   yes",
    "declare_conflict": "yes yes - yes - yes - -",
    "see_limits":     "yes yes -   yes -   yes -   yes",
    "propose_limit":  "yes yes -   -   -   yes -   -  ",
    "decide_limit":   "-   yes -   -   -   -   -   -  ",
    "review_limit":   "-   -   -   yes -   -   -   -  ",
    "lift_conflict":  "-   yes -   yes -   yes -   yes",
    "see_groups":     "yes yes yes yes -   -   -   yes",
    "group":          "yes yes -   -   -   -   -   -  ",
    "publish_group":  "-   yes -   -   -   -   -   -  ",
    "see_assessments": "yes yes -  yes -   -   -   yes",
    "assess":         "yes yes -   -   -   -   -   -  ",
    "draw_files":     "-   yes -   -   -   -   -   -  ",
}  # fmt: skip


def staff(*memberships: Membership) -> Actor:
    return Actor(ActorKind.STAFF, "Claire Roy", 7, memberships)


def test_the_table_says_something_of_every_role_and_permission():
    assert tuple(HEADINGS) == tuple(role.value for role in ROLES)
    assert set(MATRIX) == {permission.value for permission in Permission}


@pytest.mark.parametrize(("permission", "row"), MATRIX.items())
def test_each_role_may_do_what_the_table_says(permission: str, row: str):
    allowed = {
        role.value: may(staff(Membership(role, "parks")), Permission(permission), "parks")
        for role in ROLES
    }
    assert allowed == dict(zip(HEADINGS, (word == "yes" for word in row.split()), strict=True))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_in_one_agency_gives_nothing_in_another(role: Role, permission: Permission):
    assert not may(staff(Membership(role, "parks")), permission, "water")


@pytest.mark.parametrize("permission", Permission)
def test_a_complainant_and_somebody_without_a_role_may_do_nothing_of_this(permission: Permission):
    assert not may(complainant(1), permission, "parks")
    assert not may(staff(), permission)


REACHED, NOT_REACHED = ("office", "director"), ("office",)
AT_LEVEL = {
    # Of what reached the level of whoever holds a post; of what did not.
    "see_complaints": ("yes yes yes yes -   yes -   yes", "yes yes -   yes -   yes -   yes"),
    "note":           ("yes yes yes yes -   yes -   -  ", "yes yes -   yes -   yes -   -  "),
    "answer":         ("yes yes yes yes -   yes -   -  ", "yes yes -   yes -   yes -   -  "),
    "step_back":      ("yes yes yes yes -   yes -   yes", "yes yes -   yes -   yes -   yes"),
}  # fmt: skip


@pytest.mark.parametrize("permission", Permission)
def test_each_role_may_do_with_a_complaint_what_its_level_allows(permission: Permission):
    same = (MATRIX[permission.value],) * 2
    rows = AT_LEVEL.get(permission.value, same)
    for reached, row in zip((REACHED, NOT_REACHED), rows, strict=True):
        allowed = {
            role.value: may_at_level(
                staff(Membership(role, "parks", "director")), permission, "parks", reached
            )
            for role in ROLES
        }
        expected = dict(zip(HEADINGS, (word == "yes" for word in row.split()), strict=True))
        assert allowed == expected


def test_a_level_in_one_agency_is_none_in_another():
    director = staff(Membership(Role.MANAGER, "parks", "director"))
    assert not may_at_level(director, Permission.ANSWER, "water", REACHED)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("permission", Permission)
def test_only_whoever_looks_after_the_whole_portal_is_something_to_all_of_it(
    role: Role, permission: Permission
):
    everywhere = staff(Membership(role))
    is_everywhere = role in (Role.ADMINISTRATOR, Role.ANALYST, Role.AUDITOR)
    allowed = is_everywhere and permission in ROLE_PERMISSIONS[role]
    assert may(everywhere, permission, "parks") is allowed
    assert may(everywhere, permission) is allowed
    assert agencies_where(everywhere, permission) == (None if allowed else frozenset())
    assert (permission in permitted(everywhere, "parks")) is allowed


def test_whoever_works_at_the_intake_desk_works_there_and_nowhere_else():
    desk = at_desk(staff(Membership(Role.INTAKE)), "desk")
    assert may(desk, Permission.ROUTE, "desk")
    assert not may(desk, Permission.ROUTE, "parks")
    other = staff(Membership(Role.INTAKE, "parks"), Membership(Role.AUDITOR))
    assert at_desk(other, "desk") is other


def test_a_role_in_the_whole_portal_counts_everywhere():
    auditor = staff(Membership(Role.AUDITOR))
    assert may(auditor, Permission.AUDIT, "parks")
    assert may(auditor, Permission.AUDIT)
    assert agencies_where(auditor, Permission.SEE_COMPLAINTS) is None


def test_each_permission_counts_in_the_agencies_of_the_roles_that_give_it():
    both = staff(Membership(Role.OFFICER, "parks"), Membership(Role.ANALYST, "water"))
    assert agencies_where(both, Permission.SEE_COMPLAINTS) == frozenset({"parks"})
    assert agencies_where(both, Permission.SEE_OVERVIEW) == frozenset({"water"})
    assert agencies_where(both, Permission.CONFIGURE) == frozenset()


def test_the_portal_itself_may_do_everything():
    assert all(may(PORTAL, permission, "parks") for permission in Permission)
    assert agencies_where(PORTAL, Permission.SEE_COMPLAINTS) is None
