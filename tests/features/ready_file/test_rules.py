"""The documents of an archive have names that every system can write."""

from __future__ import annotations

import pytest

from portal.features.ready_file.rules import name_in_archive


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("reçu du 3 mai.pdf", "01 reçu du 3 mai.pdf"),
        ('a<b>c:d"e|f?g*h.pdf', "01 a-b-c-d-e-f-g-h.pdf"),
        ("a/b\\c.pdf", "01 a-b-c.pdf"),
        ("lettre. . ", "01 lettre"),
        ("CON.pdf", "01 CON.pdf"),
    ],
)
def test_a_name_is_one_that_windows_can_write(name: str, written: str):
    assert name_in_archive(1, name) == written
