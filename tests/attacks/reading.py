"""What somebody makes of an index of words that they have no keys for.

They know which words stand in their own texts, how often each word stands in everybody's, and what
is stored: rows, each of some tokens. A token is anything that may stand for a word: a term, or each
eight bytes of a value, wherever they begin.
"""

from __future__ import annotations

import struct
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

Token = Hashable
Rows = Mapping[int, Collection[Token]]
"""What is stored of each text, by a number of the text."""

_BYTES, _BEFORE_TEXT = 8, 13
_FEW, _FURTHER = 40, 37


def chosen_texts(count: int, commonest: Sequence[str], at_most: int = 800) -> list[list[str]]:
    """Return so many texts to file, so that as few as can be tell as many words as can be apart.

    Each word stands in other ones of the texts than every other word: a binary number says where.
    """
    bits = min(count, 11)
    told = commonest[: min(2**bits - 1, 2 * at_most)]
    return [
        [word for rank, word in enumerate(told, start=1) if _stands(rank, text, bits, len(told))]
        for text in range(count)
    ]


def _stands(rank: int, text: int, bits: int, of: int) -> bool:
    if text < bits:
        return bool(rank >> text & 1)
    # What is left tells the same words again, a few at a time.
    return (rank + _FURTHER * text) % of < _FEW


def read_words(
    rows: Rows, own: Mapping[int, Collection[str]], frequencies: Counter[str]
) -> dict[int, set[str]]:
    """Return the words that the attacker names in each row that is not their own."""
    words = _by_where_they_stand(rows, own)
    words |= _by_how_often(rows, own, frequencies, words)
    return {
        number: {words[token] for token in tokens if token in words}
        for number, tokens in rows.items()
        if number not in own
    }


def _by_where_they_stand(rows: Rows, own: Mapping[int, Collection[str]]) -> dict[Token, str]:
    """Name each token that stands in the same ones of the attacker's rows as a single word."""
    words = defaultdict(list)
    for word, pattern in _patterns(own).items():
        words[pattern].append(word)
    patterns = _patterns({number: rows[number] for number in own if number in rows})
    return {
        token: words[pattern][0] for token, pattern in patterns.items() if len(words[pattern]) == 1
    }


def _patterns(texts: Mapping[int, Collection[Hashable]]) -> dict[Hashable, frozenset[int]]:
    where: dict[Hashable, set[int]] = defaultdict(set)
    for number, parts in texts.items():
        for part in parts:
            where[part].add(number)
    return {part: frozenset(numbers) for part, numbers in where.items()}


def _by_how_often(
    rows: Rows,
    own: Mapping[int, Collection[str]],
    frequencies: Counter[str],
    known: Mapping[Token, str],
) -> dict[Token, str]:
    """Name the tokens that are left in the order of how often they and words stand in texts."""
    often: Counter[Token] = Counter()
    for number, tokens in rows.items():
        if number not in own:
            often.update(token for token in set(tokens) if token not in known)
    named = set(known.values())
    left = [word for word, _ in frequencies.most_common() if word not in named]
    return {token: word for (token, _), word in zip(often.most_common(), left, strict=False)}


def share_read(
    named: Mapping[int, set[str]], truth: Mapping[int, Collection[str]], guessed: Sequence[str] = ()
) -> float:
    """Return the share of all words in all texts that were named, each text's by itself.

    Of each text as many words are looked at as it has: who names all words has read nothing.
    """
    right = all_of_them = 0
    for number, words in truth.items():
        claimed = [*named.get(number, ()), *guessed][: len(words)]
        right += len(set(words).intersection(claimed))
        all_of_them += len(words)
    return right / all_of_them


def tokens_in(sealed: bytes) -> Iterable[int]:
    """Return what may stand for a word in a sealed value: eight bytes each, where stems would."""
    text = sealed[_BEFORE_TEXT:]
    return struct.unpack(f"<{len(text) // _BYTES}Q", text[: len(text) // _BYTES * _BYTES])


def windows(value: bytes) -> Iterable[bytes]:
    """Return each eight bytes that stand together in a value."""
    return (value[at : at + _BYTES] for at in range(len(value) - _BYTES + 1))
