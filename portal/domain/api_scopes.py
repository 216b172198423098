"""What another system may be let do by the API, each thing apart."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Scope(StrEnum):
    """Something that an agency lets a client of the API do with the agency's own complaints."""

    FILE = "complaints:file"
    READ = "complaints:read"
    PERSONAL = "complaints:personal"
    HANDLE = "complaints:handle"
    TRANSFER = "complaints:transfer"


def scopes_in(written: str) -> tuple[Scope, ...]:
    """Return the scopes of a text that separates them by spaces; what is none is left out."""
    named = written.split()
    return tuple(scope for scope in Scope if scope in named)


def in_words(scopes: Collection[Scope]) -> str:
    """Return scopes as one text, in their own order, as OAuth writes them."""
    return " ".join(scope for scope in Scope if scope in scopes)


def granted(asked: str | None, held: Collection[Scope]) -> str | None:
    """Return what of the scopes held a token gets: all of them unless it is `asked` for fewer.

    None if it is asked for anything that is not held.
    """
    if not asked:
        return in_words(held)
    wanted = set(asked.split())
    return in_words([scope for scope in held if scope in wanted]) if wanted <= {*held} else None
