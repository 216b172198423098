"""Complaints line by line tell of nobody, are made once, and say what the history says."""

from __future__ import annotations

import csv
from collections import Counter
from functools import partial
from io import StringIO
from random import Random

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.complaints.handling import casework
from portal.complaints.queries.public_marks import COUNTED, move_mark
from portal.complaints.records.complaint import IssueRecord
from portal.complaints.records.message import ReportCountRecord
from portal.domain.actor import PORTAL
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.text import Text
from portal.domain.time.periods import Period
from portal.keyring import is_signed
from portal.reporting import counting
from portal.reporting.deidentified import rule
from portal.reporting.deidentified.publishing import PublishingLines
from portal.reporting.deidentified.records import ReportRecordSetRecord
from portal.reporting.deidentified.rule import (
    FEWEST_ALIKE,
    Finished,
    deidentified,
    left_out,
    told_of,
)
from portal.reporting.known import Known
from portal.reporting.vintages.freezing import publish, revise
from portal.runtime import Runtime
from tests.reporting.figures import words
from tests.reporting.published_worlds import lines_of as lines_of_world
from tests.reporting.published_worlds import published, world
from tests.support import file, officer, on_both

QUARTER = Period(2026, 4)
FILES = "/fr/statistiques/donnees/plaintes"
PARTS = Finished.__struct_fields__


def known(finished: list[Finished], hidden: tuple[str, ...] = ()) -> Known:
    cells = Counter((one.agency, one.outcome) for one in finished)
    grid: dict[str, dict[str, int | None]] = {}
    for (agency, outcome), n in cells.items():
        grid.setdefault(agency, {})[outcome] = None if outcome in hidden else n
    return Known(grids={"findings": {**grid, "*": {"*": len(finished)}}})


