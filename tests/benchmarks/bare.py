"""What a page of ours costs the processor, beside the bare page of the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median
from time import process_time
from typing import Any
from urllib.parse import quote

from flask import Flask, abort, session
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from portal.complaints.records.complaint import ComplaintRecord
from portal.pages.citizen.followed_here import MOST_FOLLOWED
from portal.runtime import Runtime
from tests.benchmarks.bare_page import BarePage, Execute, watched
from tests.benchmarks.databases import database
from tests.benchmarks.in_process import LIST, cases, opened, signed_in

COMPLAINTS, TIMES, WARM = 10_000, 160, 10
_SEARCHES = ("test de conduite", "délais", "téléphone")
_CLOSED = f"{LIST}?vue=fermees"


@dataclass(frozen=True)
class Cost:
    """How long the processor worked for each of some answers, in milliseconds."""

    each: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """What half of the answers stayed below."""
        return median(self.each)

    @property
    def least(self) -> float:
        """What no answer stayed below: the one that least disturbed."""
        return min(self.each)

    def __str__(self) -> str:
        return f"{self.median:.2f} ms (least {self.least:.2f})"


@dataclass(frozen=True)
class Compared:
    """A page of ours, what it is compared with, and how many times that it may cost."""

    page: str
    bar: float
    ours: Cost
    other: Cost
    other_name: str = "the bare page"

    def __str__(self) -> str:
        ratio, of_least = self.ours.median / self.other.median, self.ours.least / self.other.least
        return (
            f"{self.page}: {self.ours}, {self.other_name} {self.other}:"
            f" {ratio:.1f} × (least {of_least:.1f}; bar {self.bar:g})"
        )


@dataclass(frozen=True)
class _Asked:
    """A request that can be put to an application again and again, without a server."""

    app: Flask
    environment: dict[str, Any]

    def answer(self) -> str:
        """Return the body of the answer, which must be a page."""
        body, status, _ = run_wsgi_app(self.app, dict(self.environment), buffered=True)
        assert status == "200 OK", status
        return b"".join(body).decode()

    def cost(self) -> float:
        """Return the milliseconds of the processor that one answer takes."""
        began = process_time()
        self.answer()
        return 1000 * (process_time() - began)


def bare(kind: str) -> Iterator[Compared]:
    """Compare the pages that are opened most, warm and in turns, among so many complaints."""
    with database(kind) as address, opened(COMPLAINTS, address) as (portal, app):
        with closing(portal.database.reader.raw_connection()) as plain:
            execute = plain.driver_connection.execute
            for page, bar, asked in _pages(portal, app):
                bare_pages = [_bare_page(portal, one, execute) for one in asked]
                yield Compared(page, bar, *_in_turns(asked, _asked_bare(bare_pages)))
        home = _asked(app.test_client(), ["/fr/"])
        yield Compared("home page", 3, *_in_turns(home, _asked_bare([])), "an empty answer")


def _pages(portal: Runtime, app: Flask) -> Iterator[tuple[str, float, list[_Asked]]]:
    """Give what is opened most: what it is, how many bare pages it may cost, and its requests."""
    officer = signed_in(app)
    followed = cases(officer, "fermees")[:MOST_FOLLOWED]
    numbers = [path.rsplit("/", 1)[1] for path in followed]
    citizen = _following(portal, app, numbers)
    yield "list of 50", 2, _asked(officer, [_CLOSED])
    yield "search", 2, _asked(officer, [f"{_CLOSED}&q={quote(words)}" for words in _SEARCHES])
    yield "complaint", 2.5, _asked(officer, followed)
    yield "follow-up page", 2.5, _asked(citizen, [f"/fr/suivi/{number}" for number in numbers])


def _bare_page(portal: Runtime, asked: _Asked, execute: Execute) -> BarePage:
    asked.answer()
    with watched(portal.database) as visit:
        html = asked.answer()
    return BarePage(visit, html, execute, portal.keyring)


def _in_turns(*applications: Sequence[_Asked]) -> list[Cost]:
    """Ask each application in turn, again and again, and return what it cost once it was warm."""
    costs = [Cost() for _ in applications]
    for turn in range(WARM + TIMES):
        for asked, cost in zip(applications, costs, strict=True):
            took = asked[turn % len(asked)].cost()
            if turn >= WARM:
                cost.each.append(took)
    return costs


def _asked(visitor: FlaskClient, paths: Sequence[str]) -> list[_Asked]:
    """Return requests for these pages by a visitor, with the cookies that they have now."""
    return [
        _Asked(visitor.application, EnvironBuilder(path, headers=_cookies(visitor)).get_environ())
        for path in paths
    ]


def _cookies(visitor: FlaskClient) -> dict[str, str]:
    """Return the header of a visitor's cookies, as they sent it last."""
    sent = visitor.get("/healthz").request.headers.get("Cookie")
    return {"Cookie": sent} if sent else {}


def _following(portal: Runtime, app: Flask, numbers: Sequence[str]) -> FlaskClient:
    """Return a client that has opened these complaints by number and code, a moment ago."""
    known = select(ComplaintRecord.number, ComplaintRecord.id)
    rows = portal.glance(
        lambda connection: connection.execute(
            known.where(ComplaintRecord.number.in_(numbers))
        ).all()
    )
    citizen, now = app.test_client(), datetime.now(UTC).isoformat()
    with citizen.session_transaction() as kept:
        kept["suivies"] = [(number, complaint_id, now) for number, complaint_id in rows]
    return citizen


def _asked_bare(pages: Sequence[BarePage]) -> list[_Asked]:
    """Return requests for bare pages by somebody with a signed cookie; for nothing without any."""
    app = Flask(__name__)
    app.secret_key = "of the bare pages"

    @app.get("/healthz")
    def healthz() -> ResponseReturnValue:
        return ""

    @app.get("/pages/<int:rank>")
    def show(rank: int) -> ResponseReturnValue:
        if "user" not in session:
            abort(403)
        return pages[rank].shown()

    reader = app.test_client()
    with reader.session_transaction() as kept:
        kept["user"] = 1
    return _asked(reader, [f"/pages/{rank}" for rank in range(len(pages))] or ["/healthz"])
