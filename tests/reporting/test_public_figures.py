"""The public figures: open to all, small cells hidden on every page alike."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.queries.public_marks import COUNTED, move_mark
from portal.complaints.records.message import ReportCountRecord
from portal.runtime import Runtime
from tests.reporting.figures import HIDDEN, count, publish_anew, receive, rows, whole, words

PAGE = "/fr/statistiques"
FEW = "non publié : petits nombres"
FINDINGS = ("founded", "partly_founded", "unfounded", "settled", "inadmissible", "withdrawn")


def found(runtime: Runtime, agency: str, *numbers: int) -> None:
    count(
        runtime,
        *(
            (agency, "2026-08", f"finding_{finding}", 0, n)
            for finding, n in zip(FINDINGS, numbers, strict=False)
            if n
        ),
    )


def findings_of(client: FlaskClient, page: str = PAGE) -> dict[str, list[str]]:
    return {row[0]: row[2:9] for row in rows(whole(client, page), "conclusions") if len(row) > 1}


def test_everybody_sees_the_figures(client: FlaskClient, runtime: Runtime):
    found(runtime, "parks", 50, 60, 70)
    assert findings_of(client)["RDP"] == ["50", "60", "70", "0", "0", "0", "180"]


def test_a_small_cell_is_hidden_with_another_that_would_give_it_away(
    client: FlaskClient, runtime: Runtime
):
    found(runtime, "parks", 50, 3, 70)
    found(runtime, "water", 40, 60, 80)
    shown = findings_of(client)
    assert shown["RDP"][1] == HIDDEN
    for row in shown.values():
        assert row[:3].count(HIDDEN) != 1
    for column in zip(*shown.values(), strict=True):
        assert list(column).count(HIDDEN) != 1


def test_an_agencys_own_page_hides_the_same_cells(client: FlaskClient, runtime: Runtime):
    found(runtime, "parks", 50, 3, 70)
    found(runtime, "water", 40, 60, 80)
    everywhere = findings_of(client)
    for agency, name in (("parks", "RDP"), ("water", None)):
        own = findings_of(client, f"{PAGE}/{agency}")
        assert list(own.values()) == [everywhere[name or next(iter(own))]]


def test_small_numbers_of_answers_hide_their_delays(client: FlaskClient, runtime: Runtime):
    count(
        runtime,
        ("parks", "2026-08", "answered", 44, 3),
        ("parks", "2026-08", "level", 1, 3),
        ("water", "2026-08", "answered", 7, 50),
        ("water", "2026-08", "level", 1, 50),
    )
    page = whole(client, PAGE)
    parks = next(row for row in rows(page, "delais") if row[0].startswith("Régie des parcs"))
    assert parks[1:4] == [HIDDEN, FEW, FEW]
    assert "44" not in words(page)


def due(runtime: Runtime, agency: str, kept: int, missed: int, month: str = "2026-08") -> None:
    count(
        runtime,
        *((agency, month, "answer_due_kept", 0, n) for n in (kept,) if n),
        *((agency, month, "answer_due_missed", 0, n) for n in (missed,) if n),
    )


def kept_of(client: FlaskClient) -> dict[str, str]:
    told = (row for row in rows(whole(client, PAGE), "dates") if len(row) > 1)
    return {row[0]: row[2] for row in told if row[3] != "0"}


def test_a_share_that_tells_of_a_few_late_answers_is_told_as_a_band(
    client: FlaskClient, runtime: Runtime
):
    due(runtime, "parks", 48, 2), due(runtime, "water", 40, 10)
    shares = kept_of(client)
    assert shares["RDP"] == "90 % ou plus"
    assert "80 %" in shares.values()
    # Of both together no more is told than of each, or the late ones could be worked out.
    assert shares["Ensemble"] == "86 à 89 %"


@pytest.mark.parametrize("late", [2, 3, 4])
def test_no_page_moves_with_how_many_of_a_few_were_late(
    client: FlaskClient, runtime: Runtime, late: int
):
    due(runtime, "parks", 60 - late, late), due(runtime, "water", 40, 10)
    found(runtime, "parks", 50, 60, 70)
    count(runtime, ("parks", "2026-08", "corrected", 0, late))
    pages = [whole(client, PAGE), whole(client, f"{PAGE}/parks"), client.get("/fr/").text]
    due(runtime, "parks", late - 1, 0, "2026-09")
    with runtime.transaction() as session:
        for record in session.scalars(select(ReportCountRecord)):
            if record.agency == "parks" and record.measure in {"answer_due_missed", "corrected"}:
                record.n = 1
        move_mark(session, COUNTED)
    publish_anew(runtime)
    again = [whole(client, PAGE), whole(client, f"{PAGE}/parks"), client.get("/fr/").text]
    assert list(map(words, again)) == list(map(words, pages))


def test_all_and_nearly_all_are_told_apart(client: FlaskClient, runtime: Runtime):
    due(runtime, "parks", 290, 1), due(runtime, "water", 60, 0)
    shares = list(kept_of(client).values())
    assert shares == ["100 %", "99 %", "99 %"]


def test_a_rate_of_very_few_is_told_over_four_quarters(client: FlaskClient, runtime: Runtime):
    due(runtime, "parks", 2, 1), due(runtime, "water", 40, 10)
    due(runtime, "parks", 30, 10, "2026-05"), due(runtime, "water", 40, 10, "2026-05")
    shares = kept_of(client)
    assert shares["RDP"] == "75 %, sur quatre trimestres"
    # Its neighbour is hidden with it, and told over four quarters too.
    assert list(shares.values()).count("80 %, sur quatre trimestres") == 1


def test_a_rate_of_very_few_in_every_quarter_says_why_it_is_not_there(
    client: FlaskClient, runtime: Runtime
):
    due(runtime, "parks", 2, 1), due(runtime, "water", 40, 10)
    assert kept_of(client)["RDP"] == FEW


def test_months_show_no_counts_that_could_be_subtracted(client: FlaskClient, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "answered", 4, 60), ("parks", "2026-06", "answered", 8, 9))
    months = {row[0]: row[1:] for row in rows(whole(client, f"{PAGE}/parks"), "tendance")}
    assert months["août 2026"] == ["4", "4"]
    assert months["juin 2026"] == ["8", "moins de 10 réponses"]


def test_no_month_of_a_quarter_is_told_beside_one_of_few(client: FlaskClient, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "answered", 4, 60), ("parks", "2026-09", "answered", 8, 2))
    months = {row[0]: row[1:] for row in rows(whole(client, f"{PAGE}/parks"), "tendance")}
    assert months["août 2026"] == months["septembre 2026"] == [FEW, FEW]


def test_a_theme_of_few_complaints_is_hidden(client: FlaskClient, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "received", 0, 52))
    receive(runtime, ("parks", "2026-08", "delay", 50), ("parks", "2026-08", "courtesy", 2))
    themes = {row[0]: row[2] for row in rows(whole(client, PAGE), "sujets")}
    assert themes == {"Délai": HIDDEN, "Courtoisie": HIDDEN}


def test_the_page_says_why_cells_are_hidden(client: FlaskClient, runtime: Runtime):
    found(runtime, "parks", 50)
    assert "un nombre de 1 à 4 est masqué" in words(whole(client, PAGE))


@pytest.mark.parametrize("period", ["1900", "2026", "2026-T4", "2027-T1", "hier"])
def test_only_complete_quarters_are_public(client: FlaskClient, runtime: Runtime, period: str):
    found(runtime, "parks", 50)
    page = whole(client, f"{PAGE}?periode={period}")
    assert "3e trimestre 2026" in words(page)
    assert "La période demandée n’a pas de chiffres ici" in words(page)
    assert "demandée" not in whole(client, f"{PAGE}?periode=2026-T3")
    assert "demandée" not in whole(client, PAGE)
    assert findings_of(client)["RDP"][0] == "50"


def test_ages_of_open_complaints_are_not_public(client: FlaskClient, runtime: Runtime):
    found(runtime, "parks", 50)
    assert 'id="ages"' not in whole(client, PAGE)


def test_an_unknown_agency_has_no_figures(client: FlaskClient):
    assert client.get(f"{PAGE}/nulle-part").status_code == 404


def test_a_quarter_without_complaints_says_so(client: FlaskClient):
    assert "Rien n’est compté pour cette période" in words(whole(client, PAGE))


def test_the_figures_are_in_english_too(client: FlaskClient, runtime: Runtime):
    found(runtime, "parks", 50, 3, 70)
    page = whole(client, "/en/statistics/parks")
    assert "Statistics: Parks board" in words(page)
    assert "hidden" in words(page)


def test_definitions_are_open_to_everybody(client: FlaskClient):
    for address in ("/fr/portrait/definitions", "/en/overview/definitions"):
        assert client.get(address).status_code == 200


def test_the_home_page_shows_three_measures_of_the_last_quarter(
    client: FlaskClient, runtime: Runtime
):
    count(
        runtime,
        ("parks", "2026-08", "answer_due_kept", 0, 44),
        ("parks", "2026-08", "answer_due_missed", 0, 6),
        ("parks", "2026-08", "answered", 9, 25),
        ("parks", "2026-08", "finding_founded", 0, 20),
        ("parks", "2026-08", "corrected", 0, 8),
    )
    home = words(client.get("/fr/").text)
    assert "Ce que nous mesurons, 3e trimestre 2026 (juillet à septembre)" in home
    assert "88 % de 50 réponses dues" in home
    assert "9 jours ouvrables" in home
    assert "40 % de 20 plaintes fermées" in home


def test_the_home_page_hides_measures_of_too_few_complaints(client: FlaskClient, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "answered", 9, 4))
    assert "Ce que nous mesurons" not in client.get("/fr/").text
