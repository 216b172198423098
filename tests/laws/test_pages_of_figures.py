"""What holds for every page of figures: a figure has one place, and no address is taken twice."""

from __future__ import annotations

import re
from collections import Counter

from flask import Flask

from portal.agencies.settings.fields import AGENCY_CODE
from portal.pages.features import serves
from portal.reporting.pages.portrait import OWN
from portal.reporting.pages.public_figures import OF_ALL, OF_ONE
from portal.reporting.questions import DETAILS, QUESTIONS
from portal.reporting.tables.blocks import SHOWN


def known(app: Flask) -> list[str]:
    return [figure.code for figure in (*OWN, *app.extensions[SHOWN])]


def test_every_figure_stands_on_exactly_one_page(app_of_all: Flask):
    placed = [code for question in (*QUESTIONS, *DETAILS) for code in question.figures]
    assert Counter(placed) == Counter(known(app_of_all))
    assert set(Counter(placed).values()) == {1}


def test_every_page_answers_a_question_with_figures_or_is_served_elsewhere(app_of_all: Flask):
    with app_of_all.test_request_context():
        for question in QUESTIONS[1:]:
            assert bool(question.figures) != bool(question.served), question.code
            assert not question.served or serves(question.served)
        assert all(question.title.endswith("?") for question in QUESTIONS)


def test_no_agency_can_have_the_address_of_a_page():
    endings = [ending for one in QUESTIONS[1:] for ending in (one.fr, one.en)]
    assert not [ending for ending in endings if re.fullmatch(AGENCY_CODE, ending)]
    assert len(set(endings)) == len(endings)


def test_the_public_sees_only_figures_that_are_made_for_it(app_of_all: Flask):
    made = {figure.code for figure in (*OWN, *app_of_all.extensions[SHOWN]) if figure.public}
    assert OF_ONE <= OF_ALL <= made
