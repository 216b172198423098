"""Agencies of a table stand in the order of the names that it shows, in the page's language."""

from __future__ import annotations

from flask import Flask

from portal.agencies.agency import Agency
from portal.domain.text import Text
from portal.reporting.tables.blocks import Line, ranked_groups
from portal.runtime import Runtime

SHOWN = {"parks": Text("Étangs", "Ponds"), "water": Text("Eaux", "Water"), "desk": Text("À", "Z")}


def shown(agency: Agency) -> Text:
    return SHOWN[agency.code]


def names_in(app: Flask, runtime: Runtime, language: str, fewest: int) -> list[str]:
    agencies = [runtime.agencies.agency(code) for code in SHOWN]
    with app.test_request_context(f"/{language}/"):
        app.preprocess_request()
        groups = ranked_groups(
            agencies,
            lambda name, _code: Line(name, ()),
            lambda _code: (0.0,),
            size=lambda _code: fewest,
            name=shown,
        )
    return [line.name.in_(language) for group in groups[:1] for line in group.lines]


def test_agencies_apart_and_those_of_one_rank_are_in_the_order_shown(app: Flask, runtime: Runtime):
    for fewest in (0, 1_000):
        assert names_in(app, runtime, "fr", fewest) == ["À", "Eaux", "Étangs"]
        assert names_in(app, runtime, "en", fewest) == ["Ponds", "Water", "Z"]
