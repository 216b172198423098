"""Counts to show, people who look at them, and what a page says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from portal.complaints.queries.public_marks import COUNTED, move_mark
from portal.complaints.records.message import ReportCountRecord
from portal.demo.complaints import make_complaints
from portal.domain.figures.breaks import BreakKind
from portal.domain.figures.cells import Cell
from portal.domain.role import Role
from portal.features.satisfaction.records import SurveyCountRecord
from portal.releases.breaks import MARK
from portal.releases.records import SeriesBreakRecord
from portal.reporting import counting
from portal.reporting.questions import QUESTIONS
from portal.reporting.vintages.freezing import Publishing
from portal.reporting.vintages.records import ReportStepRecord, ReportVintageRecord
from portal.runtime import Runtime
from tests.reporting.counted import count_subjects
from tests.support import PASSWORD, add_user

VIEW = "/fr/portrait"
HIDDEN = "masqué : petits nombres"
"""What a hidden cell says, to the eye and to whoever is read to."""

Cells = Iterable[tuple[str, str, str, int, int]]


def count(runtime: Runtime, *cells: tuple[str, str, str, int, int]) -> None:
    """Put cells in the cube: agency, month, measure, bucket, n."""
    with runtime.transaction() as session:
        for agency, month, measure, bucket, n in cells:
            place = {"agency": agency, "month": month, "measure": measure, "bucket": bucket}
            session.add(ReportCountRecord(**place, theme="", category="", channel="", n=n))
        move_mark(session, COUNTED)
    publish_anew(runtime)


def lived(runtime: Runtime) -> None:
    """Let 250 complaints have lived, and count them: what tests of exports start from."""
    make_complaints(runtime, 250, seed=4)
    with runtime.transaction() as session:
        counting.rebuild(session)


def publish_anew(runtime: Runtime) -> None:
    """Publish all quarters that are over as they are counted by now, as if for the first time."""
    with runtime.transaction() as session:
        session.execute(delete(ReportVintageRecord))
        session.execute(delete(ReportStepRecord))
    Publishing(runtime).run(runtime.now())


def receive(runtime: Runtime, *cells: tuple[str, str, str, int]) -> None:
    """Count complaints as received: agency, month, theme, n."""
    with runtime.transaction() as session:
        counted = {
            Cell(agency, month, theme, theme, "web", "received"): n
            for agency, month, theme, n in cells
        }
        count_subjects(session, counted)
        move_mark(session, COUNTED)
    publish_anew(runtime)


def time_changed(runtime: Runtime, agency: str = "parks") -> int:
    """Note that the time to answer changed, as another release in force would; return its id."""
    stage = {"categories": [], "stage": "answer"}
    row = SeriesBreakRecord(
        kind=BreakKind.DEADLINES.value,
        agency=agency,
        on_day=date(2026, 2, 3),
        before={**stage, "time": {"within": "20 working days"}},
        after={**stage, "time": {"within": "30 working days"}},
        noted_at=runtime.now(),
    )
    with runtime.transaction() as session:
        session.add(row)
        move_mark(session, MARK)
        session.flush()
        return row.id


def rated(runtime: Runtime, agency: str, *steps: int, question: str = "whole") -> None:
    """Count answers to a question, from the worst step to the best, each of somebody else."""
    answers = [
        ("responded", 0, sum(steps)),
        *((question, step, n) for step, n in enumerate(steps, 1)),
    ]
    with runtime.transaction() as session:
        for code, answer, n in answers:
            if n:
                place = {"agency": agency, "month": "2026-08", "cut": "category", "value": "trail"}
                session.add(SurveyCountRecord(**place, question=code, answer=answer, n=n))
    publish_anew(runtime)


def signed_in(
    app: Flask, runtime: Runtime, role: Role = Role.ANALYST, agency: str | None = None
) -> FlaskClient:
    """Return the browser of somebody with this role who has signed in."""
    email = f"{role.value}@portrait.example"
    add_user(runtime, email, role, agency, None)
    client = app.test_client()
    answer = client.post("/fr/connexion", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return client


def whole(client: FlaskClient, address: str = VIEW) -> str:
    """Return every page of figures that stands with the one at `address`, one after the other.

    That is the first page of a portrait or of public statistics, in either language, with whatever
    it is asked for. A figure stands on one of them: read it by its code, whichever page that is.
    """
    first, _, query = address.partition("?")
    language = first.split("/")[1]
    endings = [getattr(question, language) for question in QUESTIONS if not question.served]
    pages = [f"{first}/{ending}".rstrip("/") for ending in endings]
    asked = f"?{query}" if query else ""
    found = [client.get(page + asked, follow_redirects=True) for page in pages]
    assert found[0].status_code == 200, found[0].text
    return "\n".join(answer.text for answer in found if answer.status_code == 200)


def page_of(figure: str, language: str = "fr") -> str:
    """Return the address of the page of the portrait on which a figure stands, by its own code."""
    [question] = [question for question in QUESTIONS if figure in question.figures]
    return f"{VIEW if language == 'fr' else '/en/overview'}/{getattr(question, language)}"


def block(page: str, code: str) -> str:
    """Return the part of a page that is one figure."""
    match = re.search(rf'<figure class="c-fig[^"]*" id="{code}">.*?</figure>', page, re.DOTALL)
    assert match is not None, f"no figure {code}"
    return match[0]


def rows(page: str, code: str) -> list[list[str]]:
    """Return the words of a table, row for row, without its plots; none of an empty one."""
    table = re.sub(r"<svg.*?</svg>", "", block(page, code), flags=re.DOTALL)
    _, _, body = table.partition("<tbody")
    return [
        [words(cell) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


def words(markup: str) -> str:
    """Return the words of a piece of a page."""
    return re.sub(r"<[^>]+>", "", markup).replace("\N{NO-BREAK SPACE}", " ").strip()


def title(page: str, code: str) -> str:
    """Return the finding of a figure."""
    match = re.search(r"<h2>(.*?)</h2>", block(page, code))
    assert match is not None
    return words(match[1])
