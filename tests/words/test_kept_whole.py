"""No line ends within a day, an hour, a number to call or a postal address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.words.kept_whole import kept_whole
from portal.words.typography import NO_BREAK, french_spaces


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Call 1 877 767-2227 now", "Call 1~877~767-2227 now"),
        ("at 514 872-8999.", "at 514~872-8999."),
        ("established since 3 November 2015, a", "established since 3~November~2015, a"),
        ("by 31 March, the", "by 31~March, the"),
        ("Montréal (Québec) H3A 1X6", "Montréal (Québec) H3A~1X6"),
        ("P.O. Box 6600, Terminus", "P.O.~Box~6600, Terminus"),
        ("from 8:30 a.m. to 4:30 p.m.", "from 8:30~a.m. to 4:30~p.m."),
        ("within 20 working days", "within 20 working days"),
        ("form 12 marching bands", "form 12 marching bands"),
    ],
)
def test_english_parts_stay_whole(text: str, whole: str):
    assert kept_whole(text) == whole.replace("~", NO_BREAK)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("au plus tard le 31 mars, la", "au plus tard le 31~mars, la"),
        ("depuis le 1er mai 2026", "depuis le 1er~mai~2026"),
        ("au 1 877 767-2227.", "au 1~877~767-2227."),
        ("par la poste : C. P. 6600, succ.", "par la poste~: C.~P.~6600, succ."),
        ("case postale 100, Québec", "case~postale~100, Québec"),
    ],
)
def test_french_parts_stay_whole_after_french_spaces(text: str, whole: str):
    assert kept_whole(french_spaces(text)) == whole.replace("~", NO_BREAK)


@given(st.text(alphabet="1234 -.:/HAXmarsMay ap.m\N{NO-BREAK SPACE}", max_size=60))
def test_only_spaces_change(text: str):
    assert kept_whole(text).replace(NO_BREAK, " ") == text.replace(NO_BREAK, " ")
    assert kept_whole(kept_whole(text)) == kept_whole(text)
