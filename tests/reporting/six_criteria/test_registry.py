"""Every indicator is defined once, in both languages, computed, and recomputed by hand."""

from __future__ import annotations

from flask import Flask

from portal.domain.figures.indicators import Figures
from portal.pages.features import added
from portal.reporting.six_criteria.computed import OWN
from portal.reporting.six_criteria.indicator import Indicator
from portal.reporting.six_criteria.registry import BY_CODE, INDICATORS
from portal.reporting.six_criteria.values import IndicatorRead, of_cube
from portal.words.catalogue import gettext_in
from tests.reporting.six_criteria.by_hand import BY_HAND

ALL = {
    *("R1", "R2", "R3", "R4"),
    *("S1", "S2", "S3", "S4", "S5"),
    *("A1", "A2", "A3", "A4", "A5"),
    *("F1", "F2", "F3", "F4"),
    *("P1", "P2", "P3", "P4"),
    *("L1", "L2", "L3", "L4", "L5", "L6"),
}


def test_every_indicator_is_defined_once():
    assert set(BY_CODE) == ALL
    assert len(INDICATORS) == len(ALL)


def test_every_indicator_is_worded_in_both_languages():
    for indicator in INDICATORS:
        for words in texts_of(indicator):
            assert gettext_in("en", words) != words or words == "Satisfaction", words


def test_every_indicator_is_computed(app: Flask):
    with app.test_request_context("/fr/"):
        read = {one.code for one in (*OWN, *added(IndicatorRead))}
    computed = {*of_cube(Figures()), *read}
    assert computed == ALL


def test_what_the_history_counts_is_recomputed_by_hand():
    assert set(BY_HAND) == set(of_cube(Figures()))


def texts_of(indicator: Indicator) -> list[str]:
    own = [indicator.name, indicator.counted, indicator.among, indicator.excluded, indicator.month]
    target = indicator.target
    return [*own, target.words, target.source] if target else own
