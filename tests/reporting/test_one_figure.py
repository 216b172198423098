"""A figure at an address of its own: cited, framed by other sites if it is public, else refused."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.pages.framing import is_framed
from portal.reporting.definitions.every import VERSION
from portal.reporting.pages.public_figures import OF_ALL, OF_ONE
from portal.reporting.questions import QUESTIONS
from portal.runtime import Runtime
from tests.reporting.figures import VIEW, count, page_of, signed_in, title, words

PUBLIC = "/fr/statistiques"
QUARTER = "?periode=2026-T3"
FRAMED = {"statistics.public_figure", "statistics.public_figure_of_agency"}


@pytest.fixture
def counted(runtime: Runtime) -> Runtime:
    count(
        runtime,
        ("parks", "2026-08", "answered", 5, 40),
        ("parks", "2026-08", "level", 1, 40),
        ("parks", "2026-08", "answer_due_kept", 0, 36),
        ("parks", "2026-08", "answer_due_missed", 0, 6),
        ("parks", "2026-08", "received", 0, 40),
    )
    return runtime


def test_only_public_figures_may_be_framed(app_of_all: Flask):
    framed = {name for name, view in app_of_all.view_functions.items() if is_framed(view)}
    assert framed == FRAMED


def test_another_site_may_frame_a_public_figure_and_no_other_page(
    client: FlaskClient, counted: Runtime
):
    for address in (f"{PUBLIC}/une-figure/levels", f"{PUBLIC}/parks/une-figure/levels"):
        # Once made, and once as it was kept.
        for _ in range(2):
            answer = client.get(address)
            assert answer.status_code == 200
            assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
            assert "X-Frame-Options" not in answer.headers
            assert "<script" not in answer.text
            assert "<form" not in answer.text
    for address in (PUBLIC, f"{PUBLIC}/paliers-et-recours", "/fr/", f"{PUBLIC}/une-figure/rien"):
        answer = client.get(address)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_no_figure_of_the_staff_is_framed(app: Flask, counted: Runtime):
    analyst = signed_in(app, counted)
    for question in QUESTIONS:
        for figure in question.figures:
            answer = analyst.get(f"{VIEW}/une-figure/{figure}{QUARTER}")
            assert answer.status_code == 200, figure
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert "&lt;iframe" not in answer.text


@pytest.mark.parametrize("figure", ["ages", "recommendations", "improvement", "nothing"])
def test_what_is_not_public_has_no_public_address(client: FlaskClient, figure: str):
    assert client.get(f"{PUBLIC}/une-figure/{figure}").status_code == 404


def test_a_figure_of_all_alone_is_none_of_one_agency(client: FlaskClient, counted: Runtime):
    for figure in OF_ALL:
        assert client.get(f"{PUBLIC}/une-figure/{figure}").status_code == 200, figure
        of_one = client.get(f"{PUBLIC}/parks/une-figure/{figure}").status_code
        assert of_one == (200 if figure in OF_ONE else 404), figure


def test_the_citation_says_whose_it_is_what_it_found_when_and_where(
    client: FlaskClient, counted: Runtime
):
    page = client.get(f"{PUBLIC}/paliers-et-recours").text
    [cited] = re.findall(r'<span class="u-pick">(.*?)</span>', page)[:1]
    found = title(page, "paliers")
    for part in (found, "3e trimestre 2026", f"version {VERSION}", "Données du ", "Plaintes"):
        assert part in words(unescape(cited)), part
    [address] = re.findall(r"https?://[^ ]+$", words(unescape(cited)))
    assert address.endswith(f"{PUBLIC}/une-figure/levels?periode=2026-T3")
    alone = client.get(address[address.index("/fr/") :])
    assert title(alone.text, "paliers") == found
    [frame] = re.findall(r'<code class="u-pick">(.*?)</code>', page)[:1]
    assert f'<iframe src="{address}"' in unescape(frame)


def test_a_figure_of_the_staff_is_cited_with_what_it_is_narrowed_to(app: Flask, counted: Runtime):
    page = (
        signed_in(app, counted, Role.AUDITOR)
        .get(f"{page_of('levels')}{QUARTER}&organisme=parks")
        .text
    )
    assert "une-figure/levels?periode=2026-T3&amp;comparer=an&amp;organisme=parks" in page
    assert "&lt;iframe" not in page


def test_a_head_of_service_sees_a_figure_of_their_agency_alone(app: Flask, counted: Runtime):
    head = signed_in(app, counted, Role.HEAD, "parks")
    page = head.get(f"{VIEW}/une-figure/levels{QUARTER}").text
    assert "RDP" in page
    assert counted.agencies.agency("water").name.fr not in page
    bare = head.get(f"{VIEW}/une-figure/levels")
    assert bare.location.endswith("?periode=2026-T3&comparer=an")


def test_an_officer_sees_no_figure(app: Flask, runtime: Runtime):
    officer = signed_in(app, runtime, Role.OFFICER, "parks")
    assert officer.get(f"{VIEW}/une-figure/levels{QUARTER}").status_code == 403


def test_a_public_page_says_its_permanent_address(client: FlaskClient, counted: Runtime):
    for language, page in (("fr", f"{PUBLIC}/paliers-et-recours"), ("en", "/en/statistics/parks")):
        assert f"{page}?periode=2026-T3</a>" in client.get(page).text, language


def test_a_page_of_the_staff_says_its_permanent_address_with_all_that_it_shows(
    app: Flask, counted: Runtime
):
    analyst = signed_in(app, counted)
    page = analyst.get(f"{page_of('levels')}?comparer=avant&periode=2026&organisme=parks").text
    asked = "periode=2026&amp;comparer=avant&amp;organisme=parks"
    assert f"{page_of('levels')}?{asked}</a>" in page
