"""What features add to the office's pages of a complaint."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask

from portal.app import EVERY
from portal.domain.handling.confidential import ENTRIES
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.pages.features import ADDED, Contribution, Contributions
from portal.pages.office.case import timeline
from portal.pages.office.case.contributions import LAST, CasePart, HistoryEntry, Offer, Place
from portal.pages.office.case.offered import STAGES
from portal.pages.office.wording import EVENTS
from portal.runtime import Runtime
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file

ALL = [contribution for feature in EVERY for contribution in feature.PAGES.adds]
ADD = Contributions(ALL)


@pytest.fixture
def let_add(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what gives the application something more that is added to its pages."""

    def add(*more: Contribution) -> None:
        monkeypatch.setitem(app.extensions, ADDED, Contributions([*ALL, *more]))

    return add


def test_every_action_on_offer_has_a_page_and_a_place(app: Flask):
    names = [contribution.name for contribution in ADD.of(Offer)]
    assert len(names) == len(set(names))
    assert {f"office.{name}" for name in names} <= app.view_functions.keys()
    ranks = [contribution.rank for contribution in ADD.of(Offer)]
    assert len(ranks) == len(set(ranks))
    assert LAST not in ranks


def test_actions_stand_under_headings_in_the_order_of_the_work(app: Flask, runtime: Runtime):
    number = file(runtime).number
    page = signed_in(app, runtime).get(case_path(number)).text
    headings = re.findall(r'<h3 class="s-stage">([^<]*)</h3>', page)
    assert headings == [words for words in map(str, STAGES.values()) if words in headings]
    assert headings[0] == "Répondre et fermer"
    first = page[page.index("Répondre et fermer") :].split("<h3")[0]
    assert words(first).split(" ", 3)[3].startswith("Noter le premier contact")
    listed = re.findall(r'<li>\s*<a href="([^"]*)"', page.split('class="s-stage"', 1)[1])
    assert len(listed) == len(set(listed))


def test_every_part_of_the_page_that_shares_its_place_has_a_rank():
    places = Counter(part.place for part in ADD.of(CasePart))
    ranks = [(part.place, part.rank) for part in ADD.of(CasePart) if places[part.place] > 1]
    assert len(ranks) == len(set(ranks))
    assert LAST not in {rank for _place, rank in ranks}


@pytest.mark.parametrize("kind", [kind for kind in EntryKind if kind not in ENTRIES])
def test_every_kind_of_entry_has_one_title(kind: EntryKind):
    titled = [
        contribution.kind for contribution in ADD.of(HistoryEntry) if contribution.title is not None
    ]
    assert [*titled, *EVENTS].count(kind) == 1


def test_what_no_feature_words_any_more_is_shown_by_its_code(app: Flask):
    with app.test_request_context("/"):
        assert timeline.title_of("forgotten") == "forgotten"


def sky(shown: dict[str, str] | None) -> CasePart:
    return CasePart("sky", Place.FACTS, "transfers/_held_back.html", lambda _case: shown)


def test_what_another_feature_adds_is_shown_after_the_rest(
    app: Flask, runtime: Runtime, let_add: Callable[..., None]
):
    number = file(runtime).number
    let_add(Offer("note", "Observer le ciel", Permission.NOTE), sky({"held": "le ciel"}))
    page = words(signed_in(app, runtime).get(case_path(number)).text)
    assert "Retenu par la personne le ciel" in page
    assert page.index("Me retirer de cette plainte") < page.index("Observer le ciel")


def test_what_has_nothing_to_show_or_is_not_allowed_is_left_out(
    app: Flask, runtime: Runtime, let_add: Callable[..., None]
):
    number = file(runtime).number
    let_add(
        Offer("note", "Observer le ciel", Permission.NOTE, lambda _case: False),
        Offer("note", "Décider du temps", Permission.CONFIGURE),
        sky(None),
    )
    page = words(signed_in(app, runtime).get(case_path(number)).text)
    assert "Retenu par la personne" not in page
    assert "Observer le ciel" not in page
    assert "Décider du temps" not in page
