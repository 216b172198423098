"""Line managers answer what reaches them: nowhere do they edit, close, reassign or delete."""

from __future__ import annotations

import pytest
from flask import Flask, url_for
from sqlalchemy import func, select

from portal.db.base import Base, OfComplaint
from portal.domain.actor import PORTAL
from portal.domain.permissions import ROLE_PERMISSIONS, Permission
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.pages.office.people import signed_in
from tests.support import file

# What they may open of a complaint, besides reading it: each adds something, and changes nothing.
THEIRS = {
    *("case", "document", "answer", "note", "report_reprisals", "step_back"),
    # What they answer is held and may be read by a colleague, like anybody's.
    *("cancel_sending", "give_up_text", "second_reading", "ask_how_to_reach"),
}
HANDLING = [
    *(Permission.ASSIGN, Permission.RECLASSIFY, Permission.CLOSE, Permission.EXTEND),
    Permission.SET_NATURE,
    *(Permission.PAUSE, Permission.PASS_UP, Permission.TRANSFER, Permission.ROUTE),
    *(Permission.CONTACT, Permission.ASK, Permission.DECIDE, Permission.RECOMMEND),
    *(Permission.VERIFY, Permission.REQUEST_INFORMATION, Permission.READY_FILE),
    *(Permission.DECIDE_URGENCY, Permission.DECLARE_CONFLICT, Permission.LIFT_CONFLICT),
    *(Permission.PROPOSE_LIMIT, Permission.DECIDE_LIMIT, Permission.REVIEW_LIMIT),
    *(Permission.CONFIGURE, Permission.REORGANISE, Permission.PROTECT),
]
KEPT = [
    *("status", "is_open", "category", "theme", "unit", "assignee_id", "level", "holder"),
    *("finding", "due_at", "agency", "urgency", "story", "subject", "version"),
]


@pytest.mark.parametrize("permission", HANDLING)
def test_no_permission_to_handle_a_complaint_is_theirs(permission: Permission):
    assert permission not in ROLE_PERMISSIONS[Role.MANAGER]


def test_every_other_page_of_a_complaint_is_closed_to_them(app: Flask, runtime: Runtime):
    number = file(runtime).number
    before, rows = state(runtime, number), counted(runtime)
    client = signed_in(app, runtime, "diane@parcs.example", Role.MANAGER, post="director")
    opened = set()
    for rule in app.url_map.iter_rules():
        name = rule.endpoint.removeprefix("office.")
        if name == rule.endpoint or "number" not in rule.arguments:
            continue
        values = {"agency": "parks", "number": number, "document_id": 1, "group": 1}
        wanted = {one: values[one] for one in rule.arguments if one != "language"}
        with app.test_request_context():
            path = url_for(rule.endpoint, language="fr", **wanted)
        for method in {"GET", "POST"} & set(rule.methods or ()):
            if name in THEIRS and method == "POST":
                continue
            form = {"body": "x", "reason": "x", "version": "1", "send": "yes", "agreed": "yes"}
            if client.open(path, method=method, data=form).status_code != 403:
                opened.add(name)
    assert opened <= THEIRS
    assert state(runtime, number) == before
    assert counted(runtime) | {"access_log": 0} == rows | {"access_log": 0}


@pytest.mark.parametrize("name", ["attribuer", "categorie"])
def test_what_is_done_with_several_complaints_is_closed_to_them_too(
    app: Flask, runtime: Runtime, name: str
):
    number = file(runtime).number
    before = state(runtime, number)
    client = signed_in(app, runtime, "diane@parcs.example", Role.MANAGER, post="director")
    told = {"faire": name, "send": "yes", "plainte": number, "assignee": "1", "category": "welcome"}
    client.post("/fr/gestion/parks/file/ensemble", data=told)
    assert state(runtime, number) == before


def state(runtime: Runtime, number: str) -> dict[str, object]:
    row = complaint(runtime, number)
    return {name: getattr(row, name) for name in KEPT}


def counted(runtime: Runtime) -> dict[str, int]:
    found = {}
    with runtime.reading(PORTAL) as session:
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, OfComplaint):
                table = mapper.local_table
                found[mapper.class_.__tablename__] = session.scalar(
                    select(func.count()).select_from(table)
                )
    return found
