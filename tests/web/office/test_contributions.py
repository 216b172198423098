"""What features add to the office's pages of a complaint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask

from portal.app import EVERY
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.pages.features import FeaturePages, ShownFeatures
from portal.pages.office.case import offered, parts, timeline
from portal.pages.office.case.contributions import CasePart, Offer, Place
from portal.pages.office.wording import EVENTS
from portal.runtime import Runtime
from tests.support import file
from tests.web.office.people import case_path, signed_in, words


@pytest.fixture
def let_add(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[FeaturePages], None]:
    """Return what gives the application one feature more."""

    def add(pages: FeaturePages) -> None:
        every = app.extensions["features"].every
        monkeypatch.setitem(app.extensions, "features", ShownFeatures((*every, pages)))

    return add


def test_every_action_on_offer_has_a_page_and_a_place(app: Flask):
    names = [one.name for feature in EVERY for one in feature.PAGES.offers]
    assert len(names) == len(set(names))
    assert {f"office.{name}" for name in names} <= app.view_functions.keys()
    assert set(names) <= set(offered.ORDER)


def test_every_part_of_the_page_that_shares_its_place_has_a_rank():
    places = Counter(part.place for feature in EVERY for part in feature.PAGES.case_parts)
    shared = [
        part.name
        for feature in EVERY
        for part in feature.PAGES.case_parts
        if places[part.place] > 1
    ]
    assert set(shared) == set(parts.ORDER)


@pytest.mark.parametrize("kind", EntryKind)
def test_every_kind_of_entry_has_one_title(kind: EntryKind):
    titled = [
        one.kind for feature in EVERY for one in feature.PAGES.history if one.title is not None
    ]
    assert [*titled, *EVENTS].count(kind) == 1


def test_what_no_feature_words_any_more_is_shown_by_its_code(app: Flask):
    with app.test_request_context("/"):
        assert timeline.title_of("forgotten") == "forgotten"


def test_what_another_feature_adds_is_shown_after_the_rest(
    app: Flask, runtime: Runtime, let_add: Callable[[FeaturePages], None]
):
    number = file(runtime).number
    let_add(
        FeaturePages(
            offers=(Offer("note", "Observer le ciel", Permission.NOTE),),
            case_parts=(
                CasePart(
                    "sky", Place.FACTS, "office/_held_back.html", lambda _case: {"held": "le ciel"}
                ),
            ),
        )
    )
    page = words(signed_in(app, runtime).get(case_path(number)).text)
    assert "Retenu par la personne le ciel" in page
    assert page.index("Cette plainte me concerne") < page.index("Observer le ciel")


def test_what_has_nothing_to_show_or_is_not_allowed_is_left_out(
    app: Flask, runtime: Runtime, let_add: Callable[[FeaturePages], None]
):
    number = file(runtime).number
    let_add(
        FeaturePages(
            offers=(
                Offer("note", "Observer le ciel", Permission.NOTE, lambda _case: False),
                Offer("note", "Décider du temps", Permission.CONFIGURE),
            ),
            case_parts=(
                CasePart("sky", Place.FACTS, "office/_held_back.html", lambda _case: None),
            ),
        )
    )
    page = words(signed_in(app, runtime).get(case_path(number)).text)
    assert "Retenu par la personne" not in page
    assert "Observer le ciel" not in page
    assert "Décider du temps" not in page
