"""Letters as PDF: set by Typst, tagged so that screen readers read them (PDF/UA-1)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import typst

_TEMPLATE = Path(__file__).with_name("letter.typ")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a letter, or a title above the next ones."""

    text: str
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """A letter on paper: who writes from where, to whom, when, and what."""

    language: str
    paper: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    date: str
    reference: str
    subject: str
    blocks: tuple[Block, ...]


def pdf_of(letters: Sequence[PrintedLetter]) -> bytes:
    """Return one document with each letter on pages of its own; there is at least one."""
    inputs = json.dumps([asdict(letter) for letter in letters], ensure_ascii=False)
    return bytes(typst.compile(_template(), sys_inputs={"letters": inputs}, pdf_standards="ua-1"))


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()
