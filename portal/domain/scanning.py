"""A file that somebody attaches, and whether it carries a virus."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """The content of a document, without its name, which may say whose it is."""

    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a scanner found; `virus` is what it calls it, None in a clean file."""

    virus: str | None = None


CLEAN = Verdict()
