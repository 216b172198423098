"""What the heading of a figure finds is of what its table holds, and of nothing before it began."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.figures.shares import Share
from portal.domain.role import Role
from portal.reporting import texts
from portal.runtime import Runtime
from tests.reporting.figures import block, count, receive, rows, signed_in, title, whole, words

PUBLIC = "/fr/statistiques"
BEGINS = "le registre commence en août 2025"


@pytest.fixture
def analyst(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime)


def due(runtime: Runtime, agency: str, kept: int, missed: int, put_off: int = 0) -> None:
    count(
        runtime,
        (agency, "2026-08", "answer_due_kept", 0, kept),
        (agency, "2026-08", "answer_due_missed", 0, missed),
        (agency, "2026-08", "due_put_off", 0, put_off),
    )


def median(runtime: Runtime, month: str, days: int, n: int = 40) -> None:
    count(runtime, ("parks", month, "answered", days, n), ("parks", month, "level", 1, n))


def test_the_page_of_one_agency_finds_something_of_that_agency(
    client: FlaskClient, runtime: Runtime
):
    due(runtime, "parks", 400, 100, put_off=300)
    due(runtime, "water", 400, 100, put_off=10)
    of_all = title(whole(client, PUBLIC), "embellir")
    assert of_all == "RDP : prolongé dans 60 % des cas"
    of_water = title(whole(client, f"{PUBLIC}/water"), "embellir")
    assert "RDP" not in of_water
    assert of_water.endswith(
        "rien de bien plus fréquent que chez les autres; le plus : prolongé dans 2 % des cas"
    )


def test_a_head_who_sees_one_agency_reads_its_own_share(app: Flask, runtime: Runtime):
    due(runtime, "parks", 400, 100, put_off=10)
    page = whole(signed_in(app, runtime, Role.HEAD, "parks"))
    said = "RDP : rien de bien plus fréquent que chez les autres; le plus : prolongé dans 2 %"
    assert title(page, "embellir").startswith(said)


def test_who_is_left_out_of_two_ends_is_said(analyst: FlaskClient, runtime: Runtime):
    due(runtime, "parks", 90, 10)
    due(runtime, "water", 80, 20)
    due(runtime, "roads", 3, 2)
    found = title(whole(analyst), "dates")
    assert found.endswith("parmi ceux qui ont au moins 30 réponses dues")


def test_nothing_is_compared_with_what_is_older_than_the_register(
    analyst: FlaskClient, client: FlaskClient, runtime: Runtime
):
    count(runtime, ("parks", "2026-08", "received", 0, 60))
    receive(runtime, ("parks", "2026-08", "delay", 60), ("parks", "2025-08", "delay", 20))
    for page in (whole(analyst), whole(client, PUBLIC)):
        assert BEGINS in words(page)
        assert BEGINS in words(block(page, "sujets"))
        assert not [row for row in rows(page, "sujets") if "de plus" in row[-1]]
        assert "200 % de plus" not in words(page)
    assert title(whole(analyst), "evolution") == f"Rien n’est comparé : {BEGINS}"


def test_the_trend_finds_what_the_number_above_it_says(analyst: FlaskClient, runtime: Runtime):
    for month, days in (("2025-07", 12), ("2025-09", 9), ("2026-07", 8), ("2026-09", 10)):
        median(runtime, month, days, 40 if month != "2025-07" else 90)
    page = whole(analyst)
    assert "3e trim. 2025 : 12" in words(page)
    found = "Délai médian : de 12 à 8 jours ouvrables (3e trim. 2025 et 3e trim. 2026)"
    assert title(page, "tendance") == found
    assert "Le titre met côte à côte deux périodes entières" in words(page)


def test_medians_of_months_are_never_said_to_have_moved(analyst: FlaskClient, runtime: Runtime):
    for month, days in (("2025-11", 10), ("2026-02", 12), ("2026-09", 11)):
        median(runtime, month, days)
    assert title(whole(analyst), "tendance") == "Délai médian par mois : de 10 à 12 jours ouvrables"


def test_what_is_read_first_is_shown_on_a_narrow_screen(analyst: FlaskClient, runtime: Runtime):
    median(runtime, "2026-08", 10)
    hidden = block(whole(analyst), "delais").split("</summary>")[0]
    assert "9 sur 10" in hidden
    assert "Dans le délai" not in hidden.split("<summary>")[1]
    full = '<span class="is-full">Régie des parcs (</span>RDP<span class="is-full">)</span>'
    assert full in whole(analyst)


@pytest.mark.parametrize(
    ("part", "n", "said"), [(1, 555, "moins de 1 %"), (3, 555, "1 %"), (0, 555, "0 %")]
)
def test_a_share_that_rounds_to_none_is_less_than_one_in_a_hundred(
    app: Flask, part: int, n: int, said: str
):
    with app.test_request_context("/fr/"):
        assert texts.share(Share(part, n)).replace("\N{NO-BREAK SPACE}", " ") == said
