"""The portrait: who sees what of it, and what it says of the counts."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.reporting.questions import QUESTIONS, Question
from portal.runtime import Runtime
from tests.releases.publishing import publish
from tests.reporting.figures import (
    VIEW,
    block,
    count,
    receive,
    rows,
    signed_in,
    title,
    whole,
    words,
)
from tests.support import TUESDAY, FixedClock, file
from tests.support.agencies import TEN_DAYS

QUARTER = ("2026-07", "2026-08", "2026-09")


@pytest.fixture
def analyst(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime)


def answers(runtime: Runtime, agency: str, days: int, n: int, month: str = "2026-08") -> None:
    count(runtime, (agency, month, "answered", days, n), (agency, month, "level", 1, n))


def test_nobody_sees_the_portrait_without_signing_in(client: FlaskClient):
    answer = client.get(VIEW)
    assert answer.status_code == 303
    assert "/fr/connexion" in answer.location


def test_an_officer_does_not_see_the_portrait(app: Flask, runtime: Runtime):
    assert signed_in(app, runtime, Role.OFFICER, "parks").get(VIEW).status_code == 403


def test_an_analyst_sees_every_agency(analyst: FlaskClient, runtime: Runtime):
    receive(runtime, ("parks", "2026-08", "delay", 3))
    answers(runtime, "parks", 5, 40)
    page = whole(analyst)
    assert [row[0] for row in rows(page, "delais")] == [
        "Régie des parcs (RDP)",
        "Moins de 30 réponses : affichés, mais pas classés",
        "Guichet des plaintes",
        words(runtime.agencies.agency("water").name.fr),
        "Ensemble",
    ]


def test_a_head_of_service_sees_only_their_agency(app: Flask, runtime: Runtime):
    answers(runtime, "parks", 5, 40)
    answers(runtime, "water", 9, 70)
    page = whole(signed_in(app, runtime, Role.HEAD, "parks"), VIEW)
    assert [row[:2] for row in rows(page, "delais")] == [["Régie des parcs (RDP)", "40"]]
    assert runtime.agencies.agency("water").name.fr not in page
    assert "70" not in words(block(page, "delais"))


def test_the_export_of_a_head_of_service_holds_only_their_agency(app: Flask, runtime: Runtime):
    answers(runtime, "water", 9, 70)
    file_text = signed_in(app, runtime, Role.HEAD, "parks").get("/fr/portrait/exports").text
    assert runtime.agencies.agency("water").name.fr not in file_text
    assert "70" not in file_text


def test_the_last_complete_quarter_is_shown_unless_another_is_asked_for(analyst: FlaskClient):
    assert "3e trimestre 2026 (juillet à septembre)" in words(whole(analyst))
    asked = whole(analyst, f"{VIEW}?periode=2025-T1")
    assert "1er trimestre 2025 (janvier à mars)" in words(asked)


@pytest.mark.parametrize(
    "query", ["periode=demain", "periode=2026-T9", "comparer=rien", "periode="]
)
def test_a_period_that_is_none_is_the_usual_one(analyst: FlaskClient, query: str):
    answer = analyst.get(f"{VIEW}?{query}", follow_redirects=True)
    assert answer.status_code == 200
    assert '<option value="2026-T3" selected>' in answer.text


def test_an_empty_period_says_so_and_leads_on(analyst: FlaskClient):
    page = whole(analyst)
    assert "Rien n’est compté pour cette période" in words(page)
    assert f'href="{VIEW}?periode=2026-T4"' in page


def test_a_period_in_progress_says_that_it_will_change(analyst: FlaskClient, runtime: Runtime):
    answers(runtime, "parks", 5, 40, month="2026-11")
    page = whole(analyst, f"{VIEW}?periode=2026-T4")
    assert "Cette période n’est pas finie" in words(page)
    assert "mois en cours" in block(page, "tendance")


def test_times_are_told_as_median_and_nine_in_ten(analyst: FlaskClient, runtime: Runtime):
    count(
        runtime,
        *(("parks", "2026-08", "answered", days, n) for days, n in ((2, 18), (6, 18), (19, 4))),
        ("parks", "2026-08", "level", 1, 40),
        ("parks", "2026-08", "answer_due_kept", 0, 9),
        ("parks", "2026-09", "answer_due_missed", 0, 1),
    )
    parks = rows(whole(analyst), "delais")[0]
    assert parks == ["Régie des parcs (RDP)", "40", "6", "6", "20", "", "90 %"]


def test_agencies_are_ranked_from_the_longest_median(analyst: FlaskClient, runtime: Runtime):
    answers(runtime, "parks", 5, 40)
    answers(runtime, "water", 9, 40)
    page = whole(analyst)
    water = words(runtime.agencies.agency("water").name.fr)
    assert [row[0].split(" (")[0] for row in rows(page, "delais")][:2] == [water, "Régie des parcs"]
    assert "de 5 jours (RDP) à 9 jours" in title(page, "delais")


def test_an_agency_of_fewer_than_thirty_answers_is_shown_but_not_ranked(
    analyst: FlaskClient, runtime: Runtime
):
    answers(runtime, "parks", 50, 29)
    answers(runtime, "water", 9, 30)
    shown = [row[0].split(" (")[0] for row in rows(whole(analyst), "delais")]
    assert shown.index("Régie des parcs") > shown.index(
        "Moins de 30 réponses : affichés, mais pas classés"
    )


def test_the_median_is_compared_to_the_year_before_or_the_period_before(
    analyst: FlaskClient, runtime: Runtime
):
    answers(runtime, "parks", 5, 40)
    answers(runtime, "parks", 11, 40, month="2025-08")
    answers(runtime, "parks", 14, 40, month="2026-05")
    assert "3e trim. 2025 : 11" in words(whole(analyst))
    assert "2e trim. 2026 : 14" in words(whole(analyst, f"{VIEW}?comparer=avant"))


def test_the_change_of_volume_is_told_in_words(analyst: FlaskClient, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "received", 0, 53), ("parks", "2025-06", "received", 0, 1))
    receive(runtime, ("parks", "2026-08", "delay", 53), ("parks", "2025-08", "delay", 50))
    page = whole(analyst)
    assert "3e trim. 2025 : 50, soit 6 % de plus" in words(page)
    assert rows(page, "sujets")[0] == ["Délai", "", "53", "100 %", "6 % de plus"]


def test_the_theme_of_all_others_comes_last(analyst: FlaskClient, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "received", 0, 90))
    receive(
        runtime,
        ("parks", "2026-08", "other", 60),
        ("parks", "2026-08", "courtesy", 20),
        ("parks", "2026-08", "delay", 10),
    )
    page = whole(analyst)
    assert [row[0] for row in rows(page, "sujets")] == ["Courtoisie", "Délai", "Autre"]
    assert title(page, "sujets").startswith("Premier sujet : Courtoisie, 22 % des plaintes;")


def test_dates_kept_are_told_with_how_many_were_due(analyst: FlaskClient, runtime: Runtime):
    count(
        runtime,
        ("parks", "2026-08", "answer_due_kept", 0, 27),
        ("parks", "2026-08", "answer_due_missed", 0, 9),
        ("parks", "2026-08", "contact_due_kept", 0, 19),
        ("parks", "2026-08", "contact_due_missed", 0, 1),
    )
    page = whole(analyst)
    assert rows(page, "dates")[0] == ["RDP", "", "75 %", "36", "75 %", "95 %", "20"]
    assert title(page, "dates") == "75 % des réponses promises sont venues à temps"


def test_levels_and_findings_are_counted_with_their_totals(analyst: FlaskClient, runtime: Runtime):
    count(
        runtime,
        ("parks", "2026-08", "level", 1, 30),
        ("parks", "2026-08", "level", 3, 10),
        ("parks", "2026-08", "finding_founded", 0, 20),
        ("parks", "2026-08", "finding_unfounded", 0, 20),
        ("parks", "2026-08", "corrected", 0, 10),
        ("parks", "2026-08", "settled", 0, 2),
        ("parks", "2026-08", "reopened", 0, 8),
    )
    page = whole(analyst)
    assert rows(page, "paliers")[0] == ["RDP", "", "30", "0", "10", "40"]
    assert rows(page, "conclusions")[0] == [
        *("RDP", "", "20", "0", "20", "0", "0", "0", "40"),
        *("5 %", "25 %", "20 %"),
    ]
    assert title(page, "paliers").startswith("25 % des réponses")
    assert title(page, "conclusions").startswith("50 % des plaintes fermées sont fondées")


def test_open_complaints_are_counted_by_age(
    analyst: FlaskClient, runtime: Runtime, clock: FixedClock
):
    answers(runtime, "parks", 5, 40)
    for days_ago in (1, 1, 200):
        clock.moment = TUESDAY - timedelta(days=days_ago)
        file(runtime)
    clock.moment = TUESDAY
    page = whole(analyst)
    ages = {row[0]: row[2:] for row in rows(page, "ages")}
    assert ages["RDP"] == ages["Ensemble"] == ["2", "0", "0", "1", "3"]
    assert title(page, "ages") == "33 % des plaintes en cours ont plus de 20 jours ouvrables"


def test_the_trend_has_thirteen_months_up_to_the_end_of_the_period(
    analyst: FlaskClient, runtime: Runtime
):
    answers(runtime, "parks", 12, 40, month="2025-09")
    answers(runtime, "parks", 9, 40, month="2026-09")
    page = whole(analyst)
    months = rows(page, "tendance")
    assert (months[0], months[-1], len(months)) == (
        ["septembre 2025", "40", "12", "12"],
        ["septembre 2026", "40", "9", "9"],
        13,
    )
    assert title(page, "tendance") == (
        "Délai médian : de 12 à 9 jours ouvrables (3e trim. 2025 et 3e trim. 2026)"
    )


def test_a_plot_that_stands_alone_says_what_it_shows(analyst: FlaskClient, runtime: Runtime):
    answers(runtime, "parks", 5, 40)
    plot = block(whole(analyst), "tendance")
    for width in ("narrow", "middle", "wide"):
        name = f"tendance-{width}"
        assert f'role="img" aria-labelledby="{name}-t {name}-d"' in plot
        assert f'<title id="{name}-t">' in plot
        assert f'<desc id="{name}-d">' in plot
    assert "c-scroll" not in plot.partition("<details")[0]


def test_a_narrow_plot_writes_less_along_its_axes(analyst: FlaskClient, runtime: Runtime):
    answers(runtime, "parks", 12, 40, month="2025-09")
    answers(runtime, "parks", 9, 40, month="2026-09")
    written = [
        re.findall(r'class="ax"[^>]*>([^<]*)', plot)
        for plot in block(whole(analyst), "tendance").split("<svg")[1:4]
    ]
    assert written[0] == ["0", "10", "20", "sept. 2025", "janv. 2026", "mai", "sept."]
    assert [len(words) for words in written] == [7, 5 + 7, 5 + 13]


def test_every_figure_leads_to_its_definition(analyst: FlaskClient, runtime: Runtime):
    answers(runtime, "parks", 5, 40)
    page = whole(analyst)
    definitions = analyst.get("/fr/portrait/definitions").text
    for code in ("delais", "tendance", "sujets", "dates", "ages", "paliers", "conclusions"):
        anchor = block(page, code).split("/fr/portrait/definitions#")[1].split('"')[0]
        assert f'id="{anchor}"' in definitions


def test_nothing_is_styled_or_scripted_in_the_page(analyst: FlaskClient, runtime: Runtime):
    answers(runtime, "parks", 5, 40)
    page = whole(analyst)
    assert " style=" not in page
    assert "<script>" not in page


@pytest.mark.parametrize("question", [one for one in QUESTIONS if not one.served])
def test_the_address_of_a_page_says_its_period_be_it_the_usual_one(
    analyst: FlaskClient, question: Question
):
    answer = analyst.get(f"{VIEW}/{question.fr}".rstrip("/"))
    assert answer.status_code == 303
    assert answer.location.endswith("?periode=2026-T3&comparer=an")


@pytest.mark.parametrize(
    ("old", "new"), [("/fr/portrait/vue", "/fr/portrait"), ("/en/overview/view", "/en/overview")]
)
def test_the_page_that_all_figures_once_shared_leads_on_for_good(
    analyst: FlaskClient, old: str, new: str
):
    answer = analyst.get(f"{old}?periode=2025-T1&canal=web")
    assert (answer.status_code, answer.location) == (301, f"{new}?periode=2025-T1&canal=web")
    assert analyst.get(old).location == new


def test_each_page_leads_to_every_other_with_what_is_asked_for(
    analyst: FlaskClient, runtime: Runtime
):
    answers(runtime, "parks", 5, 40)
    query = "periode=2026-T3&comparer=avant&organisme=parks&canal=web"
    for question in (one for one in QUESTIONS if not one.served):
        page = analyst.get(f"{VIEW}/{question.fr}".rstrip("/") + f"?{query}").text
        for other in QUESTIONS:
            with analyst.application.test_request_context("/fr/"):
                address = url_for(other.endpoint).split("?")[0]
            assert f'href="{address}?{query}"'.replace("&", "&amp;") in page, other.code
        assert page.count('aria-current="page"') >= 1


def test_the_first_page_tells_what_each_other_found(analyst: FlaskClient, runtime: Runtime):
    answers(runtime, "parks", 5, 40)
    page = analyst.get(f"{VIEW}?periode=2026-T3").text
    found = page[page.index('<ul class="s-found">') :]
    for question in (one for one in QUESTIONS if one.figures):
        assert f'href="{VIEW}/{question.fr}?periode=2026-T3&amp;comparer=an#' in found
    assert "La moitié des réponses arrivent en 5 jours ou moins" in words(found)


def test_the_page_is_in_english_too(analyst: FlaskClient, runtime: Runtime):
    answers(runtime, "parks", 5, 40)
    page = whole(analyst, "/en/overview?periode=2026-T3")
    assert "3rd quarter of 2026 (July to September)" in words(page)
    assert title(page, "delais") == "Half of the answers come within 5 days"


def test_the_page_says_until_when_its_data_goes(
    analyst: FlaskClient, runtime: Runtime, clock: FixedClock
):
    assert "Données à jour le 24 novembre 2026 à 10 h" in words(whole(analyst))


@pytest.mark.parametrize("month", QUARTER)
def test_every_month_of_a_quarter_counts(analyst: FlaskClient, runtime: Runtime, month: str):
    answers(runtime, "parks", 5, 31, month=month)
    assert rows(whole(analyst), "delais")[0][1] == "31"


def test_what_was_promised_in_a_period_that_is_over_stays_what_it_was(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    for month in ("2026-12", "2027-01"):
        answers(runtime, "parks", 5, 40, month=month)
    clock.moment = TUESDAY + timedelta(days=60)
    analyst = signed_in(app, runtime)
    promised_then = promised(analyst, "2026-T4")
    publish(runtime, TEN_DAYS, noticed=False)
    runtime.take_up_changes()
    assert promised(analyst, "2026-T4") == promised_then == "20"
    assert promised(analyst, "2027-T1") == "10"


def test_what_is_published_once_a_period_is_over_changes_nothing_of_it(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    answers(runtime, "parks", 5, 40, month="2026-12")
    clock.moment = datetime(2027, 1, 1, 9, tzinfo=ZoneInfo("America/Toronto"))
    publish(runtime, TEN_DAYS, noticed=False)
    runtime.take_up_changes()
    assert promised(signed_in(app, runtime), "2026-T4") == "20"


def test_what_was_counted_before_an_agency_had_settings_here_is_told_by_its_first_ones(
    app: Flask, runtime: Runtime
):
    answers(runtime, "parks", 5, 40)
    analyst = signed_in(app, runtime)
    assert promised(analyst, "2026-T3") == "20"
    publish(runtime, TEN_DAYS, noticed=False)
    runtime.take_up_changes()
    assert promised(analyst, "2026-T3") == "20"


def promised(analyst: FlaskClient, period: str) -> str:
    """Return what the parks promised, as the page of a period shows it."""
    page = whole(analyst, f"{VIEW}?periode={period}")
    return next(row[4] for row in rows(page, "delais") if row[0].startswith("Régie"))
