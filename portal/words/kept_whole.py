"""Days, numbers to call and addresses, which no line ends within, in a text that somebody wrote."""

from __future__ import annotations

import re
from functools import lru_cache

from portal.words.dates import MONTH_NAMES
from portal.words.typography import unbroken

_DAY = rf"(?:1er|[0-3]?\d) (?:{'|'.join(MONTH_NAMES)})(?: \d{{4}})?"
_PHONE = r"(?:1 )?\d{3} \d{3}-\d{4}"
_POSTAL_CODE = r"[A-Z]\d[A-Z] \d[A-Z]\d"
_POST_BOX = r"(?:C\. P\.|P\.O\. Box|[Cc]ase postale) \d+"
_HOUR = r"[0-2]?\d(?::\d\d)? [ap]\.m\."
_WHOLE = re.compile(rf"\b(?:(?:{_DAY}|{_PHONE}|{_POSTAL_CODE}|{_POST_BOX})\b|{_HOUR})")


@lru_cache(maxsize=4096)
def kept_whole(text: str) -> str:
    """Return `text` with no-break spaces within days, hours, phone numbers and postal addresses.

    Only spaces change.
    """
    return _WHOLE.sub(lambda found: unbroken(found[0]), text)
