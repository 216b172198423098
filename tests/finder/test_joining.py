"""What agencies' own words say and what examples taught come together in one order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.routing import Suggestion
from portal.finder.joining import joined
from portal.finder.learned.examples import NOBODY
from portal.finder.learned.learned import Spoken
from portal.finder.suggesting import meant_by_name

CODES = st.sampled_from(["water", "parks", "tolls", NOBODY])
HEARD = st.dictionaries(CODES, st.builds(Spoken, st.floats(-5, 5), st.just("any")))
SAID = st.lists(
    st.builds(Suggestion, st.sampled_from(["water", "parks"]), score=st.floats(0, 30)),
    unique_by=lambda suggestion: suggestion.agency,
)


@given(SAID, HEARD)
def test_every_agency_stands_once_by_how_likely_it_is(
    said: list[Suggestion], heard: dict[str, Spoken]
) -> None:
    found = joined(said, heard)

    codes = [suggestion.agency for suggestion in found.suggestions]
    shares = [suggestion.score for suggestion in found.suggestions]
    known = {suggestion.agency for suggestion in said} | (heard.keys() - {NOBODY})
    assert sorted(codes) == sorted(known)
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)
    assert sum(shares) <= 1 + 1e-9
    assert found.elsewhere is None or NOBODY in heard


def test_an_agency_without_an_example_is_found_by_its_own_words() -> None:
    heard = {"parks": Spoken(-0.5, "trees"), NOBODY: Spoken(-1.0, "bank")}

    found = joined([Suggestion("water", "bill", 9.0, ("facture",))], heard)

    assert found.suggestions[0].agency == "water"
    assert found.suggestions[0].category == "bill"
    assert found.suggestions[0].matched == ("facture",)


def test_an_agency_that_few_words_name_comes_before_one_that_is_as_likely() -> None:
    heard = {"parks": Spoken(1.0, "trees"), "water": Spoken(1.0, "bill")}

    assert joined([], heard, named="water").suggestions[0].agency == "water"
    assert joined([], heard, named="parks").suggestions[0].agency == "parks"
    assert joined([], heard, named="unheard").suggestions == joined([], heard).suggestions


def test_a_name_alone_does_not_outweigh_what_the_words_are_about() -> None:
    heard = {"parks": Spoken(6.0, "trees"), "water": Spoken(-1.0, "bill")}

    assert joined([], heard, named="water").suggestions[0].agency == "parks"


@pytest.mark.parametrize(
    ("text", "named", "meant"),
    [
        ("facture de l’eau", {"water"}, "water"),
        ("facture de l’eau", set(), None),
        ("l’eau ou les parcs", {"water", "parks"}, None),
        ("l’eau m’a dit d’aller voir les parcs pour ma clôture", {"water"}, None),
    ],
)
def test_a_name_means_its_agency_alone_and_in_few_words(
    text: str, named: set[str], meant: str | None
) -> None:
    assert meant_by_name(text, frozenset(named)) == meant


def test_the_category_is_the_one_that_examples_tell() -> None:
    heard = {"parks": Spoken(3.0, "trees", frozenset({"trees", "keepers"}))}

    found = joined([Suggestion("parks", "keepers", 3.0)], heard)

    assert found.suggestions[0].category == "trees"


def test_the_words_of_a_category_without_examples_lead_to_it() -> None:
    heard = {"parks": Spoken(3.0, "trees", frozenset({"trees"}))}

    found = joined([Suggestion("parks", "keepers", 3.0)], heard)

    assert found.suggestions[0].category == "keepers"


def test_where_nobody_here_seems_to_answer_the_kind_of_body_is_told() -> None:
    heard = {"parks": Spoken(0.1, "trees"), NOBODY: Spoken(4.0, "bank")}

    assert joined([], heard).elsewhere == "bank"
    assert joined([], {**heard, "parks": Spoken(9.0, "trees")}).elsewhere is None


def test_one_that_stands_out_is_clear_and_two_alike_are_not() -> None:
    one = {"parks": Spoken(4.0, ""), "water": Spoken(-1.0, ""), NOBODY: Spoken(-3.0, "bank")}
    two = {**one, "water": Spoken(3.9, "")}

    assert joined([Suggestion("parks", score=9.0)], one).is_clear
    assert not joined([], two).is_clear


def test_nothing_is_found_where_nothing_speaks() -> None:
    assert joined([], {}).suggestions == []


def test_of_two_that_words_speak_for_alike_the_one_is_first_that_the_text_is_like() -> None:
    heard = {"parks": Spoken(1.0, "trees"), "water": Spoken(1.0, "bill")}

    for first, other in (("parks", "water"), ("water", "parks")):
        found = joined([], heard, alike={first: -0.1, other: -3.0})
        assert found.suggestions[0].agency == first


def test_an_agency_without_examples_is_neither_raised_nor_lowered_by_likeness() -> None:
    said = [Suggestion("tolls", score=9.0)]
    heard = {"parks": Spoken(0.0, "trees"), "water": Spoken(0.0, "bill")}

    found = joined(said, heard, alike={"parks": -2.0, "water": -2.0, NOBODY: -2.0})

    before = joined(said, heard)
    assert [one.score for one in found.suggestions] == pytest.approx(
        [one.score for one in before.suggestions]
    )
