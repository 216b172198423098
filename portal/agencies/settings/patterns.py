"""Regular expressions in settings: which can be read, and which would not do as a pattern."""

from __future__ import annotations

import re
import time
import warnings

# A pattern that tries every split takes twice as long for each letter more.
_LETTERS_TRIED = range(8, 27, 2)
_SECONDS_AT_MOST = 0.05
_CLASS = re.compile(r"\[[^\]]*\]")
_NEEDED_SPACE = re.compile(r"( |\\s)(?![?*])")

UNREADABLE = (re.error, OverflowError, RecursionError, Warning)
"""What `compiled` raises for a text that is no regular expression."""


def compiled(pattern: str) -> re.Pattern[str]:
    """Return the regular expression, or raise one of UNREADABLE, for a doubtful one too."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return re.compile(pattern)


def waits_for_space(pattern: str) -> bool:
    """Tell whether only an answer with a space would match: answers are compared without theirs."""
    return _NEEDED_SPACE.search(_CLASS.sub("", pattern)) is not None


def takes_everything(pattern: re.Pattern[str]) -> bool:
    """Tell whether even an answer of one strange sign would match."""
    return pattern.fullmatch("¿") is not None


def is_slow(pattern: re.Pattern[str]) -> bool:
    """Tell whether some answer would make the pattern try for long."""
    return any(_takes_long(pattern, letter) for letter in "aA0-")


def _takes_long(pattern: re.Pattern[str], letter: str) -> bool:
    for length in _LETTERS_TRIED:
        began = time.thread_time()
        pattern.fullmatch(letter * length + "¿")
        if time.thread_time() - began > _SECONDS_AT_MOST:
            return True
    return False
