"""Addresses are the same, whenever what builds them is made."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from werkzeug.routing import BuildError, Map, Rule

from portal.pages.installing.application import LateRule

RULES = (
    ("/<code>/plaintes/<number>", "case"),
    ("/plaintes/<int:year>/", "year"),
    ("/fichiers/<path:file>", "file"),
    ("/déjà", "static"),
)
VALUES = (
    ("case", {"code": "saaq", "number": "2026-000001"}),
    ("case", {"code": "d’ici & là", "number": "1", "vue": ["a", "b c"]}),
    ("year", {"year": 2026, "q": "é"}),
    ("file", {"file": "a/b c.pdf"}),
    ("static", {}),
)


@pytest.mark.parametrize(("endpoint", "values"), VALUES)
def test_an_address_is_what_it_would_be_otherwise(endpoint: str, values: dict[str, object]):
    late, usual = (
        Map([kind(rule, endpoint=name) for rule, name in RULES]).bind("localhost")
        for kind in (LateRule, Rule)
    )
    expected = usual.build(endpoint, values)
    assert [late.build(endpoint, values) for _ in range(2)] == [expected] * 2
    path = unquote(expected.partition("?")[0])
    assert late.match(path) == usual.match(path)


def test_what_is_missing_is_told():
    with pytest.raises(BuildError, match="number"):
        Map([LateRule("/<number>", endpoint="case")]).bind("localhost").build("case", {})
