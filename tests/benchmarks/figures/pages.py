"""How long each page of figures takes, when it is made and not handed out again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app, open_portal
from portal.config import Config
from portal.pages.kept import KEPT, KeptPages
from portal.reporting.questions import QUESTIONS
from portal.runtime import Runtime
from tests.benchmarks.measure import Figures
from tests.support.statements import counted

ROUNDS = 12
FORMS = ("csv", "xlsx", "ods", "json", "parquet")
_PERIODS = ("2026-T3", "2026-T2", "2026-T1")
_NARROWED = {
    "theme": "theme=delay",
    "channel": "canal=phone",
    "language": "langue=en",
    "region": "region=06",
    "theme, channel": "theme=delay&canal=web",
    "theme, language, region": "theme=delay&langue=en&region=06",
    "today's organisations": "organismes=aujourdhui",
}


@dataclass(frozen=True)
class Measured:
    """How long a page took each time, what the processor had to do, and what was asked of it."""

    page: str
    figures: Figures
    processor_ms: float
    statements: int
    length: int

    def __str__(self) -> str:
        p50, p95 = (self.figures.percentile(share) for share in (0.5, 0.95))
        return (
            f"{self.page:44} median {p50:7.1f} ms  p95 {p95:7.1f} ms  "
            f"processor {self.processor_ms:6.1f} ms  {self.statements:3} statements  "
            f"{self.length // 1024:4} kB"
        )


def opened(data: Path, address: str, agencies: Path) -> tuple[Runtime, Flask]:
    """Open a portal that was filled, and the application that serves its pages."""
    config = Config(data=data, database=address, agencies=agencies, flood_limits=False)
    portal = open_portal(config)
    app = create_app(portal)
    app.config["WTF_CSRF_ENABLED"] = False
    return portal, app


def signed_in(app: Flask, email: str) -> FlaskClient:
    """Return the client of somebody of the demonstration."""
    client = app.test_client()
    account = {"email": f"{email}@demo.plaintes.example", "password": "demonstration"}
    assert client.post("/fr/connexion", data=account).status_code == 303
    return client


def measured_pages(portal: Runtime, app: Flask, rounds: int = ROUNDS) -> Iterator[Measured]:
    """Yield how long each page of figures takes: of all, narrowed, of one agency, public."""
    analyst, head = signed_in(app, "analyste"), signed_in(app, "chef.saaq")
    for question in QUESTIONS:
        if not question.served:
            path = "/fr/portrait" + (f"/{question.fr}" if question.fr else "")
            yield _measured(portal, app, analyst, path, question.code, rounds)
    for name, query in _NARROWED.items():
        path = f"/fr/portrait?{query}"
        yield _measured(portal, app, analyst, path, f"today, narrowed: {name}", rounds)
    for question in QUESTIONS[:3]:
        path = "/fr/portrait" + (f"/{question.fr}" if question.fr else "")
        yield _measured(portal, app, head, path, f"{question.code}, of one agency", rounds)
    for path, name in (
        ("/fr/statistiques", "public"),
        ("/fr/statistiques/saaq", "public, of one agency"),
        ("/fr/", "home page"),
    ):
        yield _measured(portal, app, app.test_client(), path, name, rounds)


def measured_exports(portal: Runtime, app: Flask) -> Iterator[str]:
    """Yield how long the export of all pages takes in each form, and the memory it took."""
    analyst = signed_in(app, "analyste")
    for form in FORMS:
        before, began = _most_memory(), time.perf_counter()
        answer = analyst.get(f"/fr/portrait/exports?format={form}&periode=2026-T3")
        took = 1000 * (time.perf_counter() - began)
        more = _most_memory() - before
        yield (
            f"export as {form:8} {took:7.0f} ms  {len(answer.data) // 1024:5} kB  status "
            f"{answer.status_code}  most memory {_most_memory()} MB, {more} MB more than before"
        )


def _measured(
    portal: Runtime, app: Flask, client: FlaskClient, path: str, name: str, rounds: int
) -> Measured:
    addresses = [_with(path, period) for period in _PERIODS]
    times, length, used = [], 0, 0.0
    statements = counted(portal, lambda: _made(app, client, addresses[0]))
    for turn in range(rounds):
        _forget(app)
        began, cpu = time.perf_counter(), time.process_time()
        length = _made(app, client, addresses[turn % len(addresses)])
        times.append(time.perf_counter() - began)
        used += time.process_time() - cpu
    figures = Figures(tuple(times), sum(times))
    return Measured(name, figures, 1000 * used / rounds, statements, length)


def _with(path: str, period: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}periode={period}"


def _made(app: Flask, client: FlaskClient, path: str) -> int:
    _forget(app)
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return len(answer.data)


def _forget(app: Flask) -> None:
    """Let no page be handed out that was made before."""
    app.extensions[KEPT] = KeptPages()


def _most_memory() -> int:
    return getrusage(RUSAGE_SELF).ru_maxrss // 1024
