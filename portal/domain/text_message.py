"""A short message on its way to a telephone, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
    """Return the address of a telephone, its number without what people put between digits."""
    return PHONE + "".join(sign for sign in phone if sign.isdecimal() or sign == "+")
