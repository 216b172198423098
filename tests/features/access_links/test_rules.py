"""Whom a link is sent to, and how often one leaves."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.one_time_codes import code_of
from portal.domain.complaint import ReplyBy
from portal.domain.number import CODE_ALPHABET, CODE_LENGTH
from portal.features.access_links.rules import (
    AGAIN_AFTER,
    MOST_A_DAY,
    MOST_AN_HOUR,
    may_another_leave,
)
from portal.features.access_links.rules_reaching import Reached, is_theirs
from tests.support import TUESDAY

HOME = "12, rue des Érables\nVille-Exemple (Québec) H0H 0H0"


def reached(reply_by: ReplyBy = ReplyBy.EMAIL) -> Reached:
    return Reached(reply_by, "m.gagnon@exemple.org", "514 555-0134, poste 2", HOME)


@pytest.mark.parametrize(
    ("means", "said"),
    [
        (ReplyBy.EMAIL, "M.Gagnon@Exemple.org"),
        (ReplyBy.TEXT, "(514) 555-0134"),
        (ReplyBy.POST, "h0h0h0"),
        (ReplyBy.POST, "Ville-Exemple H0H-0H0"),
    ],
)
def test_the_address_of_the_complaint_is_known_however_it_is_written(means: ReplyBy, said: str):
    assert is_theirs(means, said, reached(means))


@pytest.mark.parametrize(
    ("means", "said"),
    [
        (ReplyBy.EMAIL, "gagnon@exemple.org"),
        (ReplyBy.EMAIL, ""),
        (ReplyBy.TEXT, "514 555-0135"),
        (ReplyBy.TEXT, ""),
        (ReplyBy.POST, "H1H 1H1"),
        (ReplyBy.POST, "rue"),
        (ReplyBy.POST, "Ville-Exemple"),
        (ReplyBy.POST, "Ville-Exemple (Québec)"),
        (ReplyBy.POST, "12, rue des Érables"),
        (ReplyBy.POST, "H0H"),
        (ReplyBy.POST, ""),
    ],
)
def test_another_address_is_not_theirs(means: ReplyBy, said: str):
    assert not is_theirs(means, said, reached(means))


WITHOUT_CODE = "12, rue des Érables, app. 3\nVille-Exemple (Québec)"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (WITHOUT_CODE, "12 rue des érables"),
        (WITHOUT_CODE, "12, rue des Érables, app. 3"),
        ("1200 Pine Street\nTacoma, WA 98402", "98402"),
        ("1200 Pine Street\nTacoma, WA 98402-1234", "98402"),
        ("1200 Pine Street, Tacoma, WA 98402", "98402-1234"),
    ],
)
def test_of_an_address_on_paper_its_code_passes_else_its_street(address: str, said: str):
    assert is_theirs(ReplyBy.POST, said, Reached(ReplyBy.POST, "", "", address))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (WITHOUT_CODE, "Ville-Exemple"),
        (WITHOUT_CODE, "Ville-Exemple (Québec)"),
        (WITHOUT_CODE, "rue des Érables"),
        (WITHOUT_CODE, "12 rue"),
        ("12345 Pine Street\nTacoma, WA 98402", "12345"),
        ("1200 Pine Street\nTacoma, WA 98402", "Tacoma, WA"),
        ("1200 Pine Street\nTacoma, WA 98402", "1200 Pine Street"),
        ("Poste restante\nVille-Exemple", "Ville-Exemple"),
        ("", "H0H 0H0"),
    ],
)
def test_neither_a_town_nor_a_part_of_a_street_passes_for_it(address: str, said: str):
    assert not is_theirs(ReplyBy.POST, said, Reached(ReplyBy.POST, "", "", address))


@given(st.text(st.characters(exclude_categories=["Nd", "No", "Nl"])))
def test_nothing_without_a_digit_is_ever_the_address_of_a_letter(said: str):
    for address in (HOME, WITHOUT_CODE, "Poste restante\nVille-Exemple"):
        assert not is_theirs(ReplyBy.POST, said, Reached(ReplyBy.POST, "", "", address))


@given(st.sampled_from(ReplyBy), st.sampled_from(ReplyBy))
def test_nothing_is_sent_by_another_means_than_the_complaint_has(asked: ReplyBy, kept: ReplyBy):
    said = {ReplyBy.EMAIL: "m.gagnon@exemple.org", ReplyBy.TEXT: "514 555-0134"}
    is_sent = is_theirs(asked, said.get(asked, "H0H 0H0"), reached(kept))
    by_letter = {ReplyBy.EMAIL, ReplyBy.TEXT, ReplyBy.POST}
    assert is_sent is (asked is kept and asked in by_letter)


@given(st.lists(st.integers(0, 60 * 24), max_size=200))
def test_no_mailbox_gets_more_than_the_limits_whenever_links_are_asked_for(minutes: list[int]):
    left = []
    for minute in sorted(minutes):
        now = TUESDAY + timedelta(minutes=minute)
        if may_another_leave(ReplyBy.EMAIL, left, now):
            left.append(now)
    for at in left:
        assert sum(at - timedelta(hours=1) < each <= at for each in left) <= MOST_AN_HOUR
        assert sum(at - timedelta(days=1) < each <= at for each in left) <= MOST_A_DAY
    assert all(after - before >= AGAIN_AFTER for before, after in pairwise(left))


@given(st.lists(st.integers(0, 60), max_size=60))
def test_no_letter_follows_another_within_a_week(days: list[int]):
    left = []
    for day in sorted(days):
        now = TUESDAY + timedelta(days=day)
        if may_another_leave(ReplyBy.POST, left, now):
            left.append(now)
    assert all(after - before >= timedelta(days=7) for before, after in pairwise(left))


@given(st.binary(min_size=32, max_size=32))
def test_a_code_is_of_the_signs_and_length_of_any_access_code(digest: bytes):
    code = code_of(digest)
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(CODE_ALPHABET)
    assert code == code_of(digest)
