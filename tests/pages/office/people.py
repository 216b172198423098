"""Members of staff who sign in, and the complaints that they open and change."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.dates.running_clocks import act_if_run_out, clocks_run_out
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import MessageRecord
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.support import PASSWORD, add_user, officer


def signed_in(
    app: Flask,
    runtime: Runtime,
    email: str = "claire@parcs.example",
    role: Role = Role.OFFICER,
    agency: str | None = "parks",
    post: str | None = "office",
) -> FlaskClient:
    """Return the browser of a new member of staff who has signed in."""
    add_user(runtime, email, role, agency, post)
    client = app.test_client()
    sign_in(client, email)
    return client


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> None:
    """Sign in with an account that exists."""
    answer = client.post("/fr/connexion", data={"email": email, "password": password, **more})
    assert answer.status_code == 303, answer.text


def case_path(number: str, action: str = "", agency: str = "parks") -> str:
    """Return the French address of a complaint, or of one of its actions."""
    return f"/fr/gestion/{agency}/plaintes/{number}" + (f"/{action}" if action else "")


def change(runtime: Runtime, number: str, act: Any, agency: str = "parks", **how: Any) -> None:
    """Let somebody of the complaints service do something with a complaint."""
    runtime.change(officer(agency), number, partial(act, **how))


def let_dates_pass(runtime: Runtime) -> None:
    """Act on every date that has passed, as the worker does."""
    with runtime.reading(PORTAL) as session:
        due = clocks_run_out(session, runtime.now())
    for clock in due:
        runtime.change(PORTAL, clock.number, partial(act_if_run_out, clock_id=clock.clock_id))


def complaint(runtime: Runtime, number: str) -> ComplaintRecord:
    """Return a complaint as it stands."""
    with runtime.reading(PORTAL) as session:
        statement = select(ComplaintRecord).where(ComplaintRecord.number == number)
        return session.scalars(statement).one()


def bodies(runtime: Runtime, number: str, kind: str) -> list[str]:
    """Return the texts of one kind that a complaint has."""
    owner = complaint(runtime, number).id
    with runtime.reading(PORTAL) as session:
        chosen = (MessageRecord.complaint_id == owner, MessageRecord.kind == kind)
        return list(session.scalars(select(MessageRecord.body).where(*chosen)))


def without_token(page: str, number: str) -> str:
    """Return a page as it would be at another second, and for another number."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page).replace(number, "")


def words(page: str) -> str:
    """Return what a page says, without its markup and with ordinary spaces."""
    text = re.sub(r"<[^>]+>", " ", page).replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.replace("&nbsp;", " ").split())
