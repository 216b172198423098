"""The vectors of examples, made once and kept beside them: `CODE.vectors` for `CODE.csv`.

Each is known by what its text is, so that lines may be added, moved and taken out. A text that has
none yet gets it when the portal learns, or by `portal finder encode` for everybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from portal.finder.learned.examples import Example
from portal.finder.likeness.encoder import LENGTH, NAME, Encoder

SUFFIX = ".vectors"
_KEY = 8
_EACH = _KEY + LENGTH

Vectors = Mapping[bytes, bytes]
"""The vector of each text, by the key of the text."""


def key_of(text: str) -> bytes:
    """Return by what a text is known; two seldom share it."""
    return hashlib.blake2b(text.encode(), digest_size=_KEY).digest()


def vectors_beside(file: Path) -> Vectors:
    """Return the vectors kept beside a file of examples; none where another encoder made them."""
    try:
        content = file.with_suffix(SUFFIX).read_bytes()
    except OSError:
        return {}
    body = memoryview(content)[len(NAME) :]
    if not content.startswith(NAME) or len(body) % _EACH:
        return {}
    return {
        bytes(body[start : start + _KEY]): bytes(body[start + _KEY : start + _EACH])
        for start in range(0, len(body), _EACH)
    }


def keep_vectors(file: Path, examples: Iterable[Example], encode: Encoder) -> int:
    """Keep the vectors of a file's examples beside it; return how many were made anew."""
    known, vectors = vectors_beside(file), dict[bytes, bytes]()
    for example in examples:
        key = key_of(example.text)
        vectors[key] = vectors.get(key) or known.get(key) or encode(example.text)
    if vectors.keys() != known.keys():
        file.with_suffix(SUFFIX).write_bytes(NAME + b"".join(_in_order(vectors)))
    return len(vectors.keys() - known.keys())


def _in_order(vectors: Vectors) -> Iterator[bytes]:
    for key in sorted(vectors):
        yield key + vectors[key]
