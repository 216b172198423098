"""A count leads to its complaints: the list holds exactly what the page counts."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings

from portal.complaints.handling import casework
from portal.complaints.queries.counted_complaints import Counted, totals_of
from portal.complaints.queries.public_marks import LED, set_mark_of
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.figures.cells import WHOLE, Cell
from portal.domain.figures.leading import MEASURES, Led
from portal.domain.nature import Nature
from portal.domain.role import Role
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.nature.actions import set_nature
from portal.reporting import counting as reporting
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import act, issues
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.features.own_motion.opened import own_file
from tests.pages.office.people import sign_in
from tests.reporting.counted import CELL, cube, fed
from tests.reporting.figures import VIEW, signed_in, whole
from tests.reporting.lives import LIVES, write
from tests.support import FixedClock, file, officer, on_both

DAY = timedelta(days=1)
READABLE = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None}
_LINK = re.compile(r'<a href="(/fr/gestion/parks/file\?[^"]*compte=[^"]*)"[^>]*>\s*([^<]*)<')
_HEAD = re.compile(r'<h1 id="t">(.*?)</h1>', re.DOTALL)


@pytest.fixture
def three_complaints(runtime: Runtime) -> Runtime:
    """Three complaints, and a file that the service opened by itself."""
    for email in ("un", "deux", "trois"):
        file(runtime, email=f"{email}@exemple.org")
    own_file(runtime)
    return runtime


@given(lives=LIVES)
@settings(max_examples=40, **READABLE)  # type: ignore[arg-type]
def test_every_count_of_random_histories_is_made_of_as_many(
    three_complaints: Runtime, lives: list[Any]
):
    with three_complaints.transaction() as session:
        write(session, lives)
        reporting.rebuild(session)
        for led, agency, month, nature, theme, n in counts(session):
            asked = Counted(led, (month,), nature, theme)
            totals = totals_of(session, agency, asked)
            assert totals.n == n, asked
            assert totals.complaints <= n
        session.rollback()


def counts(session: Any) -> Iterator[tuple[Led, str, str, str, str, int]]:
    """Yield what pages count of what leads to complaints: of all, and theme by theme."""
    found: Counter[tuple[Led, str, str, str, str]] = Counter()
    for key, n in cube(session).items():
        cell = Cell(**dict(zip(CELL, key, strict=True)))
        rest = (cell.language, cell.region, cell.category, cell.channel)
        for led, measures in MEASURES.items():
            if cell.measure in measures and set(rest) == {WHOLE}:
                found[led, cell.agency, cell.month, cell.nature, cell.theme] += n
    for (led, agency, month, nature, theme), n in found.items():
        yield led, agency, month, nature, theme, n


def lived(runtime: Runtime, clock: FixedClock) -> list[str]:
    """File complaints of all kinds, which are answered, closed, missed, praise, or open."""
    numbers = [
        file(runtime, category=category, email=f"p{rank}@exemple.org", channel=channel).number
        for rank, (category, channel) in enumerate(
            [("trail", "web"), ("trail", "phone"), ("delay", "web"), ("delay", "web")] * 2
        )
    ]
    own_file(runtime)
    clock.moment += DAY
    for number, finding in zip(
        numbers[:3], (Finding.FOUNDED, *[Finding.UNFOUNDED] * 2), strict=True
    ):
        runtime.change(officer(), number, partial(casework.answer, body="Voici."))
        found = tuple(
            IssueFinding(issue.id, finding, "Les faits le montrent.")
            for issue in issues(runtime, number)
        )
        runtime.change(officer(), number, partial(casework.close, findings=found))
    runtime.change(officer(), numbers[3], partial(set_nature, nature=Nature.PRAISE))
    clock.moment += 35 * DAY
    run_clocks(runtime, clock.moment)
    runtime.change(officer(), numbers[4], partial(casework.answer, body="Voici, en retard."))
    fed(runtime)
    return numbers


def linked(page: str) -> Iterator[tuple[str, int]]:
    """Yield each address to which a number of a page leads, with the number."""
    for address, words in _LINK.findall(page):
        yield html.unescape(address), int(re.sub(r"\D", "", words.split("(")[0]))


def listed_in(page: str) -> int:
    """Return how many complaints the heading of a list says that it holds, and count them."""
    [head] = _HEAD.findall(page)
    said = int(re.search(r"(\d+)\s+(?:plainte|message)", re.sub(r"<[^>]+>", " ", head))[1])  # type: ignore[index]
    assert page.count('<td role="cell" class="subj">') == said
    return said


@on_both
def test_each_number_that_leads_somewhere_leads_to_as_many(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    lived(runtime, clock)
    head = signed_in(app, runtime, Role.HEAD, "parks")
    met: set[str] = set()
    for query in ("", "&theme=delay", "&nature=praise", "&canal=phone", "&langue=fr"):
        page = whole(head, f"{VIEW}?periode=2026-T4{query}")
        for address, n in set(linked(page)):
            assert listed_in(head.get(address).text) == n, address
            met.add(parse_qs(urlsplit(address).query)["compte"][0])
    assert {"recues", "en-cours", "repondues", "palier", "dues", "fermees", "fondees"} <= met


def test_a_list_says_in_words_what_it_holds_and_leads_back(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    lived(runtime, clock)
    head = signed_in(app, runtime, Role.HEAD, "parks")
    page = head.get("/fr/portrait/sujets-des-plaintes?periode=2026-T4&comparer=an").text
    assert "Un nombre souligné mène aux plaintes qu’il compte." in page
    [address] = {there for there, _ in linked(page) if "2026-11&theme=delay" in there}
    listed = head.get(address).text
    [title] = _HEAD.findall(listed)
    theme = next(one for one in runtime.agencies.portal.themes if one.code == "delay")
    assert (
        f"Plaintes reçues en novembre 2026, au sujet de « {theme.name.text.fr} »"
        in title.replace("\xa0", " ")
    )
    assert 'href="/fr/portrait/sujets-des-plaintes?periode=2026-T4&amp;comparer=an"' in listed
    english = head.get(address.replace("/fr/gestion/parks/file", "/en/office/parks/list")).text
    assert "Complaints received in November 2026" in english
    assert "Lead" not in english


def test_whoever_may_not_open_complaints_gets_no_link(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    lived(runtime, clock)
    for client in (signed_in(app, runtime), app.test_client()):
        for first in ("/fr/portrait", "/fr/statistiques"):
            answer = client.get(first + "?periode=2026-T4", follow_redirects=True)
            assert "compte=" not in answer.text
            assert "Un nombre souligné" not in answer.text


def test_no_address_shows_a_complaint_to_whoever_is_kept_out(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    numbers = lived(runtime, clock)
    luc = somebody(runtime, "Luc Côté")
    address = "/fr/gestion/parks/file?compte=recues&periode=2026-11"
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    whole_list = client.get(address).text
    assert numbers[1] in whole_list
    assert "ne vous sont pas ouvertes" not in whole_list
    act(runtime, numbers[1], declaring.declare, user_id=luc.user_id)
    listed = client.get(address).text
    assert numbers[1] not in listed
    # One is few: how many are kept from somebody is not told, nor of what.
    assert "des plaintes qui ne vous sont pas ouvertes" in listed
    assert listed_in(listed) == listed_in(whole_list) - 1


def test_what_was_counted_before_complaints_were_kept_leads_nowhere_and_says_so(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    lived(runtime, clock)
    with runtime.transaction() as session:
        set_mark_of(session, LED, -1)
    head = signed_in(app, runtime, Role.HEAD, "parks")
    page = head.get("/fr/portrait?periode=2026-T4&comparer=an").text
    assert "compte=" not in page
    assert "portal reports rebuild" in page
    with runtime.transaction() as session:
        reporting.rebuild(session)
    assert "compte=" in head.get("/fr/portrait?periode=2026-T4&comparer=an").text


def test_a_complaint_leads_back_to_the_list_that_counts_it_in_the_language_read(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    numbers = lived(runtime, clock)
    head = signed_in(app, runtime, Role.HEAD, "parks")
    query = "compte=recues&periode=2026-T4&retour=/fr/portrait?periode%3D2026-T4"
    french, english = f"/fr/gestion/parks/file?{query}", f"/en/office/parks/list?{query}"
    for there, other in ((french, english), (english, french)):
        [case] = set(re.findall(rf'<a href="([^"]*/{numbers[0]}[^"]*)"', head.get(there).text))
        page = head.get(html.unescape(case)).text
        assert html.escape(there) in page
        in_other = rf'"(/{other[1:3]}/[^"]*/{numbers[0]}[^"]*)"'
        for leads, back in ((r'href="([^"]*onglet=journal[^"]*)"', there), (in_other, other)):
            address = html.unescape(re.findall(leads, page)[0])
            assert unquote(html.escape(back)) in unquote(head.get(address).text)
    listed = head.get(english).text
    assert re.search(r'href="/en/[^"]*\?periode=2026-T4">Back to the figure', listed)
    assert 'href="/fr/portrait' not in listed
    for elsewhere in ("https://ailleurs.example/fr/gestion/parks/file", "//ailleurs.example", ""):
        page = head.get(f"/fr/gestion/parks/plaintes/{numbers[0]}?retour={elsewhere}").text
        assert not re.search(r'href="[a-z:]*//ailleurs', page)
        assert 'href="/fr/gestion/parks/file"' in page


def test_what_is_no_complaint_is_called_a_message_and_its_category_is_told(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    lived(runtime, clock)
    head = signed_in(app, runtime, Role.HEAD, "parks")
    for path, said, category in (
        (
            "/fr/gestion/parks/file",
            "Messages reçus en novembre 2026 : félicitations",
            "catégorie «",
        ),
        ("/en/office/parks/list", "Messages received in November 2026: praise", "category “"),
    ):
        address = f"{path}?compte=recues&periode=2026-11&nature=praise"
        [title] = _HEAD.findall(head.get(address).text)
        assert said in title.replace("\xa0", " ")
        assert "1 message<" in title.replace("\xa0", " ")
        [title] = _HEAD.findall(head.get(f"{address}&categorie-comptee=trail").text)
        assert f"{said}, {category}" in title.replace("\xa0", " ")