def any_of(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


KINDS = st.builds(
    Finished,
    agency=any_of("parks", "water"),
    theme=any_of("delay", "info"),
    category=any_of("a", "b"),
    channel=any_of("web", "phone"),
    language=any_of("fr", "en"),
    region=any_of("03", "06", "unknown"),
    outcome=any_of("founded", "unfounded", "settled"),
    level=any_of("1", "2", "none"),
    on_time=any_of("yes", "no", "none"),
    days=any_of("up_to_5", "over_40", "none"),
)
REGISTERS = st.lists(st.tuples(KINDS, st.integers(1, 25)), max_size=30).map(
    lambda kinds: [one for one, n in kinds for _ in range(n)]
)


@given(finished=REGISTERS, hidden=st.sampled_from([(), ("settled",)]))
@settings(max_examples=150, deadline=None)
def test_no_line_tells_of_fewer_than_ten_or_of_how_it_ended(
    finished: list[Finished], hidden: tuple[str, ...]
):
    table = known(finished, hidden)
    lines = deidentified(finished, [table])
    outcomes: dict[Finished, set[str]] = {}
    for line, n in lines.items():
        assert n >= FEWEST_ALIKE
        assert line.outcome not in ("", *hidden)
        outcomes.setdefault(line.known_to_others, set()).add(line.outcome)
        # What it tells is so of that many.
        told = [part for part in PARTS if getattr(line, part)]
        assert sum(all(getattr(one, p) == getattr(line, p) for p in told) for one in finished) >= n
    assert all(len(of_class) > 1 for of_class in outcomes.values())
    ended = Counter((one.agency, one.outcome) for one in finished)
    assert all(n <= ended[place] for place, n in told_of(lines).items())
    assert left_out(lines, [table]) == len(finished) - sum(lines.values())
    assert deidentified(reversed(finished), [table]) == lines


@pytest.mark.parametrize("seed", range(20))
def test_lines_stand_beside_both_vintages_and_name_no_cell_that_either_hides(seed: int):
    """They are of the first: whoever has the second beside it reads no hidden cell in them."""
    random = Random(seed)
    made = world(random, 3)
    first = published(made)
    lines = lines_of_world(made, first)
    for agency, outcome in told_of(lines):
        assert first.grid("findings").n(agency, outcome) is not None
        assert first.grid("findings").n(agency) is not None


@pytest.fixture
def lived(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> Runtime:
    """A published quarter of twelve complaints, half of them founded: five alike are enough."""
    monkeypatch.setattr(rule, "FEWEST_ALIKE", 5)
    for rank, finding in enumerate([Finding.FOUNDED, Finding.UNFOUNDED] * 6):
        number = file(runtime, email=f"personne{rank}@exemple.org", story="Secret zouave.").number
        runtime.change(officer(), number, partial(casework.answer, body="Voici."))
        with runtime.reading(PORTAL) as session:
            issue_id = session.scalars(select(func.max(IssueRecord.id))).one()
        findings = (IssueFinding(issue_id or 0, finding, "Les faits le montrent.", ""),)
        runtime.change(officer(), number, partial(casework.close, findings=findings))
    with runtime.transaction() as session:
        counting.rebuild(session)
        publish(session, runtime, QUARTER, runtime.now())
    assert PublishingLines(runtime).run(runtime.now()) == 1
    return runtime


def kept(runtime: Runtime) -> ReportRecordSetRecord:
    with runtime.reading(PORTAL) as session:
        return session.scalars(select(ReportRecordSetRecord)).one()


@on_both
def test_the_lines_of_a_quarter_are_made_once_and_signed(lived: Runtime):
    first = kept(lived)
    assert (first.count, first.left_out) == (12, 0)
    assert is_signed(first.message, first.signature, lived.keyring.public_key)
    with lived.transaction() as session:
        measure = ReportCountRecord.measure == "finding_founded"
        for cell in session.scalars(select(ReportCountRecord).where(measure)):
            cell.n = 60
        move_mark(session, COUNTED)
        revise(session, lived, QUARTER, Text("Compté deux fois.", "Counted twice."), lived.now())
    assert PublishingLines(lived).run(lived.now()) == 0
    assert kept(lived).message == first.message


def test_everybody_reads_what_the_lines_are_and_takes_them(lived: Runtime, client: FlaskClient):
    page = " ".join(words(client.get(FILES).text).split())
    assert "Chaque ligne s’y trouve au moins 10 fois" in page
    assert "12 lignes. 0 plainte laissée de côté." in page
    assert "Aucune part ne se calcule à partir de ces lignes" in page
    assert "Organisme : 12" in page.replace("\xa0", " ")
    codes = client.get(f"{FILES}/codes/2026-T4.csv")
    assert codes.data == client.get("/en/statistics/data/complaints/codes/2026-T4.csv").data
    rows = list(csv.DictReader(StringIO(codes.text)))
    assert tuple(rows[0]) == PARTS
    assert Counter(row["outcome"] for row in rows) == {"founded": 6, "unfounded": 6}
    assert {(row["level"], row["on_time"], row["days"]) for row in rows} == {
        ("1", "yes", "up_to_5")
    }
    sheet = client.get(f"{FILES}/2026-T4.csv").text
    assert sheet.startswith("\N{ZERO WIDTH NO-BREAK SPACE}Période;Organisme;Sujet")
    assert sheet.count("Non fondée;Palier 1;oui;5 ou moins") == 6
    assert "zouave" not in (sheet + codes.text).lower()
    package = client.get("/fr/statistiques/donnees/datapackage.json").get_json()
    [lines] = [one for one in package["resources"] if one["name"].endswith("-lines")]
    assert lines["description"].startswith("Aucune part ne se calcule")
    fields = {field["name"]: field["x-codes"] for field in lines["schema"]["fields"]}
    assert tuple(fields) == PARTS
    assert all(row[name] in codes for row in rows for name, codes in fields.items())
    catalogue = client.get("/fr/statistiques/donnees/catalogue.jsonld").text
    assert "plaintes/codes/2026-T4.csv" in catalogue
    assert client.get(f"{FILES}/2025-T1.csv").status_code == 404
