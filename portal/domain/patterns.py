"""Regular expressions that agencies write, matched in a time that grows with the answer alone.

RE2 does it, which knows nothing that could take longer: no look-around, no reference to what an
earlier group matched, no repetition above 1000. Signs that Python counts as letters, the accented
ones among them, stay letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any

_MEMORY_AT_MOST = 1 << 20
_REMEMBERED = 512
# RE2 counts letters without accents alone.
_LETTERS = r"\p{L}\p{N}_"


class PatternError(ValueError):
    """A pattern cannot be matched in linear time, or is none at all; its message says why."""


def matches(pattern: str, answer: str) -> bool:
    """Tell whether the whole of an answer matches; raise PatternError as `matcher` does."""
    return matcher(pattern)(answer)


@lru_cache(maxsize=_REMEMBERED)
def matcher(pattern: str) -> Callable[[str], bool]:
    """Return what tells whether a pattern matches the whole of a text.

    Raise PatternError for what RE2 does not know. Surrogates, which no UTF-8 has, match nothing.
    """
    # It takes memory, and few agencies ask for a number of a certain form.
    import re2

    try:
        expression = re2.compile("".join(_translated(pattern)), _options())
    except (re2.error, UnicodeEncodeError) as error:
        raise PatternError(_reason(error)) from None

    def is_match(text: str) -> bool:
        try:
            return expression.fullmatch(text) is not None
        except UnicodeEncodeError:
            return False

    return is_match


@cache
def _options() -> Any:
    import re2

    options = re2.Options()
    options.max_mem = _MEMORY_AT_MOST
    options.log_errors = False
    return options


def _translated(pattern: str) -> Iterator[str]:
    r"""Yield the pattern piece by piece, with every letter for \w, and \z for \Z."""
    signs, in_class = iter(pattern), False
    for sign in signs:
        if sign == "\\":
            yield _escaped(next(signs, ""), in_class=in_class)
            continue
        yield sign
        if sign == "[" and not in_class:
            in_class = True
            yield from _beginning_of_class(signs)
        elif sign == "]":
            in_class = False


def _beginning_of_class(signs: Iterator[str]) -> Iterator[str]:
    """Yield the first sign of a class, and ^ before it: a bracket is no end there."""
    first = next(signs, "")
    if first == "^":
        yield first
        first = next(signs, "")
    yield _escaped(next(signs, ""), in_class=True) if first == "\\" else first


def _escaped(sign: str, *, in_class: bool) -> str:
    if sign == "w":
        return _LETTERS if in_class else f"[{_LETTERS}]"
    if sign == "W" and not in_class:
        return f"[^{_LETTERS}]"
    return r"\z" if sign == "Z" and not in_class else f"\\{sign}"


def _reason(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
