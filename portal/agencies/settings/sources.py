"""What was read about a body: whose page it is, and from when the copy is that somebody read."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from portal.domain.errors import MisreadError
from portal.words.catalogue import sentence

UNKNOWN = "unknown"
"""Stands where nobody can tell from when a page is."""
_DATE = r"\d{4}(-\d\d){0,2}"


class SourceOf(StrEnum):
    """Whose page a source is."""

    OWN = "own"
    ANOTHER = "another"


def first_day(source_from: str) -> date | None:
    """Return the first day of the year, month or day from which a page is, if that is known.

    A page of which only the year is known may be as old as that year: it counts as no younger.
    What is no such date raises ValueError.
    """
    if source_from == UNKNOWN:
        return None
    if not re.fullmatch(_DATE, source_from, re.ASCII):
        raise ValueError(source_from)
    return date.fromisoformat(source_from + "-01" * (2 - source_from.count("-")))


def _source_from(value: object) -> str:
    words = str(value).strip()
    try:
        first_day(words)
    except ValueError:
        raise MisreadError(
            sentence(
                "« %(words)s » n’est ni une date, comme 2024 ou 2024-10, ni « %(unknown)s »",
                words=words,
                unknown=UNKNOWN,
            )
        ) from None
    return words


SourceFrom = Annotated[
    str,
    PlainValidator(_source_from),
    WithJsonSchema({"type": "string", "pattern": f"^({UNKNOWN}|{_DATE})$"}),
]
