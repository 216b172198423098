"""Codes made of names."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from portal.agencies.settings.fields import CODE
from portal.agencies.settings.matching import code_of


def test_a_code_says_what_the_name_says():
    assert code_of("Borne de paiement en panne!", []) == "borne_de_paiement_en_panne"
    assert code_of("Été", ["ete", "ete_2"]) == "ete_3"
    assert code_of("24 h", []) == "h"


@given(st.text(max_size=80), st.lists(st.text(max_size=10)))
def test_a_code_made_of_a_name_is_a_code_and_its_own(name: str, taken: list[str]):
    assert re.match(CODE, code_of(name, taken))
    assert code_of(name, [*taken, code_of(name, taken)]) != code_of(name, taken)
