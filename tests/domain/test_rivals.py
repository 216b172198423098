"""Two agencies are rivals where either may be meant, and only then is anybody asked."""

from __future__ import annotations

import pytest

from portal.domain.routing import Found, Suggestion


def found(*scores: float, is_clear: bool = False, elsewhere: str | None = None) -> Found:
    suggestions = [Suggestion(f"agency{rank}", score=score) for rank, score in enumerate(scores)]
    return Found(suggestions, elsewhere, is_clear)


@pytest.mark.parametrize("scores", [(0.5, 0.4), (0.3, 0.2, 0.1), (0.7, 0.1)])
def test_the_first_two_are_rivals_where_it_is_likely_one_of_them(scores: tuple[float, ...]):
    assert found(*scores).rivals == ("agency0", "agency1")


@pytest.mark.parametrize(
    "nobody_to_ask",
    [
        found(),
        found(0.5),
        found(0.25, 0.2, 0.2),
        found(0.9, 0.4, is_clear=True),
        found(0.4, 0.3, elsewhere="bank"),
    ],
)
def test_nobody_is_asked_otherwise(nobody_to_ask: Found):
    assert nobody_to_ask.rivals is None
