"""Of how many complaints something is not known, which every other figure leaves unsaid."""

from __future__ import annotations

from collections import Counter

from flask import Flask

from portal.complaints.queries.public_marks import COUNTED, move_mark
from portal.complaints.records.message import ReportCountRecord
from portal.domain.figures.cells import UNKNOWN, Cell, with_wholes
from portal.domain.figures.measures import Measure
from portal.runtime import Runtime
from tests.reporting.figures import rows, signed_in, title, whole
from tests.support import on_both


def received(runtime: Runtime, *cells: tuple[str, str, str, str, int]) -> None:
    """Count complaints as received in August: agency, theme, language, region, n."""
    counts = Counter[Cell]()
    for agency, theme, language, region, n in cells:
        place = (agency, "2026-08", theme, theme, "web")
        counts[Cell(*place, Measure.RECEIVED.value, language=language, region=region)] += n
    with runtime.transaction() as session:
        for cell, n in with_wholes(counts).items():
            session.add(ReportCountRecord(**cell._asdict(), n=n))
        move_mark(session, COUNTED)


@on_both
def test_what_is_unknown_is_counted_by_agency_the_most_first(app: Flask, runtime: Runtime):
    received(
        runtime,
        ("parks", "delay", "fr", "06", 30),
        ("parks", "other", "fr", UNKNOWN, 10),
        ("water", "delay", UNKNOWN, UNKNOWN, 30),
        ("water", "delay", "fr", "06", 10),
    )
    page = whole(signed_in(app, runtime))
    table = rows(page, "qualite")
    assert table[0][1:] == ["40", "75 %", "75 %", "0 %"]
    assert table[1] == ["RDP", "40", "25 %", "0 %", "25 %"]
    assert table[-1] == ["Ensemble", "80", "50 %", "38 %", "13 %"]
    assert title(page, "qualite").startswith("La région est inconnue pour 50 % des plaintes; le")


def test_narrowed_it_is_left_out_and_the_page_says_so(app: Flask, runtime: Runtime):
    received(runtime, ("parks", "delay", "fr", "06", 30))
    analyst = signed_in(app, runtime)
    page = analyst.get("/fr/portrait/qualite-des-donnees?periode=2026-T3&canal=web").text
    assert "Cette page n’a pas de chiffres qui se filtrent ainsi" in page
