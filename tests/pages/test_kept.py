"""Pages that stand for nobody: made once, never stale, and nothing of one visitor for another."""

from __future__ import annotations

import functools
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.features.satisfaction.queries import add_to_counts
from portal.features.satisfaction.rules import Counted
from portal.pages.kept import KEPT, KeptPages
from portal.reporting.counting import rebuild
from portal.runtime import Runtime, build_runtime
from tests.pages.office.people import signed_in
from tests.reporting.figures import count
from tests.support import FixedClock, on_both
from tests.support.statements import counted

HOME, FIGURES, AGENCY = "/fr/", "/fr/statistiques", "/fr/organismes/parks"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def pages() -> KeptPages:
    return KeptPages()


@pytest.fixture
def app(app: Flask, pages: KeptPages) -> Flask:
    """The application as it is served: what it keeps, it hands out."""
    app.extensions[KEPT] = pages
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def get(client: FlaskClient, address: str, **how: Any) -> str:
    answer = client.get(address, **how)
    assert answer.status_code == 200
    return answer.text


def tokens(page: str) -> set[str]:
    return set(_TOKEN.findall(page))


def kept_addresses(pages: KeptPages) -> list[tuple[str, ...]]:
    return list(pages._pages)


@pytest.mark.parametrize("page", [HOME, FIGURES, AGENCY, "/en/agencies", "/en/lessons/atom.xml"])
def test_a_page_asked_for_again_asks_the_database_for_no_more_than_marks(
    client: FlaskClient, runtime: Runtime, page: str
):
    first = get(client, page)
    assert counted(runtime, lambda: client.get(page)) <= 1
    assert _TOKEN.sub("", get(client, page)) == _TOKEN.sub("", first)


# What is each visitor's own.


def test_each_visitor_has_a_token_of_their_own_that_is_taken(app: Flask):
    first, second = app.test_client(), app.test_client()
    of_first, of_second = tokens(get(first, HOME)), tokens(get(second, HOME))
    assert len(of_first) == len(of_second) == 1
    assert of_first != of_second
    for browser, own, status in ((first, of_first, 303), (second, of_first, 400)):
        form = {"mots": "sentier fermé", "csrf_token": next(iter(own))}
        assert browser.post("/fr/plainte", data=form).status_code == status


def test_a_draft_to_resume_and_a_message_are_shown_to_their_browser_alone(app: Flask):
    mine, other = app.test_client(), app.test_client()
    token = next(iter(tokens(get(mine, HOME))))
    form = {"mots": "sentier fermé", "csrf_token": token}
    draft = mine.post("/fr/plainte", data=form).location.split("/")[3]
    assert f"/fr/plainte/{draft}" in get(mine, HOME)
    assert draft not in get(other, HOME)
    mine.post(f"/fr/plainte/{draft}/oublier", data={"csrf_token": token})
    assert "Cet appareil a oublié votre plainte." in get(mine, HOME)
    for browser in (mine, other):
        assert "a oublié" not in get(browser, HOME)


def test_whoever_is_signed_in_is_shown_as_such_and_nobody_else_is(app: Flask, runtime: Runtime):
    page = "/fr/portrait/definitions"
    staff = signed_in(app_without_tokens(app), runtime, role=Role.ANALYST, agency=None)
    get(app.test_client(), page)
    assert "Me déconnecter" in get(staff, page)
    assert "Me déconnecter" not in get(app.test_client(), page)


def app_without_tokens(app: Flask) -> Flask:
    app.config["WTF_CSRF_ENABLED"] = False
    return app


# What would poison what is kept.


@pytest.mark.parametrize("page", [HOME, FIGURES, AGENCY])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Prefix": "/evil.example"},
        {"X-Original-URL": "/evil.example"},
        {"Forwarded": "host=evil.example"},
        {
            "User-Agent": "evil.example",
            "Accept-Language": "evil.example",
            "Cookie": "a=evil.example",
        },
        {"Referer": "https://evil.example/", "Origin": "https://evil.example"},
    ],
)
def test_no_header_of_one_visitor_reaches_the_next(app: Flask, page: str, headers: dict[str, str]):
    get(app.test_client(), page, headers=headers)
    after = app.test_client().get(page)
    assert "evil.example" not in after.text
    assert "evil.example" not in str(after.headers)


