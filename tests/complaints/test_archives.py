"""Archives by their directory: those of documents are read, others not even looked through."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from portal.complaints.handling.archives import parts_of


def archive(*names: str, comment: bytes = b"") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name in names:
            file.writestr(name, "")
        file.comment = comment
    return written.getvalue()


@pytest.mark.parametrize("comment", [b"", b"a comment", b"a" * 65_535])
def test_the_names_inside_are_told(comment: bytes):
    assert parts_of(archive("a.xml", "b/c.xml", comment=comment)) == {"a.xml", "b/c.xml"}


def test_an_archive_of_very_many_parts_is_not_looked_through():
    many = archive(*(f"{number:x}" for number in range(60_000)))
    began = time.thread_time()
    assert parts_of(many) == frozenset()
    assert time.thread_time() - began < 0.05


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"PK\x05\x06" * 9, b"%PDF-"]
)
def test_what_is_no_archive_has_no_parts(content: bytes):
    assert parts_of(content) == frozenset()


def test_an_archive_that_says_its_size_in_the_way_of_large_ones_is_none():
    small = archive("a.xml")
    end = small.rfind(b"PK\x05\x06")
    locator = b"PK\x06\x07" + bytes(16)
    assert parts_of(small[:end] + locator + small[end:]) == frozenset()
