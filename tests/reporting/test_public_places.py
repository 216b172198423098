"""Every public place of figures: the same value of the same cell, and never a bare dash."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.reporting.open_data.rows import COLUMNS
from portal.runtime import Runtime
from tests.reporting.figures import HIDDEN, count, rated, receive, rows, signed_in, whole, words
from tests.reporting.published_worlds import counts_of, world

PAGE, HOME = "/fr/statistiques", "/fr/"
CODES = ("parks", "water")
FIGURES = ("delais", "dates", "sujets", "paliers", "conclusions", "satisfaction", "tendance")
OF_ONE = ("sujets", "paliers", "conclusions", "satisfaction", "tendance")
BARE = frozenset({"", "–", "-", "—", "?"})


def fill(runtime: Runtime, seed: int) -> None:
    """Count a small register made by chance, in two agencies."""
    made = counts_of(world(Random(seed), len(CODES)))
    names = dict(zip(made.agencies, CODES, strict=True))
    cells = Counter[tuple[str, str, str, int]]()
    for code, measure, bucket, n in made.counts:
        cells[names[code], "2026-08", str(measure), bucket] += n
    count(runtime, *((*cell, n) for cell, n in cells.items()))
    receive(runtime, *((names[a], "2026-08", theme, n) for a, theme, n in made.received if n))
    for code in CODES:
        rated(runtime, code, *(Random(seed).randint(0, 4) for _ in range(5)))


def table(client: FlaskClient, page: str, code: str) -> list[list[str]]:
    return [row for row in rows(whole(client, page), code) if len(row) > 1]


@pytest.mark.parametrize("seed", range(4))
def test_no_public_cell_is_bare(client: FlaskClient, runtime: Runtime, seed: int):
    fill(runtime, seed)
    for page, codes in ((PAGE, FIGURES), *((f"{PAGE}/{code}", OF_ONE) for code in CODES)):
        text = whole(client, page)
        for code in codes:
            # The column of plots has no words.
            cells = [cell for row in rows(text, code) for cell in row[1:] if cell != ""]
            assert BARE.isdisjoint(cells), (page, code)
        if "masqué" in words(text):
            assert "un nombre de 1 à 4 est masqué" in words(text)
        numbers = re.findall(r'<span class="n">(.*?)</span>', text)
        assert BARE.isdisjoint(map(words, numbers))


@pytest.mark.parametrize("seed", range(4))
def test_an_agencys_page_and_that_of_all_say_the_same(
    client: FlaskClient, runtime: Runtime, seed: int
):
    fill(runtime, seed)
    for code in ("paliers", "conclusions", "satisfaction"):
        everywhere = {row[0]: row for row in table(client, PAGE, code)}
        for agency in CODES:
            [own] = table(client, f"{PAGE}/{agency}", code)
            assert own == everywhere[own[0]]


@pytest.mark.parametrize("seed", range(4))
def test_the_home_page_says_what_the_statistics_say(
    client: FlaskClient, runtime: Runtime, seed: int
):
    fill(runtime, seed)
    home, page = words(client.get(HOME).text), words(client.get(PAGE).text)
    for measure in re.findall(r"Réponses dans le délai promis\s+(\S+ %[^.]*?) de \d+", home):
        assert measure in page


@pytest.mark.parametrize("seed", range(4))
def test_files_and_pages_have_the_same_counts(client: FlaskClient, runtime: Runtime, seed: int):
    fill(runtime, seed)
    lines = client.get(f"{PAGE}/donnees/codes/2026-T3.csv").text.splitlines()
    cells = [dict(zip(COLUMNS, line.split(","), strict=True)) for line in lines[1:]]
    for agency in CODES:
        [own] = table(client, f"{PAGE}/{agency}", "conclusions")
        [total] = [
            cell
            for cell in cells
            if (cell["table"], cell["agency"], cell["column"]) == ("findings", agency, "*")
        ]
        assert own[8] == (total["least"] or HIDDEN)


@pytest.mark.parametrize(
    ("role", "agency", "sees"),
    [
        (Role.ANALYST, None, True),
        (Role.HEAD, "parks", True),
        (None, None, False),
    ],
)
def test_small_numbers_are_seen_by_who_may_answer_for_them(
    app: Flask, runtime: Runtime, role: Role | None, agency: str | None, sees: bool
):
    count(runtime, ("parks", "2026-08", "finding_founded", 0, 3))
    count(runtime, ("parks", "2026-08", "finding_unfounded", 0, 40))
    asker = app.test_client() if role is None else signed_in(app, runtime, role, agency)
    page = PAGE if role is None else "/fr/portrait"
    own = rows(whole(asker, f"{page}?periode=2026-T3"), "conclusions")
    shown = "3" in {cell for row in own for cell in row}
    assert shown is sees


@pytest.mark.parametrize(("role", "agency"), [(Role.ANALYST, None), (Role.HEAD, "parks")])
def test_who_rated_how_is_guessed_by_nobody_of_the_staff(
    app: Flask, runtime: Runtime, role: Role, agency: str | None
):
    count(runtime, ("parks", "2026-08", "finding_unfounded", 0, 40))
    rated(runtime, "parks", 0, 0, 1, 0, 2)
    page = whole(signed_in(app, runtime, role, agency), "/fr/portrait?periode=2026-T3")
    assert any("1 à 4" in row for row in rows(page, "satisfaction"))