@pytest.mark.parametrize("page", [HOME, FIGURES, AGENCY])
def test_what_an_address_asks_for_reaches_nobody_who_does_not_ask(app: Flask, page: str):
    attacker = app.test_client()
    asked = (
        "?evil.example",
        "?periode=evil.example",
        "?depliant=evil.example",
        "?x=1&x=evil.example",
    )
    for query in asked:
        get(attacker, page + query)
    assert "evil.example" not in get(app.test_client(), page)


@pytest.mark.parametrize("page", [HOME, FIGURES, AGENCY, "/fr/organismes", "/fr/lecons"])
def test_what_a_page_does_not_know_is_not_heeded(
    client: FlaskClient, runtime: Runtime, pages: KeptPages, page: str
):
    made = _TOKEN.sub("", get(client, page))
    for query in ("z=1", "z=2&z=3", "utm_source=x", "sujet=z", "periode=", "depliant=", "page=z"):
        assert counted(runtime, lambda asked=query: client.get(f"{page}?{asked}")) <= 1  # type: ignore[misc]
        assert _TOKEN.sub("", get(client, f"{page}?{query}")) == made
    assert len(kept_addresses(pages)) == 1


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("/fr/organismes", ("sujet=parcs", "sujet=parcs&sujet=z")),
        ("/fr/lecons", ("page=2", "page=02&z=1")),
        (AGENCY, ("depliant=trails", "depliant=trails&utm_source=x")),
    ],
)
def test_what_a_page_knows_is_kept_once(
    client: FlaskClient, pages: KeptPages, page: str, queries: tuple[str, ...]
):
    assert len({_TOKEN.sub("", get(client, f"{page}?{query}")) for query in queries}) == 1
    assert [address[-1] for address in kept_addresses(pages)] == [queries[0]]


def test_quarters_that_are_not_published_are_one_page(client: FlaskClient, pages: KeptPages):
    asked = ("periode=2026-T2", "z=1&periode=2026-T2", "periode=2026-T2&periode=2020-T1")
    assert len({_TOKEN.sub("", get(client, f"{FIGURES}?{query}")) for query in asked}) == 1
    assert len(kept_addresses(pages)) == 1


@pytest.mark.parametrize("page", [HOME, FIGURES, AGENCY])
def test_another_host_has_the_page_as_it_was_made_and_is_not_named_there(
    client: FlaskClient, runtime: Runtime, pages: KeptPages, page: str
):
    made = _TOKEN.sub("", get(client, page))
    assert 'hreflang="en-CA" href="/en/' in made
    for root in ("http://a.example", "https://b.example:8443"):
        asked = functools.partial(client.get, page, base_url=root)
        assert counted(runtime, asked) <= 1
        assert _TOKEN.sub("", asked().text) == made
    assert len(kept_addresses(pages)) == 1


def test_a_page_is_never_kept_in_the_language_of_another(app: Flask):
    client = app.test_client()
    client.set_cookie("langue", "fr")
    english = client.get("/en/", headers={"Accept-Language": "fr"}).text
    assert '<html lang="en-CA">' in english
    assert '<html lang="fr-CA">' in get(client, HOME)
    assert '<html lang="en-CA">' in get(app.test_client(), "/en/")


def test_asking_for_the_head_alone_leaves_the_page_whole_for_others(client: FlaskClient):
    head = client.head(FIGURES)
    page = client.get(FIGURES)
    assert head.data == b""
    assert page.text.endswith("</html>")
    assert head.content_length == page.content_length == len(page.data)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_page_is_only_handed_out_to_who_reads(client: FlaskClient, method: str):
    get(client, FIGURES)
    assert getattr(client, method)(FIGURES).status_code in (400, 405)


def test_errors_are_not_kept(client: FlaskClient, pages: KeptPages):
    assert client.get("/fr/organismes/nulle-part").status_code == 404
    assert client.get("/fr/statistiques/nulle-part").status_code == 404
    assert kept_addresses(pages) == []


