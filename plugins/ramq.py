"""Health insurance: a card number holds a date of birth, so a slip in it can be told at once."""

from __future__ import annotations

import re
from datetime import date

from portal.plugin_api import Draft, Problem, Text, hookimpl

FIELD = "numero_assurance"

NOT_A_CARD = Text(
    fr="Écrivez les 4 lettres et les 8 chiffres de votre carte, ou laissez la réponse vide",
    en="Enter the 4 letters and 8 digits on your card, or leave the answer empty",
)
NO_SUCH_BIRTHDAY = Text(
    fr="Comparez avec votre carte\u00a0: les 6 premiers chiffres suivent votre date de naissance",
    en="Compare the digits with your card: the first 6 follow your date of birth",
)
SOCIAL_INSURANCE = Text(
    fr="Effacez ce numéro, qui ressemble à un numéro d’assurance sociale. "
    "Nous ne le demandons jamais",
    en="Remove this number, which looks like a social insurance number. We never ask for it",
)

_CARD = re.compile(r"[A-Z]{4}(\d\d)(\d\d)(\d\d)\d\d")

# The month of birth of women is written with 50 added.
_WOMEN = 50


@hookimpl
def complaint_problems(draft: Draft) -> list[Problem]:
    """Answer what is wrong with the card number; with none, nothing: it is never required."""
    typed = str(draft.answers.get(FIELD) or "")
    text = _what_is_wrong(re.sub(r"[^0-9A-Z]", "", typed.upper())) if typed.strip() else None
    return [Problem(FIELD, text)] if text else []


def _what_is_wrong(number: str) -> Text | None:
    if re.fullmatch(r"\d{9}", number):
        return SOCIAL_INSURANCE
    card = _CARD.fullmatch(number)
    if card is None:
        return NOT_A_CARD
    year, month, day = map(int, card.groups())
    return None if _is_a_birthday(year, month, day) else NO_SUCH_BIRTHDAY


def _is_a_birthday(year: int, month: int, day: int) -> bool:
    """Tell whether the day exists in either century: the card writes two digits of the year."""
    month = month - _WOMEN if month > _WOMEN else month
    return any(_exists(century + year, month, day) for century in (1900, 2000))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
