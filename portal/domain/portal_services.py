"""What plugins that serve every agency are handed, and what they answer: files to look through
for viruses, and short messages on their way to a telephone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.phone import parted


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


PHONE = "tel:"
"""What the address of a telephone begins with, where letters have e-mail addresses."""


@dataclass(frozen=True, slots=True)
class Message:
    """A few words for a telephone: a number, a day and a link, and nothing personal but `to`.

    `id` is the same however often the message is tried; `to` is as its owner typed it, with
    digits and a leading + alone.
    """

    id: str
    to: str
    language: str
    text: str


class Delivery(StrEnum):
    """What became of a try: sent, to be tried again, or in vain for this number."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"


def phone_address(phone: str) -> str:
    """Return the address of a telephone: no extension, nor what people put between digits."""
    number, _ = parted(phone)
    return PHONE + "".join(sign for sign in number if sign.isdecimal() or sign == "+")
