"""An agency of another country is proposed first only where a text has a sign of that country."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.agencies.agency import Agency
from portal.agencies.registry import InForce
from portal.agencies.settings.reader import read_folder
from portal.domain.routing import Suggestion
from portal.finder.joining import joined
from portal.finder.learned.learned import Spoken
from portal.finder.signs import Abroad, abroad_in, our_own_first

CONFIGS = Path(__file__).parents[2] / "agency_configs"
EVERYDAY = [
    "On m’a mal parlé",
    "mon chum me bat",
    "Mon divorce traîne depuis un an, la cour ne rappelle pas",
    "My court hearing was postponed again without notice",
    "He never pays child support for our daughter",
    "I live in British Columbia and the bailiff came at six",
    "Ils ont sollicité ma mère au téléphone; ça suffit",
]
MEANT = {
    "My divorce in London is taking forever": "hmcts",
    "Le greffe de Birmingham a perdu mon certificat": "hmcts",
    "I was fined £720 and the court will not answer": "hmcts",
    "my solicitors never heard from the court": "hmcts",
    "HMCTS lost my form": "hmcts",
    "My ex in Spokane stopped paying": "dcs",
    "my ex in Washinton wont pay": "dcs",
    "Le père est aux États-Unis et ne paie plus rien": "dcs",
    "DSHS took my refund": "dcs",
}


@pytest.fixture(scope="module")
def abroad() -> Abroad:
    read = read_folder(CONFIGS)
    assert read.portal is not None
    agencies = {code: Agency(settings, 1) for code, settings in read.agencies.items()}
    return abroad_in(InForce(read.portal, agencies))


@pytest.mark.parametrize("text", EVERYDAY)
def test_an_everyday_text_has_no_sign_of_another_country(abroad: Abroad, text: str):
    assert abroad.without_sign(text) == {"hmcts", "dcs"}


@pytest.mark.parametrize("text", MEANT)
def test_a_town_a_currency_and_a_word_said_there_alone_are_signs(abroad: Abroad, text: str):
    assert MEANT[text] not in abroad.without_sign(text)


def test_what_is_likelier_elsewhere_comes_third_and_is_never_clear():
    heard = {
        code: Spoken(strength, "any")
        for code, strength in {"court": 6.0, "health": 1.0, "roads": 0.5, "parks": 0.1}.items()
    }

    found = joined([], heard, frozenset({"court"}))

    assert [each.agency for each in found.suggestions] == ["health", "roads", "court", "parks"]
    assert not found.is_clear
    assert joined([], heard).suggestions[0].agency == "court"


SUGGESTED = st.lists(
    st.builds(Suggestion, st.sampled_from("abcdefgh"), score=st.floats(0, 1)),
    unique_by=lambda each: each.agency,
)


@given(SUGGESTED, st.frozensets(st.sampled_from("abcdefgh")))
def test_a_stranger_never_stands_first_and_the_others_keep_their_order(
    suggestions: list[Suggestion], strangers: frozenset[str]
):
    ranked = our_own_first(suggestions, strangers)

    own = [each for each in suggestions if each.agency not in strangers]
    assert [each for each in ranked if each.agency not in strangers] == own
    assert not ranked or ranked[0] == own[0]
    assert sorted(each.agency for each in ranked) == (
        sorted(each.agency for each in suggestions) if own else []
    )


def test_without_strangers_the_order_is_as_it_was():
    suggestions = [Suggestion("a", score=0.5), Suggestion("b", score=0.4)]
    assert our_own_first(suggestions, frozenset()) == suggestions
