"""What is wrong with a regular expression, in words."""

from __future__ import annotations

import re

from portal.agencies.settings.patterns import (
    UNREADABLE,
    compiled,
    is_slow,
    takes_everything,
    waits_for_space,
)
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

_REASONS = {
    "missing ), unterminated subpattern": to_translate("Il manque une parenthèse fermante"),
    "unbalanced parenthesis": to_translate("Une parenthèse fermante est de trop"),
    "unterminated character set": to_translate("Il manque un crochet fermant"),
    "nothing to repeat": to_translate("Il n’y a rien à répéter avant ce signe"),
    "multiple repeat": to_translate("Deux signes de répétition se suivent"),
    "bad character range": to_translate("Un intervalle va à l’envers : écrivez [a-z], non [z-a]"),
    "bad escape": to_translate("Un signe ne va pas après une barre oblique inverse"),
    "min repeat greater than max repeat": to_translate(
        "Une répétition va à l’envers : écrivez {2,4}, non {4,2}"
    ),
}
_OTHER_REASON = to_translate("Ce n’est pas une expression régulière")


def pattern_problem(pattern: str) -> str | None:
    """Return what to do about a regular expression that would not do as a pattern."""
    try:
        expression = compiled(pattern)
    except UNREADABLE as error:
        return _unreadable(error)
    if waits_for_space(pattern):
        return gettext("Retirez l’espace : les réponses sont comparées sans leurs espaces")
    if takes_everything(expression):
        return gettext("Cette expression accepte tout : dites combien de lettres et de chiffres")
    if is_slow(expression):
        return gettext("Cette expression est trop lente : ne répétez pas ce qui est déjà répété")
    return None


def _unreadable(error: Exception) -> str:
    if not isinstance(error, re.error) or error.pos is None:
        return gettext(_OTHER_REASON)
    reason = next((_REASONS[said] for said in _REASONS if error.msg.startswith(said)), None)
    told = gettext(reason or _OTHER_REASON)
    return gettext("%(reason)s (au signe %(place)s)", reason=told, place=error.pos + 1)
