"""Each form says how many open complaints it is about, and no page asks the database for long."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, save
from tests.support import file
from tests.support.statements import counted

# With a draft, which is read and has an author: what each page asks, of whoever signed in and
# those whom they replace too. The menu asks whether anything is asked of them.
MOST_QUERIES = {
    "": 15,
    "/categories": 10,
    "/categories/trail": 12,
    "/delais": 12,
    "/paliers": 12,
    "/paliers/director": 12,
    "/calendrier": 12,
    "/unites": 11,
    "/unites/trails": 11,
    "/canaux": 12,
    "/page-publique": 11,
    "/categories/trail/questions/place": 12,
    "/recours/review": 12,
    "/avis/permit": 12,
    "/modeles/+": 11,
    "/apercu": 10,
    "/apercu?sujet=trail": 10,
    "/publication": 12,
}


def three_complaints(runtime: Runtime) -> None:
    """File two complaints in the category of the trails and another, and one with a stranger."""
    file(runtime, category="trail")
    file(runtime, category="trail")
    file(runtime, category="welcome")
    file(runtime, agency="water")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("categories/trail", "2 plaintes en cours gardent leurs règles et leurs dates, et ces"),
        ("categories/welcome", "Une plainte en cours garde ses règles et ses dates"),
        ("categories/other", "Aucune plainte en cours n’est concernée"),
        ("categories/+", "Aucune plainte en cours n’est concernée"),
        (
            "unites/trails",
            "2 plaintes en cours gardent leurs dates, et ce changement",
        ),
        ("unites/+", "Aucune plainte en cours n’est concernée"),
        ("delais", "3 plaintes en cours gardent leurs dates. Leur fermeture"),
        ("paliers", "3 plaintes en cours gardent les règles et les dates"),
        ("paliers/director", "3 plaintes en cours gardent les règles et les dates"),
        ("calendrier", "3 plaintes en cours gardent leurs dates promises"),
        ("canaux", "3 plaintes en cours gardent leurs dates, et ces personnes verront"),
        ("categories/trail/questions/place", "2 plaintes en cours gardent les règles et les dates"),
        ("categories/other/questions/+", "Aucune plainte en cours n’est concernée"),
        ("recours/review", "3 plaintes en cours gardent leurs dates, et ces personnes verront"),
        (
            "avis/permit",
            "3 plaintes en cours gardent leurs dates, et ce changement",
        ),
        ("modeles/+?pour=answered", "3 plaintes en cours gardent leurs dates, et ces personnes"),
        (
            "modeles/+?pour=answer",
            "3 plaintes en cours gardent leurs dates, et ce changement",
        ),
        ("page-publique", "3 plaintes en cours gardent leurs dates, et ces personnes verront"),
    ],
)
def test_a_form_counts_the_open_complaints_it_is_about(
    admin: FlaskClient, runtime: Runtime, path: str, sentence: str
):
    three_complaints(runtime)
    assert sentence in words(admin.get(f"{HOME}/{path}").text)


@pytest.mark.parametrize(
    ("path", "typed", "sentence"),
    [
        ("avis/permit", {"kind": "danger"}, "2 plaintes en cours gardent leurs dates"),
        ("modeles/+", {"use": "answered"}, "2 plaintes en cours gardent leurs dates"),
    ],
)
def test_a_text_for_some_categories_is_about_their_complaints(
    admin: FlaskClient, runtime: Runtime, path: str, typed: dict[str, str], sentence: str
):
    three_complaints(runtime)
    form = {**typed, "categories": ["trail", "other"], "version": "0", "preview": "yes"}
    assert sentence in words(admin.post(f"{HOME}/{path}", data=form).text)


@pytest.mark.parametrize("path", MOST_QUERIES)
def test_a_page_asks_few_questions_however_many_complaints_there_are(
    admin: FlaskClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch, path: str
):
    # Asked once a second, whatever the page.
    monkeypatch.setattr(runtime, "notice_releases", lambda: None)
    save(admin)
    admin.get(HOME + path)
    few = counted(runtime, lambda: admin.get(HOME + path))
    assert few <= MOST_QUERIES[path]
    for _ in range(5):
        file(runtime, category="trail")
    assert counted(runtime, lambda: admin.get(HOME + path)) == few
