"""A category is split on the pages of the settings: plots mark it, and only the sum is compared."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from flask import Flask

from portal.complaints.queries.public_marks import COUNTED, move_mark
from portal.complaints.records.message import ReportCountRecord
from portal.domain.figures.cells import Cell, with_wholes
from portal.domain.figures.measures import Measure
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.journeys.browser import Browser
from tests.reporting.figures import rows
from tests.support import PASSWORD, FixedClock, add_user

MUD = {"name_fr": "Boue", "name_en": "Mud", "theme": "delay", "formerly": "trail"}
TREE = {"name_fr": "Arbres tombés", "name_en": "Fallen trees", "theme": "delay"}


def received(runtime: Runtime, *cells: tuple[str, str, int]) -> None:
    """Count complaints of the parks as received and answered: month, category, n."""
    counts = Counter[Cell]()
    for month, category, n in cells:
        place = ("parks", month, "delay", category, "web")
        counts[Cell(*place, Measure.RECEIVED.value)] += n
        counts[Cell(*place, Measure.ANSWERED.value, bucket=9)] += n
    with runtime.transaction() as session:
        for cell, n in with_wholes(counts).items():
            session.add(ReportCountRecord(**cell._asdict(), n=n))
        move_mark(session, COUNTED)


def signed_in(app: Flask, runtime: Runtime, email: str, role: Role) -> Browser:
    add_user(runtime, email, role, "parks" if role is Role.ADMINISTRATOR else None, None)
    browser = Browser(app)
    browser.open("/fr/connexion").send("Me connecter", email=email, password=PASSWORD)
    return browser


def split_on_pages(admin: Browser, runtime: Runtime) -> None:
    """Add two categories in the place of one, and take that one back."""
    admin.open("/fr/reglages/parks/categories/+").send("Enregistrer", **MUD)
    admin.open("/fr/reglages/parks/categories/+").send("Enregistrer", formerly="trail", **TREE)
    admin.open("/fr/reglages/parks/categories/trail").send(
        "Enregistrer", theme="delay", unit="trails", retired="oui"
    )
    admin.open("/fr/reglages/parks/publication").send("Publier")
    runtime.take_up_changes()


@pytest.mark.slow
def test_what_is_split_is_marked_and_compared_together_alone(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    app.config["WTF_CSRF_ENABLED"] = True
    before, after = ("2025-02", "2025-11", "2026-08"), "2026-12"
    received(runtime, *((month, "trail", 60) for month in before))
    received(runtime, (after, "boue", 45), (after, "arbres_tombes", 40), (after, "trail", 5))
    split_on_pages(signed_in(app, runtime, "admin@parks.example", Role.ADMINISTRATOR), runtime)
    clock.moment = clock.moment.replace(year=2027, month=1, day=20)

    auditor = signed_in(app, runtime, "auditrice@portail.example", Role.AUDITOR)
    asked = "periode=2026-T4&comparer=an"
    auditor.open(f"/fr/portrait/sujets-par-categorie?{asked}&theme=delay")
    table = rows(auditor.page.text, "categories")
    [together] = [row for row in table if row[0].startswith("Arbres tombés + ")]
    assert "90" in together
    assert "50 % de plus" in together
    assert [row[0] for row in table if "non comparé" in " ".join(row)] == [
        "Boue",
        "Arbres tombés",
        "État d’un sentier",
    ]
    assert "« État d’un sentier » divisée en « Arbres tombés », « Boue »" in plain(
        auditor.page.text
    )

    auditor.open(f"/fr/portrait/tendances-et-progres?{asked}&organisme=parks&categorie=boue")
    assert "Ruptures de série" in auditor.page.text
    assert "les deux périodes ne se comparent pas" in auditor.page.text
    assert re.search(r"<desc[^>]*>[^<]*1\. « État d’un sentier »", plain(auditor.page.text))
    [link] = re.findall(r'href="([^"]*)"[^>]*>voir ensemble', auditor.page.text)
    auditor.open(link.replace("&amp;", "&"))
    assert "elles sont comptées ensemble" in auditor.page.text
    assert "ne se comparent pas" not in auditor.page.text
    auditor.open(f"/en/overview/trends-and-progress?{asked}&organisme=parks&categorie=boue")
    assert "“État d’un sentier” split into" not in auditor.page.text
    assert "“State of a trail” split into “Fallen trees”, “Mud”" in plain(auditor.page.text)


def plain(page: str) -> str:
    return page.replace("\N{NO-BREAK SPACE}", " ")