def test_what_is_kept_has_a_bound_however_many_addresses_are_asked_for(client: FlaskClient):
    small = client.application.extensions[KEPT] = KeptPages(bytes_at_most=200_000)
    for year in range(1900, 1960):
        client.get(f"{FIGURES}?periode={year}-T1", headers={"Host": f"h{year}.example"})
    client.get(f"{FIGURES}?periode={'9' * 5_000}")
    assert 0 < small.size <= 200_000
    sizes = (page.size + sum(map(len, address)) for address, page in small._pages.items())
    assert small.size == sum(sizes)


def test_a_page_larger_than_all_that_may_be_kept_is_handed_out_and_let_go(client: FlaskClient):
    none = client.application.extensions[KEPT] = KeptPages(bytes_at_most=10)
    assert get(client, FIGURES) == get(client, FIGURES)
    assert none.size == 0


# What browsers and proxies may keep.


def test_who_has_the_page_already_is_sent_nothing(client: FlaskClient, runtime: Runtime):
    version = client.get(FIGURES).headers["ETag"]
    assert version.startswith('W/"')
    asking = {"If-None-Match": f'"another", {version}'}
    assert counted(runtime, lambda: client.get(FIGURES, headers=asking)) <= 1
    answer = client.get(FIGURES, headers=asking)
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == version
    assert not {"Content-Length", "Content-Type"} & set(answer.headers.keys())
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    count(runtime, ("parks", "2026-08", "received", 0, 52))
    assert client.get(FIGURES, headers=asking).status_code == 200


@pytest.mark.parametrize("page", [HOME, AGENCY, "/fr/organismes"])
def test_a_page_with_a_token_is_kept_by_no_browser(client: FlaskClient, page: str):
    answer = client.get(page)
    assert tokens(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_page_with_which_a_cookie_comes_is_the_browsers_alone(app: Flask, runtime: Runtime):
    newcomer, known = app.test_client(), app.test_client()
    staff = signed_in(app_without_tokens(app), runtime)
    known.set_cookie("langue", "fr")
    caching = {}
    for name, browser in (("newcomer", newcomer), ("known", known), ("staff", staff)):
        answer = browser.get(FIGURES)
        assert "Cookie" in answer.headers["Vary"]
        caching[name] = (answer.headers["Cache-Control"], "Set-Cookie" in answer.headers)
    assert caching == {
        "newcomer": ("private, no-cache", True),
        "known": ("public, no-cache", False),
        "staff": ("private, no-cache", False),
    }


# What moves is seen at once.


def _move_counts(runtime: Runtime) -> None:
    count(runtime, ("parks", "2026-08", "received", 0, 52))


def _rebuild(runtime: Runtime) -> None:
    with runtime.transaction() as session:
        rebuild(session)


def _rate(runtime: Runtime) -> None:
    with runtime.transaction() as session:
        add_to_counts(session, [Counted("parks", "2026-08", "category", "trail", "whole", 5)])


@on_both
@pytest.mark.parametrize("move", [_move_counts, _rebuild, _rate])
def test_what_this_process_writes_is_seen_at_once(client: FlaskClient, runtime: Runtime, move: Any):
    get(client, FIGURES)
    move(runtime)
    assert counted(runtime, lambda: client.get(FIGURES)) > 1
    assert counted(runtime, lambda: client.get(FIGURES)) <= 1


def test_what_another_process_writes_is_seen_within_a_second(
    client: FlaskClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    means = (runtime.config, runtime.keyring, runtime.mailer, runtime.files, runtime.features)
    other = build_runtime(*means, runtime.now)
    before = get(client, FIGURES)
    _move_counts(other)
    other.database.close()
    monkeypatch.setattr(runtime._noticing, "_looked_at", float("-inf"))  # half a second goes by
    assert get(client, FIGURES) != before


def test_the_time_moves_what_a_page_says_of_it(client: FlaskClient, clock: FixedClock):
    dates = f"{AGENCY}/dates"
    week = get(client, dates)
    clock.moment += timedelta(days=7)
    assert get(client, dates) != week
