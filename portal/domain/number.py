"""Complaint numbers and access codes: what a citizen keeps, and how people type them."""

from __future__ import annotations

import re
import secrets

# No 0 O 1 I L: they are mistaken for each other when read aloud or copied by hand.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
RESUME_CODE_LENGTH = 12
_NUMBER = re.compile(r"(20\d\d)(\d{6,})([B-Z]?)")
WRITTEN = r"20[0-9]{2}-[0-9]{6,12}(-[B-Z])?"
"""What a number looks like as it is written, that of a part with its letter."""
_END = re.compile(r"[0-9]{3,7}")
_YEARS = 10
FIRST_PART, MOST_PARTS = ord("B"), 25


def complaint_number(year: int, rank: int) -> str:
    """Return the number of the `rank`-th complaint of `year`: 2026-004182."""
    return f"{year}-{rank:06d}"


def part_number(number: str, rank: int) -> str:
    """Return the number under which an agency has the `rank`-th part of a complaint, from 0 on.

    The complaint itself is the one without a letter: 2026-004182-B is its first part.
    """
    return f"{number}-{chr(FIRST_PART + rank)}"


def whole_number(number: str) -> str:
    """Return the number of the whole complaint, which is the only one its complainant has."""
    return number[:-2] if number[-1:].isalpha() else number


def read_number(typed: str) -> str | None:
    """Return the number a person typed with any spaces, dots or dashes, or None.

    Whoever types that of a part means the complaint.
    """
    number = read_any_number(typed)
    return whole_number(number) if number else None


def read_any_number(typed: str) -> str | None:
    """Return the number of a complaint, or of a part of one, as it was typed, or None."""
    match = _NUMBER.fullmatch(re.sub(r"[\s.\-‐‑–—_]", "", typed).upper())
    if match is None:
        return None
    number = f"{match[1]}-{match[2]}"
    return f"{number}-{match[3]}" if match[3] else number


def numbers_ending(typed: str, year: int) -> list[str]:
    """Return the numbers of `year` and the nine before that end in what was typed, newest first.

    That is three digits or more, with the zeros before them or without: 001339, 1339. There are
    none for anything else, nor for a whole number.
    """
    rank = re.sub(r"[\s.\-‐‑–—_]", "", typed)
    if not _END.fullmatch(rank):
        return []
    return [complaint_number(year - before, int(rank)) for before in range(_YEARS)]


def new_access_code() -> str:
    """Return a fresh access code of 8 characters, without its dash."""
    return _random(CODE_LENGTH)


def new_resume_code() -> str:
    """Return a fresh code of 12 characters that opens a draft by itself, without its dashes.

    A draft has no number: as many characters longer as it takes to guess at one of many drafts.
    """
    return _random(RESUME_CODE_LENGTH)


def number_in_code(code: str) -> str:
    """Return what stands in a resume code for the number that a draft does not have.

    The last 8 characters are what has to be guessed. A code of 8, of an earlier release, has none.
    """
    return code[:-CODE_LENGTH]


def written_code(code: str) -> str:
    """Return the code as it is shown: in groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _random(length: int) -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def read_code(typed: str) -> str:
    """Return what a person typed without case, spaces and dashes."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper())
