"""A hint about plain language: it counts, and never stops anybody."""

from __future__ import annotations

import re

LONG_SENTENCE = 25
_SENTENCE_END = re.compile(r"[.!?…](?:\s|$)|\n\s*\n")


def long_sentences(text: str) -> int:
    """Return how many sentences of `text` have more than 25 words."""
    return sum(len(part.split()) > LONG_SENTENCE for part in _SENTENCE_END.split(text))
