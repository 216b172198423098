"""Telephone numbers are taken as people type them, and kept in one form."""

from __future__ import annotations

import pytest

from portal.domain.phone import as_kept, is_dialled, is_phone
from portal.domain.portal_services import phone_address


@pytest.mark.parametrize(
    "typed",
    [
        "711",
        "514 555-0110",
        "(514) 555.0110",
        "1 800 555-0142",
        "020 7946 0109",
        "+44 20 7946 0109",
        "514 555-0110, poste 42",
        "514 555-0110 ext. 42",
        "514 555-0110 x42",
    ],
)
def test_a_number_that_can_be_dialled_is_taken_as_it_is_typed(typed: str):
    assert is_dialled(typed)


@pytest.mark.parametrize(
    "typed", ["", "7", "appelez-nous", "514 555-0110 le jour", "1" * 16, "poste 42", "514+5550110"]
)
def test_what_nobody_can_dial_is_no_number(typed: str):
    assert not is_dialled(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "418 555-0199",
        "418 555.0199 poste 2",
        "418-555-0199 #2",
        "(418) 555 0199 ext. 2",
        "1 (418) 555-0199, ext. 12",
        "+33 1 23 45 67 89",
    ],
)
def test_a_number_is_called_with_its_extension(typed: str):
    assert is_phone(typed)


@pytest.mark.parametrize("typed", ["555-0199", "418 555-019 poste 2", "poste 2"])
def test_a_number_that_lacks_digits_cannot_be_called(typed: str):
    assert not is_phone(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("418 555.0199 poste 2", "418 555-0199 #2"),
        ("418-555-0199 #2", "418 555-0199 #2"),
        ("(418) 555 0199 ext. 2", "418 555-0199 #2"),
        ("4185550199x2", "418 555-0199 #2"),
        ("1 (418) 555-0199", "418 555-0199"),
        ("+1 418 555 0199", "418 555-0199"),
    ],
)
def test_a_number_is_kept_in_one_form_however_it_is_typed(typed: str, kept: str):
    assert as_kept(typed) == kept
    assert as_kept(kept) == kept


@pytest.mark.parametrize(
    "typed", ["", "555-0199", "418 555-0199 le soir", "+33 1 23 45 67 89", "poste 2", "12, poste 2"]
)
def test_what_has_no_one_form_stays_as_it_is_typed(typed: str):
    assert as_kept(typed) == typed


def test_an_extension_is_no_part_of_where_a_text_message_goes():
    assert phone_address("418 555-0199 #2") == phone_address("418 555-0199")
