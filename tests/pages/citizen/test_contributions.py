"""What features add to the citizens' pages, and these pages without any of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import EVERY, create_app
from portal.complaints.queries.followed import ToldEntry
from portal.domain.history import EntryKind
from portal.features import lessons
from portal.pages.citizen.contributions import ACTIONS, NOTICES, PagePart
from portal.pages.features import ADDED, Contributions
from portal.pages.shown.history_words import TITLES, Around, ToldWords, worded_history
from portal.runtime import Runtime
from tests.pages.citizen.journeys import at, followed_page, number_in, post, to_check
from tests.support import TUESDAY, file

EVERYTHING = [part for feature in EVERY for part in feature.PAGES.adds]
IN_ORDER = {
    # One on each of three pages.
    "answer_day": [*["_ends_first.html"] * 3, "_dates_stay.html"],
    "below_days": ["_first_reads.html", "_on_sent.html", "_ease.html"],
    "code_lost": ["_taking_over.html", "_lost_code.html"],
    "found": ["_several.html", "_reported.html"],
    "notices": [
        "_urgent.html",
        "_limited.html",
        "_followed.html",
        "_offers_code.html",
        "_held_to_be.html",
        "_waiting.html",
    ],
    "to_decide": ["_transfer_proposed.html", "_asked.html", "_asked.html"],
    "first": [
        *("_named.html", "_agencies.html", "_transfer_refused.html"),
        *("_unreachable.html", "_on_followed.html", "_told.html"),
    ],
    "below_answer": ["_later_answers.html", "_asks_verdict.html"],
    "confirmed": ["_also_affected.html", "_nothing_sent.html"],
    "agreed": ["_may_transfer.html", "_when_filing.html"],
    "actions": [
        "_let_read.html",
        "_former.html",
        "_actions.html",
        "_ask.html",
        *("_leads_there.html", "_leads_there_to_hide.html", "_leads_there.html"),
    ],
    "opinion": ["_asks_rating.html", "_asks.html"],
    "recourses": ["_own_file.html", "_links.html"],
}


@pytest.fixture
def bare(runtime: Runtime) -> FlaskClient:
    """A portal that shows nothing of any feature but the lessons that every page leads to."""
    app = create_app(runtime, (lessons,))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app.test_client()


@pytest.fixture
def show(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what lets the application show something more on its pages."""

    def add(*parts: PagePart) -> None:
        monkeypatch.setitem(app.extensions, ADDED, Contributions([*EVERYTHING, *parts]))

    return add


def test_a_complaint_is_filed_and_followed_where_no_feature_shows_anything(bare: FlaskClient):
    assert bare.get("/fr/").status_code == 200
    assert bare.get("/fr/organismes/parks").status_code == 200
    draft = to_check(bare)
    for page in ("organisme", "precisions", "verifier"):
        assert bare.get(at(draft, page)).status_code == 200
    assert post(bare, draft, "verifier").status_code == 303
    number = number_in(bare.get(at(draft, "envoyee")).text)
    for page in ("", "/message", "/document", "/coordonnees"):
        assert bare.get(f"/fr/suivi/{number}{page}").status_code == 200


def test_what_no_feature_words_any_more_is_not_told(app: Flask, monkeypatch: pytest.MonkeyPatch):
    entry = ToldEntry(1, EntryKind.LIMIT_ENDED, TUESDAY, False, {}, None)
    around = Around((), (), ZoneInfo("America/Toronto"))
    with app.test_request_context("/fr/"):
        assert [line.title for line in worded_history([entry], around)]
        monkeypatch.setitem(app.extensions, ADDED, Contributions([]))
        assert worded_history([entry], around) == []


def test_a_kind_of_entry_has_one_title_whoever_gives_it():
    titles = [
        *TITLES,
        *(w.kind for w in Contributions(EVERYTHING).of(ToldWords) if w.title),
    ]
    assert max(Counter(titles).values()) == 1


def test_several_parts_of_one_place_keep_their_order():
    places = defaultdict(list)
    for part in Contributions(EVERYTHING).of(PagePart):
        places[part.place.name].append(part.template.rpartition("/")[2])
    assert {name: parts for name, parts in places.items() if len(parts) > 1} == IN_ORDER


def test_a_part_is_shown_at_its_place_unless_there_is_nothing_to_show(
    app: Flask, runtime: Runtime, show: Callable[..., None]
):
    receipt = file(runtime)
    words = "Laisser lire ce que j’ai retenu"
    show(PagePart(ACTIONS, "transfers/_let_read.html", lambda _summary: None))
    assert words not in followed_page(app, receipt)
    show(PagePart(ACTIONS, "transfers/_let_read.html", lambda _summary: {}))
    assert followed_page(app, receipt).count(words) == 1


def test_a_part_looks_at_the_complaint_that_is_followed(
    app: Flask, runtime: Runtime, show: Callable[..., None]
):
    receipt, seen = file(runtime), []
    show(PagePart(NOTICES, "urgency/_urgent.html", seen.append))
    followed_page(app, receipt)
    assert [summary.complaint.facts.number for summary in seen] == [receipt.number]
